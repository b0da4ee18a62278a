//! Metadata servers: those of one file system, or all.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Daemon, FsMap, Inventory, Mds};
use crate::view::daemon::{host_key, name_key, state_cell, state_key, version_key};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::sort::{self, Key, List, Row, Sortable, by};
use crate::view::words::there_are;
use crate::view::{DaemonFilter, DaemonRow, Header, concern, figure};

/// Which MDSs to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MdsFilter {
    /// Those that serve this file system, or follow one that does.
    pub fs: Option<String>,
    /// Those of this host and in this state.
    #[serde(flatten)]
    pub daemon: DaemonFilter,
}

impl fmt::Display for MdsFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fs = self.fs.as_ref().map(|fs| format!("file system {fs}"));
        let rest = Some(self.daemon.to_string()).filter(|rest| !rest.is_empty());
        f.write_str(&[fs, rest].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// One MDS. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MdsRow {
    /// What any list of daemons tells of it.
    #[serde(flatten)]
    pub daemon: Daemon,
    /// The file system it serves; null where it stands by for any.
    pub fs: Option<String>,
    /// The rank it holds, or follows; null where it stands by.
    pub rank: Option<u64>,
    /// Since when the mons wait for its beacon; null where they don't.
    pub laggy_since: Option<Timestamp>,
}

impl MdsRow {
    /// By file system and rank, then those that stand by; `None` where the map was not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let map = inventory.file_systems.value()?;
        let daemons = inventory.daemons();
        let of = |fs: Option<&str>, mds: &Mds| {
            let known = |daemon: &&Daemon| daemon.name.daemon_type.0 == "mds" && daemon.name.id == mds.name;
            Some(Self {
                daemon: daemons.iter().find(known)?.clone(),
                fs: fs.map(str::to_owned),
                rank: mds.rank,
                laggy_since: mds.laggy_since,
            })
        };
        Some(everyone(map).filter_map(|(fs, mds)| of(fs, mds)).collect())
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        vec![
            self.daemon.name.id.as_str().into(),
            state_cell(&self.daemon),
            self.fs.as_deref().map_or_else(figure::nothing, Cell::from),
            self.rank.map_or_else(figure::nothing, |rank| rank.to_string().into()),
            Cell::or_unknown(self.daemon.hostname.as_ref()),
            figure::version(self.daemon.version.as_ref()),
            match self.laggy_since {
                Some(since) => figure::age(now, Some(since)).toned(Tone::Bad),
                None => figure::nothing(),
            },
            figure::names(&self.daemon.addresses),
        ]
    }
}

fn everyone(map: &FsMap) -> impl Iterator<Item = (Option<&str>, &Mds)> {
    let serving =
        map.file_systems.iter().flat_map(|fs| fs.mds.iter().map(|mds| (Some(fs.name.as_str()), mds)));
    serving.chain(map.standbys.iter().map(|mds| (None, mds)))
}

impl DaemonRow for MdsRow {
    fn daemon(&self) -> &Daemon {
        &self.daemon
    }
}

impl Row for MdsRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("MDS"), name_key),
        by(Column::words("STATE"), state_key),
        by(Column::words("FS"), |mds| mds.fs.as_ref().into()),
        by(Column::figures("RANK"), |mds| mds.rank.into()),
        by(Column::words("HOST"), host_key),
        by(Column::words("VERSION"), version_key),
        by(Column::figures("LAGGY"), |mds| Key::age(mds.laggy_since)),
        by(Column::words("ADDRESS").wide(), |mds| Key::names(&mds.daemon.addresses)),
    ];
}

/// The MDSs. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MdsList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: MdsFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match.
    pub mds: Option<Vec<MdsRow>>,
    #[serde(skip)]
    why_none: String,
}

impl MdsList {
    /// Of an inventory, as [`Selection::file_systems`](crate::collect::Selection::file_systems) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &MdsFilter, now: Timestamp) -> Self {
        let all = MdsRow::all(inventory);
        let keeps = |mds: &MdsRow| {
            filter.fs.as_ref().is_none_or(|fs| mds.fs.as_ref() == Some(fs)) && filter.daemon.keeps(mds)
        };
        let why_none = inventory.file_systems.value().zip(all.as_deref());
        Self {
            header: Header::of(inventory, now).about(&inventory.file_systems),
            filter: filter.clone(),
            total: all.as_ref().map(|all| all.len() as u64),
            why_none: why_none.map_or_else(String::new, |(map, all)| why_none_of(map, all, filter)),
            mds: all.map(|all| all.into_iter().filter(keeps).collect()),
        }
    }
}

fn why_none_of(map: &FsMap, all: &[MdsRow], filter: &MdsFilter) -> String {
    if let Some(asked) = filter.fs.as_deref() {
        let names: Vec<&str> = map.file_systems.iter().map(|fs| fs.name.as_str()).collect();
        if !names.contains(&asked) {
            return format!(
                "No file system is {asked}; {}.",
                there_are("file system", "file systems", &names)
            );
        }
        if !all.iter().any(|mds| mds.fs.as_deref() == Some(asked)) {
            return format!("No MDS serves file system {asked}: its clients are stuck.");
        }
    }
    match (all, map.file_systems.as_slice()) {
        ([], []) => "This cluster has no MDS, and no file system that would need one.".into(),
        ([], _) => "No MDS runs: the file systems serve nobody.".into(),
        _ if filter.fs.is_some() => format!("No MDS matches all of this at once: {filter}."),
        _ => filter.daemon.why_none(all, "MDS"),
    }
}

impl List for MdsList {
    type Row = MdsRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<MdsRow>> {
        self.mds.as_mut()
    }
}

impl Report for MdsList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(all) = &self.mds else {
            blocks.push(self.header.missing("file_systems", "The MDS map"));
            return blocks;
        };
        let now = self.header.now();
        blocks.push(Block::Table(Table {
            columns: sort::columns::<MdsRow>(),
            rows: all.iter().map(|mds| mds.cells(now)).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != MdsFilter::default() && !all.is_empty() {
            let total = self.total.unwrap_or_default();
            blocks.push(Block::line(format!("{} of {total} MDSs: {}", all.len(), self.filter), Tone::Faint));
        }
        blocks.extend(concern::findings(&self.header, &["KOOR_MDS_LAGGY"]));
        blocks
    }
}

impl fmt::Display for MdsList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
