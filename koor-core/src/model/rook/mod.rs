//! The nouns of Rook: what somebody wants of a cluster, and what Rook says of it.
//!
//! What Rook says is kept apart from what Ceph says, on purpose: Rook's objects lag behind and at times lie
//! (`assess::rook` holds one against the other).

mod cluster;
mod config;
mod release;
mod resource;
mod wants;

pub use cluster::{RookCapacity, RookCephStatus, RookCheck, RookCluster, RookKey, RookStorage, RookVersion};
pub use config::{MonEndpoints, RookConfig};
pub use release::RookRelease;
pub use resource::RookResource;
pub use wants::{DeviceSet, KeyPolicy, MgrModuleWanted, RookWants, UpgradePolicy};
