//! A cluster: opened, looked at.
#![expect(
    clippy::doc_markdown,
    reason = "docstrings in the form of numpy, where a class stands without backticks"
)]

use std::path::PathBuf;

use koor_core::Koor;
use koor_core::ladder::Options;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::status::Status;
use crate::{exceptions, json, runtime};

/// One cluster, made by `connect`, `open_recording` or `demo`. May be used from many threads.
#[pyclass(frozen, module = "koor")]
pub(crate) struct Cluster(Koor);

#[pymethods]
impl Cluster {
    /// How is the cluster? Never raises because something could not be seen: the answer says what, and why.
    fn status(&self, py: Python<'_>) -> PyResult<Status> {
        runtime::wait(py, self.0.status()).map(Status)
    }

    /// Everything that can be seen, with what could not be and why. Never raises because of the latter.
    ///
    /// The dictionary is the same as the command's `koor inventory -o json`.
    fn inventory<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let inventory = runtime::wait(py, self.0.inventory())?;
        json::dict(py, &inventory)
    }

    fn __repr__(&self) -> String {
        format!("<koor.Cluster {}>", self.0.transport().source())
    }
}

/// Opens the cluster that is named, else the one that the environment, the config files or this host name.
///
/// Checks what can be checked here; the first question connects.
///
/// Parameters
/// ----------
/// conf
///     The Ceph conf file.
/// keyring
///     The keyring, where the conf does not name it.
/// name
///     The client, such as `client.admin`.
/// cluster
///     A cluster by its name in Koor's config file.
/// recording
///     A recording: a folder or a `.tar.zst`.
///
/// Raises
/// ------
/// KoorError
///     Where the choice can't be made, or its files can't be used.
#[pyfunction]
#[pyo3(signature = (conf=None, keyring=None, name=None, cluster=None, recording=None))]
pub(crate) fn connect(
    py: Python<'_>,
    conf: Option<PathBuf>,
    keyring: Option<PathBuf>,
    name: Option<String>,
    cluster: Option<String>,
    recording: Option<PathBuf>,
) -> PyResult<Cluster> {
    open(py, Options { conf, keyring, name, cluster, recording, ..Options::default() })
}

/// Opens a recording, a folder or a `.tar.zst`: everything that only reads works on it.
///
/// Raises
/// ------
/// KoorError
///     Where it can't be read.
#[pyfunction]
pub(crate) fn open_recording(py: Python<'_>, path: PathBuf) -> PyResult<Cluster> {
    connect(py, None, None, None, None, Some(path))
}

/// A pretend cluster that lives: try everything, or test a tool of your own, without a cluster.
///
/// Parameters
/// ----------
/// scenario
///     What is wrong in it, such as `host-down` or `large:200`; the command `koor demo ls` tells them all.
/// seed
///     Another story of the same scenario.
///
/// Raises
/// ------
/// KoorError
///     Where there is no such scenario.
#[pyfunction]
#[pyo3(signature = (scenario="healthy-small", seed=0))]
pub(crate) fn demo(py: Python<'_>, scenario: &str, seed: u64) -> PyResult<Cluster> {
    open(py, Options { demo: Some(scenario.to_owned()), seed: Some(seed), ..Options::default() })
}

fn open(py: Python<'_>, options: Options) -> PyResult<Cluster> {
    let koor = runtime::wait(py, Koor::open(options))?.map_err(|error| exceptions::of(&error))?;
    Ok(Cluster(koor))
}
