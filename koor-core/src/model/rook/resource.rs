//! Any other object of Rook.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::kube::Condition;

/// An object of a kind in `ceph.rook.io/v1` that is no CephCluster: a pool, a file system, an object store, …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookResource {
    /// Its kind, `CephBlockPool`.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `Ready`, `Progressing`, `Failure`, … `None` where Rook has said nothing yet.
    pub phase: Option<String>,
    /// What Rook says beside it.
    pub message: Option<String>,
    /// Its conditions; many kinds have none.
    pub conditions: Vec<Condition>,
    /// The number of its last change.
    pub generation: Option<u64>,
    /// The number of the change that Rook has taken up; `None` of kinds that do not tell.
    pub observed_generation: Option<u64>,
    /// What matters of its `spec`, by the field's path, as text: `replicated.size`: `3`, `metadataServer.activeCount`: `1`.
    pub wants: BTreeMap<String, String>,
    /// Whether Rook was told to leave it alone.
    pub left_alone: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
}
