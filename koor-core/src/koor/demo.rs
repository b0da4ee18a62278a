//! The pretend cluster as a handle: for demonstrations, and for tests of programs that embed the crate.

use std::sync::Arc;

use super::Koor;
use crate::ladder::Options;
use crate::model::SCHEMA_VERSION;
use crate::port::{Clock, SystemClock};
use crate::sim::{Scenario, Simulator};
use crate::view;

impl Koor {
    /// A pretend cluster that lives by this machine's clock, with the Kubernetes and the Rook that it runs in. It needs
    /// no Ceph, no network and no files.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), String> {
    /// let koor = koor_core::Koor::demo("host-down".parse()?, 1);
    /// let status = koor.status().await;
    /// assert!(status.to_string().contains("OSD_DOWN"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn demo(scenario: Scenario, seed: u64) -> Self {
        Self::demo_at(scenario, seed, Arc::new(SystemClock))
    }

    /// The same by another clock: held still, it says the same each time.
    #[must_use]
    pub fn demo_at(scenario: Scenario, seed: u64, clock: Arc<dyn Clock>) -> Self {
        let simulator = Arc::new(Simulator::new(scenario, seed, clock.clone()));
        let kubernetes = simulator.orchestrator();
        let koor = Self::over(simulator).beside(kubernetes).with_clock(clock);
        Self { story: Some((scenario, seed)), ..koor }
    }

    /// The scenarios there are.
    #[must_use]
    pub fn scenarios() -> view::ScenarioList {
        let row = |scenario: Scenario| view::ScenarioRow {
            name: scenario.name().to_owned(),
            summary: scenario.summary().to_owned(),
        };
        view::ScenarioList { schema_version: SCHEMA_VERSION, scenarios: Scenario::all().map(row).into() }
    }
}

/// The scene that settled options ask for. One with faults is what it is only in its own answers.
pub(super) fn story(options: &Options) -> Option<(Scenario, u64)> {
    let scenario = options.demo.as_ref()?.parse().ok()?;
    options.faults.is_empty().then(|| (scenario, options.seed.unwrap_or_default()))
}
