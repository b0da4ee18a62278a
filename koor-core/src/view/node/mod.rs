//! Nodes of Kubernetes: which daemons they carry, how they are, and what a drain of one would meet.

mod list;
mod row;
mod show;

pub use list::{NodeFilter, NodeList};
pub use row::NodeRow;
pub use show::{NodePod, NodeShow};
