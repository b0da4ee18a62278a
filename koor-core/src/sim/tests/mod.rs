//! The laws that every scene keeps at every time, and that the same seed says the same.

mod contract;
mod kube;
mod laws;
mod scenes;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use serde_json::Value;

use super::{Scenario, Simulator, answer};
use crate::model::{Command, Word};
use crate::port::Clock;

/// A Sunday evening.
const START: i64 = 1_795_371_300;

/// A clock that a test sets.
#[derive(Debug)]
pub(super) struct Hands(AtomicI64);

impl Hands {
    pub(super) fn at(second: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(second)))
    }

    pub(super) fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

/// Scenes small enough to be looked at again and again.
fn scenes() -> Vec<Scenario> {
    let mut scenes = Scenario::all().to_vec();
    scenes.retain(|scene| !matches!(scene, Scenario::Large { .. }));
    scenes.push(Scenario::Large { osds: 40 });
    scenes
}

fn simulator(scenario: Scenario, seed: u64) -> (Simulator, Arc<Hands>) {
    let hands = Hands::at(START);
    (Simulator::new(scenario, seed, hands.clone()), hands)
}

/// Every question with its arguments.
fn questions() -> Vec<Command> {
    let all = ["all"].map(str::to_owned).to_vec();
    vec![
        Command::new("status"),
        Command::new("health").text("detail", "detail"),
        Command::new("osd df"),
        Command::new("df").text("detail", "detail"),
        Command::new("osd dump"),
        Command::new("pg dump").with("dumpcontents", Word::List(all)),
        Command::new("progress json"),
        Command::new("log last")
            .with("num", Word::Number(1000))
            .text("level", "info")
            .text("channel", "cluster"),
    ]
}

/// What is answered now, as JSON.
fn said(simulator: &Simulator, command: &Command) -> Value {
    let reply = simulator.with_world(|world| answer::of(world, command));
    assert_eq!(reply.status, 0, "{command}: {}", reply.message);
    serde_json::from_slice(&reply.body).unwrap()
}
