//! How the objects of Kubernetes read as JSON, for every release of today.
//!
//! One file a kind, each a plain struct of what Koor uses, and one step from it to its row in
//! [`model::kube`](crate::model::kube). [`KubeObject`] says where a kind is found, so that whoever lists or watches
//! can do so for all of them in one way.
//!
//! Invariants:
//! - what an object says beyond is passed over unread; what is left out or `null` is absent; what has another type makes
//!   that object unreadable, with the field's path, and no other one of the list;
//! - quantities are read exactly, or not at all;
//! - free text of others (messages, settings) goes through [`redact`](crate::model::redact).
//!
//! Deliberately absent: annotations but for two that are flags, environments and mounts of containers, the data of any
//! Secret, HTTP, the API server.

mod absent;
mod budget;
mod condition;
mod config_map;
mod deployment;
mod discovery;
mod event;
mod helm;
mod list;
mod meta;
mod node;
mod number;
mod object;
mod pod;
mod quantity;
mod storage;

pub use budget::BudgetObject;
pub use condition::ConditionObject;
pub use config_map::ConfigMapObject;
pub use deployment::DeploymentObject;
pub use discovery::{ApiResource, api_resources, git_version};
pub use event::EventObject;
pub use helm::{HelmSecretObject, helm_releases};
pub use list::{List, Unreadable, list, object};
pub use meta::{Annotations, ObjectMeta, Owner};
pub use node::NodeObject;
pub use number::IntOrString;
pub use object::KubeObject;
pub use pod::PodObject;
pub use quantity::Quantity;
pub use storage::{ClaimObject, StorageClassObject, VolumeObject};

pub(super) use absent::or_default;
pub(super) use condition::conditions;
pub(super) use object::kube_object;
