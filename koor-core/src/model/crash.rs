//! Crashes that were reported (`ceph crash ls`, from the mgr).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One crash of a daemon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Crash {
    /// Its id: stamp and UUID.
    pub id: String,
    /// When it happened.
    pub at: Option<Timestamp>,
    /// Who crashed, `osd.1`, `client.rgw.a`.
    pub entity: String,
    /// The version it ran.
    pub version: Option<String>,
    /// The host it ran on.
    pub hostname: Option<String>,
    /// When somebody archived it; an archived crash raises no check.
    pub archived: Option<Timestamp>,
    /// What its backtrace hashes to: crashes with the same one have the same cause, most likely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack_sig: Option<String>,
}

/// All that a crash report holds (`ceph crash info`, from the mgr).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrashDetail {
    /// What the list tells, too.
    #[serde(flatten)]
    pub crash: Crash,
    /// The call stack, innermost first; empty where the report has none.
    pub backtrace: Vec<String>,
    /// Everything else in the report, as text by Ceph's names: `assert_msg`, `io_error_devname`, `os_name`, …
    pub meta: BTreeMap<String, String>,
}
