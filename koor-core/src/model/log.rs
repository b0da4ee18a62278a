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

/// What the mons keep of one channel of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogTail {
    /// The lines, the newest last.
    pub lines: Vec<LogEntry>,
    /// When the oldest line was written that is known to be kept, of whatever level; `None` where none is.
    pub begins: Option<Timestamp>,
    /// Whether that is the oldest of all, so that it is not known what happened before.
    pub begins_exactly: bool,
}
