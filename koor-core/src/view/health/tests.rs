//! What a person reads of health.

use super::{HealthCodes, HealthReport, HealthShow};
use crate::model::{Check, Health, Inventory, Mute, Part, Severity};
use crate::view::report::plain_text;
use crate::view::sample::{self, FOOTER, before, now, seen, timed_out};
use crate::view::{Listing as _, Report};

fn check(code: &str, severity: Severity, detail: usize, muted: bool) -> Check {
    Check {
        code: code.into(),
        severity,
        summary: format!("{detail} things"),
        detail: (0..detail).map(|n| format!("    thing {n}")).collect(),
        count: None,
        muted,
    }
}

/// The sample without what Koor has to say about it by itself.
fn calm() -> Inventory {
    let mut inventory = sample::inventory();
    let mut map = sample::osd_map();
    map.flags.clear();
    map.bucket_flags.clear();
    for osd in &mut map.osds {
        osd.is_in = true;
    }
    inventory.osd_map = seen(map);
    inventory.pgs = Part::not_asked();
    inventory
}

fn of(health: Health) -> HealthReport {
    let mut inventory = calm();
    inventory.health = seen(health);
    HealthReport::of(&inventory, now())
}

fn raised(checks: Vec<Check>) -> Health {
    Health { status: Severity::Warn, checks, mutes: Vec::new() }
}

#[test]
fn nothing_raised_is_said_in_one_line() {
    let report = HealthReport::of(&calm(), now());
    let text = "HEALTH_OK: no check is raised, nothing is muted.\n";
    assert_eq!(report.to_string(), format!("{text}{FOOTER}"));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["schema_version"], 1);
    assert_eq!(json["health"]["status"], "HEALTH_OK");
    for empty in ["/health/checks", "/explained", "/advice", "/findings"] {
        assert_eq!(json.pointer(empty), Some(&serde_json::json!([])), "{empty}");
    }
    assert_eq!(json["quorum"], true);
}

#[test]
fn a_check_is_told_in_plain_words_with_its_details_and_mutes() {
    let report = of(Health {
        mutes: vec![Mute {
            code: "MUTED".into(),
            sticky: true,
            summary: "0 things".into(),
            until: Some(before(-7_200)),
        }],
        ..raised(vec![check("MUTED", Severity::Err, 0, true), check("OSD_DOWN", Severity::Warn, 22, false)])
    });
    let details: Vec<String> = (1..10).map(|n| format!("           thing {n}\n")).collect();
    let expected = format!(
        "HEALTH_WARN: 2 checks are raised, 1 of them muted.\n\n\
         HEALTH_WARN OSD_DOWN: 22 things\n  \
           means    {}\n  \
           affects  1 OSD: osd.2 on host node2\n  \
           cause    osd.2, the only OSD of host node2, is down since 2026-11-22 12:04 UTC\n  \
           next     see what is down and where: koor osd tree\n           \
                    in Rook: kubectl -n rook-ceph get pod -l ceph-osd-id=2 -o wide, then its logs\n           \
                    elsewhere, on node2: systemctl status ceph-osd@2, and the kernel log for errors of its disk\n           \
                    for planned work of short time only: ceph osd set-group noout node2, and unset it afterwards\n  \
           doc      https://docs.ceph.com/en/latest/rados/operations/health-checks/#osd-down\n  \
           Ceph     thing 0\n{}           and 12 more: -o json\n\n\
         HEALTH_ERR MUTED: 0 things (muted)\n  \
           means  Koor does not know this check: below is all that Ceph says of it.\n\n\
         Muted:\n  MUTED until 2026-11-22 17:04:05 UTC (in 2 h), also when it clears: 0 things\n{FOOTER}",
        crate::assess::explain::text("OSD_DOWN").unwrap().meaning,
        details.concat(),
    );
    assert_eq!(report.to_string(), expected);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["health"]["checks"][1]["detail"].as_array().unwrap().len(), 22);
    let explained = &json["explained"][0];
    assert_eq!((&explained["code"], &explained["known"]), (&"OSD_DOWN".into(), &true.into()));
    assert_eq!(explained["affected"]["osds"], serde_json::json!([2]));
    assert_eq!(explained["affected"]["bytes"], serde_json::Value::Null, "nobody told");
    assert_eq!(json["explained"][1]["known"], false);
}

#[test]
fn data_at_risk_is_counted_or_said_to_be_unknown() {
    let mut inventory = calm();
    inventory.health = seen(raised(vec![check("PG_DEGRADED", Severity::Warn, 0, false)]));
    inventory.health = seen(Health {
        checks: vec![Check {
            detail: vec!["pg 1.2 is stuck undersized".into()],
            ..check("PG_DEGRADED", Severity::Warn, 0, false)
        }],
        ..raised(Vec::new())
    });
    let text = HealthReport::of(&inventory, now()).to_string();
    assert!(
        text.contains("  affects  1 PG of pool rbd: 1.2\n           how much data is in them is not known\n"),
        "{text}"
    );
    inventory.pgs = sample::inventory().pgs;
    let text = HealthReport::of(&inventory, now()).to_string();
    let told =
        "  affects  1 PG of pool rbd: 1.2\n           15.0 MiB of data in 230 objects; 230 copies missing\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn advice_does_not_make_a_cluster_ill() {
    let mut inventory = calm();
    let mut map = sample::osd_map();
    map.bucket_flags.clear();
    inventory.osd_map = seen(map);
    let report = HealthReport::of(&inventory, now());
    assert_eq!(report.header().severity(), Some(Severity::Ok), "--fail-on=warn is not met");
    assert!(report.header().findings.is_empty(), "no other view tells it");
    let text = report.to_string();
    assert!(text.starts_with("HEALTH_OK: no check is raised, nothing is muted.\n\nKoor's advice;"), "{text}");
    assert!(
        text.contains("\nKOOR_FLAGS_SET: Flags are set that hold the cluster back.\n  seen  noout is set:"),
        "{text}"
    );
    assert_eq!(serde_json::to_value(&report).unwrap()["advice"][0]["grade"], "advice");

    // A fault is one, whatever Ceph says.
    inventory.pgs = sample::inventory().pgs;
    let report = HealthReport::of(&inventory, now());
    assert_eq!(report.header().severity(), Some(Severity::Err));
    let text = report.to_string();
    assert!(
        text.contains("Found by Koor, not said by Ceph:\n\nHEALTH_ERR KOOR_NO_REDUNDANCY_LEFT: 1 PG has"),
        "{text}"
    );
}

#[test]
fn one_check_is_explained_whether_it_is_raised_or_not() {
    let mut inventory = calm();
    inventory.health = seen(raised(vec![check("OSD_DOWN", Severity::Warn, 1, false)]));
    let show = |code: &str| HealthShow::of(&inventory, code, now());
    let text = show("osd_down").unwrap().to_string();
    assert!(text.starts_with("HEALTH_WARN OSD_DOWN: 1 things\n"), "{text}");
    assert!(text.contains("\n  in general  the OSD daemon"), "{text}");

    let report = show("MDS_HEALTH_TRIM").unwrap();
    assert_eq!(report.raised, Some(false));
    assert!(report.to_string().starts_with("MDS_TRIM is not raised now.\n  means "), "{report}");
    assert!(show("OSD_RACK_DOWN").unwrap().to_string().starts_with("OSD_RACK_DOWN is not raised now."));
    let error = show("OSD_DWON").unwrap_err();
    assert_eq!(error.kind(), crate::model::Kind::NotFound);
    assert!(error.to_string().contains("koor health codes"), "{error}");

    inventory.health = timed_out();
    let report = HealthShow::of(&inventory, "OSD_DOWN", now()).unwrap();
    assert_eq!(report.raised, None);
    let text = report.to_string();
    assert!(text.starts_with("Whether OSD_DOWN is raised could not be seen: the mgr did not"), "{text}");
    assert!(text.contains("  means       OSDs are down"), "what it means is known all the same: {text}");
}

#[test]
fn the_list_of_codes_asks_nobody() {
    let codes = HealthCodes::all();
    let text = plain_text(&codes.blocks());
    assert!(
        text.lines().any(|line| line.starts_with("OSD_DOWN ") && line.ends_with("is not reachable now.")),
        "{text}"
    );
    assert_eq!(serde_json::to_value(&codes).unwrap()["codes"].as_array().unwrap().len(), codes.codes.len());
}

#[test]
fn without_a_quorum_health_ok_is_not_repeated() {
    let report = HealthReport::of(&sample::without_quorum(sample::inventory()), now());
    let text = report.to_string();
    assert!(text.starts_with("The cluster has no quorum; what one mon knew last of its health:\n"), "{text}");
    assert!(!text.contains("HEALTH_OK"), "{text}");
    assert!(text.contains("HEALTH_ERR KOOR_NO_QUORUM: The mons have no quorum"), "{text}");
    assert!(text.contains("\n  next  start the mons"), "{text}");
    assert!(
        !text.contains("KOOR_NO_REDUNDANCY") && !text.contains("advice"),
        "old maps are nothing to act on: {text}"
    );
    assert!(report.header().failure().is_some());
}

#[test]
fn health_that_was_not_seen_is_not_ok() {
    let mut inventory = sample::inventory();
    inventory.health = timed_out();
    let report = HealthReport::of(&inventory, now());
    let text = report.to_string();
    assert!(text.starts_with("Health could not be seen: the mgr did not answer within 5 s.\n"), "{text}");
    assert!(text.contains("not seen: health"), "{text}");
    assert_eq!(serde_json::to_value(&report).unwrap()["health"], serde_json::Value::Null);
    assert!(report.header().failure().is_some(), "a view about health is no answer without it");
}
