//! Koor beside real Kubernetes: real control planes, Rook's objects around a real Ceph cluster, real kubelets where pods
//! must be real.
//!
//! A story that changes things has a control plane of its own; those that leave Ceph alone share one Ceph cluster.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests say what must hold, as tests do"
)]

mod access;
mod captures;
mod claim;
mod contract;
mod drain;
mod exec;
mod feed;
mod ladder;
mod large;
mod moment;
mod operator;
mod picture;
mod pod;
mod restart;
mod rights;
mod seen;
mod two;

use std::sync::OnceLock;

use koor_testbed::{Cluster, Shape};

/// The Ceph cluster of the stories that leave it as it is: three mons, two mgrs, three OSDs, a gateway, a file system. It
/// ends with this process: nobody drops it, but its supervisor notices.
fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start(Shape::full()).unwrap())
}
