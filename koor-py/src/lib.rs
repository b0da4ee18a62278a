//! Koor for Python: `koor._koor`, of which the package `koor` shows everything.
//!
//! Conversion only: a decision about storage belongs in the core. The docstrings that Python shows are the comments
//! here.
#![forbid(unsafe_code)]

mod cluster;
mod exceptions;
mod json;
mod runtime;
mod status;

/// The compiled half of the package `koor`.
#[pyo3::pymodule(gil_used = false)]
mod _koor {
    #[pymodule_export]
    use super::cluster::{Cluster, connect, demo, open_recording};
    #[pymodule_export]
    use super::status::Status;
}
