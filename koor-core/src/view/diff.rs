//! What changed between two moments, as a report.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::Header;
use super::report::{Block, Cell, Column, Report, Table, Tone, plain_text};
use crate::model::Inventory;
use crate::model::diff::{Diff, Direction, Moment, diff};

/// What changed, with the later inventory's header.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffReport {
    /// The later one: which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// What changed.
    pub diff: Diff,
}

impl DiffReport {
    /// Of two inventories.
    #[must_use]
    pub fn of(before: &Inventory, after: &Inventory, now: Timestamp) -> Self {
        Self { header: Header::of(after, now), diff: diff(before, after) }
    }
}

impl Report for DiffReport {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let moment = |moment: &Moment| {
            let at = moment.collected_at.strftime("%Y-%m-%d %H:%M:%S UTC");
            vec![vec![Cell::plain(at.to_string()), Cell::new(format!("  {}", moment.source), Tone::Faint)]]
        };
        let mut blocks =
            vec![Block::Facts(vec![("from", moment(&self.diff.before)), ("to", moment(&self.diff.after))])];
        if self.diff.same_cluster == Some(false) {
            let text = "These are two different clusters: \"removed\" means \"not there\".";
            blocks.push(Block::Line(vec![Cell::new(text, Tone::Warn)]));
        }
        blocks.push(Block::Gap);
        blocks.push(Block::Table(self.changes()));
        for note in &self.diff.not_compared {
            let text = format!("not compared: {} ({})", note.part, note.why);
            blocks.push(Block::Line(vec![Cell::new(text, Tone::Warn)]));
        }
        blocks
    }
}

impl DiffReport {
    fn changes(&self) -> Table {
        let row = |change: &crate::model::diff::Change| {
            let (word, tone) = match change.direction {
                Direction::Worse => ("worse", Tone::Bad),
                Direction::Better => ("better", Tone::Good),
                Direction::Neutral => ("", Tone::Plain),
            };
            vec![Cell::new(word, tone), Cell::plain(change.to_string())]
        };
        Table {
            columns: vec![Column::words(""), Column::words("CHANGE")],
            rows: self.diff.changes.iter().map(row).collect(),
            empty: "Nothing changed in what both sides show.".into(),
        }
    }
}

impl fmt::Display for DiffReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_text(&self.blocks()))?;
        f.write_str(&plain_text(&self.header.footer()))
    }
}
