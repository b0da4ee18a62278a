//! Waiting for something to become true. The pauses here only pace the asking: no test relies on their length.

use std::thread;
use std::time::{Duration, Instant};

/// Asks again and again until there is an answer or the time is over.
pub(crate) fn until<T>(limit: Duration, pause: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if start.elapsed() >= limit {
            return None;
        }
        thread::sleep(pause);
    }
}
