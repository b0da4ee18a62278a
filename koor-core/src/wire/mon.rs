//! The monitors: `ceph mon dump`, `quorum_status`, `time-sync-status`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::address::Addresses;
use super::decode::{DecodeError, json};
use super::stamp;
use super::text::said;
use crate::model::{ClockSkew, Fsid, Mon, MonMap, Quorum};

#[derive(Deserialize)]
struct Dump {
    epoch: u64,
    fsid: String,
    modified: String,
    min_mon_release_name: String,
    stretch_mode: bool,
    mons: Vec<DumpMon>,
}

#[derive(Deserialize)]
struct DumpMon {
    rank: u64,
    name: String,
    public_addrs: Addresses,
}

/// Reads the answer of `ceph mon dump`.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn map(bytes: &[u8]) -> Result<MonMap, DecodeError> {
    json::<Dump>(bytes).map(Dump::map)
}

#[derive(Deserialize)]
struct WithMap {
    monmap: Dump,
}

/// Reads the mon map that the answer of `ceph quorum_status` brings along: the same as [`map`]'s.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn map_of_quorum(bytes: &[u8]) -> Result<MonMap, DecodeError> {
    json::<WithMap>(bytes).map(|status| status.monmap.map())
}

impl Dump {
    fn map(self) -> MonMap {
        let of = |mon: DumpMon| Mon { name: mon.name, rank: mon.rank, addresses: mon.public_addrs.texts() };
        let mut mons: Vec<_> = self.mons.into_iter().map(of).collect();
        mons.sort_by_key(|mon| mon.rank);
        MonMap {
            epoch: self.epoch,
            fsid: Fsid(self.fsid),
            modified: stamp::parse(&self.modified),
            min_mon_release: self.min_mon_release_name,
            stretch_mode: self.stretch_mode,
            mons,
        }
    }
}

#[derive(Deserialize)]
struct QuorumStatus {
    election_epoch: u64,
    quorum_names: Vec<String>,
    quorum_leader_name: String,
    quorum_age: Option<u64>,
}

/// Reads the answer of `ceph quorum_status`.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn quorum(bytes: &[u8]) -> Result<Quorum, DecodeError> {
    let status: QuorumStatus = json(bytes)?;
    Ok(Quorum {
        members: status.quorum_names,
        leader: said(Some(status.quorum_leader_name)),
        election_epoch: status.election_epoch,
        age_s: status.quorum_age,
    })
}

#[derive(Deserialize)]
struct TimeSync {
    // Left out while nothing was compared yet: with one mon alone, or just after an election.
    #[serde(default)]
    time_skew_status: BTreeMap<String, Skew>,
    // Always there; asked for so that an answer to something else is not taken for "no skew".
    #[serde(rename = "timechecks")]
    _timechecks: Timechecks,
}

#[derive(Deserialize)]
struct Timechecks {}

#[derive(Deserialize)]
struct Skew {
    skew: f64,
    latency: f64,
    health: String,
}

/// Reads the answer of `ceph time-sync-status`; sorted by the mon's name.
///
/// # Errors
/// Where a field is missing or has another type.
pub fn clocks(bytes: &[u8]) -> Result<Vec<ClockSkew>, DecodeError> {
    let sync: TimeSync = json(bytes)?;
    Ok(sync
        .time_skew_status
        .into_iter()
        .map(|(mon, skew)| ClockSkew { mon, skew_s: skew.skew, latency_s: skew.latency, health: skew.health })
        .collect())
}
