//! Rook's cluster through a real Kubernetes: a control plane of its own for each test, and real nodes where pods are
//! entered.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

mod contract;
mod exec;
mod feed;
mod ladder;
mod pod;
