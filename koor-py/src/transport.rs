//! A transport written in Python: a function from question to answer.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::Timestamp;
use koor_core::model::{Command, Kind, Source, Target};
use koor_core::port::{Answer as Answered, CephTransport, TransportError};
use pyo3::exceptions::{PyConnectionError, PyPermissionError, PyTimeoutError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};
use tokio::sync::Semaphore;

use crate::exchange::{Answer, Question};

/// How many questions are put to the function at once.
const AT_ONCE: usize = 8;

/// The function, and the loop that its coroutines run on.
pub(crate) struct PythonTransport {
    ask: Arc<Asked>,
    name: String,
    /// Who hangs keeps his place: a function that never comes back costs threads, but not ever more of them.
    places: Arc<Semaphore>,
}

struct Asked {
    function: Py<PyAny>,
    /// The loop of who opened the cluster; a blocking cluster has none, and runs each coroutine on one of its own.
    event_loop: Option<Py<PyAny>>,
}

/// A coroutine that runs on somebody's loop: cancelled when nobody waits for it any more.
#[derive(Default)]
struct UnderWay(Arc<Mutex<Option<Py<PyAny>>>>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(left) = left {
            // It is refused where it is done; an interpreter that is going needs no cancelling.
            let _ = Python::try_attach(|py| left.call_method0(py, "cancel").map(drop));
        }
    }
}

impl PythonTransport {
    pub(crate) fn new(function: &Bound<'_, PyAny>, event_loop: Option<Py<PyAny>>) -> Self {
        let name =
            |attribute: &str| function.getattr(attribute).and_then(|name| name.extract::<String>()).ok();
        let kind = || function.get_type().name().map_or_else(|_| "transport".into(), |name| name.to_string());
        Self {
            name: name("__qualname__").unwrap_or_else(kind),
            ask: Arc::new(Asked { function: function.clone().unbind(), event_loop }),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    async fn ask(&self, question: Question, deadline: Duration) -> Result<Answer, TransportError> {
        let gone = || TransportError::new(Kind::Interrupted, "Python is ending");
        let place = self.places.clone().acquire_owned().await.map_err(|_| gone())?;
        let (ask, name) = (self.ask.clone(), self.name.clone());
        let under_way = UnderWay::default();
        let shared = under_way.0.clone();
        let answer = tokio::task::spawn_blocking(move || {
            let _place = place;
            Python::try_attach(|py| {
                ask.of(py, question, deadline, &shared).map_err(|error| told(py, &name, &error))
            })
        });
        let answered = answer.await.ok().flatten();
        drop(under_way);
        answered.unwrap_or_else(|| Err(gone()))
    }
}

impl Asked {
    fn of(
        &self,
        py: Python<'_>,
        question: Question,
        deadline: Duration,
        under_way: &Mutex<Option<Py<PyAny>>>,
    ) -> PyResult<Answer> {
        let said = self.function.bind(py).call1((question,))?;
        if !said.hasattr("__await__")? {
            return answer(&said);
        }
        let asyncio = py.import("asyncio")?;
        let within = helper(py)?.call1((said, deadline.as_secs_f64()))?;
        let Some(event_loop) = &self.event_loop else {
            return answer(&asyncio.call_method1("run", (within,))?);
        };
        let started = asyncio.call_method1("run_coroutine_threadsafe", (&within, event_loop));
        let running = started.inspect_err(|_| {
            // The loop is closed: a coroutine that nobody runs would be complained about.
            let _ = within.call_method0("close");
        })?;
        *under_way.lock().unwrap_or_else(PoisonError::into_inner) = Some(running.clone().unbind());
        let said = running.call_method0("result");
        under_way.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer(&said?)
    }
}

/// `asyncio.wait_for` as a coroutine of its own, which takes any awaitable.
fn helper(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static WITHIN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let within =
        WITHIN.get_or_try_init(py, || py.import("koor._waiting")?.getattr("within").map(Bound::unbind))?;
    Ok(within.bind(py))
}

/// What the function may return for an answer.
fn answer(said: &Bound<'_, PyAny>) -> PyResult<Answer> {
    if let Ok(answer) = said.cast::<Answer>() {
        return Ok(answer.get().clone());
    }
    if let Ok(bytes) = said.cast::<PyBytes>() {
        return Ok(Answer::of(bytes.as_bytes().to_vec()));
    }
    if let Ok(text) = said.cast::<PyString>() {
        return Ok(Answer::of(text.extract::<String>()?.into_bytes()));
    }
    if said.is_instance_of::<PyDict>() || said.is_instance_of::<PyList>() {
        let text: String = said.py().import("json")?.call_method1("dumps", (said,))?.extract()?;
        return Ok(Answer::of(text.into_bytes()));
    }
    let kind = said.get_type().name()?;
    Err(pyo3::exceptions::PyTypeError::new_err(format!(
        "it returned {kind}: return koor.Answer, bytes, str, or what json.dumps makes an answer of"
    )))
}

/// An exception as the failure of one question.
fn told(py: Python<'_>, name: &str, error: &PyErr) -> TransportError {
    let value = error.value(py);
    let text = value.str().map_or_else(|_| String::new(), |text| text.to_string());
    let text = text.lines().collect::<Vec<_>>().join(" ");
    let own: Option<String> = value.getattr("kind").and_then(|kind| kind.extract()).ok();
    if let Some(kind) = own.and_then(|kind| serde_json::from_value::<Kind>(kind.into()).ok()) {
        return TransportError::new(kind, text);
    }
    let kind = if error.is_instance_of::<PyTimeoutError>(py) {
        Kind::Timeout
    } else if error.is_instance_of::<PyPermissionError>(py) {
        Kind::Denied
    } else if error.is_instance_of::<PyConnectionError>(py) {
        Kind::Unreachable
    } else {
        // Of this one question: that nobody is there would end the asking of all others.
        Kind::Unsupported
    };
    let class = value.get_type().name().map_or_else(|_| "an exception".into(), |class| class.to_string());
    let text = if text.is_empty() { class } else { format!("{class}: {text}") };
    TransportError::new(kind, format!("the transport {name} failed: {text}"))
}

impl fmt::Debug for PythonTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PythonTransport").field(&self.name).finish()
    }
}

#[async_trait]
impl CephTransport for PythonTransport {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answered, TransportError> {
        let (asked_at, began) = (Timestamp::now(), Instant::now());
        let question = Question::new(target, command, deadline)?;
        let Ok(answer) = tokio::time::timeout(deadline, self.ask(question, deadline)).await else {
            let message =
                format!("the transport {} did not answer within {} s", self.name, deadline.as_secs_f64());
            return Err(TransportError::new(Kind::Timeout, message));
        };
        let Answer { body, status, message, asked_at: told } = answer?;
        Ok(Answered { status, message, body, asked_at: told.unwrap_or(asked_at), took: began.elapsed() })
    }

    fn source(&self) -> Source {
        Source {
            rung: "python".into(),
            cluster: "python".into(),
            detail: format!("the transport {}", self.name),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn concurrency(&self) -> usize {
        AT_ONCE
    }
}
