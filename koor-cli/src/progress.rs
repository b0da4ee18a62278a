//! A sign of life for anything that takes over a second, on a terminal only.

use std::future::Future;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Waits for `work`; after a second, a line on stderr says so until it is done.
pub(crate) async fn shown<T>(what: &'static str, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    if !std::io::stderr().is_terminal() {
        return work.await;
    }
    tokio::select! {
        done = &mut work => return done,
        () = tokio::time::sleep(Duration::from_secs(1)) => {}
    }
    let bar = ProgressBar::new_spinner().with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    let mut tick = tokio::time::interval(Duration::from_millis(120));
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            _ = tick.tick() => bar.tick(),
        }
    };
    bar.finish_and_clear();
    done
}
