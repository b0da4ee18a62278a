//! `ceph osd dump`: the OSD map. Its pools are read in [`pool`](super::pool).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::address::Addresses;
use super::decode::{DecodeError, json};
use super::pool::PoolRow;
use super::stamp;
use crate::model::{EcProfile, OsdId, OsdMap, OsdState, Ratio};

#[derive(Deserialize)]
struct Dump {
    epoch: u64,
    #[serde(deserialize_with = "stamp::optional")]
    modified: Option<Timestamp>,
    flags_set: Vec<String>,
    require_osd_release: String,
    require_min_compat_client: String,
    nearfull_ratio: Ratio,
    backfillfull_ratio: Ratio,
    full_ratio: Ratio,
    osds: Vec<Osd>,
    osd_xinfo: Vec<More>,
    pools: Vec<PoolRow>,
    erasure_code_profiles: BTreeMap<String, EcProfile>,
    crush_node_flags: BTreeMap<String, Vec<String>>,
    device_class_flags: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Osd {
    osd: OsdId,
    uuid: String,
    up: u8,
    #[serde(rename = "in")]
    is_in: u8,
    weight: f64,
    primary_affinity: f64,
    state: Vec<String>,
    public_addrs: Addresses,
    cluster_addrs: Addresses,
}

#[derive(Deserialize)]
struct More {
    osd: OsdId,
    #[serde(deserialize_with = "stamp::optional")]
    down_stamp: Option<Timestamp>,
}

/// Reads the answer of `ceph osd dump`.
///
/// # Errors
/// Where a field is missing, has another type, or a pool is of a type that is neither replicated nor erasure-coded.
pub fn decode(bytes: &[u8]) -> Result<OsdMap, DecodeError> {
    let dump: Dump = json(bytes)?;
    let down: BTreeMap<_, _> = dump.osd_xinfo.into_iter().map(|more| (more.osd, more.down_stamp)).collect();
    let mut osds: Vec<_> = dump
        .osds
        .into_iter()
        .map(|osd| OsdState {
            down_at: down.get(&osd.osd).copied().flatten(),
            id: osd.osd,
            uuid: osd.uuid,
            up: osd.up != 0,
            is_in: osd.is_in != 0,
            reweight: osd.weight,
            primary_affinity: osd.primary_affinity,
            state: osd.state.into_iter().filter(|word| !matches!(word.as_str(), "exists" | "up")).collect(),
            public_addresses: osd.public_addrs.texts(),
            cluster_addresses: osd.cluster_addrs.texts(),
        })
        .collect();
    osds.sort_by_key(|osd| osd.id);
    let mut pools = dump
        .pools
        .into_iter()
        .enumerate()
        .map(|(place, row)| row.pool(place))
        .collect::<Result<Vec<_>, _>>()?;
    pools.sort_by_key(|pool| pool.id);
    let mut flags = dump.flags_set;
    flags.sort();
    Ok(OsdMap {
        epoch: dump.epoch,
        modified: dump.modified,
        flags,
        require_osd_release: dump.require_osd_release,
        require_min_compat_client: dump.require_min_compat_client,
        nearfull_ratio: dump.nearfull_ratio,
        backfillfull_ratio: dump.backfillfull_ratio,
        full_ratio: dump.full_ratio,
        osds,
        pools,
        ec_profiles: dump.erasure_code_profiles,
        bucket_flags: dump.crush_node_flags,
        class_flags: dump.device_class_flags,
    })
}
