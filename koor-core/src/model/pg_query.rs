//! What the primary of a placement group says of it (`ceph pg 1.2f query`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{OsdId, PgState};

/// A placement group as its primary sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgQuery {
    /// Its state, fresher than the mgr's.
    pub state: PgState,
    /// Where it stands, innermost first: `Started/Primary/Peering/Down`.
    pub recovery: Vec<PgRecovery>,
    /// The OSDs that peering asks.
    pub probing: Vec<OsdId>,
    /// OSDs that peering would ask if they were up.
    pub down_osds_we_would_probe: Vec<OsdId>,
    /// Why peering does not go on, in Ceph's words.
    pub blocked: Option<String>,
    /// The OSDs without which it does not go on.
    pub peering_blocked_by: Vec<PeeringBlocker>,
    /// The OSDs that data is copied to.
    pub backfill_targets: Vec<OsdId>,
    /// Its other OSDs, as the primary knows them.
    pub peers: Vec<PgPeer>,
}

/// One state of the recovery machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgRecovery {
    /// `Started/Primary/Active`.
    pub name: String,
    /// Since when.
    pub since: Option<Timestamp>,
    /// What Ceph says about it.
    pub comment: Option<String>,
}

/// An OSD without which peering does not go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeeringBlocker {
    /// The OSD.
    pub osd: OsdId,
    /// What Ceph says about it.
    pub comment: String,
}

/// Another OSD of a placement group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgPeer {
    /// The OSD.
    pub osd: OsdId,
    /// Whether its copy lacks history.
    pub incomplete: bool,
    /// Whether all of the data was copied to it; while that goes on it was not.
    pub backfilled: bool,
}
