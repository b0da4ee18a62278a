//! Which lines.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::model::LogEntry;

/// How bad a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// `DBG`: the mgr's figures every two seconds, most of all.
    Debug,
    /// `INF`, `SEC`.
    Info,
    /// `WRN`.
    Warn,
    /// `ERR`.
    Error,
}

impl LogLevel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Debug, Self::Info, Self::Warn, Self::Error];

    /// Ceph's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// Of a line's priority. What a later Ceph adds counts as an error: it is never hidden.
    pub(in crate::view) fn of(priority: &str) -> Self {
        match priority {
            "DBG" => Self::Debug,
            "INF" | "SEC" => Self::Info,
            "WRN" => Self::Warn,
            _ => Self::Error,
        }
    }
}

impl FromStr for LogLevel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no level of the log: write debug, info, warn or error"))
    }
}

/// Which lines to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogFilter {
    /// `cluster`, `audit`, or another channel of Ceph's.
    pub channel: String,
    /// This bad or worse.
    pub level: LogLevel,
    /// Those of this daemon (`osd.1`), or of daemons of this type (`osd`).
    pub from: Option<String>,
    /// Those that hold this text, whatever the case.
    pub grep: Option<String>,
    /// How many, from the end.
    pub lines: usize,
}

impl Default for LogFilter {
    fn default() -> Self {
        Self { channel: "cluster".into(), level: LogLevel::Info, from: None, grep: None, lines: 50 }
    }
}

impl LogFilter {
    pub(super) fn keeps(&self, line: &LogEntry) -> bool {
        LogLevel::of(&line.priority) >= self.level
            && self
                .from
                .as_deref()
                .is_none_or(|from| line.daemon == from || line.daemon.split('.').next() == Some(from))
            && self
                .grep
                .as_deref()
                .is_none_or(|text| line.message.to_lowercase().contains(&text.to_lowercase()))
    }
}

impl fmt::Display for LogFilter {
    /// `channel audit, warn or worse, from osd.1, with "slow"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "channel {}", self.channel)?;
        match self.level {
            LogLevel::Debug => {}
            LogLevel::Error => write!(f, ", error")?,
            level => write!(f, ", {} or worse", level.as_str())?,
        }
        if let Some(from) = &self.from {
            write!(f, ", from {from}")?;
        }
        if let Some(text) = &self.grep {
            write!(f, ", with \"{text}\"")?;
        }
        Ok(())
    }
}
