//! The texts against the list of codes, and what is read out of a broken cluster.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::text::{files, read};
use super::{Explained, SUBTREE_DOWN, explain, text, texts};
use crate::assess::tests::cluster::{change, healthy, raise, take_down};
use crate::assess::tests::{now, seen};
use crate::model::{Bytes, Crash, Inventory, LogEntry, OsdId, Part, PgState};

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    since: String,
    until: Option<String>,
    source: String,
}

fn codes() -> BTreeMap<String, Known> {
    toml::from_str(include_str!("codes.toml")).unwrap()
}

#[test]
fn every_file_reads() {
    for file in files() {
        read(file).unwrap();
    }
}

#[test]
fn every_code_has_one_text_and_no_text_is_of_another_code() {
    let codes = codes();
    let explained: Vec<&str> = texts().iter().map(|text| text.code.as_str()).collect();
    assert_eq!(explained, codes.keys().map(String::as_str).collect::<Vec<_>>());
    for text in texts() {
        let known = &codes[&text.code];
        assert_eq!((&text.since, &text.until), (&known.since, &known.until), "{}", text.code);
        assert!(known.source.starts_with("doc/") || known.source.starts_with("src/"), "{}", text.code);
    }
}

#[test]
fn every_text_says_all_of_it_in_plain_words() {
    for text in texts() {
        let code = &text.code;
        assert!(matches!(text.since.as_str(), "16" | "18" | "20"), "{code}");
        assert!(text.meaning.ends_with('.') && text.meaning.len() < 400, "{code}: {}", text.meaning);
        assert!(!text.causes.is_empty() && !text.next.is_empty(), "{code}");
        assert!(text.doc.starts_with("https://docs.ceph.com/en/latest/"), "{code}");
        for line in text.causes.iter().chain(&text.next).chain([&text.meaning]) {
            assert!(
                !line.trim().is_empty() && !line.contains('\n') && !line.contains("  "),
                "{code}: {line}"
            );
        }
        for step in text.steps() {
            assert!(!step.contains(['{', '}']), "{code}: nobody fills {step}");
        }
    }
}

/// Steps that can lose data say so in the same breath.
#[test]
fn no_destructive_step_comes_without_its_risk() {
    let harmful = [
        ("mark_unfound_lost", "lost"),
        ("session evict", "lost"),
        ("osd destroy", "safe-to-destroy"),
        ("osd out", "move"),
        ("set-full-ratio 0.96", "not for long"),
        ("crush rm", "data moves"),
        ("pg repair", "good copy"),
    ];
    for text in texts() {
        for step in &text.next {
            for (command, risk) in harmful {
                assert!(!step.contains(command) || step.contains(risk), "{}: {step}", text.code);
            }
            assert!(!step.contains("osd lost") && !step.contains("--yes-i-really"), "{}: {step}", text.code);
        }
    }
}

#[test]
fn codes_are_found_under_the_names_that_people_read() {
    assert_eq!(text("MDS_HEALTH_TRIM").unwrap().code, "MDS_TRIM");
    for subtree in ["OSD_HOST_DOWN", "OSD_RACK_DOWN", "OSD_DATACENTER_DOWN"] {
        assert_eq!(text(subtree).unwrap().code, SUBTREE_DOWN);
    }
    assert_eq!(text("OSD_DOWN").unwrap().code, "OSD_DOWN");
    assert_eq!(text("OSD_MADE_UP"), None);
    assert_eq!(text("UNEVEN_WEIGHTS_STRETCH_MODE").unwrap().releases(), "until 18");
    assert_eq!(text("OSD_FILESTORE").unwrap().releases(), "only 18");
}

/// What is said of one check.
fn of(inventory: &Inventory, code: &str) -> Explained {
    explain(inventory).into_iter().find(|explained| explained.code == code).unwrap()
}

#[test]
fn a_host_is_blamed_where_it_is_the_host() {
    let mut inventory = healthy();
    take_down(&mut inventory, &[2, 3, 4]);
    let lines = ["osd.2 (root=default,host=node1) is down", "osd.3 (root=default,host=node1) is down"];
    raise(
        &mut inventory,
        "OSD_DOWN",
        "3 osds down",
        &[lines[0], lines[1], "osd.4 (root=default,host=node2) is down"],
    );
    raise(
        &mut inventory,
        "OSD_HOST_DOWN",
        "1 host (2 osds) down",
        &["host node1 (root=default) (2 osds) is down"],
    );
    let down = of(&inventory, "OSD_DOWN");
    assert_eq!(down.affected.osds, [OsdId(2), OsdId(3), OsdId(4)]);
    assert_eq!(down.affected.hosts, ["node1", "node2"]);
    assert_eq!(
        down.cause,
        [
            "all 2 OSDs of host node1 are down since 2026-11-22 15:04 UTC: look at the host (osd.2, osd.3)",
            "osd.4 on host node2 is down since 2026-11-22 15:04 UTC, other OSDs of that host are up",
        ]
    );
    assert!(down.next[1].contains("-l ceph-osd-id=2 "), "{:?}", down.next);
    let host = of(&inventory, "OSD_HOST_DOWN");
    assert_eq!(host.affected.hosts, ["node1"], "one host, and not a host of the name 1");
    assert_eq!(host.affected.osds, [OsdId(2), OsdId(3)]);
    assert!(host.known);
}

#[test]
fn many_that_are_down_do_not_fill_the_screen() {
    let mut inventory = healthy();
    take_down(&mut inventory, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let osd = change(&mut inventory.osd_map).osds[0].clone();
    for id in 10..30 {
        change(&mut inventory.osd_map).osds.push(crate::model::OsdState { id: OsdId(id), ..osd.clone() });
    }
    raise(&mut inventory, "OSD_DOWN", "30 osds down", &[]);
    let down = of(&inventory, "OSD_DOWN");
    assert_eq!(down.affected.osds.len(), 30);
    assert_eq!(down.cause.len(), 9, "{:#?}", down.cause);
    assert_eq!(down.cause[8], "and 17 more hosts or OSDs: koor osd tree");
}

#[test]
fn degraded_data_is_counted_where_pgs_were_seen_and_never_guessed() {
    let mut inventory = healthy();
    take_down(&mut inventory, &[0]);
    raise(
        &mut inventory,
        "PG_DEGRADED",
        "Degraded data redundancy: 20/240 objects degraded",
        &["pg 1.0 is active+undersized+degraded, acting [2,4]"],
    );
    change(&mut inventory.osd_map).flags.push("norecover".into());
    let degraded = of(&inventory, "PG_DEGRADED");
    // 1.0, 2.0 and 2.2 are on osd.0.
    assert_eq!(degraded.affected.pools, ["archive", "rbd"]);
    assert_eq!(degraded.affected.pgs.as_ref().map(|pgs| pgs.count), Some(3));
    assert_eq!((degraded.affected.objects, degraded.affected.bytes), (Some(30), Some(Bytes(3 << 20))));
    assert_eq!(degraded.affected.object_copies, Some(30));
    assert!(degraded.cause[0].starts_with("osd.0 on host node0 is down"), "{:?}", degraded.cause);
    assert!(
        degraded.cause.contains(&"norecover is set: nothing is recovered".to_owned()),
        "{:?}",
        degraded.cause
    );
    assert!(degraded.next.last().unwrap().ends_with("koor pg show 1.0"));

    inventory.pgs = Part::not_asked();
    let degraded = of(&inventory, "PG_DEGRADED");
    assert_eq!(degraded.affected.pgs.as_ref().map(|pgs| pgs.count), Some(1), "what its lines name");
    assert_eq!((degraded.affected.objects, degraded.affected.bytes), (None, None), "nobody told");
    assert_eq!(degraded.affected.pools, ["rbd"]);
}

#[test]
fn pgs_that_do_not_serve_say_whom_they_wait_for() {
    let mut inventory = healthy();
    for pg in &mut change(&mut inventory.pgs).pgs[..2] {
        pg.state = PgState("down".into());
        pg.blocked_by = vec![OsdId(7), OsdId(9)];
    }
    take_down(&mut inventory, &[9]);
    raise(&mut inventory, "PG_AVAILABILITY", "Reduced data availability: 2 pgs inactive", &[]);
    let waiting = of(&inventory, "PG_AVAILABILITY");
    assert_eq!(waiting.affected.pgs.map(|pgs| pgs.count), Some(2));
    assert!(
        waiting.cause.contains(&"2 PGs wait for osd.7, which is up: it may hang".to_owned()),
        "{:?}",
        waiting.cause
    );
    assert!(waiting.cause.contains(&"2 PGs wait for osd.9, which is down".to_owned()), "{:?}", waiting.cause);
}

#[test]
fn slow_requests_are_set_beside_the_class() {
    let mut inventory = healthy();
    change(&mut inventory.osd_latency)[6].commit_ms = 400.0;
    raise(
        &mut inventory,
        "SLOW_OPS",
        "9 slow ops, oldest one blocked for 34 sec, daemons [osd.6,osd.7,mon.a] have slow ops.",
        &[],
    );
    let slow = of(&inventory, "SLOW_OPS");
    assert_eq!(slow.affected.osds, [OsdId(6), OsdId(7)]);
    assert_eq!(slow.affected.daemons[0].to_string(), "mon.a");
    assert_eq!(slow.cause[0], "osd.6 commits in 400 ms, the median of class hdd is 5 ms: look at its disk");
    assert_eq!(
        slow.cause[1],
        "the others commit as fast as the rest of their class: what they wait for is elsewhere"
    );
    assert!(slow.cause[2].starts_with("all of them are on host node3"), "{:?}", slow.cause);
}

#[test]
fn one_that_crashes_again_and_again_stands_out() {
    let mut inventory = healthy();
    let crash = |entity: &str, at: &str, archived| Crash {
        id: format!("{at}_{entity}"),
        at: Some(at.parse().unwrap()),
        entity: entity.into(),
        version: Some("16.2.15".into()),
        hostname: Some("node1".into()),
        archived,
        stack_sig: None,
    };
    inventory.crashes = seen(
        vec![
            crash("osd.2", "2026-11-20T10:00:00Z", None),
            crash("osd.2", "2026-11-21T10:00:00Z", None),
            crash("mds.m", "2026-11-21T11:00:00Z", None),
            crash("osd.5", "2026-11-21T11:00:00Z", Some(now())),
        ],
        None,
    );
    raise(
        &mut inventory,
        "RECENT_CRASH",
        "3 daemons have recently crashed",
        &["osd.2 crashed on host node1 at 2026-11-21T10:00:00Z"],
    );
    let crashed = of(&inventory, "RECENT_CRASH");
    assert_eq!(crashed.affected.osds, [OsdId(2)], "what was archived is no news");
    assert_eq!(crashed.affected.crashes.len(), 3);
    assert_eq!(
        crashed.cause,
        [
            "mds.m crashed on node1 at 2026-11-21 11:00 UTC, running 16.2.15",
            "osd.2 crashed 2 times, last on node1 at 2026-11-21 10:00 UTC, running 16.2.15: look at this one first",
        ]
    );
    assert!(crashed.next[0].ends_with("ceph crash info 2026-11-21T11:00:00Z_mds.m"), "{:?}", crashed.next);
}

#[test]
fn a_flag_is_told_with_what_it_holds_back_and_since_when() {
    let mut inventory = healthy();
    change(&mut inventory.osd_map).flags.extend(["noout".to_owned(), "noscrub".to_owned()]);
    let line = |minute: u32, message: &str| LogEntry {
        at: Some(format!("2026-11-22T14:{minute:02}:00Z").parse().unwrap()),
        daemon: "mon.a".into(),
        channel: "cluster".into(),
        priority: "WRN".into(),
        message: message.into(),
    };
    inventory.log = seen(
        vec![
            line(1, "Health check failed: noout flag(s) set (OSDMAP_FLAGS)"),
            line(2, "Health check cleared: OSDMAP_FLAGS (was: noout flag(s) set)"),
            line(3, "Health check failed: noscrub flag(s) set (OSDMAP_FLAGS)"),
            line(4, "Health check update: noout,noscrub flag(s) set (OSDMAP_FLAGS)"),
        ],
        None,
    );
    raise(&mut inventory, "OSDMAP_FLAGS", "noout,noscrub flag(s) set", &[]);
    let flags = of(&inventory, "OSDMAP_FLAGS");
    assert_eq!(
        flags.cause,
        [
            "noout is set since 2026-11-22 14:04 UTC: OSDs that are down stay in, so no new copies are made elsewhere",
            "noscrub is set since 2026-11-22 14:03 UTC: no scrubs run, so damage is not found",
        ]
    );
    assert_eq!(flags.next[1], "when the work is done: ceph osd unset noout, ceph osd unset noscrub");
}

#[test]
fn an_unknown_code_is_said_to_be_unknown() {
    let mut inventory = healthy();
    raise(&mut inventory, "NEW_IN_30", "something of osd.1 is new", &["pg 1.3 is new, too"]);
    let unknown = of(&inventory, "NEW_IN_30");
    assert!(!unknown.known && unknown.meaning.is_none() && unknown.next.is_empty() && unknown.doc.is_none());
    assert_eq!(unknown.affected.osds, [OsdId(1)], "its own lines are read all the same");
    assert_eq!(unknown.affected.pgs.map(|pgs| pgs.count), Some(1));
}

#[test]
fn the_worst_comes_first_and_what_is_muted_last() {
    let mut inventory = healthy();
    for code in ["POOL_FULL", "OSD_DOWN", "PG_DAMAGED", "PG_AVAILABILITY"] {
        raise(&mut inventory, code, "it is so", &[]);
    }
    let checks = &mut change(&mut inventory.health).checks;
    checks[0].severity = crate::model::Severity::Err;
    checks[0].muted = true;
    checks[2].severity = crate::model::Severity::Err;
    let order: Vec<String> = explain(&inventory).into_iter().map(|explained| explained.code).collect();
    assert_eq!(
        order,
        ["PG_DAMAGED", "PG_AVAILABILITY", "OSD_DOWN", "POOL_FULL"],
        "both are warnings, and clients wait"
    );
}

/// Lines of releases to come, or cut in the middle, must not stop anybody from seeing the rest.
#[test]
fn odd_lines_are_passed_over() {
    let odd = [
        "",
        "pg",
        "pg x",
        "pg 1.",
        "osd.",
        "osd.x (host=) is down",
        "pool '",
        "pool 'nobody' is full",
        "host",
        "(((",
        "pööl 'rbd' pool",
        "mds.",
        "mon.(rank 2)",
        "Pool rbd",
        "osd.99999999999 is down",
    ];
    for code in texts().iter().map(|text| text.code.as_str()).chain(["OSD_X_DOWN", "WHO_KNOWS"]) {
        let mut inventory = healthy();
        raise(&mut inventory, code, "odd", &odd);
        let explained = of(&inventory, code);
        assert!(
            explained.affected.pools.iter().all(|pool| pool == "rbd"),
            "{code}: {:?}",
            explained.affected
        );
        let mut empty = crate::assess::tests::empty();
        empty.health = inventory.health;
        of(&empty, code);
    }
}
