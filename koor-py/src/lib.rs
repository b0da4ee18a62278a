//! Koor for Python: `koor._koor`, of which the package `koor` shows everything.
//!
//! Conversion only: a decision about storage belongs in the core. The docstrings that Python shows are the comments
//! here, and the stub beside the package is made of this code.
#![forbid(unsafe_code)]
#![allow(
    clippy::doc_markdown,
    clippy::doc_link_with_quotes,
    reason = "docstrings in the form of numpy, with examples in Python"
)]

mod cluster;
mod columns;
mod exceptions;
mod exchange;
mod html;
mod json;
mod looks;
mod moment;
mod open;
mod report;
mod runtime;
mod shown;
mod transport;
mod typed;
mod versions;

/// The compiled half of the package `koor`.
#[pyo3::pymodule(gil_used = false)]
mod _koor {
    #[pymodule_export]
    use super::cluster::{AsyncCluster, Cluster};
    #[pymodule_export]
    use super::exchange::{Answer, Question};
    #[pymodule_export]
    use super::moment::diff;
    #[pymodule_export]
    use super::open::{connect, connect_async, demo, demo_async, open_recording, open_recording_async};
    #[pymodule_export]
    use super::report::{Chart, Inventory, Report, Rows};
    #[pymodule_export]
    use super::versions::{catalogue, version_advice, version_calendar};
}
