//! Where every call waits: the one helper that lets go of the GIL, runs, and takes it back.

use std::sync::OnceLock;
use std::time::Duration;

use koor_core::model::Kind;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::exceptions;

/// How soon Ctrl-C is noticed.
const SIGNALS: Duration = Duration::from_millis(100);

/// The runtime that all clusters of this process share, and the process that made it.
static RUNTIME: OnceLock<(u32, Runtime)> = OnceLock::new();

fn runtime() -> PyResult<&'static Runtime> {
    let (process, runtime) = if let Some(made) = RUNTIME.get() {
        made
    } else {
        let made =
            Builder::new_multi_thread().worker_threads(2).thread_name("koor").enable_all().build().map_err(
                |error| exceptions::of_kind(Kind::Internal, format!("no threads could be started: {error}")),
            )?;
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
