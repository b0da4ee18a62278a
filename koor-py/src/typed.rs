//! Python objects with the types that the stub says of them.

use std::collections::HashMap;
use std::convert::Infallible;

use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::{Borrowed, type_hint_identifier, type_hint_subscript};
use serde::Serialize;

use crate::json;

macro_rules! hinted {
    ($(#[doc = $doc:literal] $name:ident $hint:expr;)+) => { $(
        #[doc = $doc]
        pub(crate) struct $name<'py>(pub(crate) Bound<'py, PyAny>);

        impl<'py> IntoPyObject<'py> for $name<'py> {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = Infallible;
            const OUTPUT_TYPE: PyStaticExpr = $hint;

            fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Infallible> {
                Ok(self.0)
            }
        }
    )+ };
}

hinted! {
    /// What `json.loads` makes of an object.
    Document <HashMap<String, Py<PyAny>> as IntoPyObject<'_>>::OUTPUT_TYPE;
    /// A list of such.
    DocumentList <Vec<HashMap<String, Py<PyAny>>> as IntoPyObject<'_>>::OUTPUT_TYPE;
    /// An iterator of such.
    Documents type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterator"),
        <HashMap<String, Py<PyAny>> as IntoPyObject<'_>>::OUTPUT_TYPE
    );
    /// An exception of ours.
    Failure type_hint_identifier!("koor.exceptions", "KoorError");
}

/// A type of the core that Python gets as a dictionary, made where it is handed over.
pub(crate) struct Told<T>(T);

impl<T> Told<T> {
    /// As other answers are given.
    #[expect(clippy::unnecessary_wraps, reason = "answers that can't fail stand beside those that can")]
    pub(crate) const fn of(_: Python<'_>, value: T) -> PyResult<Self> {
        Ok(Self(value))
    }
}

impl<'py, T: Serialize> IntoPyObject<'py> for Told<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = <HashMap<String, Py<PyAny>> as IntoPyObject<'_>>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        json::load(py, serde_json::to_string(&self.0))
    }
}

/// A dictionary that somebody gives, as JSON.
pub(crate) struct Given(pub(crate) String);

impl<'py> FromPyObject<'_, 'py> for Given {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = <HashMap<String, Py<PyAny>> as IntoPyObject<'_>>::OUTPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        object.py().import("json")?.call_method1("dumps", (object,))?.extract().map(Self)
    }
}

/// A function, or a coroutine function, from question to answer.
pub(crate) struct Transport(pub(crate) Py<PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for Transport {
    type Error = Infallible;
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("koor.transport", "Transport");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self(object.to_owned().unbind()))
    }
}
