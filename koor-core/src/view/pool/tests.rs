use serde_json::{Value, json};

use super::{PoolCondition, PoolFilter, PoolList, PoolShow};
use crate::model::OsdMap;
use crate::view::sample::{self, FOOTER, now, seen, timed_out};
use crate::view::{List as _, PoolRow, Report, Sort};

#[test]
fn pools_are_listed_by_id() {
    let expected = "\
ID  NAME     KIND           MIN     PGS  APP   STORED    AVAIL  USE%  CLIENT IO
 1  rbd      3× replicated    2       8  rbd  115 MiB  3.0 GiB   3.2  3.0 MiB/s
12  archive  EC 4+2           5  8 → 16  -    1.0 GiB  3.0 GiB  20.0       idle
";
    let list = PoolList::of(&sample::inventory(), &PoolFilter::default(), now());
    assert_eq!(list.to_string(), format!("{expected}{FOOTER}"));
}

#[test]
fn json_has_all_of_it() {
    let json =
        serde_json::to_value(PoolList::of(&sample::inventory(), &PoolFilter::default(), now())).unwrap();
    assert_eq!(json["as_of"], "2026-11-22T15:04:01Z");
    let pool = &json["pools"][1];
    assert_eq!((&pool["id"], &pool["k"], &pool["m"]), (&json!(12), &json!(4), &json!(2)));
    assert_eq!(pool["kind"], json!({"type": "erasure", "profile": "four-two"}));
    assert_eq!(pool["stored_bytes"], 1_u64 << 30);
    assert_eq!(pool["quota_objects"], 5000);
    assert_eq!(
        pool["rule"],
        json!({"id": 0, "name": "replicated_rule", "takes": "default", "failure_domain": "host"})
    );
    assert_eq!(json["pools"][0]["quota_bytes"], Value::Null);
}

#[test]
fn what_was_not_seen_is_unknown() {
    let mut inventory = sample::inventory();
    inventory.capacity = timed_out();
    inventory.pool_io = timed_out();
    let list = PoolList::of(&inventory, &PoolFilter::default(), now());
    let text = list.to_string();
    let row: Vec<&str> = text.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(
        row,
        ["1", "rbd", "3×", "replicated", "2", "8", "rbd", "unknown", "unknown", "unknown", "unknown"]
    );
    assert!(text.contains("not seen: capacity, pool_io (the mgr did not answer within 5 s)\n"), "{text}");
    assert!(list.header().failure().is_none());
    inventory.osd_map = timed_out();
    let list = PoolList::of(&inventory, &PoolFilter::default(), now());
    assert!(list.to_string().starts_with("The OSD map, which names the pools, could not be seen: "));
    assert!(list.header().failure().is_some());
    inventory.osd_map = seen(OsdMap { pools: Vec::new(), ..sample::osd_map() });
    let text = PoolList::of(&inventory, &PoolFilter::default(), now()).to_string();
    assert!(text.starts_with("This cluster has no pool.\n"), "{text}");
}

#[test]
fn a_pool_is_shown_by_name_or_number() {
    let expected = "\
pool      archive (id 12)
kind      EC 4+2 (profile four-two): keeps 6 chunks, stops below 5
app       -
data      1.0 GiB stored in 1841 objects, 3.0 GiB may still be stored
          1.5 GiB used raw (20.0 %)
quota     10.0 GiB, 5000 objects (10.0 % of the bytes)
io        clients are idle
pgs       8 → 16, autoscale on
rule      replicated_rule: each copy on another host below default
compress  aggressive (zstd)
flags     hashpspool
options   -
made      2026-11-21 15:04:05 UTC (24 h ago)
";
    for named in ["archive", "12"] {
        let show = PoolShow::of(&sample::inventory(), named, now()).unwrap();
        assert_eq!(show.to_string(), format!("{expected}{FOOTER}"));
    }
    let error = PoolShow::of(&sample::inventory(), "13", now()).unwrap_err();
    assert_eq!(error.to_string(), "pool 13 does not exist; pools are rbd, archive");
}

#[test]
fn a_name_of_digits_comes_before_a_number() {
    let mut inventory = sample::inventory();
    let mut map = sample::osd_map();
    map.pools[1].name = "1".into();
    inventory.osd_map = seen(map);
    let json = serde_json::to_value(PoolShow::of(&inventory, "1", now()).unwrap()).unwrap();
    assert_eq!(json["pool"]["id"], 12);
}

#[test]
fn a_filter_chooses_and_says_why_nothing_is_left() {
    let filter = PoolFilter::default();
    let class = |class: &str| PoolFilter { class: Some(class.into()), ..filter.clone() };
    let application = |name: &str| PoolFilter { application: Some(name.into()), ..filter.clone() };
    let state = |state| PoolFilter { state: Some(state), ..filter.clone() };
    let text = |filter: &PoolFilter| PoolList::of(&sample::inventory(), filter, now()).to_string();
    let rbd = text(&application("rbd"));
    assert!(rbd.contains("\n1 of 2 pools: application rbd\n") && !rbd.contains("archive"), "{rbd}");
    let hdd = text(&class("hdd"));
    assert!(hdd.contains("\n2 of 2 pools: class hdd\n"), "a rule without a class may use all: {hdd}");
    for (filter, why) in [
        (class("ssd"), "No pool may use class ssd; the only class is hdd."),
        (application("rgw"), "No pool has application rgw; the only application is rbd."),
        (state(PoolCondition::Full), "No pool of 2 is full."),
        (
            PoolFilter { application: Some("rbd".into()), ..state(PoolCondition::Nearfull) },
            "No pool matches all of this at once: application rbd, nearfull.",
        ),
    ] {
        let mut inventory = sample::inventory();
        let mut map = sample::osd_map();
        if filter.application.is_some() && filter.state.is_some() {
            map.pools[1].flags = vec!["nearfull".into()];
        }
        inventory.osd_map = seen(map);
        assert_eq!(PoolList::of(&inventory, &filter, now()).to_string(), format!("{why}\n{FOOTER}"));
    }
    let mut inventory = sample::inventory();
    inventory.crush = timed_out();
    let blind = PoolList::of(&inventory, &class("hdd"), now()).to_string();
    assert!(blind.starts_with("No pool can be chosen by class: the CRUSH map was not seen.\n"), "{blind}");
}

#[test]
fn a_rule_says_which_classes_its_pool_may_use() {
    let mut inventory = sample::inventory();
    let crate::model::Part::Seen(crush) = &mut inventory.crush else { panic!("it is seen") };
    crush.value.devices[1].class = Some("ssd".into());
    let classes = |inventory: &crate::model::Inventory| {
        let json = serde_json::to_value(PoolList::of(inventory, &PoolFilter::default(), now())).unwrap();
        json["pools"][0]["device_classes"].clone()
    };
    assert_eq!(classes(&inventory), json!(["hdd", "ssd"]));
    let crate::model::Part::Seen(crush) = &mut inventory.crush else { panic!("it is seen") };
    crush.value.rules[0].steps[0].item = Some("default~ssd".into());
    assert_eq!(classes(&inventory), json!(["ssd"]));
    inventory.crush = timed_out();
    assert_eq!(classes(&inventory), Value::Null);
}

#[test]
fn pools_stand_by_any_column() {
    let ids = |sort: Sort<PoolRow>| {
        let list = PoolList::of(&sample::inventory(), &PoolFilter::default(), now()).sorted(sort);
        let json = serde_json::to_value(&list).unwrap();
        json["pools"].as_array().unwrap().iter().map(|pool| pool["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids("name".parse().unwrap()), [12, 1]);
    assert_eq!(ids("use%".parse().unwrap()), [1, 12]);
    assert_eq!(ids("client-io".parse().unwrap()), [12, 1]);
    assert_eq!(ids("quota".parse::<Sort<PoolRow>>().unwrap().reversed()), [12, 1], "no quota comes last");
}
