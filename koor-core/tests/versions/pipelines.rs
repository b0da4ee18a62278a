//! The check as machines read it.

use jiff::Timestamp;
use koor_core::assess::advice::Weight;
use koor_core::model::catalogue::{HeldCatalogue, Product};
use koor_core::view::{VersionCalendar, VersionCheck};

use super::base::{TODAY, base, catalogue, run};

fn held() -> HeldCatalogue {
    HeldCatalogue { catalogue: catalogue().clone(), origin: "built into a test".into() }
}

fn check(ceph: &str) -> VersionCheck {
    let mut inventory = base();
    run(&mut inventory, Product::Ceph, ceph);
    let now: Timestamp = "2026-11-28T12:00:00Z".parse().unwrap();
    VersionCheck::of(&inventory, &held(), now)
}

#[test]
fn junit_has_a_case_for_each_ruling_and_fails_from_the_weight_on_that_is_asked_for() {
    let view = check("19.2.5");
    assert!(view.reaches(Weight::Error));
    let found = view.rulings.len();
    let text = view.junit(Some(Weight::Error));
    assert_eq!(text.matches("<testcase ").count(), found);
    assert!(text.contains("name=\"CVE-2025-30156\"><failure type=\"error\""), "{text}");
    assert!(!view.junit(None).contains("<failure"));
    let clear = check("20.2.5").junit(Some(Weight::Note));
    assert!(
        clear.contains("failures=\"0\"") && clear.contains("nothing speaks against what runs"),
        "{clear}"
    );
}

#[test]
fn sarif_has_a_rule_for_each_result() {
    let sarif = check("19.2.5").sarif();
    let run = &sarif["runs"][0];
    let (rules, results) =
        (run["tool"]["driver"]["rules"].as_array().unwrap(), run["results"].as_array().unwrap());
    assert_eq!(rules.len(), results.len());
    for (index, result) in results.iter().enumerate() {
        assert_eq!(result["ruleIndex"], index);
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
    }
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn markdown_and_text_tell_the_same() {
    let view = check("19.2.5");
    let (markdown, text) = (view.markdown(), view.to_string());
    for one in &view.rulings {
        assert!(markdown.contains(&format!("`{}`", one.id)), "{}", one.id);
    }
    assert!(text.contains("Ceph") && text.contains("CVE-2025-30156 (high): "), "{text}");
    assert!(text.contains("catalogue of 2026-11-28 (0 days old, built into a test, "), "{text}");
}

#[test]
fn the_calendar_is_in_order_and_ical_folds_its_lines() {
    let calendar = VersionCalendar::of(&held(), TODAY, true);
    let days: Vec<i32> = calendar.lines.iter().filter_map(|row| row.days).collect();
    assert!(days.is_sorted() && days.len() > 20);
    let short = VersionCalendar::of(&held(), TODAY, false);
    assert!(short.lines.len() < calendar.lines.len());
    let ical = calendar.ical();
    assert!(ical.starts_with("BEGIN:VCALENDAR\r\n") && ical.ends_with("END:VCALENDAR\r\n"));
    assert!(ical.split("\r\n").all(|line| line.len() <= 75));
    let events = calendar.lines.iter().map(|row| row.ends.len()).sum::<usize>();
    assert_eq!(ical.matches("BEGIN:VEVENT").count(), events);
    assert!(ical.contains("SUMMARY:Ceph 20 tentacle is end of life"));
}
