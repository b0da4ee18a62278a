//! What Kubernetes says of a cluster, on real API servers. Each test that changes one has a control plane of its own.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests say what must hold, as tests do"
)]

mod access;
mod contract;
mod exec;
mod feed;
mod ladder;
mod large;
mod pod;
mod restart;
mod rights;
mod seen;
