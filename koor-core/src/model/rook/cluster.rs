//! A CephCluster: Rook's object for one cluster.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RookWants;
use crate::model::kube::Condition;
use crate::model::{Bytes, Fsid, VersionCount};

/// A CephCluster (`ceph.rook.io/v1`).
///
/// Source: <https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/>.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookCluster {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What somebody wants (`spec`).
    pub wants: RookWants,
    /// The number of the last change of what is wanted.
    pub generation: Option<u64>,
    /// The number of the change that Rook has taken up. Moves only when a reconcile ends.
    pub observed_generation: Option<u64>,
    /// `Progressing`, `Ready`, `Failure`, `Connecting`, `Connected`, `Deleting`.
    pub phase: Option<String>,
    /// `Creating`, `Created`, `Updating`, `Connecting`, `Connected`, `Error`. Can contradict the phase.
    pub state: Option<String>,
    /// What Rook is at, in a sentence: `Configuring Ceph OSDs`.
    pub message: Option<String>,
    /// `Ready`, `Progressing`, `Failure`, … `Ready` stays `True` while Rook is at work.
    pub conditions: Vec<Condition>,
    /// What Rook last heard of Ceph, about once a minute; `None` before the first time.
    pub ceph: Option<RookCephStatus>,
    /// The Ceph that Rook has set out to run. Changes before any daemon does.
    pub version: Option<RookVersion>,
    /// What it says of OSDs.
    pub storage: RookStorage,
    /// The cephx keys that Rook keeps, by whom they are for: `mon`, `osd`, `csi`, …
    pub keys: BTreeMap<String, RookKey>,
    /// Whether Rook was told to leave it alone (label `ceph.rook.io/do-not-reconcile`).
    pub left_alone: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
}

/// What Rook last heard of Ceph (`status.ceph`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookCephStatus {
    /// `HEALTH_OK`, `HEALTH_WARN`, `HEALTH_ERR`. Muted checks count here, other than for Ceph.
    pub health: Option<String>,
    /// The checks by code; muted ones stand among them without a mark.
    pub checks: Vec<RookCheck>,
    /// When Rook last asked.
    pub last_checked: Option<Timestamp>,
    /// When the health last changed.
    pub last_changed: Option<Timestamp>,
    /// What it was before.
    pub previous_health: Option<String>,
    /// The id of the Ceph cluster.
    pub fsid: Option<Fsid>,
    /// How full it was.
    pub capacity: Option<RookCapacity>,
    /// What ran.
    pub versions: Vec<VersionCount>,
}

/// One of Ceph's checks as Rook repeats it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookCheck {
    /// Its code.
    pub code: String,
    /// `HEALTH_WARN` or `HEALTH_ERR`.
    pub severity: String,
    /// Ceph's line.
    pub message: String,
}

/// How full the cluster was when Rook last asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookCapacity {
    /// Raw, all of it.
    pub total_bytes: Bytes,
    /// Raw, used.
    pub used_bytes: Bytes,
    /// Raw, left.
    pub available_bytes: Bytes,
    /// As of when.
    pub as_of: Option<Timestamp>,
}

/// The Ceph that Rook has set out to run (`status.version`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookVersion {
    /// The image.
    pub image: Option<String>,
    /// `20.2.4-0`.
    pub version: Option<String>,
}

/// What Rook says of OSDs (`status.storage`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookStorage {
    /// The device classes.
    pub device_classes: Vec<String>,
    /// OSDs by their store, `bluestore`.
    pub stores: BTreeMap<String, u64>,
    /// OSDs that wait to be moved to another store or encryption.
    pub migration_pending: u64,
    /// OSDs that Rook calls deprecated, by the reason, as numbers.
    pub deprecated: BTreeMap<String, Vec<u64>>,
}

/// A cephx key that Rook keeps (`status.cephx`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookKey {
    /// Which generation of it.
    pub generation: Option<u64>,
    /// The Ceph that made the key. Not what its daemons run.
    pub made_by: Option<String>,
    /// `aes`, `aes256k`.
    pub key_type: Option<String>,
    /// How many older keys are kept.
    pub prior_keys: Option<u64>,
}
