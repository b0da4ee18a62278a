//! All mgrs, or some of them, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{CODES, MgrRow, ModuleRow, ModuleState};
use crate::model::Inventory;
use crate::view::report::{self, Block, Cell, Report, Table, Tone};
use crate::view::sort::{self, List};
use crate::view::words::listed;
use crate::view::{DaemonFilter, Header, concern};

/// The mgrs, the active one first. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: DaemonFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match.
    pub mgrs: Option<Vec<MgrRow>>,
    /// The modules that are on; `koor mgr modules` has the others too.
    pub modules: Option<Vec<ModuleRow>>,
    #[serde(skip)]
    why_none: String,
}

impl MgrList {
    /// Of an inventory, as [`Selection::mgrs`](crate::collect::Selection::mgrs) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &DaemonFilter, now: Timestamp) -> Self {
        let all = MgrRow::all(inventory);
        let on = |module: &ModuleRow| module.state != ModuleState::Off;
        Self {
            header: Header::of(inventory, now).about(&inventory.mgrs),
            filter: filter.clone(),
            total: all.as_ref().map(|all| all.len() as u64),
            why_none: all.as_deref().map_or_else(String::new, |all| why_none(all, filter)),
            mgrs: all.map(|all| all.into_iter().filter(|mgr| filter.keeps(mgr)).collect()),
            modules: ModuleRow::all(inventory).map(|all| all.into_iter().filter(on).collect()),
        }
    }
}

fn why_none(all: &[MgrRow], filter: &DaemonFilter) -> String {
    if all.is_empty() {
        return "The mgr map names no mgr: none runs, so nobody counts PGs, capacity and IO.".into();
    }
    filter.why_none(all, "mgr")
}

impl List for MgrList {
    type Row = MgrRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<MgrRow>> {
        self.mgrs.as_mut()
    }
}

/// What is on and what of it fails, as labelled lines.
pub(super) fn modules(modules: &[ModuleRow]) -> Vec<Vec<Cell>> {
    let names = |state: ModuleState| -> Vec<&str> {
        modules.iter().filter(|module| module.state == state).map(|module| module.name.as_str()).collect()
    };
    let (on, always_on) = (names(ModuleState::On), names(ModuleState::AlwaysOn));
    let mut lines = vec![vec![
        Cell::plain(format!("on: {}", listed(&on))),
        Cell::new(format!("; always on: {}", listed(&always_on)), Tone::Faint),
    ]];
    for failed in modules.iter().filter(|module| module.failed) {
        let why = failed.why.as_deref().unwrap_or("for a reason that nobody told");
        lines.push(vec![
            Cell::new(format!("{} has failed", failed.name), Tone::Bad),
            Cell::plain(format!(": {why}")),
        ]);
    }
    lines
}

/// `no standby` where the active one is alone.
pub(super) fn alone(all: &[MgrRow]) -> Option<Cell> {
    let alone = all.len() == 1 && all.iter().all(|mgr| mgr.active);
    alone.then(|| Cell::new("no standby: nobody takes over when it fails", Tone::Warn))
}

impl Report for MgrList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(mgrs) = &self.mgrs else {
            blocks.push(self.header.missing("mgrs", "The mgr map"));
            return blocks;
        };
        let now = self.header.now();
        blocks.push(Block::Table(Table {
            columns: sort::columns::<MgrRow>(),
            rows: mgrs.iter().map(|mgr| mgr.cells(now)).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter == DaemonFilter::default() {
            blocks.extend(alone(mgrs).map(|cell| Block::Line(vec![cell])));
        } else if !mgrs.is_empty() {
            let total = self.total.unwrap_or_default();
            blocks.push(Block::line(format!("{} of {total} mgrs: {}", mgrs.len(), self.filter), Tone::Faint));
        }
        let on = self.modules.as_deref().filter(|on| !on.is_empty());
        blocks.extend(on.map(|on| Block::Facts(vec![("modules", modules(on))])));
        blocks.extend(concern::findings(&self.header, &CODES));
        blocks
    }
}

impl fmt::Display for MgrList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
