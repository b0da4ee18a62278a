//! All that is known of one file system.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{FsPool, FsRow, MdsRow};
use crate::Error;
use crate::model::Inventory;
use crate::view::concern::{self, Concern};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::{counted, there_are};
use crate::view::{Header, figure, sort};

/// One file system. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when the capacity figures are.
    pub as_of: Option<Timestamp>,
    /// The file system; null where the map was not seen.
    pub file_system: Option<FsDetail>,
}

/// One file system with all that is known of it: the fields of [`FsRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: FsRow,
    /// Its MDSs by rank.
    pub servers: Vec<MdsRow>,
    /// The MDSs that stand by for any file system.
    pub standing_by: Vec<MdsRow>,
    /// The flags that are set on it, in Ceph's words.
    pub flags: Vec<String>,
    /// What Ceph's checks say of it and its MDSs; null where health was not seen.
    pub checks: Option<Vec<Concern>>,
}

impl FsShow {
    /// Of an inventory, as [`Selection::file_systems`](crate::collect::Selection::file_systems) asks for it.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the map was seen and names no such file system.
    pub fn of(inventory: &Inventory, name: &str, now: Timestamp) -> Result<Self, Error> {
        let file_system = match FsRow::all(inventory) {
            None => None,
            Some(all) => match all.iter().find(|fs| fs.name == name) {
                Some(row) => Some(FsDetail::of(inventory, row)),
                None => return Err(not_found(name, &all)),
            },
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.file_systems),
            as_of: inventory.capacity.as_of(),
            file_system,
        })
    }
}

fn not_found(name: &str, all: &[FsRow]) -> Error {
    let names: Vec<&str> = all.iter().map(|fs| fs.name.as_str()).collect();
    let instead = there_are("file system", "file systems", &names);
    Error::NotFound { message: format!("file system {name} does not exist; {instead}") }
}

impl FsDetail {
    fn of(inventory: &Inventory, row: &FsRow) -> Self {
        let mds = MdsRow::all(inventory).unwrap_or_default();
        let (serving, rest): (Vec<_>, Vec<_>) =
            mds.into_iter().partition(|mds| mds.fs.as_ref() == Some(&row.name));
        let map = inventory.file_systems.value();
        let fs = map.and_then(|map| map.file_systems.iter().find(|fs| fs.id == row.id));
        let names: Vec<String> = serving.iter().map(|mds| mds.daemon.name.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).chain([row.name.as_str()]).collect();
        Self {
            checks: Concern::of(inventory, &names),
            servers: serving,
            standing_by: rest.into_iter().filter(|mds| mds.fs.is_none()).collect(),
            flags: fs.map(|fs| fs.flags.clone()).unwrap_or_default(),
            row: row.clone(),
        }
    }

    fn ranks(&self) -> Vec<Cell> {
        let row = &self.row;
        let mut cells = vec![Cell::plain(format!("{} in use of {} wanted", row.ranks.len(), row.max_mds))];
        for (ranks, what) in [(&row.failed_ranks, "failed"), (&row.damaged_ranks, "damaged")] {
            if !ranks.is_empty() {
                let ranks: Vec<String> = ranks.iter().map(u64::to_string).collect();
                cells.push(Cell::new(format!(", {what}: {}", ranks.join(", ")), Tone::Bad));
            }
        }
        cells
    }

    fn standbys(&self) -> Vec<Cell> {
        let row = &self.row;
        let names: Vec<&str> = self.standing_by.iter().map(|mds| mds.daemon.name.id.as_str()).collect();
        let mut text = match names.as_slice() {
            [] => "none".to_owned(),
            names => names.join(", "),
        };
        if !row.standby_replay.is_empty() {
            text = format!("{text}; following a rank: {}", row.standby_replay.join(", "));
        }
        let wanted = format!(" ({} wanted)", counted(row.standbys_wanted, "is", "are"));
        let tone = if row.spare() < row.standbys_wanted.max(1) { Tone::Warn } else { Tone::Plain };
        vec![Cell::new(text, tone), Cell::new(wanted, Tone::Faint)]
    }

    fn pools(&self) -> Table {
        let row = |kind: &str, pool: &FsPool| {
            vec![
                pool.text().into(),
                kind.into(),
                Cell::or_unknown(pool.stored_bytes),
                Cell::or_unknown(pool.used_bytes),
                Cell::or_unknown(pool.max_available_bytes),
                figure::percent(pool.percent_used),
            ]
        };
        let data = self
            .row
            .data_pools
            .iter()
            .enumerate()
            .map(|(index, pool)| row(if index == 0 { "data (default)" } else { "data" }, pool));
        Table {
            columns: vec![
                Column::words("POOL"),
                Column::words("HOLDS"),
                Column::figures("STORED"),
                Column::figures("USED"),
                Column::figures("AVAIL"),
                Column::figures("USE%"),
            ],
            rows: std::iter::once(row("metadata", &self.row.metadata_pool)).chain(data).collect(),
            empty: String::new(),
        }
    }
}

impl Report for FsShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(fs) = &self.file_system else {
            blocks.push(self.header.missing("file_systems", "The MDS map, which names the file systems,"));
            return blocks;
        };
        let (row, now) = (&fs.row, self.header.now());
        let joinable = if row.joinable {
            Cell::plain("may join")
        } else {
            Cell::new("may not join: ceph fs set NAME joinable true lets them", Tone::Warn)
        };
        let changed = row.modified.map_or_else(Cell::unknown, |at| Cell::plain(figure::moment(now, at)));
        blocks.push(Block::Facts(vec![
            ("fs", vec![vec![Cell::plain(format!("{} (id {}): ", row.name, row.id)), row.state()]]),
            ("ranks", vec![fs.ranks()]),
            ("standbys", vec![fs.standbys()]),
            ("clients", vec![vec![joinable]]),
            ("flags", vec![vec![figure::names(&fs.flags)]]),
            ("changed", vec![vec![changed]]),
            ("checks", Concern::lines(fs.checks.as_deref())),
        ]));
        blocks.push(Block::Gap);
        blocks.push(Block::Table(Table {
            columns: sort::columns::<MdsRow>(),
            rows: fs.servers.iter().map(|mds| mds.cells(now)).collect(),
            empty: format!("No MDS serves {}: its clients are stuck.", row.name),
        }));
        blocks.push(Block::Gap);
        blocks.push(Block::Table(fs.pools()));
        blocks.extend(concern::findings(&self.header, &["KOOR_MDS_LAGGY"]));
        blocks
    }
}

impl fmt::Display for FsShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
