//! Views, and how targets get to them. What "every view" is stands with the property tests.

#[path = "../../tests/decoders/every_view.rs"]
mod every_view;

use std::future::Future;

pub(crate) use every_view::{Still, every_diff, every_view, now, show, show_if};

/// Runs what only ever waits for answers that are there: time stands still, so that no deadline is waited for either.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap_or_else(|error| panic!("{error}")).block_on(future)
}
