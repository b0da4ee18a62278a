//! What a transport written in Python is asked, and what it may answer.

use std::time::Duration;

use jiff::Timestamp;
use koor_core::model::{Command, Kind, Target};
use koor_core::port::TransportError;
use pyo3::prelude::*;

use crate::json;

/// One question to one daemon, as a transport of your own is asked it.
///
/// Examples
/// --------
/// >>> import koor
/// >>> def ask(question: koor.Question) -> dict:
/// ...     raise koor.exceptions.UnsupportedError(f"nobody to ask {question.target} about `{question}`")
/// >>> koor.connect(transport=ask).status().unseen["cluster"]
/// 'nobody to ask mon about `status`'
#[pyclass(frozen, module = "koor")]
pub(crate) struct Question {
    target: String,
    prefix: &'static str,
    text: String,
    json: String,
    timeout: Duration,
}

impl Question {
    pub(crate) fn new(target: &Target, command: &Command, timeout: Duration) -> Result<Self, TransportError> {
        let written = serde_json::to_value(command).and_then(|mut object| {
            if let Some(object) = object.as_object_mut() {
                object.insert("format".into(), "json".into());
            }
            serde_json::to_string(&object)
        });
        let json = written.map_err(|error| TransportError::new(Kind::Internal, error.to_string()))?;
        let (target, text) = (target.to_string(), command.to_string());
        Ok(Self { target, prefix: command.prefix, text, json, timeout })
    }
}

#[pymethods]
impl Question {
    /// Who is asked: `mon` (any of them), `mgr` (the active one), or one daemon by its name, such as `mon.a`, `osd.3`.
    #[getter]
    fn target(&self) -> &str {
        &self.target
    }

    /// The command without its arguments, such as `osd dump`.
    #[getter]
    fn prefix(&self) -> &str {
        self.prefix
    }

    /// The command whole, as the JSON that Ceph's daemons take: `{"prefix": "osd dump", "format": "json"}`.
    #[getter]
    fn json(&self) -> &str {
        &self.json
    }

    /// The same as a dictionary: `prefix`, `format`, and the arguments by name.
    #[getter]
    fn command<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::load(py, Ok(self.json.clone()))
    }

    /// How long is waited for the answer, in seconds. Later ones are dropped.
    #[getter]
    fn timeout(&self) -> f64 {
        self.timeout.as_secs_f64()
    }

    /// As one would type it behind `ceph`.
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("<koor.Question {} to {}>", self.text, self.target)
    }
}

/// What a daemon answered, where body and success are not all there is to tell.
///
/// A daemon that declines has answered: with a status below zero and a message. Where nobody answered, raise an
/// exception instead; a `KoorError` says of which kind.
///
/// Parameters
/// ----------
/// body
///     The answer, to the byte.
/// status
///     Zero, or a negative errno: -2 is ENOENT, -22 EINVAL, -95 EOPNOTSUPP.
/// message
///     What the daemon says beside the body.
/// asked_at
///     When it was asked, with a time zone; now, where it is not said.
///
/// Examples
/// --------
/// >>> import koor
/// >>> koor.Answer(b"{}")
/// <koor.Answer 0, 2 bytes>
/// >>> koor.Answer(status=-22, message="no such command").status
/// -22
#[pyclass(frozen, module = "koor")]
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) status: i32,
    pub(crate) message: String,
    pub(crate) asked_at: Option<Timestamp>,
}

impl Answer {
    /// A success.
    pub(crate) const fn of(body: Vec<u8>) -> Self {
        Self { body, status: 0, message: String::new(), asked_at: None }
    }
}

#[pymethods]
impl Answer {
    #[new]
    #[pyo3(signature = (body: "bytes" = Vec::new(), status = 0, message = String::new(), asked_at = None))]
    fn new(body: Vec<u8>, status: i32, message: String, asked_at: Option<Timestamp>) -> Self {
        Self { body, status, message, asked_at }
    }

    /// The answer, to the byte.
    #[getter]
    fn body(&self) -> &[u8] {
        &self.body
    }

    /// Zero, or a negative errno.
    #[getter]
    const fn status(&self) -> i32 {
        self.status
    }

    /// What the daemon says beside the body.
    #[getter]
    fn message(&self) -> &str {
        &self.message
    }

    /// When it was asked.
    #[getter]
    const fn asked_at(&self) -> Option<Timestamp> {
        self.asked_at
    }

    fn __repr__(&self) -> String {
        format!("<koor.Answer {}, {} bytes>", self.status, self.body.len())
    }
}
