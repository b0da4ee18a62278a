//! The nouns of Kubernetes, in its own words: what carries the cluster, as its API server tells it.
//!
//! Invariants:
//! - rows of what Koor shows and judges, not whole objects: no annotation, no environment of a container, no Secret;
//! - what a release of Kubernetes does not say is `None`; what it says beyond is passed over;
//! - lists are sorted by namespace and name.
//!
//! Deliberately absent: the words of its JSON (`wire::kube`), its API, what any of it means for Ceph (`assess::rook`).

mod budget;
mod cluster;
mod condition;
mod deployment;
mod event;
mod helm;
mod node;
mod pod;
mod question;
mod selector;
mod volume;

pub use budget::DisruptionBudget;
pub use cluster::Kubernetes;
pub use condition::Condition;
pub use deployment::Deployment;
pub use event::KubeEvent;
pub use helm::HelmRelease;
pub use node::{KubeNode, NodeResources, Taint};
pub use pod::{Container, ContainerState, Pod};
pub use question::{KubeParts, KubeQuestion};
pub use selector::{LabelSelector, SelectorRule};
pub use volume::{Claim, ClaimRef, StorageClass, Volume, VolumeBackend};
