//! How a cluster is reached: which rung of the access ladder, and why that one.
//!
//! Order of choice: what the caller says ([`Options`]: flags), then `KOOR_*`, then `CEPH_CONF` and `CEPH_ARGS`, then
//! Koor's config file, then Rook in the Kubernetes cluster of this user, then the default conf. The first layer that says
//! anything about *which cluster* settles it; later layers do not mix in. What was said explicitly never falls through to
//! another rung: only where nobody named a rung is librados tried first and the `ceph` program of this host second.
//!
//! Where only a Kubernetes cluster is named, Ceph is reached through it: librados with what Rook keeps there, where the
//! mons can be reached from here, else exec into a pod. Beside a conf, a recording or a named cluster, Kubernetes is asked
//! about itself, and Ceph as that says.
//!
//! This room is not in the original design's table; it stands beside [`koor`](crate::Koor) because every face needs
//! the same choice, and because the choice may know all adapters while no adapter may know another.
//!
//! Deliberately absent: talking to Ceph. Opening checks files, loads a library, and asks an API server where Rook is; the
//! first command connects.

mod ceph_args;
mod config;
mod environment;
mod error;
#[cfg(feature = "kube")]
mod kubernetes;
mod open;
mod options;
mod settle;

pub use config::{ClusterEntry, Config};
pub use environment::{Environment, seconds};
pub use error::LadderError;
pub(crate) use open::open;
pub use options::{Options, Rung};
pub use settle::{Settled, Way, settle};
