//! The first answer at 3 a.m.: how is the cluster?

mod lines;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::report::{self, Block, Report};
use super::{Header, RookLine};
use crate::model::{
    Bytes, CephVersion, Check, Inventory, IoRate, PgState, ProgressEvent, Severity, VersionCount,
};

/// A cluster on one screen. What is null was not seen; [`Header::unseen`](super::Header) says why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Status {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Health as Ceph says it.
    pub health: Option<HealthSummary>,
    /// The mons.
    pub mons: Option<MonSummary>,
    /// The mgrs.
    pub mgrs: Option<MgrCounts>,
    /// The OSDs.
    pub osds: Option<OsdCounts>,
    /// The file systems.
    pub file_systems: Option<Vec<FsSummary>>,
    /// The RGW daemons.
    pub rgws: Option<Count>,
    /// The pools.
    pub pools: Option<Count>,
    /// The PGs, from the mgr's digest.
    pub pgs: Option<PgSummary>,
    /// Capacity, from the mgr's digest.
    pub capacity: Option<CapacitySummary>,
    /// What clients and recovery do, from the mgr's digest.
    pub io: Option<IoSummary>,
    /// What is under way.
    pub progress: Option<Vec<ProgressEvent>>,
    /// What runs.
    pub versions: Option<Vec<VersionCount>>,
    /// Rook in short; null where no Kubernetes is known, or nothing of it was seen.
    pub rook: Option<RookLine>,
}

/// Health as Ceph says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthSummary {
    /// The worst of the checks that are not muted.
    pub status: Severity,
    /// The checks, worst first.
    pub checks: Vec<Check>,
}

/// The mons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonSummary {
    /// In the monmap.
    pub total: u64,
    /// In quorum, by name.
    pub quorum: Vec<String>,
    /// The one that leads.
    pub leader: Option<String>,
    /// How long this quorum has stood, in seconds.
    pub quorum_age_s: Option<u64>,
}

/// The mgrs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrCounts {
    /// The active one; null where there is none, or nobody told which.
    pub active: Option<String>,
    /// Whether one is active and said that it is ready.
    pub available: bool,
    /// Those that stand by, by name; null where nobody named them.
    pub standbys: Option<Vec<String>>,
    /// How many stand by.
    pub standby_count: u64,
}

/// The OSDs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdCounts {
    /// In the map.
    pub total: u64,
    /// Up.
    pub up: u64,
    /// In.
    #[serde(rename = "in")]
    pub is_in: u64,
    /// PGs that are remapped.
    pub remapped_pgs: u64,
    /// Flags that somebody set; null where the map was not seen.
    pub flags: Option<Vec<String>>,
}

/// One file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsSummary {
    /// Its name.
    pub name: String,
    /// Its MDSs by rank, with their state: `x up:active`.
    pub mds: Vec<String>,
    /// Those that went silent.
    pub laggy: Vec<String>,
    /// Standbys for any file system.
    pub standbys: u64,
}

/// How many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// How many.
    pub total: u64,
}

/// The PGs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgSummary {
    /// How many.
    pub total: u64,
    /// As of when; null where the mgr did not say.
    pub as_of: Option<Timestamp>,
    /// How many are in each state.
    pub by_state: BTreeMap<PgState, u64>,
    /// How many are active and clean.
    pub healthy: u64,
    /// Object copies that are missing.
    pub degraded_objects: u64,
    /// Object copies in the wrong place.
    pub misplaced_objects: u64,
    /// Objects nobody has.
    pub unfound_objects: u64,
    /// All object copies.
    pub object_copies: Option<u64>,
}

/// Capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CapacitySummary {
    /// As of when; null where the mgr did not say.
    pub as_of: Option<Timestamp>,
    /// Raw, all of it.
    pub total_bytes: Bytes,
    /// Raw, used.
    pub used_bytes: Bytes,
    /// Raw, left.
    pub available_bytes: Bytes,
    /// Stored by users, before replication.
    pub stored_bytes: Bytes,
    /// Objects.
    pub objects: u64,
}

/// What moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IoSummary {
    /// As of when; null where the mgr did not say.
    pub as_of: Option<Timestamp>,
    /// Clients.
    pub client: IoRate,
    /// Bytes recovered a second.
    pub recovery_bytes_per_s: u64,
    /// Objects recovered a second.
    pub recovery_objects_per_s: u64,
}

impl Status {
    /// Of an inventory.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        let cluster = inventory.cluster.value();
        let health = inventory
            .health
            .value()
            .map(|health| HealthSummary { status: health.status, checks: health.checks.clone() });
        let osds = cluster.map(|cluster| OsdCounts {
            total: cluster.counts.osds,
            up: cluster.counts.osds_up,
            is_in: cluster.counts.osds_in,
            remapped_pgs: cluster.counts.remapped_pgs,
            flags: inventory.osd_map.value().map(|map| map.set_flags().map(str::to_owned).collect()),
        });
        let digest = inventory.pg_digest.value();
        // The mgr's own word where it was asked, else what it told the mons.
        let told = inventory.progress.value().or_else(|| digest.map(|digest| &digest.progress));
        let progress =
            told.map(|events| events.iter().filter(|event| event.finished.is_none()).cloned().collect());
        let as_of = inventory.pg_digest.seen().and_then(|seen| seen.as_of);
        Self {
            header: Header::of(inventory, now),
            health,
            mons: mons(inventory),
            mgrs: cluster.map(|cluster| MgrCounts {
                active: inventory.active_mgr().map(str::to_owned),
                available: cluster.mgr.available,
                standbys: inventory
                    .standby_mgrs()
                    .map(|names| names.into_iter().map(str::to_owned).collect()),
                standby_count: cluster.mgr.standbys,
            }),
            osds,
            file_systems: file_systems(inventory),
            rgws: cluster.map(|cluster| Count { total: cluster.counts.rgws }),
            pools: digest.map(|digest| Count { total: digest.pools }),
            pgs: digest.map(|digest| PgSummary {
                total: digest.total,
                as_of,
                by_state: digest.by_state.clone(),
                healthy: digest.healthy(),
                degraded_objects: digest.degraded_objects,
                misplaced_objects: digest.misplaced_objects,
                unfound_objects: digest.unfound_objects,
                object_copies: digest.object_copies,
            }),
            capacity: digest.map(|digest| CapacitySummary {
                as_of,
                total_bytes: digest.size,
                used_bytes: digest.used,
                available_bytes: digest.available,
                stored_bytes: digest.stored,
                objects: digest.objects,
            }),
            io: digest.map(|digest| IoSummary {
                as_of,
                client: digest.client,
                recovery_bytes_per_s: digest.recovery_bytes_per_s,
                recovery_objects_per_s: digest.recovery_objects_per_s,
            }),
            progress,
            versions: inventory.versions.value().map(|versions| versions.0.clone()),
            rook: RookLine::of(inventory),
        }
    }

    /// The distinct versions that run, oldest first.
    fn distinct_versions(&self) -> Vec<&CephVersion> {
        let mut all: Vec<_> = self.versions.iter().flatten().map(|row| &row.version).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The mons in short; `None` where nobody told.
pub(in crate::view) fn mons(inventory: &Inventory) -> Option<MonSummary> {
    let leader = inventory.quorum.value().and_then(|quorum| quorum.leader.clone());
    let lost = inventory.has_quorum() == Some(false);
    if let Some(cluster) = inventory.cluster.value() {
        return Some(MonSummary {
            total: cluster.counts.mons,
            // Without a quorum nobody leads and nobody is in it, whatever a mon remembers.
            leader: leader.filter(|_| !lost),
            quorum: if lost { Vec::new() } else { cluster.quorum.clone() },
            quorum_age_s: cluster.quorum_age_s.filter(|_| !lost),
        });
    }
    // Nobody answers for the cluster, but somebody runs.
    let pings = inventory.mon_pings.value().filter(|_| lost)?;
    Some(MonSummary { total: pings.len() as u64, quorum: Vec::new(), leader: None, quorum_age_s: None })
}

fn file_systems(inventory: &Inventory) -> Option<Vec<FsSummary>> {
    let map = inventory.file_systems.value()?;
    let of = |fs: &crate::model::FileSystem| FsSummary {
        name: fs.name.clone(),
        mds: fs.mds.iter().map(|mds| format!("{} {}", mds.name, mds.state)).collect(),
        laggy: fs.mds.iter().filter(|mds| mds.laggy_since.is_some()).map(|mds| mds.name.clone()).collect(),
        standbys: map.standbys.len() as u64,
    };
    Some(map.file_systems.iter().map(of).collect())
}

impl Report for Status {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        lines::blocks(self)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
