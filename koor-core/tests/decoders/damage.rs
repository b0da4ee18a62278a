//! Damaged answers: never a panic, and an error that says where.

use std::collections::BTreeSet;

use koor_core::wire::DecodeError;
use serde_json::{Value, json};

use crate::answers::{DECODERS, RELEASES, answer};

/// A place in a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// A path as errors print it.
pub(crate) fn text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => {
                text.push('.');
                text.push_str(key);
            }
            Step::Index(index) => text.extend(["[", &index.to_string(), "]"]),
        }
    }
    if text.is_empty() { ".".into() } else { text }
}

pub(crate) fn at<'a>(value: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    })
}

pub(crate) fn remove(value: &mut Value, path: &[Step]) {
    let Some((last, parent)) = path.split_last() else {
        return;
    };
    match (at(value, parent), last) {
        (Some(Value::Object(map)), Step::Key(key)) => drop(map.remove(key)),
        (Some(Value::Array(elements)), Step::Index(index)) => drop(elements.remove(*index)),
        _ => panic!("no {}", text(path)),
    }
}

/// Every place; of a list only the first and the last element, which stand for the others.
pub(crate) fn places(value: &Value, here: &mut Vec<Step>, all: &mut Vec<Vec<Step>>) {
    let mut visit = |step: Step, inner: &Value| {
        here.push(step);
        all.push(here.clone());
        places(inner, here, all);
        here.pop();
    };
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                visit(Step::Key(key.clone()), inner);
            }
        }
        Value::Array(list) => {
            let ends = [0, list.len().saturating_sub(1)];
            for index in &ends[..list.len().min(2)] {
                visit(Step::Index(*index), &list[*index]);
            }
        }
        _ => {}
    }
}

/// The path without the numbers of elements.
pub(crate) fn shape(path: &[Step]) -> String {
    let numberless: Vec<_> = path
        .iter()
        .map(|step| match step {
            Step::Index(_) => Step::Index(0),
            Step::Key(key) => Step::Key(key.clone()),
        })
        .collect();
    text(&numberless)
}

/// The error says where: at the damage, above it, or (for a list or a map in its place) within it.
fn assert_place(case: &str, damaged: &[Step], error: &DecodeError) {
    let DecodeError::Field { path, reason } = error else {
        panic!("{case}: {error}");
    };
    assert!(!path.is_empty() && !reason.is_empty(), "{case}: {error}");
    let damaged = text(damaged);
    // The rank of a mon is looked up from the quorum.
    let elsewhere = path.starts_with("mon_status.quorum") && damaged.starts_with("mon_status.monmap.mons");
    assert!(
        path == "." || damaged.starts_with(path.as_str()) || path.starts_with(&damaged) || elsewhere,
        "{case}: the damage is at `{damaged}`, but: {error}"
    );
}

#[test]
fn any_field_may_be_missing_or_of_another_type() {
    let wrong = [
        Value::Null,
        json!("koor"),
        json!(-7),
        json!(1e300),
        json!(u64::MAX),
        json!(true),
        json!([]),
        json!({}),
    ];
    for (name, decode) in DECODERS {
        // What stands in the same place of another element or another release is read by the same code.
        let mut done = BTreeSet::new();
        for release in RELEASES {
            let whole: Value = serde_json::from_slice(&answer(release, name)).unwrap();
            let mut all = Vec::new();
            places(&whole, &mut Vec::new(), &mut all);
            all.retain(|path| done.insert(shape(path)));
            for path in all {
                let case = format!("{release} {name} without {}", text(&path));
                let mut damaged = whole.clone();
                remove(&mut damaged, &path);
                if let Err(error) = decode(&serde_json::to_vec(&damaged).unwrap()) {
                    assert_place(&case, &path, &error);
                }
                for value in &wrong {
                    let case = format!("{release} {name} with {} = {value}", text(&path));
                    let mut damaged = whole.clone();
                    *at(&mut damaged, &path).unwrap() = value.clone();
                    if let Err(error) = decode(&serde_json::to_vec(&damaged).unwrap()) {
                        assert_place(&case, &path, &error);
                    }
                }
            }
        }
    }
}

#[test]
fn an_answer_that_ends_early_is_an_error() {
    for release in RELEASES {
        for (name, decode) in DECODERS {
            let whole = answer(release, name);
            for part in 0..50 {
                let (kept, lost) = whole.split_at(whole.len() * part / 50);
                if !lost.iter().all(u8::is_ascii_whitespace) {
                    let error = decode(kept).expect_err(name);
                    assert!(
                        matches!(error, DecodeError::Empty | DecodeError::NotJson { .. }),
                        "{release} {name} {part}/50: {error}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_something_else_altogether_is_an_error() {
    for (name, decode) in DECODERS {
        for other in
            ["", "\n", "no orchestrator", "null", "7", "\"x\"", "true", "[[]]", "[null]", "nan", "{]"]
        {
            assert!(decode(other.as_bytes()).is_err(), "{name} reads `{other}`");
        }
        // Bytes that are no text.
        assert!(decode(b"\xff\xfe{}").is_err(), "{name}");
        // Nested deeper than a parser can follow on its stack.
        assert!(decode("[".repeat(100_000).as_bytes()).is_err(), "{name}");
    }
}
