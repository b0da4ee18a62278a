//! Crashes that were reported (`ceph crash ls`, from the mgr).

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
}
