//! `ceph fs dump`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::address::Addresses;
use super::decode::{DecodeError, json};
use super::stamp;
use crate::model::{FileSystem, FsMap, Mds, PoolId};

#[derive(Deserialize)]
struct Dump {
    epoch: u64,
    standbys: Vec<Info>,
    filesystems: Vec<Filesystem>,
}

#[derive(Deserialize)]
struct Filesystem {
    id: u64,
    mdsmap: Map,
}

#[derive(Deserialize)]
struct Map {
    fs_name: String,
    flags: u64,
    #[serde(deserialize_with = "stamp::optional")]
    modified: Option<Timestamp>,
    metadata_pool: PoolId,
    data_pools: Vec<PoolId>,
    max_mds: u64,
    standby_count_wanted: u64,
    #[serde(rename = "in")]
    ranks: Vec<u64>,
    failed: Vec<u64>,
    damaged: Vec<u64>,
    info: BTreeMap<String, Info>,
}

#[derive(Deserialize)]
struct Info {
    name: String,
    // -1 for one that stands by.
    rank: i64,
    state: String,
    // Left out of an MDS whose beacons arrive.
    laggy_since: Option<String>,
    addrs: Addresses,
}

/// The flag that keeps clients out (`CEPH_MDSMAP_NOT_JOINABLE`). Its name (`flags_state.joinable`) came after 16.2.
const NOT_JOINABLE: u64 = 1;

/// The flags by their bits (`CEPH_MDSMAP_…`), as newer releases name them; a bit whose name went is told by the old one.
const FLAGS: [(u64, &str); 10] = [
    (0, "not_joinable"),
    (1, "allow_snaps"),
    (2, "allow_multimds"),
    (3, "allow_dirfrags"),
    (4, "allow_multimds_snaps"),
    (5, "allow_standby_replay"),
    (6, "refuse_client_session"),
    (7, "refuse_standby_for_another_fs"),
    (8, "balance_automate"),
    (9, "referent_inodes"),
];

/// The names of the bits that are set.
fn flags(bits: u64) -> Vec<String> {
    let name = |bit: u64| {
        let known = FLAGS.iter().find(|(known, _)| *known == bit);
        known.map_or_else(|| format!("flag_{bit}"), |(_, name)| (*name).to_owned())
    };
    (0..64).filter(|bit| bits >> bit & 1 == 1).map(name).collect()
}

/// Reads the answer of `ceph fs dump`.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<FsMap, DecodeError> {
    let dump: Dump = json(bytes)?;
    let mut file_systems: Vec<_> = dump
        .filesystems
        .into_iter()
        .map(|Filesystem { id, mdsmap }| FileSystem {
            id,
            name: mdsmap.fs_name,
            modified: mdsmap.modified,
            metadata_pool: mdsmap.metadata_pool,
            data_pools: mdsmap.data_pools,
            max_mds: mdsmap.max_mds,
            standbys_wanted: mdsmap.standby_count_wanted,
            joinable: mdsmap.flags & NOT_JOINABLE == 0,
            flags: flags(mdsmap.flags),
            ranks: mdsmap.ranks,
            failed_ranks: mdsmap.failed,
            damaged_ranks: mdsmap.damaged,
            mds: sorted(mdsmap.info.into_values()),
        })
        .collect();
    file_systems.sort_by_key(|fs| fs.id);
    Ok(FsMap { epoch: dump.epoch, file_systems, standbys: sorted(dump.standbys.into_iter()) })
}

/// By rank, the one that holds it before the one that follows it, then by name.
fn sorted(infos: impl Iterator<Item = Info>) -> Vec<Mds> {
    let mut daemons: Vec<_> = infos
        .map(|info| Mds {
            name: info.name,
            rank: u64::try_from(info.rank).ok(),
            state: info.state,
            laggy_since: info.laggy_since.as_deref().and_then(stamp::parse),
            addresses: info.addrs.texts(),
        })
        .collect();
    daemons.sort_by(|a, b| {
        let key = |mds: &Mds| (mds.rank, mds.follows());
        key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
    });
    daemons
}
