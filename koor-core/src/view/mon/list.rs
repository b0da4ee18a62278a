//! All mons, or some of them, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{Majority, MonRow};
use crate::model::Inventory;
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::sort::{self, List};
use crate::view::{DaemonFilter, Header, concern};

/// The findings that are about mons.
const CODES: [&str; 2] = ["KOOR_NO_QUORUM", "KOOR_MON_OUT_OF_QUORUM"];

/// The mons by rank. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: DaemonFilter,
    /// Who agrees, and how many may still fail.
    pub quorum: Option<Majority>,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match.
    pub mons: Option<Vec<MonRow>>,
    #[serde(skip)]
    why_none: String,
}

impl MonList {
    /// Of an inventory, as [`Selection::mons`](crate::collect::Selection::mons) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &DaemonFilter, now: Timestamp) -> Self {
        let all = MonRow::all(inventory);
        Self {
            header: Header::of(inventory, now).about(&inventory.mons),
            filter: filter.clone(),
            quorum: Majority::of(inventory),
            total: all.as_ref().map(|all| all.len() as u64),
            why_none: all.as_deref().map_or_else(String::new, |all| filter.why_none(all, "mon")),
            mons: all.map(|all| all.into_iter().filter(|mon| filter.keeps(mon)).collect()),
        }
    }
}

impl List for MonList {
    type Row = MonRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<MonRow>> {
        self.mons.as_mut()
    }
}

impl Report for MonList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(mons) = &self.mons else {
            blocks.push(self.header.missing("mons", "The monmap"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: sort::columns::<MonRow>(),
            rows: mons.iter().map(MonRow::cells).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != DaemonFilter::default() && !mons.is_empty() {
            let total = self.total.unwrap_or_default();
            blocks.push(Block::line(format!("{} of {total} mons: {}", mons.len(), self.filter), Tone::Faint));
        }
        blocks.extend(self.quorum.as_ref().map(|quorum| Block::Line(quorum.cells())));
        blocks.extend(concern::findings(&self.header, &CODES));
        blocks
    }
}

impl fmt::Display for MonList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
