//! Answers that nobody who means well gives: every place of every release's answers at its end, one by one and all at
//! once, and what Koor makes of them to the last view.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use koor_core::Koor;
use koor_core::model::{Command, Inventory, MAX_ANSWER, Source, Target};
use koor_core::port::{Answer, CephTransport, TransportError};
use koor_core::view::{OsdTree, TreeFilter};
use koor_core::wire::{self, DecodeError};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::answers::{DECODERS, RELEASES, Reader, answer};
use crate::damage::{Step, at, places, shape};
use crate::every_view::{Still, every_diff, every_view, now};
use crate::whole;

/// A cluster that gives a release's answers, some of them replaced.
#[derive(Debug)]
struct Hostile {
    release: &'static str,
    replaced: BTreeMap<&'static str, Vec<u8>>,
}

#[async_trait]
impl CephTransport for Hostile {
    async fn command(&self, _: &Target, command: &Command, _: Duration) -> Result<Answer, TransportError> {
        let name = whole::name(command);
        let body = self.replaced.get(name).cloned().unwrap_or_else(|| answer(self.release, name));
        let asked_at = "2026-11-22T18:30:00Z".parse().unwrap();
        Ok(Answer { status: 0, message: String::new(), body, asked_at, took: Duration::ZERO })
    }

    fn source(&self) -> Source {
        Source {
            rung: "test".into(),
            cluster: "ceph\u{1b}[2J".into(),
            detail: "hostile\nanswers".into(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }
}

fn inventory(release: &'static str, replaced: BTreeMap<&'static str, Vec<u8>>) -> Inventory {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let koor = Koor::over(Arc::new(Hostile { release, replaced })).with_clock(Arc::new(Still));
    runtime.block_on(koor.inventory())
}

fn places_of(value: &Value) -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    places(value, &mut Vec::new(), &mut all);
    all
}

/// The answer with `with` in every place that `of` chooses and the decoder accepts it in.
fn worst(whole: &Value, decode: Reader, of: fn(&Value) -> bool, with: &Value) -> Vec<u8> {
    let mut bad = whole.clone();
    for path in places_of(whole) {
        let Some(place) = at(&mut bad, &path).filter(|place| of(place)) else { continue };
        let was = std::mem::replace(place, with.clone());
        if decode(&serde_json::to_vec(&bad).unwrap()).is_err() {
            *at(&mut bad, &path).unwrap() = was;
        }
    }
    serde_json::to_vec(&bad).unwrap()
}

/// Which values are replaced, and by what.
type End = (fn(&Value) -> bool, Value);

#[test]
fn the_worst_that_is_accepted_can_be_shown() {
    let ends: [End; 9] = [
        (Value::is_number, json!(u64::MAX)),
        (Value::is_number, json!(i64::MIN)),
        (Value::is_number, json!(i64::MAX)),
        (Value::is_number, json!(1e308)),
        (Value::is_number, json!(0)),
        (Value::is_string, json!("")),
        (Value::is_string, json!("\u{1b}[2J\r\n\t\u{0}")),
        (Value::is_string, json!("9999-12-30T22:00:00.999999999Z")),
        (Value::is_array, json!([])),
    ];
    for (of, with) in &ends {
        for release in RELEASES {
            let replaced = DECODERS
                .iter()
                .filter(|(name, _)| *name != "config_show")
                .map(|(name, decode)| {
                    let whole = serde_json::from_slice(&answer(release, name)).unwrap();
                    (*name, worst(&whole, *decode, *of, with))
                })
                .collect();
            let inventory = inventory(release, replaced);
            every_view(&inventory, now());
            every_diff(&self::inventory(release, BTreeMap::new()), &inventory, now());
        }
    }
}

/// The standard library pads no further than 65,535.
#[test]
fn names_of_any_length_can_be_shown() {
    let long = "n".repeat(70_000);
    for (name, key) in [("osd_dump", "pool_name"), ("crush_dump", "name"), ("mon_dump", "name")] {
        let mut value: Value = serde_json::from_slice(&answer("20.2.4", name)).unwrap();
        for path in places_of(&value.clone()) {
            if path.last() == Some(&Step::Key(key.into())) {
                *at(&mut value, &path).unwrap() = json!(long);
            }
        }
        let replaced = BTreeMap::from([(name, serde_json::to_vec(&value).unwrap())]);
        every_view(&inventory("20.2.4", replaced), now());
    }
}

/// Several places of several answers at once, each with something odd.
#[test]
fn any_mixture_can_be_shown() {
    let odd = prop_oneof![
        Just(Value::Null),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
    ];
    let change = (0..DECODERS.len(), any::<prop::sample::Index>(), odd);
    let mut runner = TestRunner::new(Config { failure_persistence: None, cases: 200, ..Config::default() });
    runner
        .run(&(0..RELEASES.len(), prop::collection::vec(change, 1..12)), |(release, changes)| {
            let release = RELEASES[release];
            let mut bodies: BTreeMap<&'static str, Value> = BTreeMap::new();
            for (decoder, place, with) in changes {
                let name = DECODERS[decoder].0;
                let body = bodies
                    .entry(name)
                    .or_insert_with(|| serde_json::from_slice(&answer(release, name)).unwrap());
                let all = places_of(body);
                if !all.is_empty() {
                    *at(body, &all[place.index(all.len())]).unwrap() = with;
                }
            }
            let replaced =
                bodies.into_iter().map(|(name, body)| (name, serde_json::to_vec(&body).unwrap())).collect();
            every_view(&inventory(release, replaced), now());
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_answer_may_end_at_any_byte() {
    for (name, decode) in DECODERS {
        let value: Value = serde_json::from_slice(&answer("20.2.4", name)).unwrap();
        let text = serde_json::to_vec(&value).unwrap();
        for end in 0..text.len().min(3_000) {
            let error = decode(&text[..end]).expect_err(name);
            assert!(
                matches!(error, DecodeError::Empty | DecodeError::NotJson { .. }),
                "{name} {end}: {error}"
            );
        }
    }
}

/// Each place of each answer once, as text, with `spoil` done to it. Never a panic; an error is a sentence with a place.
fn each_place(spoil: impl Fn(&mut Value)) {
    for (name, decode) in DECODERS {
        let whole: Value = serde_json::from_slice(&answer("20.2.4", name)).unwrap();
        let mut done = BTreeSet::new();
        for path in places_of(&whole).into_iter().filter(|path| done.insert(shape(path))) {
            let mut bad = whole.clone();
            spoil(at(&mut bad, &path).unwrap());
            let text = serde_json::to_string(&bad).unwrap();
            for (mark, with) in MARKS {
                let bytes = replaced(text.as_bytes(), mark.as_bytes(), with().as_slice());
                if let Err(error) = decode(&bytes) {
                    let sentence = error.to_string();
                    assert!(sentence.len() < 2_000 && !sentence.contains('\n'), "{name}: {sentence}");
                    if let DecodeError::Field { path, reason } = &error {
                        assert!(!path.is_empty() && !reason.is_empty(), "{name}: {sentence}");
                    }
                }
            }
        }
    }
}

/// What is looked for, and what is put in its place.
type Mark = (&'static str, fn() -> Vec<u8>);

/// What stands in a place, which no `Value` can hold.
const MARKS: [Mark; 7] = [
    (MARK, || b"\"\xff\xfe\"".to_vec()),
    (MARK, || b"\"\\ud800\"".to_vec()),
    (MARK, || b"123456789012345678901234567890".to_vec()),
    (MARK, || b"-0.1e-400".to_vec()),
    (MARK, || b"1e400".to_vec()),
    (MARK, || [[b'['; 5_000], [b']'; 5_000]].concat()),
    (MARK, || format!("\"{}\"", "x".repeat(10_000)).into_bytes()),
];
const MARK: &str = "\"koor-was-here\"";

fn replaced(text: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    match text.windows(what.len()).position(|window| window == what) {
        Some(at) => [&text[..at], with, &text[at + what.len()..]].concat(),
        None => text.to_vec(),
    }
}

#[test]
fn what_no_json_can_hold_is_told() {
    each_place(|place| *place = json!("koor-was-here"));
}

#[test]
fn a_member_may_stand_there_twice() {
    for (name, decode) in DECODERS {
        let value: Value = serde_json::from_slice(&answer("20.2.4", name)).unwrap();
        let text = serde_json::to_string(&value).unwrap();
        let mut done = BTreeSet::new();
        for path in places_of(&value) {
            let Some(Step::Key(key)) = path.last().filter(|step| done.insert((*step).clone().into_key()))
            else {
                continue;
            };
            let member = format!("{}:", json!(key));
            let twice = text.replacen(&member, &format!("{member}7,{member}"), 1);
            if let Err(error) = decode(twice.as_bytes()) {
                assert!(matches!(error, DecodeError::Field { .. }), "{name} {key}: {error}");
            }
        }
    }
}

impl Step {
    fn into_key(self) -> Option<String> {
        match self {
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }
}

#[test]
fn an_answer_that_is_too_large_is_not_read() {
    // Zeroed pages that nobody touches take no memory.
    let bytes = vec![0_u8; usize::try_from(MAX_ANSWER).unwrap() + 1];
    assert_eq!(wire::cluster::decode(&bytes).unwrap_err(), DecodeError::TooLarge);
    assert_eq!(DecodeError::TooLarge.to_string(), "the answer is larger than 2.0 GiB");
}

/// Each bucket holds the next one twice: drawn in full, a map of 60 would have 2^60 nodes.
#[test]
fn a_crush_map_that_doubles_at_each_level_is_drawn_to_an_end() {
    let mut map: Value = serde_json::from_slice(&answer("20.2.4", "crush_dump")).unwrap();
    let bucket = map["buckets"][0].clone();
    let buckets: Vec<Value> = (1..=60)
        .map(|level| {
            let mut one = bucket.clone();
            one["id"] = json!(-level);
            one["name"] = json!(format!("b{level}"));
            let item = json!({"id": -level - 1, "weight": 65536, "pos": 0});
            one["items"] = json!([item, item]);
            one
        })
        .collect();
    map["buckets"] = json!(buckets);
    let replaced = BTreeMap::from([("crush_dump", serde_json::to_vec(&map).unwrap())]);
    let inventory = inventory("20.2.4", replaced);
    assert!(inventory.crush.value().is_some(), "{:?}", inventory.crush.why());
    every_view(&inventory, now());
    let filtered = TreeFilter { host: Some("none".into()), ..TreeFilter::default() };
    let tree = OsdTree::of(&inventory, &filtered, now());
    assert!(tree.nodes.is_none_or(|nodes| nodes.len() < 10_000));
}
