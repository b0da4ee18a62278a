use serde_json::{Value, json};

use super::{PgFilter, PgList, PgShow};
use crate::model::{
    Bytes, Inventory, OsdId, Part, PeeringBlocker, PgMap, PgQuery, PgRecovery, PgState, Ratio,
};
use crate::view::sample::{self, FOOTER, now, seen, timed_out};
use crate::view::{List as _, PgRow, Report, Sort};

fn show(inventory: &Inventory, id: &str, query: &Part<PgQuery>) -> PgShow {
    PgShow::of(inventory, id.parse().unwrap(), query, now()).unwrap()
}

/// The sample with PG 1.2 in another state, and other sets.
fn with(state: &str, up: &[u32], acting: &[u32]) -> Inventory {
    let mut inventory = sample::inventory();
    let mut pgs = inventory.pgs.value().cloned().unwrap();
    let pg = pgs.pgs.iter_mut().find(|pg| pg.id.to_string() == "1.2").unwrap();
    let osds = |ids: &[u32]| ids.iter().map(|id| Some(OsdId(*id))).collect::<Vec<_>>();
    (pg.state, pg.up, pg.acting) = (PgState(state.into()), osds(up), osds(acting));
    pg.acting_primary = pg.acting.first().copied().flatten();
    inventory.pgs = seen(pgs);
    inventory
}

fn says(inventory: &Inventory, query: &Part<PgQuery>, words: &[&str]) {
    let text = show(inventory, "1.2", query).to_string();
    for words in words {
        assert!(text.contains(words), "no {words:?} in:\n{text}");
    }
}

#[test]
fn a_missing_copy_is_told_with_the_host_that_has_no_osd_for_it() {
    let inventory = with("active+undersized+degraded", &[1, 0], &[1, 0]);
    says(
        &inventory,
        &Part::not_asked(),
        &[
            "why        1 of 3 copies has no OSD\n",
            "pool rbd wants 3 copies on different hosts, but 2 of 3 hosts have an OSD that is up and in\n",
            "host node2 has none: osd.2 is down and out\n",
            "230 object copies are missing, and nowhere to make them until",
            "waits for  osd.2 (down since 3 h, out, host node2)\n",
        ],
    );
}

#[test]
fn data_that_moves_is_told_from_where_to_where() {
    let waits = with("active+remapped+backfill_wait", &[0, 1, 3], &[0, 1, 2]);
    says(
        &waits,
        &Part::not_asked(),
        &["its data shall be copied from osd.2 to osd.3, and waits for a reservation"],
    );
    let mut full = with("active+remapped+backfill_toofull", &[0, 1], &[0, 2]);
    let mut usage = full.osd_usage.value().cloned().unwrap();
    (usage[1].used, usage[1].utilization) = (Bytes(92 << 30), Ratio(0.92));
    full.osd_usage = seen(usage);
    says(&full, &Part::not_asked(), &["backfill stands still: osd.1 at 92.0 % above backfillfull (90.0 %)"]);
}

#[test]
fn what_its_primary_says_is_told() {
    let query = PgQuery {
        state: PgState("down".into()),
        recovery: vec![PgRecovery {
            name: "Started/Primary/Peering/Down".into(),
            since: None,
            comment: Some("not enough up instances".into()),
        }],
        probing: vec![OsdId(0)],
        down_osds_we_would_probe: vec![OsdId(2)],
        blocked: Some("peering is blocked due to down osds".into()),
        peering_blocked_by: vec![PeeringBlocker { osd: OsdId(2), comment: "starting it may help".into() }],
        backfill_targets: Vec::new(),
        peers: Vec::new(),
    };
    says(
        &with("down", &[0], &[0]),
        &seen(query),
        &[
            "its primary says: peering is blocked due to down osds\n",
            "osd.2 is down, and may hold writes that the OSDs that are up do not have\n",
            "its primary stands at Started/Primary/Peering/Down: not enough up instances\n",
            "waits for  osd.2 (down since 3 h, out, host node2)\n",
        ],
    );
    let inventory = with("down", &[0], &[0]);
    assert_eq!(PgShow::primary_to_ask(&inventory, "1.2".parse().unwrap()), Some(OsdId(0)));
    says(&inventory, &timed_out(), &["its primary was not asked: the mgr did not answer within 5 s\n"]);
    let down = with("stale+down", &[2], &[2]);
    assert_eq!(PgShow::primary_to_ask(&down, "1.2".parse().unwrap()), None, "a down OSD never answers");
    assert_eq!(PgShow::primary_to_ask(&healthy(), "1.0".parse().unwrap()), None, "nothing to ask");
}

#[test]
fn a_late_scrub_is_told_by_cephs_rule() {
    let mut inventory = healthy();
    let mut pgs = inventory.pgs.value().cloned().unwrap();
    pgs.pgs[0].last_deep_scrub = Some(sample::before(13 * 86_400));
    inventory.pgs = seen(pgs);
    let text = show(&inventory, "1.0", &Part::not_asked()).to_string();
    assert!(
        text.contains("it was deep-scrubbed 13 d ago, and should be every 7 d: its OSDs do not"),
        "{text}"
    );
}

fn text(inventory: &Inventory, filter: &PgFilter) -> String {
    PgList::of(inventory, filter, now()).to_string()
}

fn healthy() -> Inventory {
    let mut inventory = sample::inventory();
    let mut pgs = inventory.pgs.value().cloned().unwrap();
    pgs.pgs.truncate(2);
    inventory.pgs = seen(pgs);
    inventory
}

#[test]
fn pgs_are_listed_by_id() {
    let expected = "\
PG   STATE                                ACTING      UP     OBJECTS    STORED  AMISS                       SCRUB  DEEP
1.0  active+clean                         [0,1]p0     -          230  15.0 MiB  -                             2 h   3 d
1.2  active+undersized+degraded+remapped  [1,none]p1  [0,1]      230  15.0 MiB  230 degraded, 12 misplaced    2 h   3 d
1.3  down                                 []          [2]        230  15.0 MiB  1 unfound                     2 h   3 d
1.a  active+clean+scrubbing               [0,1]p0     -          230  15.0 MiB  -                             2 h   3 d
";
    assert_eq!(text(&sample::inventory(), &PgFilter::default()), format!("{expected}{FOOTER}"));
    let usual = text(&healthy(), &PgFilter::default());
    assert!(usual.lines().all(|line| line.chars().count() <= 80), "{usual}");
}

#[test]
fn json_is_never_cut() {
    let mut inventory = sample::inventory();
    let mut pgs = inventory.pgs.value().cloned().unwrap();
    let first = pgs.pgs[0].clone();
    pgs.pgs = (0..203)
        .map(|seed| {
            let mut pg = first.clone();
            pg.id.seed = seed;
            pg
        })
        .collect();
    inventory.pgs = seen(pgs);
    let list = PgList::of(&inventory, &PgFilter::default(), now());
    assert!(list.to_string().contains("\n1.c7 "), "the 200th");
    assert!(list.to_string().contains("\nand 3 more: -o json or a filter\n"));
    let json = serde_json::to_value(&list).unwrap();
    assert_eq!(json["pgs"].as_array().unwrap().len(), 203);
    let pg = &json["pgs"][10];
    assert_eq!((&pg["id"], &pg["pool_id"], &pg["pool"]), (&json!("1.a"), &json!(1), &json!("rbd")));
    assert_eq!(pg["stored_bytes"], 15 << 20);
    assert_eq!(pg["last_scrub"], "2026-11-22T13:04:05Z");
}

#[test]
fn all_is_well_is_said_with_the_number() {
    let unhealthy = PgFilter { unhealthy: true, ..PgFilter::default() };
    assert_eq!(
        text(&healthy(), &unhealthy),
        format!("All 2 PGs are active+clean, 1 of them scrubbing.\n{FOOTER}")
    );
    let found = text(&sample::inventory(), &unhealthy);
    assert!(found.contains("\n2 of 4 PGs: unhealthy\n"), "{found}");
    let unhealthy = PgFilter { pool: Some("rbd".into()), ..unhealthy };
    assert_eq!(
        text(&healthy(), &unhealthy),
        format!("No PG is unhealthy of those that match pool rbd.\n{FOOTER}")
    );
}

#[test]
fn a_filter_says_why_nothing_is_left() {
    let filter = PgFilter::default();
    let pool = |named: &str| PgFilter { pool: Some(named.into()), ..filter.clone() };
    let state = |words: &str| PgFilter { state: Some(words.into()), ..filter.clone() };
    let osd = |id| PgFilter { osd: Some(OsdId(id)), ..filter.clone() };
    let down_on_0 = PgFilter { state: Some("down".into()), ..osd(0) };
    let inventory = sample::inventory();
    for (filter, why) in [
        (pool("nope"), "No pool is nope; pools are rbd, archive."),
        (
            state("stale"),
            "No PG is stale; the 4 PGs are active+clean, active+clean+scrubbing, \
            active+undersized+degraded+remapped, down.",
        ),
        (osd(3), "No PG is on osd.3."),
        (osd(9), "osd.9 does not exist; OSDs are osd.0, osd.1, osd.2, osd.3."),
        (pool("archive"), "No PG is in pool archive."),
        (down_on_0, "No PG matches all of this at once: state down, osd.0."),
    ] {
        assert_eq!(text(&inventory, &filter), format!("{why}\n{FOOTER}"));
    }
    assert!(text(&inventory, &state("degraded+active")).contains("\n1 of 4 PGs: state degraded+active\n"));
    let mut inventory = sample::inventory();
    inventory.osd_map = timed_out();
    let named = text(&inventory, &pool("rbd"));
    assert!(
        named.starts_with("No PG can be chosen by its pool's name: the OSD map was not seen.\n"),
        "{named}"
    );
    assert!(text(&inventory, &pool("1")).contains("\n4 of 4 PGs: pool 1\n"), "a number needs no map");
}

#[test]
fn pgs_that_were_not_seen_are_no_empty_list() {
    let mut inventory = sample::inventory();
    inventory.pgs = timed_out();
    let list = PgList::of(&inventory, &PgFilter::default(), now());
    assert!(list.to_string().starts_with("The PGs could not be seen: the mgr did not answer within 5 s.\n"));
    assert_eq!(serde_json::to_value(&list).unwrap()["pgs"], Value::Null);
    assert!(list.header().failure().is_some());
    let show = show(&inventory, "1.2", &Part::not_asked());
    assert!(show.to_string().starts_with("PG 1.2 could not be seen: "));
    inventory.pgs = seen(PgMap { version: 1, pgs: Vec::new() });
    assert!(text(&inventory, &PgFilter::default()).starts_with("This cluster has no PG.\n"));
}

#[test]
fn a_pg_is_shown_with_what_its_state_means() {
    let show = show(&sample::inventory(), "1.3", &Part::not_asked());
    let expected = "\
pg         1.3 of pool rbd
state      down
             down: an OSD that is down holds what it can't do without: it does not serve
why        it does not serve: 0 of its 3 copies are up, and pool rbd wants min_size 2
           peering waits for osd.2
           3 of 3 copies have no OSD
           1 object is on no OSD that is up: bring back the OSDs that had them; `ceph pg 1.3 list_unfound` names them
           told by the mgr and the maps alone; its primary was not asked: no OSD leads it
acting     []
up         [2]
waits for  osd.2 (down since 3 h, out, host node2)
data       230 objects, 15.0 MiB stored
amiss      1 unfound
scrubs     scrubbed 2026-11-22 13:04:05 UTC (2 h ago)
           deep-scrubbed 2026-11-19 15:04:05 UTC (3 d ago)
history    last reported 2026-11-22 15:03:35 UTC (30 s ago)
           in this state since 2026-11-22 14:54:05 UTC (10 min ago)
           last active 2026-11-22 15:03:35 UTC (30 s ago)
           last clean unknown
";
    assert_eq!(show.to_string(), format!("{expected}{FOOTER}"));
    let json = serde_json::to_value(&show).unwrap();
    assert_eq!(json["pg"]["id"], "1.3");
    assert_eq!(json["pg"]["blocked_by"], json!([2]));
    assert_eq!(json["pg"]["state_words"][0]["word"], "down");
}

#[test]
fn a_pg_that_does_not_exist() {
    for (id, message) in [
        ("1.ff", "PG 1.ff does not exist; pool 1 (rbd) has 4 PGs, 1.0 to 1.a"),
        ("7.0", "PG 7.0 does not exist; pools are 1 (rbd), 12 (archive)"),
    ] {
        let error =
            PgShow::of(&sample::inventory(), id.parse().unwrap(), &Part::not_asked(), now()).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn pgs_of_a_host() {
    let host = |host: &str| PgFilter { host: Some(host.into()), ..PgFilter::default() };
    let mut inventory = sample::inventory();
    let found = text(&inventory, &host("node2"));
    assert!(found.contains("\n1.3 ") && found.contains("\n1 of 4 PGs: host node2\n"), "{found}");
    let none = text(&inventory, &host("node9"));
    assert!(none.starts_with("No OSD is on host node9; hosts are node0, node1, node2.\n"), "{none}");
    inventory.crush = timed_out();
    let list = PgList::of(&inventory, &host("node2"), now());
    assert!(list.to_string().starts_with("No PG can be chosen by host: no OSD's host was seen.\n"));
    assert!(list.header().failure().is_some());
}

#[test]
fn pgs_stand_by_any_column() {
    let ids = |column: &str, reverse: bool| {
        let sort: Sort<PgRow> = column.parse().unwrap();
        let sort = if reverse { sort.reversed() } else { sort };
        let list = PgList::of(&sample::inventory(), &PgFilter::default(), now()).sorted(sort);
        let json = serde_json::to_value(&list).unwrap();
        json["pgs"].as_array().unwrap().iter().map(|pg| pg["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids("pg", true), ["1.a", "1.3", "1.2", "1.0"]);
    assert_eq!(ids("state", false), ["1.0", "1.a", "1.2", "1.3"]);
    assert_eq!(ids("amiss", true), ["1.2", "1.3", "1.0", "1.a"]);
}
