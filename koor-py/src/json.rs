//! The core's serde types as Python's dictionaries: the same as the command's `-o json` and the HTTP API.

use koor_core::model::Kind;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;

use crate::exceptions;

/// A value as the dictionary that `json.loads` makes of it.
pub(crate) fn dict<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyDict>> {
    let text = serde_json::to_string(value)
        .map_err(|error| exceptions::of_kind(Kind::Internal, format!("can't be written as JSON: {error}")))?;
    let loaded = py.import("json")?.call_method1("loads", (text,))?;
    Ok(loaded.cast_into::<PyDict>()?)
}
