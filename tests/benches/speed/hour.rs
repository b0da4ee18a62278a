//! An hour of looking every five seconds, in simulated time: a dashboard over the simulator.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use koor_core::Koor;
use koor_core::port::Clock;
use koor_core::sim::{Scenario, Simulator};
use serde_json::{Value, json};

use crate::paper::{Section, Target, mb};
use crate::{Size, usage, within};

const PERIOD_S: i64 = 5;
/// Rounds before the first count: histories and caches are full by then.
const WARM: i64 = 120;

/// A clock that goes when it is told to.
#[derive(Debug)]
struct Told(AtomicI64);

impl Clock for Told {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

pub(crate) fn section(size: Size) -> Section {
    let mut section = Section::ratios("hour");
    let rounds = if size == Size::Whole { 720 } else { 20 };
    let said = within::own(&["hour", &(WARM + rounds).to_string()]);
    let of = |when: &str, what: usize| said[when][what].as_u64().unwrap();
    let (early, late) = (of("early", 0) as f64, of("late", 0) as f64);
    let what = format!("{rounds} looks in simulated time: memory");
    section.ratio(&what, &mb(late), &format!("{} before", mb(early)), late / early, "×", Target::AtMost(1.1));
    for (what, place) in [("threads", 1), ("file handles", 2)] {
        let (early, late) = (of("early", place), of("late", place));
        let ratio = late as f64 / early as f64;
        section.ratio(what, &late.to_string(), &format!("{early} before"), ratio, "×", Target::AtMost(1.0));
    }
    section
}

/// Looks so many times. In a process of its own.
pub(crate) fn measure(words: &[String]) -> Value {
    let rounds: i64 = words[0].parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let clock = Arc::new(Told(AtomicI64::new(1_795_000_000)));
    let simulator = Simulator::new(Scenario::HealthySmall, 0, clock.clone());
    let koor = Koor::over(Arc::new(simulator)).with_clock(clock.clone());
    let mut watch = koor.watch_top();
    let mut look = |count: i64| {
        for _ in 0..count {
            runtime.block_on(watch.next());
            runtime.block_on(koor.inventory());
            clock.0.fetch_add(PERIOD_S, Ordering::Relaxed);
        }
        usage::held()
    };
    let early = look(WARM);
    json!({"early": early, "late": look(rounds - WARM)})
}
