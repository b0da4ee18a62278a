//! What changed between two inventories: as data, and as sentences that need no second reading at 3 a.m.
//!
//! Invariants:
//! - [`diff`] is a plain function of two values: no clock, no I/O, the same bytes every time;
//! - a part that one side did not see is *not compared*, with the reason; it never reads as "removed";
//! - what was not said (an `Option` that is `None` because a daemon kept silent) is no change either;
//! - `diff(a, b)` and `diff(b, a)` mirror each other: the same subjects, before and after swapped, worse and better
//!   swapped;
//! - worse comes first, then better, then what is neither; within that by subject.
//!
//! Deliberately absent: what moves all the time and means nothing by itself (rates, latencies, clocks, progress,
//! the log's tail, epochs), any judgement beyond "worse" and "better" (that is `assess`), layout (that is `view`).

mod balancer;
mod capacity;
mod change;
mod config;
mod crash;
mod crush;
mod device;
mod field;
mod fs;
mod health;
mod kube;
mod ledger;
mod mgr;
mod mon;
mod osd;
mod osd_map;
mod pair;
mod pg;
mod pool;
mod quorum;
mod rook;
mod service;
#[cfg(test)]
mod tests;
mod version;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use change::{Change, Direction, Subject, SubjectKind};

use super::{Fsid, Inventory, Source};
use ledger::Ledger;

/// The version of the diff's JSON. It grows when a field changes its meaning or goes; new fields may come at any
/// time.
pub const SCHEMA_VERSION: u32 = 1;

/// What changed between two inventories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diff {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    /// The first inventory.
    pub before: Moment,
    /// The second inventory.
    pub after: Moment,
    /// Whether both are of one cluster, by its id; `None` where a side does not say which one it is.
    /// `Some(false)` does not keep the two from being compared (a test cluster beside the real one is a fair
    /// question), but then "removed" means "not there".
    pub same_cluster: Option<bool>,
    /// The changes: worse first, then better, then the others; within that by subject.
    pub changes: Vec<Change>,
    /// Parts that were asked for on a side and could not be compared, in the inventory's order.
    pub not_compared: Vec<PartNote>,
    /// Parts that were compared although a side may be older than it looks. Their changes are marked
    /// [`stale`](Change::stale).
    pub stale: Vec<PartNote>,
    /// Parts that were compared although a side did not see all of it: what is told as added or removed may be neither.
    #[serde(default)]
    pub partial: Vec<PartNote>,
}

/// One of the two inventories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moment {
    /// When the looking began.
    pub collected_at: Timestamp,
    /// From where.
    pub source: Source,
    /// The cluster's id, where it was seen.
    pub fsid: Option<Fsid>,
}

/// A word about one part of the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartNote {
    /// The part's name, as in [`Inventory::PARTS`].
    pub part: String,
    /// The reason, for people.
    pub why: String,
}

/// What changed from `before` to `after`.
#[must_use]
pub fn diff(before: &Inventory, after: &Inventory) -> Diff {
    let mut ledger = Ledger::default();
    let hosts = osd::Hosts::of(before, after);
    quorum::compare(&mut ledger, before, after);
    let (b, a) = (before, after);
    ledger.part("health", &b.health, &a.health, health::compare);
    ledger.part("mons", &b.mons, &a.mons, mon::compare);
    ledger.part("mgrs", &b.mgrs, &a.mgrs, mgr::compare);
    ledger.part("osd_map", &b.osd_map, &a.osd_map, |ledger, before, after| {
        osd::compare(ledger, &hosts, before, after);
        osd_map::compare(ledger, before, after);
        pool::compare(ledger, &before.pools, &after.pools);
    });
    ledger.part("osd_metadata", &b.osd_metadata, &a.osd_metadata, osd::compare_metadata);
    ledger.part("crush", &b.crush, &a.crush, crush::compare);
    ledger.part("capacity", &b.capacity, &a.capacity, capacity::compare);
    ledger.part("pg_digest", &b.pg_digest, &a.pg_digest, pg::compare_digest);
    ledger.part("pgs", &b.pgs, &a.pgs, pg::compare);
    ledger.part("file_systems", &b.file_systems, &a.file_systems, fs::compare);
    ledger.part("services", &b.services, &a.services, |ledger, before, after| {
        service::compare(ledger, before, after);
    });
    ledger.part("versions", &b.versions, &a.versions, version::compare);
    for (name, b, a) in [
        ("mon_metadata", &b.mon_metadata, &a.mon_metadata),
        ("mgr_metadata", &b.mgr_metadata, &a.mgr_metadata),
        ("mds_metadata", &b.mds_metadata, &a.mds_metadata),
    ] {
        ledger.part(name, b, a, version::compare_metadata);
    }
    ledger.part("config", &b.config, &a.config, config::compare);
    ledger.part("devices", &b.devices, &a.devices, device::compare);
    ledger.part("crashes", &b.crashes, &a.crashes, crash::compare);
    ledger.part("balancer", &b.balancer, &a.balancer, balancer::compare);
    self::kube::compare(&mut ledger, b, a);
    ledger.close(Moment::of(before), Moment::of(after))
}

impl Moment {
    fn of(inventory: &Inventory) -> Self {
        Self {
            collected_at: inventory.collected_at,
            source: inventory.source.clone(),
            fsid: inventory
                .cluster
                .value()
                .map(|cluster| &cluster.fsid)
                .or_else(|| inventory.mons.value().map(|mons| &mons.fsid))
                .cloned(),
        }
    }
}

impl Diff {
    /// Whether nothing changed, as far as both sides could be compared.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes of one direction, in order.
    pub fn of_direction(&self, direction: Direction) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.direction == direction)
    }
}

impl fmt::Display for Diff {
    /// One sentence a line, and what could not be compared below.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (&self.before, &self.after);
        writeln!(f, "before: {} ({})", before.collected_at, before.source)?;
        writeln!(f, "after:  {} ({})", after.collected_at, after.source)?;
        if self.same_cluster == Some(false) {
            writeln!(f, "These are two different clusters: \"removed\" means \"not there\".")?;
        }
        if self.is_empty() {
            writeln!(f, "nothing changed in what both sides show")?;
        }
        for change in &self.changes {
            writeln!(f, "{:<8}{change}", change.direction.mark())?;
        }
        for note in &self.not_compared {
            writeln!(f, "not compared: {}: {}", note.part, note.why)?;
        }
        for note in &self.stale {
            writeln!(f, "may be old: {}: {}", note.part, note.why)?;
        }
        for note in &self.partial {
            writeln!(f, "not seen whole: {}: {}", note.part, note.why)?;
        }
        Ok(())
    }
}
