//! How to test a tool that uses Koor: the cluster is pretended, your own trait is mocked.
//!
//! ```text
//! cargo run -p koor-examples --example own_trait
//! cargo test -p koor-examples --example own_trait
//! ```
//!
//! The tool wakes somebody when a cluster needs them. It has two neighbours. What *Ceph* says is nothing to make up: the
//! simulator tells it from a cluster's state, or refuses to tell it. Whom the *pager* calls is your own trait with your
//! own promises: there a mock is right.
#![forbid(unsafe_code)]

use koor_core::Koor;
use koor_core::model::Severity;
use koor_core::view::Report;

/// What wakes people. A trait of your own.
#[cfg_attr(test, mockall::automock)]
trait Pager {
    /// Calls whoever is on duty.
    fn page(&self, words: &str);
}

/// On this machine the pager is the terminal.
struct Terminal;

impl Pager for Terminal {
    fn page(&self, words: &str) {
        println!("PAGER: {words}");
    }
}

/// The tool: looks once, and pages where that is needed. Warnings wait for the morning; silence does not.
async fn watch(koor: &Koor, pager: &dyn Pager) {
    let status = koor.status().await;
    let header = status.header();
    // First: is this an answer at all? Not to know how a cluster is, is no reason to sleep.
    if let Some(why) = header.failure() {
        pager.page(&format!("{} can't be seen: {why}", header.cluster.name));
        return;
    }
    if header.severity() == Some(Severity::Err) {
        pager.page(&format!("{} is HEALTH_ERR: koor health", header.cluster.name));
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), String> {
    for scenario in ["healthy-small", "host-down", "no-quorum"] {
        println!("{scenario}:");
        let second = std::time::Duration::from_secs(1);
        watch(&Koor::demo(scenario.parse()?, 1).with_deadline(second), &Terminal).await;
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what must hold by unwrapping it")]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use koor_core::Koor;
    use koor_core::sim::Faulty;
    use mockall::predicate;

    use super::{MockPager, watch};

    /// A cluster in a scene. The deadline is short because who hangs is waited for until then.
    fn cluster(scenario: &str) -> Koor {
        Koor::demo(scenario.parse().unwrap(), 1).with_deadline(Duration::from_millis(500))
    }

    #[tokio::test]
    async fn nobody_is_woken_for_a_cluster_that_serves() {
        for scenario in ["healthy-small", "mixed-versions", "scrub-behind"] {
            let mut pager = MockPager::new();
            pager.expect_page().never();
            watch(&cluster(scenario), &pager).await;
        }
    }

    #[tokio::test]
    async fn a_lost_quorum_wakes_somebody_once() {
        let mut pager = MockPager::new();
        pager.expect_page().with(predicate::str::contains("no quorum")).times(1).return_const(());
        watch(&cluster("no-quorum"), &pager).await;
    }

    /// Faults stand in front of any transport: here every answer is cut in the middle.
    #[tokio::test]
    async fn damaged_answers_are_not_taken_for_health() {
        let rules = vec!["cut".parse().unwrap()];
        let damaged = Koor::over(Arc::new(Faulty::new(cluster("healthy-small").transport().clone(), rules)));
        let mut pager = MockPager::new();
        pager.expect_page().with(predicate::str::contains("can't be seen")).times(1).return_const(());
        watch(&damaged, &pager).await;
    }
}
