use serde_json::{Value, json};

use super::{MonList, MonRow, MonShow};
use crate::model::{MonPing, Quorum};
use crate::view::sample::{FOOTER, now, seen, timed_out};
use crate::view::sample_daemons::{inventory, mons};
use crate::view::{DaemonFilter, List as _, Report, Sort, sample};

fn list(filter: &DaemonFilter) -> MonList {
    MonList::of(&inventory(), filter, now())
}

#[test]
fn mons_are_listed_with_their_quorum() {
    let expected = "\
MON  RANK  STATE          V2             SKEW     LATENCY  HOST     VERSION
a       0  leader         10.0.0.1:3300     0 ms     0 ms  node-a   16.2.15
b       1  peon           10.0.0.2:3300  61.2 ms   2.1 ms  node-b   16.2.15
c       2  out of quorum  10.0.0.3:3300        -        -  unknown  unknown
2 of 3 in quorum since 60 s, a leads; none may fail: the cluster stops with one less
";
    let expected = expected.replace("V2             SKEW     LATENCY", "V2                SKEW  LATENCY");
    assert_eq!(list(&DaemonFilter::default()).to_string(), format!("{expected}{FOOTER}"));
    let json = serde_json::to_value(list(&DaemonFilter::default())).unwrap();
    assert_eq!(json["quorum"]["needed"], 2);
    assert_eq!(json["quorum"]["may_fail"], 0);
    assert_eq!(json["quorum"]["quorum"], json!(["a", "b"]));
    let mon = &json["mons"][1];
    assert_eq!((&mon["name"], &mon["rank"], &mon["state"]), (&json!("mon.b"), &json!(1), &json!("peon")));
    assert_eq!(mon["addresses"], json!(["v2:10.0.0.2:3300", "v1:10.0.0.2:6789"]));
    assert_eq!((&mon["skew_s"], &mon["clock_health"]), (&json!(0.0612), &json!("HEALTH_WARN")));
    assert_eq!(json["mons"][2]["skew_s"], Value::Null);
}

#[test]
fn how_many_may_fail_is_counted() {
    for (total, members, sentence) in [
        (1, 1, "1 of 1 in quorum since 60 s, a leads; the cluster stops with this only one\n"),
        (3, 3, "3 of 3 in quorum since 60 s, a leads; 1 may fail\n"),
        (4, 4, "4 of 4 in quorum since 60 s, a leads; 1 may fail\n"),
        (5, 5, "5 of 5 in quorum since 60 s, a leads; 2 may fail\n"),
        (5, 3, "3 of 5 in quorum since 60 s, a leads; none may fail: the cluster stops with one less\n"),
    ] {
        let names = ["a", "b", "c", "d", "e"];
        let members: Vec<String> = names[..members].iter().map(|name| (*name).to_owned()).collect();
        let mut inventory = inventory();
        let mut cluster = inventory.cluster.value().cloned().unwrap();
        cluster.counts.mons = total;
        cluster.quorum.clone_from(&members);
        inventory.cluster = seen(cluster);
        inventory.quorum =
            seen(Quorum { members, leader: Some("a".into()), election_epoch: 2, age_s: Some(60) });
        let text = MonList::of(&inventory, &DaemonFilter::default(), now()).to_string();
        assert!(text.contains(sentence), "{text}");
    }
}

#[test]
fn without_a_quorum_nobody_leads() {
    let inventory = sample::without_quorum(inventory());
    let text = MonList::of(&inventory, &DaemonFilter::default(), now()).to_string();
    assert!(text.starts_with("The mons have no quorum: what is shown here may be old.\n"), "{text}");
    assert!(
        text.contains("\nno quorum: nothing in the cluster can change until 2 of 3 mons agree\n"),
        "{text}"
    );
    assert!(text.contains("KOOR_NO_QUORUM  "), "{text}");
    assert!(!text.contains("leader") && !text.contains("peon"), "{text}");
}

#[test]
fn mons_that_only_answer_alone_are_listed() {
    let mut inventory = sample::empty();
    inventory.cluster = timed_out();
    inventory.mons = timed_out();
    let ping = |mon: &str, runs| MonPing { mon: mon.into(), runs, why: None };
    inventory.mon_pings = seen(vec![ping("10.0.0.1:3300", true), ping("10.0.0.2:3300", false)]);
    let list = MonList::of(&inventory, &DaemonFilter::default(), now());
    let text = list.to_string();
    assert!(text.contains("\n10.0.0.1:3300  unknown  runs ") && text.contains("does not run"), "{text}");
    assert!(list.header().failure().is_some());
    inventory.mon_pings = timed_out();
    let text = MonList::of(&inventory, &DaemonFilter::default(), now()).to_string();
    assert!(text.starts_with("The monmap could not be seen: the mgr did not answer within 5 s.\n"), "{text}");
}

#[test]
fn a_filter_and_an_order_choose() {
    let out = DaemonFilter { state: Some("out of quorum".into()), ..DaemonFilter::default() };
    let text = list(&out).to_string();
    assert!(text.contains("\nc ") && text.contains("\n1 of 3 mons: state out of quorum\n"), "{text}");
    let on = |host: &str| DaemonFilter { host: Some(host.into()), ..DaemonFilter::default() };
    let text = list(&on("node9")).to_string();
    assert!(text.starts_with("No mon runs on host node9; hosts are node-a, node-b.\n"), "{text}");
    let worst_first: Sort<MonRow> = "skew".parse::<Sort<MonRow>>().unwrap().reversed();
    let json = serde_json::to_value(list(&DaemonFilter::default()).sorted(worst_first)).unwrap();
    let names: Vec<&Value> = json["mons"].as_array().unwrap().iter().map(|mon| &mon["name"]).collect();
    assert_eq!(names, ["mon.b", "mon.a", "mon.c"], "who was not compared is last");
}

#[test]
fn clocks_that_were_not_seen_are_unknown() {
    let mut inventory = inventory();
    inventory.clocks = timed_out();
    let text = MonList::of(&inventory, &DaemonFilter::default(), now()).to_string();
    let row: Vec<&str> = text.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[4..6], ["unknown", "unknown"], "{text}");
    assert!(text.contains("not seen: clocks ("), "{text}");
}

#[test]
fn a_mon_by_itself() {
    let expected = "\
mon      mon.b: peon
rank     1
address  v2:10.0.0.2:3300,v1:10.0.0.2:6789
clock    61.2 ms from the leader's, compared within 2.1 ms
runs     16.2.15 pacific
         on node-b (x86_64, 6.1.0, Debian 12)
quorum   2 of 3 in quorum since 60 s, a leads; none may fail: the cluster stops with one less
monmap   epoch 3, changed 2026-11-22 13:04:05 UTC (2 h ago), lets pacific and newer join
checks   no check of Ceph's names it
";
    for named in ["b", "mon.b"] {
        let show = MonShow::of(&inventory(), named, now()).unwrap();
        assert_eq!(show.to_string(), format!("{expected}{FOOTER}"));
    }
    let show = MonShow::of(&inventory(), "c", now()).unwrap();
    let text = show.to_string();
    for line in [
        "mon      mon.c: out of quorum\n",
        "clock    not compared: that is done between the mons in quorum\n",
        "         on an unknown host\n",
        "checks   MON_DOWN  mon.c (rank 2) addr v2:10.0.0.3:3300/0 is down (out of quorum)\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let json = serde_json::to_value(&show).unwrap();
    assert_eq!(json["mon"]["checks"][0]["code"], "MON_DOWN");
    assert_eq!(json["monmap"]["epoch"], mons().epoch);
    let error = MonShow::of(&inventory(), "mon.d", now()).unwrap_err();
    assert_eq!(error.to_string(), "mon.d does not exist; mons are a, b, c");
}
