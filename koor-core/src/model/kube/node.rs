//! A node, as its kubelet and the API server tell it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::model::Bytes;

/// A node of the Kubernetes cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KubeNode {
    /// Its name.
    pub name: String,
    /// `kubernetes.io/hostname`: what Rook and CRUSH call the host; the name where there is no such label.
    pub hostname: String,
    /// Its conditions: `Ready` and the pressures. `Ready` is `Unknown` once the kubelet fell silent.
    pub conditions: Vec<Condition>,
    /// Whether new pods are kept away from it (`spec.unschedulable`, `kubectl cordon`).
    pub cordoned: bool,
    /// What keeps pods away, or drives them off.
    pub taints: Vec<Taint>,
    /// Labels that say where it is: keys that begin with `topology.`.
    pub topology: BTreeMap<String, String>,
    /// Its internal addresses.
    pub addresses: Vec<String>,
    /// What it has.
    pub capacity: NodeResources,
    /// What pods may use of it.
    pub allocatable: NodeResources,
    /// The kernel's release, `6.1.0-18-amd64`.
    pub kernel: Option<String>,
    /// `amd64`, `arm64`.
    pub architecture: Option<String>,
    /// The distribution.
    pub os_image: Option<String>,
    /// The kubelet's version, `v1.35.4`.
    pub kubelet: Option<String>,
    /// The container runtime with its version, `containerd://2.1.0`.
    pub container_runtime: Option<String>,
    /// When it joined.
    pub created: Option<Timestamp>,
}

/// What keeps pods off a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Taint {
    /// Its key, `node.kubernetes.io/unreachable`.
    pub key: String,
    /// Its value; often empty.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

/// How much of what a node has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeResources {
    /// Processors, in thousandths of one.
    pub cpu_millis: Option<u64>,
    /// Memory.
    pub memory_bytes: Option<Bytes>,
    /// How many pods.
    pub pods: Option<u64>,
}

impl KubeNode {
    /// Whether its kubelet says that it is ready; `None` where the kubelet is silent, or never said.
    #[must_use]
    pub fn ready(&self) -> Option<bool> {
        Condition::find(&self.conditions, "Ready").and_then(Condition::holds)
    }

    /// The pressures and faults that hold: `MemoryPressure`, `DiskPressure`, `PIDPressure`, `NetworkUnavailable`, …
    pub fn troubles(&self) -> impl Iterator<Item = &Condition> {
        self.conditions
            .iter()
            .filter(|condition| condition.name != "Ready" && condition.holds() == Some(true))
    }
}
