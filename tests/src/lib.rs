//! What the suites share: the contract of every transport, the `koor` command as users run it, and the visible skip.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "everything here is part of a test: what must hold is said by failing"
)]

pub mod bed;
pub mod command;
pub mod contract;
pub mod kube;
pub mod large_kube;
