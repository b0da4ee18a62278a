//! How Rook's objects read, from 1.10 to 1.21: plain structs of our own, tolerant of what came and went.
//!
//! [`CephClusterObject`] is read in full; every other kind of `ceph.rook.io/v1` by one struct, [`ResourceObject`], since
//! what they have in common (phase, conditions, generations) is what is judged, and a kind that Koor does not know yet
//! reads as well.
//!
//! Invariants:
//! - what a release of Rook does not have is `None`, never its later default;
//! - Ceph's configuration, the operator's settings and messages hold no secret;
//! - Rook's labels name daemons as Ceph does ([`daemon`]).
//!
//! Deliberately absent: whether any of it is true (`assess::rook`), and Secrets.

mod cluster;
mod config;
mod crd;
mod daemon;
mod kinds;
mod resource;
mod spec;
mod status;

pub use cluster::CephClusterObject;
pub use config::{CONFIG_MAPS, config};
pub use crd::{crd, crds};
pub use daemon::daemon;
pub use kinds::{GROUP, KINDS, RookKind, VERSION};
pub use resource::{ResourceObject, resource};
