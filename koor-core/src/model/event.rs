//! What the mgr is busy with: progress events and the balancer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Ratio;

/// One progress event (`ceph progress json`, from the mgr).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgressEvent {
    /// Its id.
    pub id: String,
    /// Ceph's words for it.
    pub message: String,
    /// How far it is; all of it for one that ended, given up or not.
    pub progress: Ratio,
    /// When it began.
    pub started: Option<Timestamp>,
    /// When it ended; `None` while it goes on.
    pub finished: Option<Timestamp>,
    /// Whether it was given up.
    pub failed: bool,
}

/// The balancer (`ceph balancer status`, from the mgr).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Balancer {
    /// Whether it runs.
    pub active: bool,
    /// `none`, `upmap`, `crush-compat`, `upmap-read`, `read`.
    pub mode: String,
    /// Why its last round did nothing, or what it did, in Ceph's words.
    pub last_result: String,
    /// When its last round began, as Ceph prints it.
    pub last_started: Option<String>,
}
