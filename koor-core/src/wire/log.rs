//! `ceph log last`.

use jiff::Timestamp;
use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::stamp;
use crate::model::LogEntry;

#[derive(Deserialize)]
struct Row {
    name: String,
    #[serde(deserialize_with = "stamp::optional")]
    stamp: Option<Timestamp>,
    channel: String,
    priority: String,
    message: String,
}

/// How many lines are kept. More are asked for: see [`Question::Log`](super::Question::Log).
const TAIL: usize = 50;

/// Reads the answer of `ceph log last`: the last 50 lines, in the log's order.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<LogEntry>, DecodeError> {
    let rows: Vec<Row> = json(bytes)?;
    let earlier = rows.len().saturating_sub(TAIL);
    Ok(rows
        .into_iter()
        .skip(earlier)
        .map(|row| LogEntry {
            at: row.stamp,
            daemon: row.name,
            channel: row.channel,
            // `[INF]`
            priority: row.priority.trim_matches(['[', ']']).to_owned(),
            message: row.message,
        })
        .collect())
}
