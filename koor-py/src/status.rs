//! The status of a cluster.

use koor_core::view;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::json;

/// How a cluster is, on one screen: `print` it, or take it apart with `to_dict()`.
///
/// What could not be seen is `None` there, and under `"unseen"` stands why.
#[pyclass(frozen, module = "koor")]
pub(crate) struct Status(pub(crate) view::Status);

#[pymethods]
impl Status {
    /// The same as the command's `koor status -o json`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        json::dict(py, &self.0)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let health = self.0.health.as_ref();
        format!(
            "<koor.Status {} {}>",
            self.0.header.cluster.name,
            health.map_or("unknown", |health| health.status.as_str())
        )
    }
}
