//! All that is known of one mgr.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{CODES, MgrRow, ModuleRow, ModuleState, list};
use crate::Error;
use crate::model::Inventory;
use crate::view::concern::{self, Concern};
use crate::view::daemon::state_cell;
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::there_are;
use crate::view::{Header, Machine, figure};

type Lines = Vec<Vec<Cell>>;

/// One mgr. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The mgr; null where the mgr map was not seen.
    pub mgr: Option<MgrDetail>,
}

/// One mgr with all that is known of it: the fields of [`MgrRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: MgrRow,
    /// What it said of its machine.
    #[serde(flatten)]
    pub machine: Machine,
    /// The others: those that take over, or the one that it stands by for.
    pub others: Vec<MgrRow>,
    /// The modules that are on; null of a standby, which runs none of them.
    pub modules: Option<Vec<ModuleRow>>,
    /// What Ceph's checks say of it; null where health was not seen.
    pub checks: Option<Vec<Concern>>,
}

impl MgrShow {
    /// Of an inventory, as [`Selection::mgrs`](crate::collect::Selection::mgrs) asks for it. A mgr is named `x` or
    /// `mgr.x`.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the mgr map was seen and names no such mgr.
    pub fn of(inventory: &Inventory, mgr: &str, now: Timestamp) -> Result<Self, Error> {
        let named = |row: &MgrRow| row.daemon.name.id == mgr || row.daemon.name.to_string() == mgr;
        let mgr = match MgrRow::all(inventory) {
            None => None,
            Some(all) => match all.iter().find(|row| named(row)) {
                Some(row) => Some(MgrDetail::of(inventory, row, &all)),
                None => return Err(not_found(mgr, &all)),
            },
        };
        Ok(Self { header: Header::of(inventory, now).about(&inventory.mgrs), mgr })
    }
}

fn not_found(asked: &str, all: &[MgrRow]) -> Error {
    let names: Vec<&str> = all.iter().map(|row| row.daemon.name.id.as_str()).collect();
    let name = asked.strip_prefix("mgr.").unwrap_or(asked);
    Error::NotFound { message: format!("mgr.{name} does not exist; {}", there_are("mgr", "mgrs", &names)) }
}

impl MgrDetail {
    fn of(inventory: &Inventory, row: &MgrRow, all: &[MgrRow]) -> Self {
        let on = |module: &ModuleRow| module.state != ModuleState::Off;
        let modules = ModuleRow::all(inventory).filter(|_| row.active);
        Self {
            machine: Machine::of(&inventory.mgr_metadata, &row.daemon.name),
            others: all.iter().filter(|other| other.daemon.name != row.daemon.name).cloned().collect(),
            modules: modules.map(|all| all.into_iter().filter(on).collect()),
            checks: Concern::of(inventory, &[&row.daemon.name.to_string()]),
            row: row.clone(),
        }
    }

    fn since(&self, now: Timestamp) -> Vec<Cell> {
        vec![match self.row.active_since {
            Some(at) => Cell::plain(figure::moment(now, at)),
            None if self.row.active => Cell::unknown(),
            None => Cell::plain("not active"),
        }]
    }

    fn others(&self) -> Vec<Cell> {
        let names: Vec<String> =
            self.others.iter().map(|mgr| format!("{} ({})", mgr.daemon.name.id, mgr.daemon.state)).collect();
        match names.as_slice() {
            [] if self.row.active => {
                vec![Cell::new("no standby: nobody takes over when it fails", Tone::Warn)]
            }
            [] => vec![Cell::new("none", Tone::Warn)],
            names => vec![Cell::plain(names.join(", "))],
        }
    }

    /// What it runs, and where that serves.
    fn modules(&self) -> Lines {
        let Some(modules) = &self.modules else {
            return vec![vec![Cell::new("none: a standby runs no module", Tone::Faint)]];
        };
        let urls = modules.iter().filter_map(|module| Some((&module.name, module.url.as_ref()?)));
        let urls = urls.map(|(name, url)| vec![Cell::plain(format!("{name} serves {url}"))]);
        list::modules(modules).into_iter().chain(urls).collect()
    }
}

impl Report for MgrShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(mgr) = &self.mgr else {
            blocks.push(self.header.missing("mgrs", "The mgr map"));
            return blocks;
        };
        let daemon = &mgr.row.daemon;
        // The map names a standby without its address.
        let address = if mgr.row.active { figure::names(&daemon.addresses) } else { Cell::unknown() };
        blocks.push(Block::Facts(vec![
            ("mgr", vec![vec![Cell::plain(format!("{}: ", daemon.name)), state_cell(daemon)]]),
            ("since", vec![mgr.since(self.header.now())]),
            ("others", vec![mgr.others()]),
            ("address", vec![vec![address]]),
            ("runs", mgr.machine.lines(daemon)),
            ("modules", mgr.modules()),
            ("checks", Concern::lines(mgr.checks.as_deref())),
        ]));
        blocks.extend(concern::findings(&self.header, &CODES));
        blocks
    }
}

impl fmt::Display for MgrShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
