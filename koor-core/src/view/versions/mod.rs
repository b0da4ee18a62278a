//! What runs: everything that has a version, in one table.
//!
//! - [`VersionList`]: the table, whether Ceph's daemons are alike, which are behind, what is not as wanted;
//! - [`VersionRow`]: all of one kind that run one version, beside what is wanted;
//! - `beside`: what is no daemon of Ceph: Rook, its charts, CSI, Kubernetes, nodes, what asks.
//!
//! Deliberately absent: what is newer, and what must not be run ([`VersionCheck`](super::VersionCheck)).

mod beside;
mod list;
mod row;
#[cfg(test)]
mod tests;

pub use list::{UnknownVersion, VersionList};
pub use row::VersionRow;
