//! `CephCluster`.

use serde::Deserialize;

use super::spec::Spec;
use super::status::Status;
use crate::model::redact;
use crate::model::rook::RookCluster;
use crate::wire::kube::{ObjectMeta, conditions, or_default};

/// What tells Rook to leave an object alone.
pub(super) const LEFT_ALONE: &str = "ceph.rook.io/do-not-reconcile";

/// A `CephCluster`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CephClusterObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    spec: Spec,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

crate::wire::kube::kube_object!(
    CephClusterObject => RookCluster, "ceph.rook.io", "v1", "CephCluster", "cephclusters", true
);

impl CephClusterObject {
    fn row(self) -> RookCluster {
        let Self { metadata, spec, status } = self;
        RookCluster {
            left_alone: metadata.labels.contains_key(LEFT_ALONE),
            namespace: metadata.namespace,
            name: metadata.name,
            wants: spec.wants(),
            generation: metadata.generation,
            observed_generation: status.observed_generation,
            ceph: status.ceph(),
            version: status.version(),
            storage: status.storage(),
            keys: status.keys(),
            phase: status.phase,
            state: status.state,
            message: status.message.map(|text| redact::text(&text).into_owned()),
            conditions: conditions(status.conditions),
            created: metadata.creation_timestamp,
            deleting_since: metadata.deletion_timestamp,
        }
    }
}
