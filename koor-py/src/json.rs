//! The core's serde types as Python's dictionaries: the same as the command's `-o json` and the HTTP API.

use koor_core::model::Kind;
use pyo3::prelude::*;

use crate::exceptions;

/// JSON as what `json.loads` makes of it.
pub(crate) fn load(py: Python<'_>, text: serde_json::Result<String>) -> PyResult<Bound<'_, PyAny>> {
    let text = text
        .map_err(|error| exceptions::of_kind(Kind::Internal, format!("can't be written as JSON: {error}")))?;
    py.import("json")?.call_method1("loads", (text,))
}
