//! The dashboard: what `koor top` shows, made from an inventory, `now`, and the looks before.
//!
//! Each part is a [`Told`]: it carries its own age, for the fast questions are asked each round and the slow ones
//! rarely. What a part says in words stands in `lines`; OSDs and pools as rows, sorted and filtered, in `osd` and
//! `pool`; OSDs as heat in `heat`; what moved before in `history`.

mod alarm;
mod choice;
mod heat;
mod history;
mod lines;
mod osd;
mod pool;
#[cfg(test)]
pub(super) mod tests;
mod told;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

pub use self::alarm::Alarm;
use self::choice::order_by;
pub use self::choice::{Choice, Listed};
pub use self::heat::{Heat, HostMarks, Mark, worst};
pub use self::history::{TopHistory, TopSample, Trend};
pub use self::osd::OsdSort;
pub use self::pool::PoolSort;
pub use self::told::Told;
use super::osd::OsdRow;
use super::pool::PoolRow;
use super::{FullRatios, Header};
use crate::model::{
    Bytes, Capacity, Cluster, Health, Inventory, IoRate, LogEntry, PgDigest, PgState, ProgressEvent,
};

/// How many lines of the cluster log are kept, newest first.
const LOG_LINES: usize = 200;

/// A cluster at one look, each part with its own age.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Top {
    /// Which cluster, from where, when, and Koor's findings.
    #[serde(flatten)]
    pub header: Header,
    /// Why what is shown can't be relied on; null where the cluster answers.
    pub alarm: Option<Alarm>,
    /// Health as Ceph says it.
    pub health: Told<Health>,
    /// The cluster as a whole: mons, mgr, counts of daemons.
    pub cluster: Told<Cluster>,
    /// The active mgr's name; null where there is none, or nobody told which.
    pub active_mgr: Option<String>,
    /// Flags that somebody set on all OSDs.
    pub flags: Told<Vec<String>>,
    /// Room, raw and by class and pool.
    pub capacity: Told<Capacity>,
    /// What clients and recovery do.
    pub io: Told<TopIo>,
    /// PGs.
    pub pgs: Told<TopPgs>,
    /// The OSDs by id.
    pub osds: Told<Vec<OsdRow>>,
    /// How old their fullness is.
    pub osd_usage: Told<()>,
    /// How old their latency is.
    pub osd_latency: Told<()>,
    /// How full an OSD may get.
    pub full_ratios: Option<FullRatios>,
    /// The pools by id.
    pub pools: Told<Vec<PoolRow>>,
    /// How old their traffic is.
    pub pool_io: Told<()>,
    /// What the mgr is busy with, of its digest.
    pub progress: Told<Vec<ProgressEvent>>,
    /// The tail of the cluster log, newest first.
    pub log: Told<Vec<LogEntry>>,
    /// What moved in the looks before, this one included.
    pub history: TopHistory,
}

/// What moves, and the sizes that go with it: all from the mgr's digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopIo {
    /// Clients.
    pub client: IoRate,
    /// Bytes recovered a second.
    pub recovery_bytes_per_s: u64,
    /// Objects recovered a second.
    pub recovery_objects_per_s: u64,
    /// Raw, all of it.
    pub size_bytes: Bytes,
    /// Raw, used.
    pub used_bytes: Bytes,
    /// Raw, left.
    pub available_bytes: Bytes,
    /// Stored by users, before replication.
    pub stored_bytes: Bytes,
    /// Objects.
    pub objects: u64,
}

/// PGs in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopPgs {
    /// How many.
    pub total: u64,
    /// How many serve with all copies in place.
    pub healthy: u64,
    /// How many are in each state.
    pub by_state: BTreeMap<PgState, u64>,
    /// Object copies that are missing.
    pub degraded_objects: u64,
    /// Object copies in the wrong place.
    pub misplaced_objects: u64,
    /// Objects nobody has.
    pub unfound_objects: u64,
    /// All object copies.
    pub object_copies: Option<u64>,
}

impl Top {
    /// Of an inventory, which may carry parts of earlier looks, and of the looks before.
    #[must_use]
    pub fn of(inventory: &Inventory, before: &TopHistory, now: Timestamp) -> Self {
        let header = Header::of(inventory, now);
        let crush_seen = inventory.crush.value().is_some();
        let mut osds: Vec<OsdRow> =
            inventory.osds().into_iter().map(|osd| OsdRow::of(osd, crush_seen)).collect();
        osds.sort_by_key(|osd| osd.id);
        let mut top = Self {
            alarm: Alarm::of(inventory, &header),
            health: Told::of(&inventory.health, Health::clone),
            cluster: Told::of(&inventory.cluster, Cluster::clone),
            active_mgr: inventory.active_mgr().map(str::to_owned),
            flags: Told::of(&inventory.osd_map, |map| map.set_flags().map(str::to_owned).collect()),
            capacity: Told::of(&inventory.capacity, Capacity::clone),
            io: Told::of(&inventory.pg_digest, TopIo::of),
            pgs: Told::of(&inventory.pg_digest, TopPgs::of),
            osds: Told::of(&inventory.osd_map, |_| osds),
            osd_usage: Told::of(&inventory.osd_usage, |_| ()),
            osd_latency: Told::of(&inventory.osd_latency, |_| ()),
            full_ratios: inventory.osd_map.value().map(FullRatios::of),
            pools: Told::of(&inventory.osd_map, |map| {
                map.pools.iter().map(|pool| PoolRow::of(inventory, map, pool)).collect()
            }),
            pool_io: Told::of(&inventory.pool_io, |_| ()),
            progress: Told::of(&inventory.pg_digest, |digest| digest.progress.clone()),
            log: Told::of(&inventory.log, |lines| lines.iter().rev().take(LOG_LINES).cloned().collect()),
            history: before.clone(),
            header,
        };
        let mut history = std::mem::take(&mut top.history);
        history.note(&top);
        top.history = history;
        top
    }

    /// Where `status` counts other OSDs than the map knows: the map is older than a change of theirs.
    #[must_use]
    pub fn osds_have_changed(inventory: &Inventory) -> bool {
        let (Some(cluster), Some(map)) = (inventory.cluster.value(), inventory.osd_map.value()) else {
            return false;
        };
        let count = |holds: fn(&crate::model::OsdState) -> bool| {
            map.osds.iter().filter(|osd| holds(osd)).count() as u64
        };
        let counted = (cluster.counts.osds, cluster.counts.osds_up, cluster.counts.osds_in);
        counted != (count(|_| true), count(|osd| osd.up), count(|osd| osd.is_in))
    }
}

impl TopIo {
    fn of(digest: &PgDigest) -> Self {
        Self {
            client: digest.client,
            recovery_bytes_per_s: digest.recovery_bytes_per_s,
            recovery_objects_per_s: digest.recovery_objects_per_s,
            size_bytes: digest.size,
            used_bytes: digest.used,
            available_bytes: digest.available,
            stored_bytes: digest.stored,
            objects: digest.objects,
        }
    }
}

impl TopPgs {
    fn of(digest: &PgDigest) -> Self {
        Self {
            total: digest.total,
            healthy: digest.healthy(),
            by_state: digest.by_state.clone(),
            degraded_objects: digest.degraded_objects,
            misplaced_objects: digest.misplaced_objects,
            unfound_objects: digest.unfound_objects,
            object_copies: digest.object_copies,
        }
    }
}
