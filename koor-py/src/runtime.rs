//! Where every call waits: blocking without the GIL, or awaited by asyncio. One runtime serves both.
//!
//! An own bridge to asyncio of a few lines, over pyo3's coroutines: the runtime is Koor's (a fork is refused), a
//! coroutine that is dropped or cancelled drops the work, and an interpreter that is going is never called.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use koor_core::model::Kind;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict, PyTuple};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::exceptions;

/// How long an interpreter that ends waits for answers that are on their way.
const END: Duration = Duration::from_secs(2);

/// How soon Ctrl-C is noticed.
const SIGNALS: Duration = Duration::from_millis(50);

/// The runtime that all clusters of this process share, and the process that made it.
static RUNTIME: OnceLock<(u32, Runtime)> = OnceLock::new();

pub(crate) fn runtime() -> PyResult<&'static Runtime> {
    let (process, runtime) = if let Some(made) = RUNTIME.get() {
        made
    } else {
        let made =
            Builder::new_multi_thread().worker_threads(2).thread_name("koor").enable_all().build().map_err(
                |error| exceptions::of_kind(Kind::Internal, format!("no threads could be started: {error}")),
            )?;
        Python::attach(end_with_the_interpreter)?;
        RUNTIME.get_or_init(|| (std::process::id(), made))
    };
    if *process == std::process::id() {
        Ok(runtime)
    } else {
        // The threads stayed behind in the parent: waiting for them would be for ever.
        Err(exceptions::of_kind(
            Kind::Unsupported,
            "this process was forked after Koor was used: start workers with the `spawn` method, or use Koor in them only",
        ))
    }
}

/// Has Python's `atexit` wait for librados: a call that is under way while its statics go would crash.
fn end_with_the_interpreter(py: Python<'_>) -> PyResult<()> {
    let end = |args: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| {
        // A forked child has none of the threads, and maybe a lock that one of them held.
        if RUNTIME.get().is_some_and(|(process, _)| *process == std::process::id()) {
            // Where an answer never comes there is nothing more to be done.
            let _quiet = args.py().detach(|| koor_core::Koor::end_of_process(END));
        }
    };
    let end = PyCFunction::new_closure(py, None, None, end)?;
    py.import("atexit")?.call_method1("register", (end,))?;
    Ok(())
}

/// Waits for `future` without the GIL; Ctrl-C ends it.
pub(crate) fn wait<T: Send>(py: Python<'_>, future: impl Future<Output = T> + Send) -> PyResult<T> {
    let runtime = runtime()?;
    py.detach(|| {
        runtime.block_on(async {
            tokio::pin!(future);
            loop {
                tokio::select! {
                    biased;
                    value = &mut future => return Ok(value),
                    () = tokio::time::sleep(SIGNALS) => signals()?,
                }
            }
        })
    })
}

/// Whether Ctrl-C came: `KeyboardInterrupt` as an error.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method is bound to one lifetime, the closure is general"
)]
fn signals() -> PyResult<()> {
    Python::attach(|py| py.check_signals())
}

/// Lets the runtime work on `future`, for a coroutine to await. Dropped half way, the work is dropped, too.
pub(crate) async fn away<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> PyResult<T> {
    Away(runtime()?.spawn(future))
        .await
        .map_err(|error| exceptions::of_kind(Kind::Internal, error.to_string()))
}

struct Away<T>(JoinHandle<T>);

impl<T> Future for Away<T> {
    type Output = Result<T, tokio::task::JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let waker = Waker::from(Arc::new(WhileThere(context.waker().clone())));
        Pin::new(&mut self.0).poll(&mut Context::from_waker(&waker))
    }
}

impl<T> Drop for Away<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Wakes a coroutine while there is an interpreter that could run it: asking one that is going for the GIL panics.
struct WhileThere(Waker);

impl Wake for WhileThere {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let _ = Python::try_attach(|_| self.0.wake_by_ref());
    }
}
