//! One option of one daemon.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::help;
use super::show::OptionRow;
use super::value::{self, Known};
use crate::model::{CentralValue, ConfigOption, DaemonName, Inventory, Part, RunningOption};
use crate::view::Header;
use crate::view::report::{self, Block, Cell, Report, Tone};

/// One option of one daemon: what runs, why that, and what it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigOptionShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The daemon.
    pub daemon: DaemonName,
    /// What runs.
    pub running: OptionRow,
    /// What Ceph says of the option; null where the mons did not tell.
    pub option: Option<ConfigOption>,
}

impl ConfigOptionShow {
    /// Of one running option, what the mons say of it, and what they hold for the daemon.
    #[must_use]
    pub fn of(
        inventory: &Inventory,
        daemon: &DaemonName,
        running: &RunningOption,
        option: &Part<ConfigOption>,
        central: &Part<Vec<CentralValue>>,
        now: Timestamp,
    ) -> Self {
        let option_seen = option.value().cloned();
        let known: Known = option_seen.iter().map(|known| (known.name.clone(), known.clone())).collect();
        let said = central.value().map_or(&[][..], Vec::as_slice);
        Self {
            header: Header::of(inventory, now).beside("option", option).beside("central", central),
            daemon: daemon.clone(),
            running: OptionRow::of(running, &known, said),
            option: option_seen,
        }
    }
}

impl Report for ConfigOptionShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let row = &self.running;
        let shown = |text: &str| {
            if text.is_empty() {
                Cell::new("empty", Tone::Faint)
            } else {
                crate::view::log::printable(text).into()
            }
        };
        let one = |cell: Cell| vec![vec![cell]];
        let default = match &row.default {
            None => Cell::unknown(),
            Some(default) if row.is_default() => {
                let cell = shown(default);
                Cell::plain(format!("{}: that is what runs", cell.text))
            }
            Some(default) => shown(default),
        };
        let mut facts = vec![
            ("option", one(format!("{} of {}", row.name, self.daemon).into())),
            ("value", one(shown(&row.value))),
            ("source", one(format!("{}: {}", row.source, value::source(&row.source)).into())),
            ("default", one(default)),
        ];
        let lost: Vec<Vec<Cell>> = row
            .lost
            .iter()
            .filter(|lost| lost.source != "default")
            .map(|lost| {
                vec![Cell::plain(format!("{}: {}", lost.source, crate::view::log::printable(&lost.value)))]
            })
            .collect();
        if !lost.is_empty() {
            facts.push(("lost", lost));
        }
        if row.central.is_some()
            && let Some(note) = row.note()
        {
            facts.push(("not as", one(Cell::new(crate::view::log::printable(&note), Tone::Warn))));
        }
        match &self.option {
            Some(option) => facts.extend(help::about(option)),
            None => facts.push(("about", one(Cell::new("the mons know no such option", Tone::Faint)))),
        }
        let mut blocks = self.header.caution();
        blocks.push(Block::Facts(facts));
        blocks
    }
}

impl fmt::Display for ConfigOptionShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
