//! What one daemon runs with, one line an option.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::value::{self, Known};
use crate::model::{CentralValue, ConfigOverride, DaemonName, Inventory, Part, RunningConfig, RunningOption};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::{counted, listed};
use crate::view::{Header, figure};

/// The running configuration of one daemon.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The daemon.
    pub daemon: DaemonName,
    /// Whether options at their default are shown, too.
    pub all: bool,
    /// Its options by name: those that are not at their default, or all.
    pub options: Vec<OptionRow>,
    /// Options that somebody set to what is their default anyway, and that are left out therefore.
    pub set_to_default: Vec<String>,
}

/// One option of a running daemon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptionRow {
    /// Its name.
    pub name: String,
    /// Its running value; a secret reads `REDACTED`.
    pub value: String,
    /// Its default; null where nobody told.
    pub default: Option<String>,
    /// The source that won: `default`, `mon`, `file`, `env`, `cmdline`, `override`.
    pub source: String,
    /// The sources that lost, strongest first.
    pub lost: Vec<ConfigOverride>,
    /// What the central configuration says, where that is not what runs.
    pub central: Option<CentralValue>,
    /// Whether a running daemon takes up a change; null where nobody told.
    pub can_update_at_runtime: Option<bool>,
}

impl OptionRow {
    pub(super) fn of(running: &RunningOption, known: &Known, central: &[CentralValue]) -> Self {
        let central = central.iter().find(|central| central.name == running.name);
        Self {
            name: running.name.clone(),
            value: running.value.clone(),
            default: value::default_of(running, known),
            source: running.source.clone(),
            lost: running.overrides.clone(),
            central: central.filter(|central| !value::same(&central.value, &running.value)).cloned(),
            can_update_at_runtime: known
                .get(&running.name)
                .map(|option| option.can_update_at_runtime)
                .or_else(|| central.map(|central| central.can_update_at_runtime)),
        }
    }

    pub(super) fn is_default(&self) -> bool {
        self.default.as_deref().is_some_and(|default| value::same(default, &self.value))
    }

    /// What lost, and what the central configuration would have instead.
    pub(super) fn note(&self) -> Option<String> {
        if let Some(central) = &self.central {
            let beaten = self.lost.iter().any(|lost| lost.source == "mon") || self.source != "default";
            let why = match (beaten, self.can_update_at_runtime) {
                (true, _) => format!("{} beats it", self.source),
                (false, Some(false)) => "taken up at the next restart".to_owned(),
                (false, _) => "the daemon has not taken it up".to_owned(),
            };
            return Some(format!("mon says {} for {}: {why}", central.value, central.section));
        }
        let lost = self.lost.iter().filter(|lost| lost.source != "default");
        let told: Vec<String> = lost.map(|lost| format!("{} said {}", lost.source, lost.value)).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    fn cells(&self) -> Vec<Cell> {
        let source = Cell::plain(self.source.as_str());
        let tone = if self.central.is_some() { Tone::Warn } else { Tone::Plain };
        let note = self
            .note()
            .map_or_else(figure::nothing, |note| Cell::new(crate::view::log::printable(&note), tone));
        let default = if self.is_default() {
            Cell::new("the same", Tone::Faint)
        } else {
            value::cell_or_unknown(self.default.as_deref())
        };
        vec![
            self.name.as_str().into(),
            value::cell(&self.value),
            default,
            source,
            value::runtime(self.can_update_at_runtime),
            note,
        ]
    }
}

impl ConfigShow {
    /// Of what the mgr says that a daemon runs with, what the mons say of those options, and what they hold for it.
    #[must_use]
    pub fn of(
        inventory: &Inventory,
        running: &RunningConfig,
        known: &Known,
        central: &Part<Vec<CentralValue>>,
        all: bool,
        now: Timestamp,
    ) -> Self {
        let said = central.value().map_or(&[][..], Vec::as_slice);
        let rows: Vec<OptionRow> =
            running.options.iter().map(|option| OptionRow::of(option, known, said)).collect();
        let (shown, left_out): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| all || row.central.is_some() || !row.is_default());
        let set = left_out.into_iter().filter(|row| row.source != "default").map(|row| row.name);
        Self {
            header: Header::of(inventory, now).beside("central", central),
            daemon: running.daemon.clone(),
            all,
            options: shown,
            set_to_default: set.collect(),
        }
    }

    /// What the sources that are in sight mean.
    fn sources(&self) -> Vec<Block> {
        // From the weakest to the strongest.
        ["mon", "file", "env", "cmdline", "override"]
            .into_iter()
            .filter(|word| self.options.iter().any(|row| row.source == *word))
            .map(|word| Block::line(format!("{word}: {}", value::source(word)), Tone::Faint))
            .collect()
    }
}

impl Report for ConfigShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::words("OPTION"),
                Column::values("VALUE"),
                Column::values("DEFAULT"),
                Column::words("SOURCE"),
                Column::words("CHANGES"),
                Column::words("NOTE"),
            ],
            rows: self.options.iter().map(OptionRow::cells).collect(),
            empty: format!("{} runs with the defaults: nobody set anything else for it.", self.daemon),
        }));
        let count = counted(self.options.len() as u64, "option", "options");
        let what = if self.all { "in all" } else { "not at the default" };
        let mut text = format!("{} runs with {count} {what}", self.daemon);
        if !self.set_to_default.is_empty() {
            text.push_str("; set to what is the default anyway: ");
            text.push_str(&listed(&self.set_to_default));
        }
        blocks.push(Block::line(text, Tone::Faint));
        blocks.extend(self.sources());
        blocks
    }
}

impl fmt::Display for ConfigShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
