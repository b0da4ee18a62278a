//! One file system as a row.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Bytes, FileSystem, FsMap, Inventory, Mds, PoolId, Ratio};
use crate::view::figure;
use crate::view::report::{Cell, Column, Tone};
use crate::view::sort::{Key, Row, Sortable, by};

/// One file system. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsRow {
    /// Its number (`fscid`).
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What is amiss, worst first; empty where it serves as it is meant to.
    pub troubles: Vec<FsTrouble>,
    /// Active MDSs wanted.
    pub max_mds: u64,
    /// Ranks in use.
    pub ranks: Vec<u64>,
    /// Ranks nobody holds.
    pub failed_ranks: Vec<u64>,
    /// Ranks whose metadata is damaged.
    pub damaged_ranks: Vec<u64>,
    /// The MDSs that hold a rank, by rank.
    pub mds: Vec<String>,
    /// The MDSs that follow one, ready to take its rank.
    pub standby_replay: Vec<String>,
    /// The MDSs whose beacons stopped.
    pub laggy: Vec<String>,
    /// MDSs that stand by for any file system.
    pub standbys: u64,
    /// Standbys wanted.
    pub standbys_wanted: u64,
    /// Whether clients may join.
    pub joinable: bool,
    /// The pool its metadata is in.
    pub metadata_pool: FsPool,
    /// The pools its data is in, the first being the default.
    pub data_pools: Vec<FsPool>,
    /// What users stored in all data pools.
    pub stored_bytes: Option<Bytes>,
    /// What users may still store in the default data pool.
    pub max_available_bytes: Option<Bytes>,
    /// When its map last changed.
    pub modified: Option<Timestamp>,
}

/// One thing amiss with a file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsTrouble {
    /// Whether clients are stuck by it.
    pub stuck: bool,
    /// What it is: `rank 0 failed`, `x laggy`, `not joinable`.
    pub text: String,
}

/// One pool of a file system. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsPool {
    /// Its number.
    pub id: PoolId,
    /// Its name.
    pub name: Option<String>,
    /// What is stored in it.
    pub stored_bytes: Option<Bytes>,
    /// What that takes, raw.
    pub used_bytes: Option<Bytes>,
    /// What may still be stored before the first OSD is full.
    pub max_available_bytes: Option<Bytes>,
    /// Used of used and available, 0 to 1.
    pub percent_used: Option<Ratio>,
}

impl FsPool {
    fn of(inventory: &Inventory, id: PoolId) -> Self {
        let pool = inventory.osd_map.value().and_then(|map| map.pools.iter().find(|pool| pool.id == id));
        let capacity = inventory.capacity.value().and_then(|all| all.pools.iter().find(|pool| pool.id == id));
        Self {
            id,
            name: pool.map(|pool| pool.name.clone()).or_else(|| capacity.map(|pool| pool.name.clone())),
            stored_bytes: capacity.map(|pool| pool.stored),
            used_bytes: capacity.map(|pool| pool.used),
            max_available_bytes: capacity.map(|pool| pool.max_available),
            percent_used: capacity.map(|pool| pool.percent_used),
        }
    }

    /// Its name, else its number.
    pub(super) fn text(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("pool {}", self.id))
    }
}

impl FsRow {
    /// Every file system by id; `None` where the map was not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let map = inventory.file_systems.value()?;
        Some(map.file_systems.iter().map(|fs| Self::of(inventory, map, fs)).collect())
    }

    fn of(inventory: &Inventory, map: &FsMap, fs: &FileSystem) -> Self {
        let names = |keeps: &dyn Fn(&Mds) -> bool| -> Vec<String> {
            fs.mds.iter().filter(|mds| keeps(mds)).map(|mds| mds.name.clone()).collect()
        };
        let data_pools: Vec<FsPool> = fs.data_pools.iter().map(|id| FsPool::of(inventory, *id)).collect();
        Self {
            id: fs.id,
            name: fs.name.clone(),
            troubles: troubles(fs),
            max_mds: fs.max_mds,
            ranks: fs.ranks.clone(),
            failed_ranks: fs.failed_ranks.clone(),
            damaged_ranks: fs.damaged_ranks.clone(),
            mds: names(&|mds| !mds.follows()),
            standby_replay: names(&Mds::follows),
            laggy: names(&|mds| mds.laggy_since.is_some()),
            standbys: map.standbys.len() as u64,
            standbys_wanted: fs.standbys_wanted,
            joinable: fs.joinable,
            metadata_pool: FsPool::of(inventory, fs.metadata_pool),
            stored_bytes: data_pools.iter().map(|pool| pool.stored_bytes).sum(),
            max_available_bytes: data_pools.first().and_then(|pool| pool.max_available_bytes),
            data_pools,
            modified: fs.modified,
        }
    }

    /// `active`, or what is amiss.
    pub(super) fn state(&self) -> Cell {
        match self.troubles.as_slice() {
            [] => Cell::new("active", Tone::Good),
            all => {
                let tone = if all.iter().any(|one| one.stuck) { Tone::Bad } else { Tone::Warn };
                Cell::new(all.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(", "), tone)
            }
        }
    }

    /// Standbys that could take a rank: those for any file system and those that follow.
    pub(super) const fn spare(&self) -> u64 {
        self.standbys + self.standby_replay.len() as u64
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        let standbys = Cell::plain(self.standbys.to_string());
        let data: Vec<String> = self.data_pools.iter().map(FsPool::text).collect();
        vec![
            self.name.as_str().into(),
            self.state(),
            format!("{}/{}", self.ranks.len(), self.max_mds).into(),
            figure::names(&self.mds),
            figure::names(&self.standby_replay),
            if self.spare() < self.standbys_wanted { standbys.toned(Tone::Warn) } else { standbys },
            self.metadata_pool.text().into(),
            figure::names(&data),
            Cell::or_unknown(self.stored_bytes),
            Cell::or_unknown(self.max_available_bytes),
            Cell::or_unknown(self.metadata_pool.stored_bytes),
            self.id.to_string().into(),
            figure::age(now, self.modified),
        ]
    }
}

/// Worst first: what stops clients, then what only weakens.
fn troubles(fs: &FileSystem) -> Vec<FsTrouble> {
    let mut found = Vec::new();
    let mut add = |stuck, text: String| found.push(FsTrouble { stuck, text });
    for rank in &fs.damaged_ranks {
        add(true, format!("rank {rank} damaged"));
    }
    for rank in &fs.failed_ranks {
        add(true, format!("rank {rank} failed"));
    }
    for mds in fs.mds.iter().filter(|mds| mds.laggy_since.is_some()) {
        add(true, format!("{} laggy", mds.name));
    }
    if fs.ranks.is_empty() {
        add(true, "no mds".into());
    }
    for mds in fs.mds.iter().filter(|mds| mds.state != "up:active" && !mds.follows()) {
        let rank = mds.rank.map_or_else(String::new, |rank| format!("rank {rank} "));
        add(true, format!("{rank}{}", mds.state));
    }
    if !fs.joinable {
        add(false, "not joinable".into());
    }
    let ranks = fs.ranks.len() as u64;
    if !fs.ranks.is_empty() && ranks < fs.max_mds {
        add(false, format!("{} of {} ranks", fs.ranks.len(), fs.max_mds));
    }
    found
}

impl Row for FsRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("FS"), |fs| (&fs.name).into()),
        by(Column::words("STATE"), |fs| fs.state().text.into()),
        by(Column::figures("RANKS"), |fs| (fs.ranks.len() as u64).into()),
        by(Column::words("ACTIVE"), |fs| Key::names(&fs.mds)),
        by(Column::words("REPLAY"), |fs| Key::names(&fs.standby_replay)),
        by(Column::figures("STANDBYS"), |fs| fs.standbys.into()),
        by(Column::words("METADATA"), |fs| fs.metadata_pool.text().into()),
        by(Column::words("DATA"), |fs| fs.data_pools.first().map(FsPool::text).into()),
        by(Column::figures("STORED"), |fs| fs.stored_bytes.into()),
        by(Column::figures("AVAIL"), |fs| fs.max_available_bytes.into()),
        by(Column::figures("META STORED").wide(), |fs| fs.metadata_pool.stored_bytes.into()),
        by(Column::figures("ID").wide(), |fs| fs.id.into()),
        by(Column::figures("CHANGED").wide(), |fs| Key::age(fs.modified)),
    ];
}
