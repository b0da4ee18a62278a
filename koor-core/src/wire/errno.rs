//! What a daemon's non-zero status means.

use crate::model::{Command, Kind, Why, clipped};

/// The reason for people, out of the status (a negative errno) and the daemon's own words.
#[must_use]
pub fn why(command: &Command, status: i32, message: &str) -> Why {
    let (kind, meaning) = match status {
        -1 | -13 => (Kind::Denied, "this client's caps do not allow it"),
        -2 => (Kind::NotFound, "there is no such thing"),
        -11 | -16 => (Kind::Conflict, "the cluster is busy with it"),
        -22 => (Kind::Unsupported, "this release does not know it"),
        -95 => (Kind::Unsupported, "the mgr module for it is not enabled"),
        -107 | -111 => (Kind::Unreachable, "the daemon is not connected"),
        -110 => (Kind::Timeout, "no answer in time"),
        _ => (Kind::Refused, "the cluster declined"),
    };
    let words = clipped(message.lines().next().unwrap_or_default().trim());
    let said = if words.is_empty() { String::new() } else { format!(", \"{words}\"") };
    Why { kind, message: format!("`{command}`: {meaning} (status {status}{said})") }
}
