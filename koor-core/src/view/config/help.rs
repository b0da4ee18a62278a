//! What an option means.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::Error;
use crate::model::{ConfigEntry, ConfigOption, Inventory};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::{Header, close, figure};

/// One option as Ceph documents it, and what the central configuration says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigHelp {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The option.
    pub option: ConfigOption,
    /// What is set centrally; null where that was not seen.
    pub set: Option<Vec<ConfigEntry>>,
}

impl ConfigHelp {
    /// Of what the mons say of an option, and an inventory whose central configuration was asked for.
    #[must_use]
    pub fn of(inventory: &Inventory, option: ConfigOption, now: Timestamp) -> Self {
        let set = inventory
            .config
            .value()
            .map(|all| all.iter().filter(|entry| entry.name == option.name).cloned().collect());
        Self { header: Header::of(inventory, now), option, set }
    }

    /// That there is no such option, with the names that are close to it.
    #[must_use]
    pub fn not_found(asked: &str, names: &[String]) -> Error {
        let close = close::did_you_mean(asked, names.iter().map(String::as_str));
        let hint = if close.is_empty() { "; `ceph config ls` lists all".to_owned() } else { close };
        Error::NotFound { message: format!("Ceph knows no option {asked}{hint}") }
    }
}

/// A value, with what an empty one is.
fn told(value: &str) -> Cell {
    if value.is_empty() { Cell::new("empty", Tone::Faint) } else { crate::view::log::printable(value).into() }
}

/// Labelled lines about the option itself, which a running value stands before.
pub(super) fn about(option: &ConfigOption) -> Vec<(&'static str, Vec<Vec<Cell>>)> {
    let one = |cell: Cell| vec![vec![cell]];
    let range = match (&option.min, &option.max) {
        (Some(min), Some(max)) => format!("{min} to {max}").into(),
        (Some(min), None) => format!("{min} or more").into(),
        (None, Some(max)) => format!("{max} or less").into(),
        (None, None) if !option.enum_values.is_empty() => option.enum_values.join(", ").into(),
        (None, None) => Cell::new("Ceph says no limit", Tone::Faint),
    };
    let changes = if option.can_update_at_runtime {
        "a running daemon takes up a change"
    } else if option.flags.iter().any(|flag| flag == "no_mon_update") {
        "only in the conf file or on the command line, and at a restart"
    } else if option.flags.iter().any(|flag| flag == "cluster_create" || flag == "create") {
        "matters only when the cluster, or the daemon, is made"
    } else {
        "a daemon takes up a change when it restarts"
    };
    let mut facts = vec![
        ("type", one(format!("{}, {}", option.option_type, option.level).into())),
        ("allowed", one(range)),
        ("changes", one(changes.into())),
    ];
    if !option.services.is_empty() {
        facts.push(("services", one(option.services.join(", ").into())));
    }
    // Of some options both say the same.
    let long = Some(&option.long_description).filter(|long| **long != option.description);
    let lines: Vec<Vec<Cell>> = std::iter::once(&option.description)
        .chain(long)
        .filter(|text| !text.is_empty())
        .flat_map(|text| text.lines())
        .map(|line| vec![line.trim().into()])
        .collect();
    let none = || one(Cell::new("Ceph has no words for it", Tone::Faint));
    facts.push(("about", if lines.is_empty() { none() } else { lines }));
    facts.push(("see also", one(figure::names(&option.see_also))));
    facts
}

impl Report for ConfigHelp {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let one = |cell: Cell| vec![vec![cell]];
        let option = &self.option;
        let mut facts =
            vec![("option", one(option.name.as_str().into())), ("default", one(told(&option.default)))];
        if let Some(default) = &option.daemon_default {
            facts.push(("of daemons", one(told(default))));
        }
        facts.extend(about(option));
        let set = match &self.set {
            None => one(Cell::unknown()),
            Some(all) if all.is_empty() => {
                one(Cell::new("nowhere in the central configuration", Tone::Faint))
            }
            Some(all) => all
                .iter()
                .map(|entry| {
                    let mask = if entry.mask.is_empty() { String::new() } else { format!("/{}", entry.mask) };
                    vec![
                        format!("{} for {}{mask}", crate::view::log::printable(&entry.value), entry.section)
                            .into(),
                    ]
                })
                .collect(),
        };
        facts.push(("set to", set));
        let mut blocks = self.header.caution();
        blocks.push(Block::Facts(facts));
        blocks
    }
}

impl fmt::Display for ConfigHelp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
