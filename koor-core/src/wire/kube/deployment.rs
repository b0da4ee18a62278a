//! `Deployment`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::object::kube_object;
use super::{ConditionObject, ObjectMeta, conditions, or_default};
use crate::model::kube::Deployment;
use crate::wire::rook;

/// A `Deployment` of `apps/v1`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DeploymentObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    spec: Spec,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Spec {
    replicas: Option<u64>,
    template: Template,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Template {
    #[serde(deserialize_with = "or_default")]
    spec: PodSpec,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PodSpec {
    #[serde(deserialize_with = "or_default")]
    containers: Vec<Container>,
    #[serde(deserialize_with = "or_default")]
    node_selector: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Container {
    image: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    // Left out where it is zero.
    ready_replicas: u64,
    updated_replicas: u64,
    available_replicas: u64,
    observed_generation: Option<u64>,
    #[serde(deserialize_with = "or_default")]
    conditions: Vec<ConditionObject>,
}

kube_object!(DeploymentObject => Deployment, "apps", "v1", "Deployment", "deployments", true);

impl DeploymentObject {
    fn row(self) -> Deployment {
        let Self { metadata, spec, status } = self;
        let pod = spec.template.spec;
        Deployment {
            daemon: rook::daemon(&metadata.labels, &metadata.name),
            namespace: metadata.namespace,
            name: metadata.name,
            labels: metadata.labels,
            image: pod.containers.into_iter().next().and_then(|container| container.image),
            // The API server writes one where nothing is said.
            wanted: spec.replicas.unwrap_or(1),
            ready: status.ready_replicas,
            updated: status.updated_replicas,
            available: status.available_replicas,
            generation: metadata.generation,
            observed_generation: status.observed_generation,
            conditions: conditions(status.conditions),
            node_selector: pod.node_selector,
            created: metadata.creation_timestamp,
        }
    }
}
