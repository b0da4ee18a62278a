//! `ceph log last`.

use jiff::Timestamp;
use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::stamp;
use crate::model::{LogEntry, redact};

#[derive(Deserialize)]
struct Row {
    name: String,
    #[serde(deserialize_with = "stamp::optional")]
    stamp: Option<Timestamp>,
    channel: String,
    priority: String,
    message: String,
}

/// How many lines an inventory keeps. More are asked for: see [`Question::Log`](super::Question::Log).
const TAIL: usize = 50;

/// Reads the answer of `ceph log last`: the last 50 lines, in the log's order.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<LogEntry>, DecodeError> {
    let mut lines = lines(bytes)?;
    Ok(lines.split_off(lines.len().saturating_sub(TAIL)))
}

/// Reads the answer of `ceph log last` whole, in the log's order. A secret in a line (the audit channel repeats
/// commands with their arguments) is replaced.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn lines(bytes: &[u8]) -> Result<Vec<LogEntry>, DecodeError> {
    let rows: Vec<Row> = json(bytes)?;
    Ok(rows
        .into_iter()
        .map(|row| LogEntry {
            at: row.stamp,
            daemon: row.name,
            channel: row.channel,
            // `[INF]`
            priority: row.priority.trim_matches(['[', ']']).to_owned(),
            message: redact::text(&row.message).into_owned(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_secret_in_a_line_is_replaced() {
        let line = r#"[{"name":"mon.a","stamp":"2026-11-22T20:54:17.932297+0000","channel":"audit","priority":"[INF]",
            "message":"from='client.? ' entity='client.admin' cmd='[{\"prefix\": \"config set\", \"who\": \"mgr\",
            \"name\": \"mgr/dashboard/password\", \"value\": \"hunter2\"}]': finished"}]"#
            .replace('\n', " ");
        let read = lines(line.as_bytes()).unwrap();
        assert!(read[0].message.contains("REDACTED") && !read[0].message.contains("hunter2"), "{read:?}");
    }
}
