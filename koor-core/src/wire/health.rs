//! `ceph health detail`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::decode::{DecodeError, field, json};
use super::stamp;
use crate::model::{Check, Health, Mute, Severity};

#[derive(Deserialize)]
struct Answer {
    status: String,
    checks: BTreeMap<String, RawCheck>,
    #[serde(default)]
    mutes: Vec<RawMute>,
}

#[derive(Deserialize)]
struct RawCheck {
    severity: String,
    summary: Message,
    #[serde(default)]
    detail: Vec<Line>,
    #[serde(default)]
    muted: bool,
}

#[derive(Deserialize)]
struct Message {
    message: String,
    count: Option<i64>,
}

#[derive(Deserialize)]
struct Line {
    message: String,
}

#[derive(Deserialize)]
struct RawMute {
    code: String,
    #[serde(default)]
    sticky: bool,
    #[serde(default)]
    summary: String,
    ttl: Option<String>,
}

/// Reads the answer of `ceph health detail`.
///
/// # Errors
/// Where a field is missing, has another type, or a severity is none of Ceph's three words.
pub fn decode(bytes: &[u8]) -> Result<Health, DecodeError> {
    let answer: Answer = json(bytes)?;
    let mut checks = answer
        .checks
        .into_iter()
        .map(|(code, check)| {
            Ok(Check {
                severity: severity(&check.severity, || format!("checks.{code}.severity"))?,
                summary: check.summary.message,
                // A count of zero is said of checks that do not count.
                count: check.summary.count.filter(|count| *count != 0),
                detail: check.detail.into_iter().map(|line| line.message).collect(),
                muted: check.muted,
                code,
            })
        })
        .collect::<Result<Vec<_>, DecodeError>>()?;
    checks.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.code.cmp(&b.code)));
    let mutes = answer
        .mutes
        .into_iter()
        .map(|mute| Mute {
            code: mute.code,
            sticky: mute.sticky,
            summary: mute.summary,
            until: mute.ttl.as_deref().and_then(stamp::parse),
        })
        .collect();
    Ok(Health { status: severity(&answer.status, || "status".into())?, checks, mutes })
}

fn severity(word: &str, path: impl FnOnce() -> String) -> Result<Severity, DecodeError> {
    [Severity::Ok, Severity::Warn, Severity::Err]
        .into_iter()
        .find(|severity| severity.as_str() == word)
        .ok_or_else(|| field(path(), format!("`{word}` is none of HEALTH_OK, HEALTH_WARN, HEALTH_ERR")))
}
