//! The tail of the cluster log (`ceph log last`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One line of the cluster log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogEntry {
    /// When it was written.
    pub at: Option<Timestamp>,
    /// Who wrote it, `mon.a`.
    pub daemon: String,
    /// `cluster`, `audit`.
    pub channel: String,
    /// `INF`, `WRN`, `ERR`, …
    pub priority: String,
    /// The line.
    pub message: String,
}
