//! `Node`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::condition::said;
use super::object::kube_object;
use super::{ConditionObject, ObjectMeta, Quantity, conditions, or_default};
use crate::model::kube::{KubeNode, NodeResources, Taint};

/// A `Node`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NodeObject {
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
    // Left out where it is not so.
    unschedulable: bool,
    #[serde(deserialize_with = "or_default")]
    taints: Vec<TaintObject>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct TaintObject {
    key: String,
    #[serde(deserialize_with = "or_default")]
    value: String,
    effect: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    #[serde(deserialize_with = "or_default")]
    addresses: Vec<Address>,
    #[serde(deserialize_with = "or_default")]
    capacity: Resources,
    #[serde(deserialize_with = "or_default")]
    allocatable: Resources,
    #[serde(deserialize_with = "or_default")]
    conditions: Vec<ConditionObject>,
    #[serde(deserialize_with = "or_default")]
    node_info: Info,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Address {
    #[serde(rename = "type")]
    kind: String,
    address: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Resources {
    cpu: Option<Quantity>,
    memory: Option<Quantity>,
    pods: Option<Quantity>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Info {
    kernel_version: Option<String>,
    architecture: Option<String>,
    os_image: Option<String>,
    kubelet_version: Option<String>,
    container_runtime_version: Option<String>,
}

kube_object!(NodeObject => KubeNode, "", "v1", "Node", "nodes", false);

impl NodeObject {
    fn row(self) -> KubeNode {
        let Self { metadata, spec, status } = self;
        let topology: BTreeMap<_, _> =
            metadata.labels.iter().filter(|(key, _)| key.starts_with("topology.")).collect();
        let taint = |taint: TaintObject| Taint { key: taint.key, value: taint.value, effect: taint.effect };
        let info = status.node_info;
        KubeNode {
            hostname: metadata.label("kubernetes.io/hostname").unwrap_or(&metadata.name).to_owned(),
            topology: topology.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            name: metadata.name,
            conditions: conditions(status.conditions),
            cordoned: spec.unschedulable,
            taints: spec.taints.into_iter().map(taint).collect(),
            addresses: status
                .addresses
                .into_iter()
                .filter(|address| address.kind == "InternalIP")
                .map(|address| address.address)
                .collect(),
            capacity: resources(&status.capacity),
            allocatable: resources(&status.allocatable),
            kernel: said(info.kernel_version),
            architecture: said(info.architecture),
            os_image: said(info.os_image),
            kubelet: said(info.kubelet_version),
            container_runtime: said(info.container_runtime_version),
            created: metadata.creation_timestamp,
        }
    }
}

fn resources(said: &Resources) -> NodeResources {
    NodeResources {
        cpu_millis: said.cpu.and_then(Quantity::millis),
        memory_bytes: said.memory.and_then(Quantity::bytes),
        pods: said.pods.and_then(Quantity::count),
    }
}
