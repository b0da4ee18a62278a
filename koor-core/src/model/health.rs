//! Health as Ceph says it: a status, checks by code, and what somebody muted.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Ceph's three words for how bad something is, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// `HEALTH_OK`
    #[serde(rename = "HEALTH_OK")]
    Ok,
    /// `HEALTH_WARN`
    #[serde(rename = "HEALTH_WARN")]
    Warn,
    /// `HEALTH_ERR`
    #[serde(rename = "HEALTH_ERR")]
    Err,
}

impl Severity {
    /// Ceph's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "HEALTH_OK",
            Self::Warn => "HEALTH_WARN",
            Self::Err => "HEALTH_ERR",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One health check that is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Check {
    /// Its code, `OSD_DOWN`.
    pub code: String,
    /// How bad Ceph says it is.
    pub severity: Severity,
    /// Ceph's one line.
    pub summary: String,
    /// Ceph's detail lines; may be many.
    pub detail: Vec<String>,
    /// How many things are concerned, as the check counts; `None` where it does not count.
    pub count: Option<i64>,
    /// Whether somebody muted it. A muted check does not count towards the status.
    pub muted: bool,
}

/// A mute that somebody set (`ceph health mute`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mute {
    /// The check's code.
    pub code: String,
    /// Whether it stays when the check clears.
    pub sticky: bool,
    /// The check's line at the time of muting.
    pub summary: String,
    /// When it ends by itself; `None` where it does not.
    pub until: Option<Timestamp>,
}

/// The health of a cluster (`ceph health detail`).
///
/// Source: <https://docs.ceph.com/en/latest/rados/operations/health-checks/>.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    /// The worst of the checks that are not muted.
    pub status: Severity,
    /// The checks, worst first, then by code.
    pub checks: Vec<Check>,
    /// The mutes, whether their check is raised or not.
    pub mutes: Vec<Mute>,
}

impl Health {
    /// One check by its code.
    #[must_use]
    pub fn check(&self, code: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.code == code)
    }
}
