//! `ceph status`: two parts of the inventory, one fresh (the maps), one as old as the mgr's last digest.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::event;
use super::keys::Keys;
use crate::model::{Bytes, Cluster, ClusterCounts, Fsid, IoRate, MgrSummary, PgDigest, PgState};

#[derive(Deserialize)]
struct Answer {
    fsid: String,
    quorum_names: Vec<String>,
    quorum_age: Option<u64>,
    monmap: MonMap,
    osdmap: OsdMap,
    pgmap: PgMap,
    fsmap: FsMap,
    mgrmap: MgrMap,
    servicemap: ServiceMap,
    progress_events: BTreeMap<String, event::Told>,
}

#[derive(Deserialize)]
struct MonMap {
    num_mons: u64,
}

#[derive(Deserialize)]
struct OsdMap {
    num_osds: u64,
    num_up_osds: u64,
    num_in_osds: u64,
    num_remapped_pgs: u64,
}

#[derive(Deserialize)]
struct PgMap {
    pgs_by_state: Vec<StateCount>,
    num_pgs: u64,
    num_pools: u64,
    num_objects: u64,
    data_bytes: u64,
    bytes_used: u64,
    bytes_avail: u64,
    bytes_total: u64,
    // Ceph says each of these only when it is above zero.
    #[serde(default)]
    read_bytes_sec: u64,
    #[serde(default)]
    write_bytes_sec: u64,
    #[serde(default)]
    read_op_per_sec: u64,
    #[serde(default)]
    write_op_per_sec: u64,
    #[serde(default)]
    recovering_bytes_per_sec: u64,
    #[serde(default)]
    recovering_objects_per_sec: u64,
    #[serde(default)]
    degraded_objects: u64,
    degraded_total: Option<u64>,
    #[serde(default)]
    misplaced_objects: u64,
    misplaced_total: Option<u64>,
    #[serde(default)]
    unfound_objects: u64,
}

#[derive(Deserialize)]
struct StateCount {
    state_name: PgState,
    count: u64,
}

#[derive(Deserialize)]
struct FsMap {
    #[serde(default)]
    up: u64,
    #[serde(default)]
    max: u64,
    #[serde(default, rename = "up:standby")]
    standby: u64,
}

#[derive(Deserialize)]
struct MgrMap {
    available: bool,
    num_standbys: u64,
    modules: Vec<String>,
}

#[derive(Deserialize)]
struct ServiceMap {
    services: BTreeMap<String, Service>,
}

#[derive(Deserialize)]
struct Service {
    daemons: Keys,
}

/// Reads the answer of `ceph status` as what the maps say and what the mgr's digest says.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<(Cluster, PgDigest), DecodeError> {
    let answer: Answer = json(bytes)?;
    let pgmap = answer.pgmap;
    let digest = PgDigest {
        total: pgmap.num_pgs,
        by_state: pgmap.pgs_by_state.into_iter().map(|row| (row.state_name, row.count)).collect(),
        pools: pgmap.num_pools,
        objects: pgmap.num_objects,
        stored: Bytes(pgmap.data_bytes),
        used: Bytes(pgmap.bytes_used),
        available: Bytes(pgmap.bytes_avail),
        size: Bytes(pgmap.bytes_total),
        degraded_objects: pgmap.degraded_objects,
        misplaced_objects: pgmap.misplaced_objects,
        unfound_objects: pgmap.unfound_objects,
        object_copies: pgmap.degraded_total.or(pgmap.misplaced_total),
        client: IoRate {
            read_bytes_per_s: pgmap.read_bytes_sec,
            write_bytes_per_s: pgmap.write_bytes_sec,
            read_ops_per_s: pgmap.read_op_per_sec,
            write_ops_per_s: pgmap.write_op_per_sec,
        },
        recovery_bytes_per_s: pgmap.recovering_bytes_per_sec,
        recovery_objects_per_s: pgmap.recovering_objects_per_sec,
        progress: answer.progress_events.into_iter().map(|(id, told)| told.event(id)).collect(),
    };
    let rgws = answer.servicemap.services.get("rgw").map_or(0, |rgw| {
        // One entry of the map is no daemon but a text for all of them.
        rgw.daemons.0.iter().filter(|key| *key != "summary").count() as u64
    });
    let cluster = Cluster {
        fsid: Fsid(answer.fsid),
        quorum: answer.quorum_names,
        quorum_age_s: answer.quorum_age,
        counts: ClusterCounts {
            mons: answer.monmap.num_mons,
            osds: answer.osdmap.num_osds,
            osds_up: answer.osdmap.num_up_osds,
            osds_in: answer.osdmap.num_in_osds,
            remapped_pgs: answer.osdmap.num_remapped_pgs,
            mds_ranks: answer.fsmap.max,
            mds_up: answer.fsmap.up,
            mds_standbys: answer.fsmap.standby,
            rgws,
        },
        mgr: MgrSummary {
            available: answer.mgrmap.available,
            active: None,
            standbys: answer.mgrmap.num_standbys,
            modules: answer.mgrmap.modules,
        },
    };
    Ok((cluster, digest))
}
