//! All that is known of one mon.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{Majority, MonRow};
use crate::Error;
use crate::model::{Inventory, MonMap};
use crate::view::concern::{self, Concern};
use crate::view::daemon::state_cell;
use crate::view::report::{self, Block, Cell, Report};
use crate::view::words::there_are;
use crate::view::{Header, Machine, figure};

type Lines = Vec<Vec<Cell>>;

/// One mon. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Who agrees, and how many may still fail.
    pub quorum: Option<Majority>,
    /// The map that names it.
    pub monmap: Option<MonMapFacts>,
    /// The mon; null where the monmap was not seen.
    pub mon: Option<MonDetail>,
}

/// One mon with all that is known of it: the fields of [`MonRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: MonRow,
    /// What it said of its machine.
    #[serde(flatten)]
    pub machine: Machine,
    /// What Ceph's checks say of it; null where health was not seen.
    pub checks: Option<Vec<Concern>>,
}

/// The monmap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonMapFacts {
    /// Its epoch.
    pub epoch: u64,
    /// When it last changed.
    pub modified: Option<Timestamp>,
    /// The oldest release that may join.
    pub min_mon_release: String,
    /// Whether stretch mode is on.
    pub stretch_mode: bool,
}

impl MonMapFacts {
    fn of(map: &MonMap) -> Self {
        Self {
            epoch: map.epoch,
            modified: map.modified,
            min_mon_release: map.min_mon_release.clone(),
            stretch_mode: map.stretch_mode,
        }
    }
}

impl MonShow {
    /// Of an inventory, as [`Selection::mons`](crate::collect::Selection::mons) asks for it. A mon is named `a` or
    /// `mon.a`.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the mons were seen and none has that name.
    pub fn of(inventory: &Inventory, mon: &str, now: Timestamp) -> Result<Self, Error> {
        let named = |row: &MonRow| row.daemon.name.id == mon || row.daemon.name.to_string() == mon;
        let mon = match MonRow::all(inventory) {
            None => None,
            Some(all) => match all.iter().find(|row| named(row)) {
                Some(row) => Some(MonDetail {
                    machine: Machine::of(&inventory.mon_metadata, &row.daemon.name),
                    checks: Concern::of(inventory, &[&row.daemon.name.to_string()]),
                    row: row.clone(),
                }),
                None => return Err(not_found(mon, &all)),
            },
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.mons),
            quorum: Majority::of(inventory),
            monmap: inventory.mons.value().map(MonMapFacts::of),
            mon,
        })
    }

    fn monmap(&self) -> Lines {
        let Some(map) = &self.monmap else {
            return vec![vec![Cell::unknown()]];
        };
        let changed = map
            .modified
            .map_or_else(String::new, |at| format!(", changed {}", figure::moment(self.header.now(), at)));
        let stretch = if map.stretch_mode { ", stretch mode" } else { "" };
        let text =
            format!("epoch {}{changed}, lets {} and newer join{stretch}", map.epoch, map.min_mon_release);
        vec![vec![Cell::plain(text)]]
    }
}

fn not_found(asked: &str, all: &[MonRow]) -> Error {
    let names: Vec<&str> = all.iter().map(|row| row.daemon.name.id.as_str()).collect();
    let name = asked.strip_prefix("mon.").unwrap_or(asked);
    Error::NotFound { message: format!("mon.{name} does not exist; {}", there_are("mon", "mons", &names)) }
}

fn clock(mon: &MonRow) -> Vec<Cell> {
    match (mon.skew(), mon.latency()) {
        (Some(skew), Some(latency)) => vec![
            Cell::new(format!("{skew} from the leader's"), mon.clock_tone()),
            Cell::plain(format!(", compared within {latency}")),
        ],
        _ if mon.not_compared() == Cell::unknown() => vec![Cell::unknown()],
        _ => vec!["not compared: that is done between the mons in quorum".into()],
    }
}

impl Report for MonShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(mon) = &self.mon else {
            blocks.push(self.header.missing("mons", "The monmap"));
            return blocks;
        };
        let row = &mon.row;
        let rank = row.rank.map_or_else(Cell::unknown, |rank| Cell::plain(rank.to_string()));
        let quorum = self.quorum.as_ref().map_or_else(|| vec![Cell::unknown()], Majority::cells);
        blocks.push(Block::Facts(vec![
            ("mon", vec![vec![Cell::plain(format!("{}: ", row.daemon.name)), state_cell(&row.daemon)]]),
            ("rank", vec![vec![rank]]),
            ("address", vec![vec![figure::names(&row.daemon.addresses)]]),
            ("clock", vec![clock(row)]),
            ("runs", mon.machine.lines(&row.daemon)),
            ("quorum", vec![quorum]),
            ("monmap", self.monmap()),
            ("checks", Concern::lines(mon.checks.as_deref())),
        ]));
        blocks.extend(concern::findings(&self.header, &["KOOR_NO_QUORUM"]));
        blocks
    }
}

impl fmt::Display for MonShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
