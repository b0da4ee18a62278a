//! Kubernetes, as its API server tells it: rows of what Rook and Kubernetes say of one Ceph cluster.
//!
//! Begin at [`KubeApi`] (an API server, as somebody), then [`KubeLists`] (asks each time, for what ends) and
//! [`KubeWatch`] (watches, for what goes on).
//!
//! Invariants:
//! - nothing is changed: every request of this folder is a `get`, a `list` or a `watch`;
//! - a Secret's content never leaves the API server here: Helm's are asked for by name and label alone;
//! - answers are read straight into `wire`'s structs and turned into rows at once: no object is kept;
//! - one right that is missing hides one part, and the part says which right;
//! - variables of the environment and the home folder are the caller's to read.
//!
//! Deliberately absent: a proxy in front of the API server, what the rows mean (`assess`).

mod access;
mod client;
mod error;
mod place;
mod request;

pub use access::Access;
pub use client::KubeApi;
pub use error::KubeError;
pub use place::Place;
