//! What was recorded.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::Serialize;

use super::Header;
use super::report::{Block, Cell, Report, Tone, plain_text};
use crate::model::{Bytes, Inventory};

/// A recording that was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordReport {
    /// The last round: which cluster, what could not be seen.
    #[serde(flatten)]
    pub header: Header,
    /// Where it is.
    pub path: PathBuf,
    /// How often the cluster was looked at.
    pub rounds: u64,
    /// Answers kept.
    pub entries: u64,
    /// Their size, before compression.
    pub bytes: Bytes,
    /// Whether secrets were replaced.
    pub redacted: bool,
}

/// How a recording came out.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Where it is.
    pub path: PathBuf,
    /// How often the cluster was looked at.
    pub rounds: u64,
    /// Answers kept.
    pub entries: u64,
    /// Their size.
    pub bytes: Bytes,
    /// Whether secrets were replaced.
    pub redacted: bool,
}

impl RecordReport {
    /// Of the last inventory that went into it.
    #[must_use]
    pub fn of(last: &Inventory, recorded: Recorded, now: Timestamp) -> Self {
        let Recorded { path, rounds, entries, bytes, redacted } = recorded;
        Self { header: Header::of(last, now), path, rounds, entries, bytes, redacted }
    }
}

impl Report for RecordReport {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let rounds = if self.rounds == 1 { String::new() } else { format!(" in {} rounds", self.rounds) };
        let secrets = if self.redacted {
            Cell::plain("; secrets were replaced by placeholders")
        } else {
            Cell::new("; it holds secrets: guard it like a keyring", Tone::Warn)
        };
        vec![Block::Line(vec![
            Cell::plain(format!("{}: {} answers{rounds}, {}", self.path.display(), self.entries, self.bytes)),
            secrets,
        ])]
    }
}

impl fmt::Display for RecordReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_text(&self.blocks()))?;
        f.write_str(&plain_text(&self.header.footer()))
    }
}
