//! `ceph crash ls`.

use jiff::Timestamp;
use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::stamp;
use super::text::said;
use crate::model::Crash;

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
}

/// Reads the answer of `ceph crash ls`; sorted by id, which begins with the time.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<Vec<Crash>, DecodeError> {
    let mut crashes: Vec<_> = json::<Vec<Row>>(bytes)?
        .into_iter()
        .map(|row| Crash {
            id: row.crash_id,
            at: row.timestamp,
            entity: row.entity_name,
            version: said(row.ceph_version),
            hostname: said(row.utsname_hostname),
            archived: row.archived.as_deref().and_then(stamp::parse),
        })
        .collect();
    crashes.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(crashes)
}
