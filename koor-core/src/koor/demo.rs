//! The pretend cluster as a handle: for demonstrations, and for tests of programs that embed the crate.

use std::sync::Arc;

use super::Koor;
use crate::port::{Clock, SystemClock};
use crate::sim::{Scenario, Simulator};

impl Koor {
    /// A pretend cluster that lives by this machine's clock. It needs no Ceph, no network and no files.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), String> {
    /// let koor = koor_core::Koor::demo("host-down".parse()?, 1);
    /// println!("{}", koor.status().await);
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
        Self::over(Arc::new(Simulator::new(scenario, seed, clock.clone()))).with_clock(clock)
    }
}
