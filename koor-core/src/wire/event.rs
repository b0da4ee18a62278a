//! What the mgr is busy with: `ceph progress json` and what `ceph status` repeats of it, `ceph balancer status`.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::decode::{DecodeError, field, json};
use super::text::said;
use crate::model::{Balancer, ProgressEvent, Ratio};

#[derive(Deserialize)]
struct Progress {
    events: Vec<Event>,
    completed: Vec<Ghost>,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    message: String,
    progress: Ratio,
    started_at: f64,
}

#[derive(Deserialize)]
struct Ghost {
    id: String,
    message: String,
    started_at: f64,
    finished_at: f64,
    // Left out of an event that succeeded.
    #[serde(default)]
    failed: bool,
}

/// Reads the answer of `ceph progress json`: what goes on, then what has ended, each in Ceph's order.
///
/// # Errors
/// Where a field is missing or has another type, or a number of seconds is no time.
pub fn progress(bytes: &[u8]) -> Result<Vec<ProgressEvent>, DecodeError> {
    let progress: Progress = json(bytes)?;
    let events = progress.events.into_iter().enumerate().map(|(place, event)| {
        Ok(ProgressEvent {
            id: event.id,
            message: event.message,
            progress: event.progress,
            started: Some(time(event.started_at, || format!("events[{place}].started_at"))?),
            finished: None,
            failed: false,
        })
    });
    let ghosts = progress.completed.into_iter().enumerate().map(|(place, ghost)| {
        let at = |name| move || format!("completed[{place}].{name}");
        Ok(ProgressEvent {
            id: ghost.id,
            message: ghost.message,
            // The answer leaves it out: an event of the past is complete by its definition in the mgr's module.
            progress: Ratio(1.0),
            started: Some(time(ghost.started_at, at("started_at"))?),
            finished: Some(time(ghost.finished_at, at("finished_at"))?),
            failed: ghost.failed,
        })
    });
    events.chain(ghosts).collect()
}

/// What goes on, as `ceph status` repeats it.
#[derive(Deserialize)]
pub(super) struct Told {
    message: String,
    progress: Ratio,
}

impl Told {
    /// Without when it began, which is not in it.
    pub(super) fn event(self, id: String) -> ProgressEvent {
        ProgressEvent {
            id,
            message: without_age(&self.message).to_owned(),
            progress: self.progress,
            started: None,
            finished: None,
            failed: false,
        }
    }
}

/// `Rebalancing after osd.2 marked out` of `Rebalancing after osd.2 marked out (5m)\n      [====....] (remaining: 3m)`: the
/// mgr tells the mons two lines for people.
fn without_age(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default().trim_end();
    match line.rsplit_once(" (") {
        Some((said, age)) if age.ends_with(')') && age.starts_with(|first: char| first.is_ascii_digit()) => {
            said
        }
        _ => line,
    }
}

/// Python's seconds since 1970, to the microsecond.
fn time(seconds: f64, path: impl FnOnce() -> String) -> Result<Timestamp, DecodeError> {
    SignedDuration::try_from_secs_f64(seconds)
        .and_then(|since| Timestamp::UNIX_EPOCH.checked_add(since))
        .and_then(|stamp| stamp.round(jiff::Unit::Microsecond))
        .map_err(|_| field(path(), format!("{seconds} seconds since 1970 are no time")))
}

#[derive(Deserialize)]
struct Status {
    active: bool,
    mode: String,
    optimize_result: String,
    last_optimize_started: String,
}

/// Reads the answer of `ceph balancer status`.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn balancer(bytes: &[u8]) -> Result<Balancer, DecodeError> {
    let status: Status = json(bytes)?;
    Ok(Balancer {
        active: status.active,
        mode: status.mode,
        last_result: status.optimize_result,
        // Empty until the first round.
        last_started: said(Some(status.last_optimize_started)),
    })
}
