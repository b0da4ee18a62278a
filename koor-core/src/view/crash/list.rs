//! Crashes, one a line, the newest first.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Crash, Inventory};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::{counted, there_are};
use crate::view::{Header, age, figure, order};

/// Which crashes to show; what is `None` or false does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrashFilter {
    /// Those that nobody archived.
    pub new: bool,
    /// Those of this daemon (`osd.1`), or of daemons of this type (`osd`).
    pub entity: Option<String>,
}

impl fmt::Display for CrashFilter {
    /// `new, entity osd.1`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let new = self.new.then(|| "new".to_owned());
        let entity = self.entity.as_ref().map(|entity| format!("entity {entity}"));
        f.write_str(&[new, entity].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl CrashFilter {
    fn keeps(&self, crash: &Crash) -> bool {
        (!self.new || crash.archived.is_none())
            && self
                .entity
                .as_deref()
                .is_none_or(|entity| crash.entity == entity || crash.entity.split('.').next() == Some(entity))
    }

    fn why_none(&self, all: &[Crash]) -> String {
        if all.is_empty() {
            return "No crash was reported. A daemon's crash is reported once ceph-crash runs on its host and sends it."
                .into();
        }
        let entities = order::distinct(all.iter().map(|crash| crash.entity.as_str()));
        let only_entity = Self { new: false, ..self.clone() };
        match &self.entity {
            Some(entity) if !all.iter().any(|crash| only_entity.keeps(crash)) => {
                format!("No crash of {entity} was reported; {}.", there_are("entity", "entities", &entities))
            }
            Some(entity) => format!("All crashes of {entity} are archived."),
            None => match all.len() {
                1 => "The only crash is archived.".into(),
                count => format!("All {count} crashes are archived."),
            },
        }
    }
}

/// Crashes. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrashList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: CrashFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match, the newest first.
    pub crashes: Option<Vec<CrashRow>>,
    #[serde(skip)]
    why_none: String,
}

/// One crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrashRow {
    /// What Ceph says of it.
    #[serde(flatten)]
    pub crash: Crash,
    /// How many crashes there are with this backtrace, this one included; null where it has none.
    pub alike: Option<u64>,
}

impl CrashList {
    /// Of an inventory whose crashes were asked for.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &CrashFilter, now: Timestamp) -> Self {
        let all = inventory.crashes.value();
        let mut alike: BTreeMap<&str, u64> = BTreeMap::new();
        for signature in all.into_iter().flatten().filter_map(|crash| crash.stack_sig.as_deref()) {
            *alike.entry(signature).or_default() += 1;
        }
        let rows = |all: &Vec<Crash>| {
            let mut rows: Vec<CrashRow> = all
                .iter()
                .filter(|crash| filter.keeps(crash))
                .map(|crash| CrashRow {
                    alike: crash.stack_sig.as_deref().and_then(|signature| alike.get(signature).copied()),
                    crash: crash.clone(),
                })
                .collect();
            // The id begins with the time, which a report may lack otherwise.
            rows.sort_by(|a, b| b.crash.id.cmp(&a.crash.id));
            rows
        };
        Self {
            header: Header::of(inventory, now).about(&inventory.crashes),
            filter: filter.clone(),
            total: all.map(|all| all.len() as u64),
            why_none: all.map_or_else(String::new, |all| filter.why_none(all)),
            crashes: all.map(rows),
        }
    }
}

fn cells(row: &CrashRow, now: Timestamp) -> Vec<Cell> {
    let crash = &row.crash;
    let state = if crash.archived.is_some() {
        Cell::new("archived", Tone::Faint)
    } else {
        Cell::new("new", Tone::Warn)
    };
    vec![
        crash.entity.as_str().into(),
        state,
        Cell::or_unknown(crash.at.map(|at| age::ago(now, at))),
        Cell::or_unknown(crash.at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())),
        Cell::or_unknown(crash.version.as_ref()),
        Cell::or_unknown(crash.hostname.as_ref()),
        row.alike.filter(|alike| *alike > 1).map_or_else(figure::nothing, |alike| format!("×{alike}").into()),
        crash.id.as_str().into(),
    ]
}

impl Report for CrashList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let (Some(crashes), Some(total)) = (&self.crashes, self.total) else {
            blocks.push(self.header.missing("crashes", "The crashes"));
            return blocks;
        };
        let now = self.header.now();
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::words("ENTITY"),
                Column::words("STATE"),
                Column::words("AGO"),
                Column::words("WHEN (UTC)"),
                Column::words("VERSION"),
                Column::words("HOST"),
                Column::figures("ALIKE"),
                Column::words("ID"),
            ],
            rows: crashes.iter().map(|row| cells(row, now)).collect(),
            empty: self.why_none.clone(),
        }));
        if !crashes.is_empty() {
            blocks.push(Block::line(self.summary(crashes, total), Tone::Faint));
        }
        blocks
    }
}

impl CrashList {
    /// `2 of 3 crashes: new; 2 different backtraces; koor crash show ID tells more`.
    fn summary(&self, crashes: &[CrashRow], total: u64) -> String {
        let new = crashes.iter().filter(|row| row.crash.archived.is_none()).count();
        let signatures = crashes.iter().filter_map(|row| row.crash.stack_sig.as_deref());
        let kinds = order::distinct(signatures).len() as u64;
        let shown = if self.filter == CrashFilter::default() {
            format!("{}, {new} new", counted(total, "crash", "crashes"))
        } else {
            format!("{} of {}: {}", crashes.len(), counted(total, "crash", "crashes"), self.filter)
        };
        format!("{shown}; {}", counted(kinds, "backtrace in all", "different backtraces"))
    }
}

impl fmt::Display for CrashList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
