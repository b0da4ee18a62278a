//! A Deployment: what Kubernetes keeps running.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::model::DaemonName;

/// A Deployment of Rook: a daemon of Ceph, the operator, the toolbox, a helper.
///
/// Its labels say what Rook last *wrote* there, not what runs: `ceph-version` flips when an update begins (seen on a
/// real upgrade). What runs is told by Ceph's own `versions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deployment {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// The daemon of Ceph that it keeps, by Rook's labels.
    pub daemon: Option<DaemonName>,
    /// The image of its first container.
    pub image: Option<String>,
    /// How many pods are wanted (`spec.replicas`).
    pub wanted: u64,
    /// How many are ready.
    pub ready: u64,
    /// How many have the template of now.
    pub updated: u64,
    /// How many have been ready for long enough.
    pub available: u64,
    /// The number of its last change.
    pub generation: Option<u64>,
    /// The number of the change that its controller has taken up.
    pub observed_generation: Option<u64>,
    /// `Available`, `Progressing`, `ReplicaFailure`.
    pub conditions: Vec<Condition>,
    /// Labels of the node it must be on (`nodeSelector` of its pods).
    pub node_selector: BTreeMap<String, String>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

impl Deployment {
    /// Its label `app`: `rook-ceph-osd`, `rook-ceph-operator`, `rook-ceph-tools`.
    #[must_use]
    pub fn app(&self) -> Option<&str> {
        self.labels.get("app").map(String::as_str)
    }

    /// The Rook that wrote it last, by its label: `v1.18.11`. The operator and the toolbox have none.
    #[must_use]
    pub fn rook_version(&self) -> Option<&str> {
        self.labels.get("rook-version").map(String::as_str)
    }

    /// The Ceph that Rook last wrote there, by its label: `20.2.4-0`.
    #[must_use]
    pub fn ceph_version(&self) -> Option<&str> {
        self.labels.get("ceph-version").map(String::as_str)
    }

    /// Whether it is Rook's operator: by its labels, which Rook's manifests and Helm chart both write, else by its name.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.labels.get("operator").is_some_and(|label| label == "rook")
            || self.app() == Some("rook-ceph-operator")
            || self.name == "rook-ceph-operator"
    }

    /// Whether its pods are being replaced, or are not all ready yet.
    #[must_use]
    pub fn is_rolling(&self) -> bool {
        let taken_up = self.observed_generation >= self.generation;
        self.wanted > 0 && (!taken_up || self.updated < self.wanted || self.ready < self.wanted)
    }

    /// Whether Rook was told to leave it alone (label `ceph.rook.io/do-not-reconcile`).
    #[must_use]
    pub fn is_left_alone(&self) -> bool {
        self.labels.contains_key("ceph.rook.io/do-not-reconcile")
    }
}
