//! The monitors: their map, their quorum, their clocks.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Fsid;

/// The monitors as the monmap names them (`ceph mon dump`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonMap {
    /// The map's epoch.
    pub epoch: u64,
    /// The cluster's id.
    pub fsid: Fsid,
    /// When it last changed.
    pub modified: Option<Timestamp>,
    /// The oldest release that may join.
    pub min_mon_release: String,
    /// Whether stretch mode is on.
    pub stretch_mode: bool,
    /// The mons by rank.
    pub mons: Vec<Mon>,
}

/// One monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mon {
    /// Its name.
    pub name: String,
    /// Its rank: the lowest one in quorum leads.
    pub rank: u64,
    /// Where it listens, `v2:10.0.0.1:3300`.
    pub addresses: Vec<String>,
}

/// Who agrees with whom (`ceph quorum_status`). Not answered at all without a quorum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quorum {
    /// The names of the mons in quorum.
    pub members: Vec<String>,
    /// The one that leads.
    pub leader: Option<String>,
    /// The election's epoch; odd while one is held.
    pub election_epoch: u64,
    /// How long this quorum has stood, in seconds.
    pub age_s: Option<u64>,
}

/// How far one mon's clock is from the leader's (`ceph time-sync-status`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockSkew {
    /// The mon.
    pub mon: String,
    /// Its clock less the leader's, in seconds.
    pub skew_s: f64,
    /// How long the check's round trip took, in seconds.
    pub latency_s: f64,
    /// Ceph's verdict, `HEALTH_OK`.
    pub health: String,
}

/// Whether one mon runs, with or without a quorum, told by its greeting alone: a mon that is in no quorum lets nobody
/// in, and more than that can't be known of it from afar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonPing {
    /// Where it listens, as `mon_host` names it: `10.0.0.1:3300`.
    pub mon: String,
    /// Whether it runs.
    pub runs: bool,
    /// Why it is told not to run: nothing listens there, it hangs, its host is down.
    pub why: Option<String>,
}
