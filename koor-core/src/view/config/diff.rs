//! Where the cluster differs from the defaults, and where daemons run with something else than the mons hold for them.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::dump::{self, CentralEntry};
use super::show::OptionRow;
use super::value::{self, Known};
use crate::model::{CentralValue, DaemonName, Inventory, RunningConfig, Why};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::{counted, listed};
use crate::view::{Header, order};

/// What was asked of one daemon, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DaemonConfig {
    /// The daemon.
    pub daemon: DaemonName,
    /// What it runs with and what the mons hold for it; or why that is not known.
    pub answer: Result<(RunningConfig, Vec<CentralValue>), Why>,
}

/// Differences. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigDiff {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Options that run with another value than the central configuration has.
    pub disagreeing: Vec<Difference>,
    /// What is set centrally and is not the default.
    pub central: Option<Vec<CentralEntry>>,
    /// Options that daemons have from elsewhere (conf file, environment, command line, set while they ran) and that are
    /// not at the default.
    pub elsewhere: Vec<Difference>,
    /// How many daemons told what they run with.
    pub asked: u64,
    /// Daemons that could not be asked.
    pub not_asked: Vec<NotAskedDaemon>,
}

/// One option that the same source gives the same value in some daemons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The option.
    pub option: String,
    /// What runs.
    pub value: String,
    /// Where that comes from.
    pub source: String,
    /// Its default; null where nobody told.
    pub default: Option<String>,
    /// What the central configuration has instead; null where it says nothing.
    pub central: Option<CentralValue>,
    /// Why the central value does not run, or that the daemon has this from elsewhere.
    pub why: String,
    /// In which daemons.
    pub daemons: Vec<DaemonName>,
}

/// A daemon that could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotAskedDaemon {
    /// The daemon.
    pub daemon: DaemonName,
    /// The reason.
    pub why: Why,
}

/// Differences by option, value, source and central value: what is the same in many daemons stands once.
type Groups = BTreeMap<(String, String, String, String), Difference>;

fn add(groups: &mut Groups, row: &OptionRow, why: String, daemon: &DaemonName) {
    let central = row.central.as_ref().map_or(String::new(), |central| central.value.clone());
    let key = (row.name.clone(), row.value.clone(), row.source.clone(), central);
    groups
        .entry(key)
        .or_insert_with(|| Difference {
            option: row.name.clone(),
            value: row.value.clone(),
            source: row.source.clone(),
            default: row.default.clone(),
            central: row.central.clone(),
            why,
            daemons: Vec::new(),
        })
        .daemons
        .push(daemon.clone());
}

/// Options of the mgr's modules are in the central configuration alone: no daemon tells that it runs with them.
fn is_of_module(option: &str) -> bool {
    option.contains('/')
}

/// A central value that the daemon does not mention: it runs with the default.
fn silent(central: &CentralValue, known: &Known) -> Option<OptionRow> {
    let option = known.get(&central.name)?;
    let default = option.default_of_daemons();
    (!value::same(default, &central.value)).then(|| OptionRow {
        name: central.name.clone(),
        value: default.to_owned(),
        default: Some(default.to_owned()),
        source: "default".into(),
        lost: Vec::new(),
        central: Some(central.clone()),
        can_update_at_runtime: Some(central.can_update_at_runtime),
    })
}

fn why(row: &OptionRow) -> String {
    match row.source.as_str() {
        "default" | "mon" if row.can_update_at_runtime == Some(false) => "restart it to take it up".into(),
        "default" | "mon" => "it did not take it up".into(),
        "override" => "set while it ran, or by itself".into(),
        source => format!("{source} is stronger"),
    }
}

impl ConfigDiff {
    /// Of an inventory whose central configuration was asked for, what daemons told, and what Ceph says of the options.
    #[must_use]
    pub fn of(inventory: &Inventory, daemons: &[DaemonConfig], known: &Known, now: Timestamp) -> Self {
        let (mut disagreeing, mut elsewhere) = (Groups::new(), Groups::new());
        let mut not_asked = Vec::new();
        for DaemonConfig { daemon, answer } in daemons {
            let (running, central) = match answer {
                Ok(told) => told,
                Err(why) => {
                    not_asked.push(NotAskedDaemon { daemon: daemon.clone(), why: why.clone() });
                    continue;
                }
            };
            for option in &running.options {
                let row = OptionRow::of(option, known, central);
                if row.central.is_some() {
                    add(&mut disagreeing, &row, why(&row), daemon);
                } else if !matches!(row.source.as_str(), "default" | "mon") && !row.is_default() {
                    add(&mut elsewhere, &row, "not from the central configuration".into(), daemon);
                }
            }
            let mentions = |name: &str| running.options.iter().any(|option| option.name == name);
            let unheard =
                central.iter().filter(|central| !is_of_module(&central.name) && !mentions(&central.name));
            for row in unheard.filter_map(|central| silent(central, known)) {
                add(&mut disagreeing, &row, why(&row), daemon);
            }
        }
        let entries = inventory.config.value().map(|all| {
            let of = |entry| CentralEntry::of(entry, known);
            all.iter().map(of).filter(|entry| entry.is_default != Some(true)).collect()
        });
        Self {
            header: Header::of(inventory, now).about(&inventory.config),
            disagreeing: disagreeing.into_values().collect(),
            central: entries,
            elsewhere: elsewhere.into_values().collect(),
            asked: (daemons.len() - not_asked.len()) as u64,
            not_asked,
        }
    }

    /// `osd.*` where all that were asked of a type are meant, else their names.
    fn who(&self, daemons: &[DaemonName]) -> String {
        let names: Vec<String> = daemons.iter().map(ToString::to_string).collect();
        if daemons.len() as u64 == self.asked && daemons.len() > 1 {
            return format!("all {}", daemons.len());
        }
        listed(&order::distinct(names.iter().map(String::as_str)))
    }

    fn disagreeing_table(&self) -> Table {
        let row = |one: &Difference| {
            let central = one.central.as_ref();
            vec![
                one.option.as_str().into(),
                Cell::new(value::cell(&one.value).text, Tone::Warn),
                value::cell_or_unknown(central.map(|central| central.value.as_str())),
                Cell::or_unknown(central.map(|central| &central.section)),
                one.source.as_str().into(),
                one.why.as_str().into(),
                self.who(&one.daemons).into(),
            ]
        };
        Table {
            columns: vec![
                Column::words("OPTION"),
                Column::values("RUNS"),
                Column::values("MON SAYS"),
                Column::words("FOR"),
                Column::words("SOURCE"),
                Column::words("WHY"),
                Column::words("DAEMONS"),
            ],
            rows: self.disagreeing.iter().map(row).collect(),
            empty: match self.asked {
                0 => "No daemon told what it runs with.".into(),
                asked => format!(
                    "Every daemon that was asked ({asked}) runs with what the central configuration has for it."
                ),
            },
        }
    }

    fn elsewhere_table(&self) -> Table {
        let row = |one: &Difference| {
            vec![
                one.option.as_str().into(),
                value::cell(&one.value),
                value::cell_or_unknown(one.default.as_deref()),
                one.source.as_str().into(),
                self.who(&one.daemons).into(),
            ]
        };
        Table {
            columns: vec![
                Column::words("OPTION"),
                Column::values("VALUE"),
                Column::values("DEFAULT"),
                Column::words("SOURCE"),
                Column::words("DAEMONS"),
            ],
            rows: self.elsewhere.iter().map(row).collect(),
            empty: "Nothing: no daemon has a value from its conf file, environment or command line, or from while it ran, \
                that is not the default."
                .into(),
        }
    }
}

impl Report for ConfigDiff {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let head = |text: &str| Block::line(text, Tone::Faint);
        let mut blocks = self.header.caution();
        blocks.push(head("Daemons that run with something else than the central configuration has:"));
        blocks.push(Block::Table(self.disagreeing_table()));
        blocks.push(Block::Gap);
        match &self.central {
            None => blocks.push(self.header.missing("config", "The central configuration")),
            Some(entries) => {
                blocks.push(head("Set centrally, and not the default:"));
                blocks.push(Block::Table(Table {
                    columns: dump::columns(),
                    rows: entries.iter().map(CentralEntry::cells).collect(),
                    empty: "Nothing is set centrally that is not the default.".into(),
                }));
            }
        }
        blocks.push(Block::Gap);
        blocks.push(head("Set elsewhere, and not the default:"));
        blocks.push(Block::Table(self.elsewhere_table()));
        blocks.push(Block::Gap);
        blocks.push(head(&format!("{} told what they run with", counted(self.asked, "daemon", "daemons"))));
        let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for daemon in &self.not_asked {
            reasons.entry(daemon.why.message.clone()).or_default().push(daemon.daemon.to_string());
        }
        for (why, names) in reasons {
            let count = counted(names.len() as u64, "daemon", "daemons");
            blocks.push(Block::line(format!("{count} did not: {} ({why})", listed(&names)), Tone::Warn));
        }
        blocks
    }
}

impl fmt::Display for ConfigDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
