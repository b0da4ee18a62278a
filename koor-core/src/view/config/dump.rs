//! The central configuration, one line an option.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::value::{self, Known};
use crate::model::{ConfigEntry, Inventory, REDACTED};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::{counted, there_are};
use crate::view::{Header, close, figure, order};

/// Which entries to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigFilter {
    /// Those of this section: `global`, `osd`, `osd.3`.
    pub who: Option<String>,
    /// Those with this text in the option's name.
    pub option: Option<String>,
    /// Those of this level: `basic`, `advanced`, `dev`.
    pub level: Option<String>,
}

impl fmt::Display for ConfigFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = self.who.as_ref().map(|who| format!("who {who}"));
        let option = self.option.as_ref().map(|option| format!("option {option}"));
        let level = self.level.as_ref().map(|level| format!("level {level}"));
        f.write_str(&[who, option, level].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl ConfigFilter {
    fn keeps(&self, entry: &ConfigEntry) -> bool {
        self.who.as_ref().is_none_or(|who| entry.section == *who)
            && self
                .option
                .as_ref()
                .is_none_or(|text| entry.name.to_lowercase().contains(&text.to_lowercase()))
            && self.level.as_ref().is_none_or(|level| entry.level == *level)
    }

    fn why_none(&self, all: &[ConfigEntry]) -> String {
        if all.is_empty() {
            return "The central configuration is empty: every daemon runs with its conf file and the defaults."
                .into();
        }
        let sections = order::distinct(all.iter().map(|entry| entry.section.as_str()));
        if let Some(who) = self.who.as_deref().filter(|who| !sections.contains(who)) {
            return format!("Nothing is set for {who}; {}.", there_are("section", "sections", &sections));
        }
        let levels = order::distinct(all.iter().map(|entry| entry.level.as_str()));
        if let Some(level) = self.level.as_deref().filter(|level| !levels.contains(level)) {
            return format!(
                "No option that is set has level {level}; {}.",
                there_are("level", "levels", &levels)
            );
        }
        let named = Self { option: self.option.clone(), ..Self::default() };
        match &self.option {
            Some(text) if !all.iter().any(|entry| named.keeps(entry)) => {
                let close = close::did_you_mean(text, all.iter().map(|entry| entry.name.as_str()));
                format!("No option with `{text}` in its name is set centrally{close}.")
            }
            _ => format!("No entry matches all of this at once: {self}."),
        }
    }
}

/// The central configuration. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigDump {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: ConfigFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match, by section, mask and name.
    pub entries: Option<Vec<CentralEntry>>,
    #[serde(skip)]
    why_none: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CentralEntry {
    /// What the mons hold.
    #[serde(flatten)]
    pub entry: ConfigEntry,
    /// The option's default; null where Ceph knows no such option, or did not say.
    pub default: Option<String>,
    /// Whether the value is the default anyway; null where that is not known.
    pub is_default: Option<bool>,
}

impl CentralEntry {
    pub(super) fn of(entry: &ConfigEntry, known: &Known) -> Self {
        let default = known.get(&entry.name).map(|option| {
            let of_daemons = !entry.section.starts_with("client");
            if of_daemons { option.default_of_daemons() } else { &option.default }.to_owned()
        });
        // A secret that is not shown can't be compared.
        let known_value = (entry.value != REDACTED).then_some(entry.value.as_str());
        let is_default =
            default.as_deref().zip(known_value).map(|(default, value)| value::same(default, value));
        Self { entry: entry.clone(), default, is_default }
    }

    pub(super) fn cells(&self) -> Vec<Cell> {
        let entry = &self.entry;
        let mask = if entry.mask.is_empty() { figure::nothing() } else { entry.mask.as_str().into() };
        let default = match (&self.default, self.is_default) {
            (Some(_), Some(true)) => Cell::new("the same", Tone::Faint),
            (default, _) => value::cell_or_unknown(default.as_deref()),
        };
        vec![
            entry.section.as_str().into(),
            entry.name.as_str().into(),
            mask,
            value::cell(&entry.value),
            default,
            entry.level.as_str().into(),
            value::runtime(Some(entry.can_update_at_runtime)),
        ]
    }
}

/// Of [`CentralEntry::cells`].
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::words("WHO"),
        Column::words("OPTION"),
        Column::words("MASK"),
        Column::values("VALUE"),
        Column::values("DEFAULT"),
        Column::words("LEVEL"),
        Column::words("CHANGES"),
    ]
}

impl ConfigDump {
    /// Of an inventory whose central configuration was asked for, and what Ceph says of its options.
    #[must_use]
    pub fn of(inventory: &Inventory, known: &Known, filter: &ConfigFilter, now: Timestamp) -> Self {
        let all = inventory.config.value();
        let kept = |all: &Vec<ConfigEntry>| {
            all.iter()
                .filter(|entry| filter.keeps(entry))
                .map(|entry| CentralEntry::of(entry, known))
                .collect()
        };
        Self {
            header: Header::of(inventory, now).about(&inventory.config),
            filter: filter.clone(),
            total: all.map(|all| all.len() as u64),
            why_none: all.map_or_else(String::new, |all| filter.why_none(all)),
            entries: all.map(kept),
        }
    }
}

impl Report for ConfigDump {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let (Some(entries), Some(total)) = (&self.entries, self.total) else {
            blocks.push(self.header.missing("config", "The central configuration"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: columns(),
            rows: entries.iter().map(CentralEntry::cells).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != ConfigFilter::default() && !entries.is_empty() {
            let total = counted(total, "entry", "entries");
            blocks.push(Block::line(format!("{} of {total}: {}", entries.len(), self.filter), Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for ConfigDump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
