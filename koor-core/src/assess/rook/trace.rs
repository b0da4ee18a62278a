//! From a claim down to the disks: volume, pool and image or subvolume, PGs, OSDs; and whether any of it is sick.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::claim::missing;
use crate::assess::explain::{counted, names};
use crate::model::kube::{Claim, ClaimRef, Volume, VolumeBackend};
use crate::model::{Inventory, OsdId, PgId, Pool, Severity};

/// A claim, and everything under it. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trace {
    /// The claim.
    pub claim: Claim,
    /// Its volume; null where it is not bound, or volumes were not seen.
    pub volume: Option<Volume>,
    /// The pools that hold its data and metadata, by name.
    pub pools: Vec<String>,
    /// How many PGs these have; the claim's objects are spread over all of them.
    pub pgs: Option<u64>,
    /// Those of them that are not active and clean.
    pub sick_pgs: Vec<PgId>,
    /// The OSDs that hold these PGs.
    pub osds: Vec<OsdId>,
    /// Those of them that are down.
    pub down_osds: Vec<OsdId>,
    /// The pods that mount it, in its namespace.
    pub pods: Option<Vec<String>>,
    /// What is sick, worst first.
    pub troubles: Vec<TraceTrouble>,
}

/// One thing that is sick under a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TraceTrouble {
    /// How bad.
    pub severity: Severity,
    /// What.
    pub text: String,
}

/// Follows a claim; `None` where it is not among those that were seen.
#[must_use]
pub fn trace(inventory: &Inventory, claim: &ClaimRef) -> Option<Trace> {
    let claims = inventory.claims.value()?;
    let claim = claims.iter().find(|one| one.namespace == claim.namespace && one.name == claim.name)?;
    let volumes = inventory.volumes.value();
    let volume = volumes.and_then(|all| all.iter().find(|one| Some(&one.name) == claim.volume.as_ref()));
    let backend = volume.and_then(|volume| volume.backend.as_ref());
    let pools = backend.map(|backend| pools(inventory, backend)).unwrap_or_default();
    let map = inventory.pgs.value();
    let under = |pg: &&crate::model::Pg| pools.iter().any(|pool| pool.id == pg.id.pool);
    let pgs: Vec<_> = map.into_iter().flat_map(|map| &map.pgs).filter(under).collect();
    let osds: BTreeSet<OsdId> = pgs.iter().flat_map(|pg| pg.acting.iter().flatten().copied()).collect();
    let down = |id: &&OsdId| {
        let osd_map = inventory.osd_map.value();
        osd_map.is_some_and(|map| map.osds.iter().any(|osd| osd.id == **id && !osd.up))
    };
    let users = inventory.pods.value().map(|all| {
        let of = all.iter().filter(|pod| pod.namespace == claim.namespace && !pod.has_ended());
        of.filter(|pod| pod.claims.contains(&claim.name)).map(|pod| pod.name.clone()).collect()
    });
    let mut trace = Trace {
        claim: claim.clone(),
        volume: volume.cloned(),
        pools: pools.iter().map(|pool| pool.name.clone()).collect(),
        pgs: map.filter(|_| !pools.is_empty()).map(|_| pgs.len() as u64),
        sick_pgs: pgs.iter().filter(|pg| !pg.state.is_healthy()).map(|pg| pg.id).collect(),
        down_osds: osds.iter().filter(down).copied().collect(),
        osds: osds.into_iter().collect(),
        pods: users,
        troubles: Vec::new(),
    };
    trace.troubles = troubles(inventory, &trace, &pgs);
    Some(trace)
}

/// The pools that a volume lies in: of a file system its metadata pool and all data pools, unless one is named.
fn pools<'a>(inventory: &'a Inventory, backend: &VolumeBackend) -> Vec<&'a Pool> {
    let Some(map) = inventory.osd_map.value() else { return Vec::new() };
    let by_name = |name: &str| map.pools.iter().find(|pool| pool.name == name);
    match backend {
        VolumeBackend::Rbd { pool, data_pool, .. } => {
            std::iter::once(pool).chain(data_pool.iter()).filter_map(|name| by_name(name)).collect()
        }
        VolumeBackend::CephFs { file_system, pool, .. } => {
            let fs = inventory.file_systems.value().into_iter().flat_map(|map| &map.file_systems);
            let Some(fs) = fs.into_iter().find(|fs| fs.name == *file_system) else {
                return pool.iter().filter_map(|name| by_name(name)).collect();
            };
            let data = |id: &&crate::model::PoolId| {
                pool.as_deref().and_then(by_name).is_none_or(|named| named.id == **id)
            };
            let ids = std::iter::once(&fs.metadata_pool).chain(fs.data_pools.iter().filter(data));
            ids.filter_map(|id| map.pools.iter().find(|pool| pool.id == *id)).collect()
        }
    }
}

fn troubles(inventory: &Inventory, trace: &Trace, pgs: &[&crate::model::Pg]) -> Vec<TraceTrouble> {
    let mut all: Vec<TraceTrouble> = Vec::new();
    let mut add = |severity, text: String| all.push(TraceTrouble { severity, text });
    let claim = &trace.claim;
    match claim.phase.as_str() {
        "Bound" => {}
        "Lost" => add(Severity::Err, "its volume is gone".into()),
        other => add(Severity::Warn, format!("it is {other}: no volume is bound to it yet")),
    }
    let backend = trace.volume.as_ref().and_then(|volume| volume.backend.as_ref());
    if let Some(what) = backend.and_then(|backend| missing(inventory, backend)) {
        add(Severity::Err, format!("{what} does not exist"));
    }
    let idle = pgs.iter().filter(|pg| !pg.state.has("active")).count() as u64;
    if idle > 0 {
        add(Severity::Err, format!("{} of {} serve nothing", counted(idle, "PG"), pgs.len()));
    }
    let sick = trace.sick_pgs.len() as u64 - idle.min(trace.sick_pgs.len() as u64);
    if sick > 0 {
        add(Severity::Warn, format!("{} of {} serve, and are not clean", counted(sick, "PG"), pgs.len()));
    }
    if !trace.down_osds.is_empty() {
        let down: Vec<String> = trace.down_osds.iter().map(ToString::to_string).collect();
        add(Severity::Warn, format!("{} down", names(down.iter().map(String::as_str))));
    }
    let full = |pool: &&Pool| {
        trace.pools.contains(&pool.name)
            && pool.flags.iter().any(|flag| flag == "full" || flag == "full_quota")
    };
    let pools = inventory.osd_map.value().into_iter().flat_map(|map| &map.pools);
    for pool in pools.filter(full) {
        add(Severity::Err, format!("pool {} is full", pool.name));
    }
    if let Some(VolumeBackend::CephFs { file_system, .. }) = backend {
        let fs = inventory.file_systems.value().into_iter().flat_map(|map| &map.file_systems);
        for fs in fs.filter(|fs| fs.name == *file_system && !fs.failed_ranks.is_empty()) {
            add(Severity::Err, format!("file system {} has a failed rank", fs.name));
        }
    }
    if claim.deleting_since.is_some() {
        let users = trace.pods.as_deref().unwrap_or_default();
        let holds = if users.is_empty() {
            String::new()
        } else {
            format!(", held by {}", names(users.iter().map(String::as_str)))
        };
        add(Severity::Warn, format!("it is being deleted{holds}"));
    }
    all.sort_by_key(|one| Reverse(one.severity));
    all
}
