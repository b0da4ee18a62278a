//! One example cluster, a list of things that may happen to it, and what is said of each.

mod event;
mod example;
mod example_kube;
mod kube;
mod mirror;
mod sentence;
mod unseen;

use super::super::Part;
use super::{Diff, Direction, diff};

/// What is said, worse first.
fn sentences(diff: &Diff) -> Vec<String> {
    let line = |direction: Direction, text: &str| match direction {
        Direction::Worse => format!("- {text}"),
        Direction::Better => format!("+ {text}"),
        Direction::Neutral => format!("  {text}"),
    };
    diff.changes.iter().map(|change| line(change.direction, &change.sentence)).collect()
}

/// The value of a part, to change it.
fn value<T>(part: &mut Part<T>) -> &mut T {
    match part {
        Part::Seen(seen) => &mut seen.value,
        Part::Unseen(unseen) => panic!("unseen: {}", unseen.why),
    }
}

#[test]
fn nothing_happened_and_nothing_is_said() {
    let cluster = example::cluster();
    let diff = diff(&cluster, &cluster);
    assert!(diff.is_empty(), "{diff}");
    assert_eq!(diff.same_cluster, Some(true));
    assert_eq!((diff.not_compared.len(), diff.stale.len()), (0, 0));
    assert!(diff.to_string().contains("nothing changed"));
}

#[test]
fn a_placeholder_is_no_change_and_what_it_hides_is_not_said() {
    let entry = |value: &str| crate::model::ConfigEntry {
        section: "mgr".into(),
        mask: String::new(),
        name: "mgr/dashboard/password".into(),
        value: value.into(),
        level: "unknown".into(),
        can_update_at_runtime: false,
    };
    let (mut recorded, mut live) = (example::cluster(), example::cluster());
    value(&mut recorded.config).push(entry(crate::model::REDACTED));
    value(&mut live.config).push(entry("planted"));
    for diff in [diff(&recorded, &live), diff(&live, &recorded)] {
        assert!(diff.is_empty(), "{diff}");
        assert!(!serde_json::to_string(&diff).unwrap().contains("planted"));
    }
    *value(&mut recorded.config).last_mut().unwrap() = entry("other");
    assert!(!diff(&recorded, &live).is_empty(), "two values are compared");
}

#[test]
fn a_diff_can_be_kept() {
    let cluster = example::cluster();
    let mut after = cluster.clone();
    for event in event::EVENTS {
        (event.happens)(&mut after);
    }
    let diff = diff(&cluster, &after);
    let json = serde_json::to_string(&diff).unwrap();
    assert_eq!(serde_json::from_str::<Diff>(&json).unwrap(), diff);
}
