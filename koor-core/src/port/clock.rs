//! Where the time comes from, so that a test can hold it still.

use std::fmt::Debug;

use jiff::Timestamp;

/// The time of day. Deadlines are tokio's; this is for stamps that people read.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
