//! The modules of the active mgr.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::Serialize;

use super::CODES;
use crate::model::{Health, Inventory, MgrMap, MgrModule};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::sort::{self, List, Row, Sortable, by};
use crate::view::{Header, concern, figure};

/// The checks that say of a module that it has failed, and why.
const CHECKS: [&str; 2] = ["MGR_MODULE_ERROR", "MGR_MODULE_DEPENDENCY"];

/// Whether a module is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ModuleState {
    /// This release never switches it off.
    AlwaysOn,
    /// Somebody switched it on.
    On,
    /// It is not switched on.
    Off,
}

impl ModuleState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AlwaysOn => "always on",
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

/// Which modules to show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ModuleFilter {
    /// All of them.
    #[default]
    All,
    /// Those that somebody switched on.
    On,
    /// Those that are never switched off.
    AlwaysOn,
    /// Those that are off.
    Off,
    /// Those that are on, or always on, and don't run.
    Failed,
}

impl ModuleFilter {
    const fn keeps(self, module: &ModuleRow) -> bool {
        match self {
            Self::All => true,
            Self::On => matches!(module.state, ModuleState::On),
            Self::AlwaysOn => matches!(module.state, ModuleState::AlwaysOn),
            Self::Off => matches!(module.state, ModuleState::Off),
            Self::Failed => module.failed,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "known",
            Self::On => "on",
            Self::AlwaysOn => "always on",
            Self::Off => "off",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for ModuleFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "on" => Ok(Self::On),
            "always-on" => Ok(Self::AlwaysOn),
            "off" => Ok(Self::Off),
            "failed" => Ok(Self::Failed),
            _ => Err(format!("`{text}` is no state of a module: write on, always-on, off or failed")),
        }
    }
}

/// One module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModuleRow {
    /// Its name.
    pub name: String,
    /// Whether it is switched on.
    pub state: ModuleState,
    /// Whether it is meant to run and doesn't.
    pub failed: bool,
    /// Why it doesn't, or could not run, in Ceph's words.
    pub why: Option<String>,
    /// Where it serves; null where it serves nothing.
    pub url: Option<String>,
}

impl ModuleRow {
    /// By name; `None` where the mgr map was not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let map = inventory.mgrs.value()?;
        Some(map.modules.iter().map(|module| Self::of(module, map, inventory.health.value())).collect())
    }

    fn of(module: &MgrModule, map: &MgrMap, health: Option<&Health>) -> Self {
        let raised = health.and_then(|health| raised(health, &module.name));
        let on = module.enabled || module.always_on;
        Self {
            name: module.name.clone(),
            state: match (module.always_on, module.enabled) {
                (true, _) => ModuleState::AlwaysOn,
                (false, true) => ModuleState::On,
                (false, false) => ModuleState::Off,
            },
            failed: module.is_failed() || (on && raised.is_some()),
            why: raised
                .or_else(|| module.error.clone())
                .map(|why| why.split_whitespace().collect::<Vec<_>>().join(" ")),
            url: map.services.get(&module.name).cloned(),
        }
    }

    fn cells(&self) -> Vec<Cell> {
        let state = match (self.failed, self.state) {
            (true, state) => Cell::new(format!("{}, failed", state.as_str()), Tone::Bad),
            (false, ModuleState::Off) => Cell::new("off", Tone::Faint),
            (false, state) => Cell::new(state.as_str(), Tone::Good),
        };
        let tone = if self.failed { Tone::Bad } else { Tone::Faint };
        vec![
            self.name.as_str().into(),
            state,
            self.url.as_deref().map_or_else(figure::nothing, Cell::from),
            self.why.as_deref().map_or_else(figure::nothing, |why| Cell::new(why, tone)),
        ]
    }
}

/// What a check says of a module: `Module 'dashboard' has failed: …`, the name and what is said twice left out.
fn raised(health: &Health, module: &str) -> Option<String> {
    let quoted = format!("Module '{module}' has failed");
    let details = CHECKS.iter().filter_map(|code| health.check(code)).flat_map(|check| &check.detail);
    let said = details.into_iter().find_map(|detail| detail.trim().strip_prefix(&quoted))?;
    Some(said.trim_start_matches(" dependency").trim_start_matches(": ").to_owned())
}

impl Row for ModuleRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("MODULE"), |module| (&module.name).into()),
        by(Column::words("STATE"), |module| (module.state as u64).into()),
        by(Column::words("SERVES"), |module| module.url.as_ref().into()),
        by(Column::words("WHY NOT"), |module| module.why.as_ref().into()),
    ];
}

/// The modules by name. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModuleList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: ModuleFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// The active mgr, which knows them.
    pub active: Option<String>,
    /// Those that match.
    pub modules: Option<Vec<ModuleRow>>,
}

impl ModuleList {
    /// Of an inventory, as [`Selection::mgrs`](crate::collect::Selection::mgrs) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: ModuleFilter, now: Timestamp) -> Self {
        let all = ModuleRow::all(inventory);
        Self {
            header: Header::of(inventory, now).about(&inventory.mgrs),
            filter,
            total: all.as_ref().map(|all| all.len() as u64),
            active: inventory.mgrs.value().and_then(|map| map.active.clone()),
            modules: all.map(|all| all.into_iter().filter(|module| filter.keeps(module)).collect()),
        }
    }

    fn why_none(&self) -> String {
        match (self.total, &self.active) {
            (Some(0), None) => {
                "No module is known: no mgr is active, and only the active one tells them.".into()
            }
            (Some(0), Some(active)) => format!("No module is known: the active mgr {active} told none yet."),
            (total, _) => format!("No module of {} is {}.", total.unwrap_or_default(), self.filter.as_str()),
        }
    }
}

impl List for ModuleList {
    type Row = ModuleRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<ModuleRow>> {
        self.modules.as_mut()
    }
}

impl Report for ModuleList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(modules) = &self.modules else {
            blocks.push(self.header.missing("mgrs", "The mgr map, which names the modules,"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: sort::columns::<ModuleRow>(),
            rows: modules.iter().map(ModuleRow::cells).collect(),
            empty: self.why_none(),
        }));
        if self.filter != ModuleFilter::All && !modules.is_empty() {
            let total = self.total.unwrap_or_default();
            let text = format!("{} of {total} modules: {}", modules.len(), self.filter.as_str());
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks.extend(concern::findings(&self.header, &CODES));
        blocks
    }
}

impl fmt::Display for ModuleList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
