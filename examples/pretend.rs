//! A tool of your own, tried on a cluster in trouble, without a cluster.
//!
//! ```text
//! cargo run -p koor-examples --example pretend
//! ```
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use koor_core::Koor;
use koor_core::port::Clock;
use koor_core::sim::{Faulty, Scenario};

/// A clock that goes on when it is told to, so that a test waits for nothing.
#[derive(Debug)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap_or_default()
    }
}

/// The tool: may a host be taken down now?
async fn may_reboot_a_host(koor: &Koor) -> Result<(), String> {
    let status = koor.inventory().await;
    let digest = status.pg_digest.value().ok_or("nobody tells how the placement groups are")?;
    match digest.degraded_objects {
        0 => Ok(()),
        degraded => Err(format!("{degraded} object copies are missing already")),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The same seed and clock tell the same story, to the byte.
    let clock = Arc::new(Hand(AtomicI64::new(1_800_000_000)));
    let koor = Koor::demo_at(Scenario::HostDown, 7, clock.clone());
    for _ in 0..6 {
        println!("{}: {:?}", clock.now(), may_reboot_a_host(&koor).await);
        clock.0.fetch_add(SignedDuration::from_mins(30).as_secs(), Ordering::Relaxed);
    }

    // And where the answer is damaged on its way: the tool must not take silence for health.
    let rules = "cut@status".parse().map(|rule| vec![rule]).unwrap_or_default();
    let damaged = Koor::over(Arc::new(Faulty::new(koor.transport().clone(), rules)));
    println!("damaged: {:?}", may_reboot_a_host(&damaged).await);
}
