//! The cluster as a whole, from one `ceph status`.

use serde::{Deserialize, Serialize};

use super::Fsid;

/// What `ceph status` says from the maps, that is: freshly, as long as there is a quorum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cluster {
    /// The cluster's id.
    pub fsid: Fsid,
    /// The names of the mons in quorum. **Empty means that there is no quorum**: a session that a mon opened before
    /// the quorum was lost goes on answering with `HEALTH_OK` and this list empty.
    pub quorum: Vec<String>,
    /// How long this quorum has stood, in seconds.
    pub quorum_age_s: Option<u64>,
    /// How many daemons there are.
    pub counts: ClusterCounts,
    /// The mgrs in short.
    pub mgr: MgrSummary,
}

/// How many there are of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClusterCounts {
    /// Mons in the monmap.
    pub mons: u64,
    /// OSDs in the OSD map.
    pub osds: u64,
    /// OSDs that are up.
    pub osds_up: u64,
    /// OSDs that are in.
    pub osds_in: u64,
    /// PGs that are remapped.
    pub remapped_pgs: u64,
    /// MDS ranks that are wanted, over all file systems.
    pub mds_ranks: u64,
    /// MDS ranks that are up. A laggy one counts as up; see [`FsMap`](super::FsMap).
    pub mds_up: u64,
    /// MDS daemons standing by.
    pub mds_standbys: u64,
    /// RGW daemons in the service map.
    pub rgws: u64,
}

/// The mgrs as `ceph status` tells them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrSummary {
    /// Whether one is active and ready. The mons go on saying so for `mon_mgr_beacon_grace` (30 s) after it fell silent.
    pub available: bool,
    /// The active one's name, of `mgr stat`; `None` where there is none, or nobody asked.
    pub active: Option<String>,
    /// How many stand by.
    pub standbys: u64,
    /// Enabled modules, the always-on ones apart.
    pub modules: Vec<String>,
}
