//! What a person reads of health.

use super::HealthReport;
use crate::model::{Check, Health, Mute, Severity};
use crate::view::Report;
use crate::view::sample::{self, FOOTER, before, now, seen, timed_out};

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

fn of(health: Health) -> HealthReport {
    let mut inventory = sample::inventory();
    inventory.health = seen(health);
    HealthReport::of(&inventory, now())
}

#[test]
fn nothing_raised_is_said_in_one_line() {
    let report = HealthReport::of(&sample::inventory(), now());
    let text = "HEALTH_OK: no check is raised, nothing is muted.\n";
    assert_eq!(report.to_string(), format!("{text}{FOOTER}"));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["schema_version"], 1);
    assert_eq!(json["health"]["status"], "HEALTH_OK");
    assert_eq!(json["health"]["checks"], serde_json::json!([]));
    assert_eq!(json["quorum"], true);
}

#[test]
fn checks_are_told_with_their_details_and_mutes() {
    let report = of(Health {
        status: Severity::Warn,
        checks: vec![check("MUTED", Severity::Err, 0, true), check("OSD_DOWN", Severity::Warn, 22, false)],
        mutes: vec![Mute {
            code: "MUTED".into(),
            sticky: true,
            summary: "0 things".into(),
            until: Some(before(-7_200)),
        }],
    });
    let details: Vec<String> = (0..20).map(|n| format!("  thing {n}\n")).collect();
    let details = details.concat();
    let expected = format!(
        "HEALTH_WARN: 2 checks are raised, 1 of them muted.\n\n\
         HEALTH_WARN OSD_DOWN: 22 things\n{details}  and 2 more: -o json\n\n\
         HEALTH_ERR MUTED: 0 things (muted)\n\n\
         Muted:\n  MUTED until 2026-11-22 17:04:05 UTC (in 2 h), also when it clears: 0 things\n{FOOTER}"
    );
    assert_eq!(report.to_string(), expected);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["health"]["checks"][1]["detail"].as_array().unwrap().len(), 22);
}

#[test]
fn without_a_quorum_health_ok_is_not_repeated() {
    let report = HealthReport::of(&sample::without_quorum(sample::inventory()), now());
    let text = report.to_string();
    assert!(text.starts_with("The cluster has no quorum; what one mon knew last of its health:\n"), "{text}");
    assert!(!text.contains("HEALTH_OK"), "{text}");
    assert!(text.contains("HEALTH_ERR KOOR_NO_QUORUM: The mons have no quorum"), "{text}");
    assert!(text.contains("\n  next: "), "{text}");
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
