//! `ceph crash ls`, `ceph crash info`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::decode::{DecodeError, json};
use super::stamp;
use super::text::{plain, said};
use crate::model::{Crash, CrashDetail, redact};

#[derive(Deserialize)]
struct Row {
    crash_id: String,
    #[serde(deserialize_with = "stamp::optional")]
    timestamp: Option<Timestamp>,
    entity_name: String,
    // What `ceph crash post` was given decides whether these are there.
    ceph_version: Option<String>,
    utsname_hostname: Option<String>,
    // Left out while nobody archived it.
    archived: Option<String>,
    stack_sig: Option<String>,
}

impl From<Row> for Crash {
    fn from(row: Row) -> Self {
        Self {
            id: row.crash_id,
            at: row.timestamp,
            entity: row.entity_name,
            version: said(row.ceph_version),
            hostname: said(row.utsname_hostname),
            archived: row.archived.as_deref().and_then(stamp::parse),
            stack_sig: said(row.stack_sig),
        }
    }
}

/// Reads the answer of `ceph crash ls`; sorted by id, which begins with the time.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<Crash>, DecodeError> {
    let mut crashes: Vec<Crash> = json::<Vec<Row>>(bytes)?.into_iter().map(Crash::from).collect();
    crashes.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(crashes)
}

/// What a detail says beside what the list does, in the list's own fields.
const TOLD: [&str; 8] = [
    "crash_id",
    "timestamp",
    "entity_name",
    "ceph_version",
    "utsname_hostname",
    "archived",
    "stack_sig",
    "backtrace",
];

/// Reads the answer of `ceph crash info`; secrets that an assertion's words may hold are replaced.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn detail(bytes: &[u8]) -> Result<CrashDetail, DecodeError> {
    #[derive(Deserialize)]
    struct Stack {
        // Left out of a report that was posted without one.
        #[serde(default)]
        backtrace: Vec<Frame>,
    }
    /// A line, or (a crash of the mgr's Python) an object.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Frame {
        Line(String),
        Other(Value),
    }
    let crash = Crash::from(json::<Row>(bytes)?);
    let frames = json::<Stack>(bytes)?.backtrace.into_iter();
    let meta = json::<BTreeMap<String, Value>>(bytes)?
        .into_iter()
        .filter(|(name, value)| !TOLD.contains(&name.as_str()) && !value.is_null())
        .map(|(name, value)| {
            let text = plain(&value);
            (name, redact::text(&text).into_owned())
        })
        .collect();
    let line = |frame| match frame {
        Frame::Line(line) => line,
        Frame::Other(value) => plain(&value),
    };
    Ok(CrashDetail { crash, backtrace: frames.map(line).collect(), meta })
}
