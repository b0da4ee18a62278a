//! Kubernetes, as its API server tells it: rows of what Rook and Kubernetes say of one Ceph cluster.
//!
//! Begin at [`KubeApi`] (an API server, as somebody), then [`KubeLists`] (asks each time, for what ends) and
//! [`KubeWatch`] (watches, for what goes on). Two ways to Ceph itself lead through here: [`Exec`] into a pod, and the
//! mons' addresses with a key ([`KubeApi::mon_endpoints`], [`KubeApi::ceph_user`]), for librados.
//!
//! Invariants:
//! - nothing is changed: every request of this folder is a `get`, a `list`, a `watch`, or an exec of what only asks;
//! - of Secrets only those with a key of Ceph's are read (`feed`), and the key is kept in memory alone: Helm's are asked
//!   for by name and label;
//! - answers are read straight into `wire`'s structs and turned into rows at once: no object is kept;
//! - one right that is missing hides one part, and the part says which right;
//! - variables of the environment and the home folder are the caller's to read.
//!
//! Deliberately absent: a proxy in front of the API server, what the rows mean (`assess`).

mod access;
mod client;
mod error;
mod exec;
mod feed;
mod lists;
mod part;
mod place;
mod reader;
mod request;
mod scope;
#[cfg(test)]
mod tests;
mod watch;

pub use access::Access;
pub use client::KubeApi;
pub use error::KubeError;
pub use exec::{Exec, ExecAccess};
pub use feed::{CephUser, MonEndpoint, mon_host, reached};
pub use lists::KubeLists;
pub use place::Place;
pub use watch::KubeWatch;
