//! A small healthy cluster of which every compared part was seen.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use crate::model::{
    Balancer, Bytes, Capacity, CephVersion, CrushMap, DaemonName, Device, FsMap, Fsid, Health, Inventory,
    MgrMap, MonMap, OsdId, OsdMap, OsdMetadata, OsdState, Part, Pg, PgDigest, PgId, PgMap, PgState, Pool,
    PoolCapacity, PoolId, PoolKind, Quorum, Ratio, RawCapacity, Seen, Severity, Source, VersionCount,
    Versions,
};

pub(super) const FSID: &str = "3b3b2bfa-16a3-4f7e-9c0c-0d3a0f6d9a11";

/// A moment, in seconds after the start.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(super) fn seen<T>(value: T) -> Part<T> {
    Part::Seen(Seen {
        value,
        asked_at: at(0),
        as_of: None,
        stale: None,
        partial: None,
        took_ms: 0.5,
        source: "test".into(),
    })
}

pub(super) fn version(number: &str, release: &str) -> CephVersion {
    CephVersion::parse(&format!("ceph version {number} (abc) {release} (stable)")).unwrap()
}

/// From the JSON of our own model, where a struct has many fields that don't matter.
pub(super) fn model<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(super) fn cluster() -> Inventory {
    let source = Source {
        rung: "recording".into(),
        cluster: "ceph".into(),
        detail: "a test".into(),
        chosen_by: None,
        passed_over: Vec::new(),
        mon_host: Vec::new(),
    };
    Inventory {
        cluster: seen(model(json!({
            "fsid": FSID, "quorum": ["a", "b", "c"], "quorum_age_s": 60,
            "counts": {"mons": 3, "osds": 3, "osds_up": 3, "osds_in": 3, "remapped_pgs": 0, "mds_ranks": 1,
                       "mds_up": 1, "mds_standbys": 1, "rgws": 1},
            "mgr": {"available": true, "standbys": 1, "modules": []}
        }))),
        health: seen(Health { status: Severity::Ok, checks: Vec::new(), mutes: Vec::new() }),
        mons: seen(mons()),
        quorum: seen(Quorum {
            members: ["a", "b", "c"].map(String::from).to_vec(),
            leader: Some("a".into()),
            election_epoch: 8,
            age_s: Some(60),
        }),
        mgrs: seen(mgrs()),
        osd_map: seen(osd_map()),
        osd_metadata: seen((0..3).map(metadata).collect()),
        crush: seen(crush()),
        capacity: seen(capacity()),
        pg_digest: seen(digest()),
        pgs: seen(PgMap { version: 9, pgs: (0..32).map(pg).collect() }),
        file_systems: seen(file_systems()),
        services: seen(model(json!([{"service_type": "rgw", "daemons": [{
            "key": "4711", "id": "store.a", "hostname": "node1", "started": at(-99), "address": null,
            "metadata": {"ceph_version_short": "16.2.15"}}]}]))),
        versions: seen(Versions(
            ["mon", "mgr", "osd"].map(|kind| versions(kind, "16.2.15", "pacific", 3)).to_vec(),
        )),
        mon_metadata: seen(Vec::new()),
        mgr_metadata: seen(Vec::new()),
        mds_metadata: seen(Vec::new()),
        config: seen(model(json!([{"section": "osd", "mask": "", "name": "osd_max_backfills", "value": "1",
            "level": "advanced", "can_update_at_runtime": true}]))),
        devices: seen(vec![Device {
            id: "VENDOR_MODEL_1".into(),
            locations: Vec::new(),
            daemons: vec![DaemonName::new("osd", "0")],
            wear_level: Some(0.02),
            life_expectancy_min: None,
            life_expectancy_max: None,
        }]),
        crashes: seen(Vec::new()),
        balancer: seen(Balancer {
            active: true,
            mode: "upmap".into(),
            last_result: String::new(),
            last_started: None,
        }),
        ..Inventory::empty(at(0), source)
    }
}

pub(super) fn versions(kind: &str, number: &str, release: &str, count: u64) -> VersionCount {
    VersionCount {
        daemon_type: crate::model::DaemonType(kind.into()),
        version: version(number, release),
        count,
    }
}

fn mons() -> MonMap {
    let mon = |(rank, name): (u64, &str)| json!({"name": name, "rank": rank, "addresses": [format!("v2:10.0.0.{rank}:3300")]});
    let mons: Vec<_> = [(0, "a"), (1, "b"), (2, "c")].into_iter().map(mon).collect();
    model(json!({"epoch": 3, "fsid": FSID, "modified": null, "min_mon_release": "pacific",
        "stretch_mode": false, "mons": mons}))
}

fn mgrs() -> MgrMap {
    let module = |name: &str, enabled: bool| json!({"name": name, "enabled": enabled, "always_on": false, "can_run": true, "error": null});
    model(json!({"epoch": 5, "available": true, "active": "x", "active_addresses": [], "active_since": null,
        "standbys": ["y"], "modules": [module("dashboard", true), module("prometheus", false)],
        "services": {"dashboard": "http://10.0.0.1:8443/"}}))
}

pub(super) fn osd(id: u32) -> OsdState {
    OsdState {
        id: OsdId(id),
        uuid: format!("uuid-{id}"),
        up: true,
        is_in: true,
        reweight: 1.0,
        primary_affinity: 1.0,
        state: Vec::new(),
        public_addresses: vec![format!("v2:10.0.0.{id}:6800")],
        cluster_addresses: vec![format!("v2:10.0.1.{id}:6800")],
        down_at: None,
    }
}

pub(super) fn pool(id: u64, name: &str) -> Pool {
    Pool {
        id: PoolId(id),
        name: name.into(),
        kind: PoolKind::Replicated,
        size: 3,
        min_size: 2,
        pg_num: 32,
        pg_num_target: 32,
        pgp_num: 32,
        autoscale_mode: "on".into(),
        crush_rule: 0,
        applications: vec![name.into()],
        flags: vec!["hashpspool".into()],
        quota_bytes: None,
        quota_objects: None,
        compression_mode: None,
        compression_algorithm: None,
        created: None,
        options: BTreeMap::new(),
    }
}

fn osd_map() -> OsdMap {
    OsdMap {
        epoch: 40,
        modified: None,
        flags: vec!["sortbitwise".into()],
        require_osd_release: "pacific".into(),
        require_min_compat_client: "luminous".into(),
        nearfull_ratio: Ratio(0.85),
        backfillfull_ratio: Ratio(0.9),
        full_ratio: Ratio(0.95),
        osds: (0..3).map(osd).collect(),
        pools: vec![pool(1, "rbd")],
        ec_profiles: BTreeMap::new(),
        bucket_flags: BTreeMap::new(),
        class_flags: BTreeMap::new(),
    }
}

fn metadata(id: u32) -> OsdMetadata {
    model(json!({"id": id, "hostname": format!("node{id}"), "version": version("16.2.15", "pacific"),
        "created_with": null, "objectstore": "bluestore", "devices": ["sdb"], "device_ids": [],
        "rotational": false, "device_size": null, "arch": "x86_64", "kernel": "6.1.0"}))
}

fn crush() -> CrushMap {
    let host = |id: i64| {
        json!({"id": -2 - id, "name": format!("node{id}"), "type": "host", "weight": 1.0,
            "items": [{"id": id, "weight": 1.0}]})
    };
    let devices: Vec<_> = (0..3).map(|id| json!({"id": id, "class": "ssd"})).collect();
    let mut buckets = vec![json!({"id": -1, "name": "default", "type": "root", "weight": 3.0,
        "items": [{"id": -2, "weight": 1.0}, {"id": -3, "weight": 1.0}, {"id": -4, "weight": 1.0}]})];
    buckets.extend((0..3).map(host));
    buckets.push(json!({"id": -9, "name": "r1", "type": "rack", "weight": 0.0, "items": []}));
    model(json!({"devices": devices, "buckets": buckets, "tunables_profile": "jewel", "rules": [
        {"id": 0, "name": "replicated_rule", "steps": [
            {"op": "take", "item": "default", "num": null, "type": null},
            {"op": "chooseleaf_firstn", "item": null, "num": 0, "type": "host"},
            {"op": "emit", "item": null, "num": null, "type": null}]}]}))
}

fn capacity() -> Capacity {
    let gib = |count: u64| Bytes(count << 30);
    Capacity {
        raw: RawCapacity { size: gib(3000), used: gib(900), available: gib(2100) },
        classes: BTreeMap::new(),
        pools: vec![PoolCapacity {
            id: PoolId(1),
            name: "rbd".into(),
            stored: gib(300),
            objects: 76_800,
            used: gib(900),
            max_available: gib(600),
            percent_used: Ratio(0.33),
            compressed_used: Bytes(0),
            compressed_stored: Bytes(0),
        }],
    }
}

fn digest() -> PgDigest {
    model(json!({"total": 32, "by_state": {"active+clean": 32}, "pools": 1, "objects": 100, "stored": 1,
        "used": 1, "available": 1, "size": 2, "degraded_objects": 0, "misplaced_objects": 0,
        "unfound_objects": 0, "object_copies": 300, "recovery_bytes_per_s": 0, "recovery_objects_per_s": 0,
        "client": {"read_bytes_per_s": 0, "write_bytes_per_s": 0, "read_ops_per_s": 0, "write_ops_per_s": 0}}))
}

fn pg(seed: u32) -> Pg {
    let id = PgId { pool: PoolId(1), seed };
    Pg {
        id,
        state: PgState("active+clean".into()),
        up: Vec::new(),
        acting: Vec::new(),
        acting_primary: None,
        blocked_by: Vec::new(),
        objects: 0,
        bytes: Bytes(0),
        degraded: 0,
        misplaced: 0,
        unfound: 0,
        scrub_errors: 0,
        last_scrub: None,
        last_deep_scrub: None,
        last_fresh: None,
        last_change: None,
        last_active: None,
        last_clean: None,
    }
}

fn file_systems() -> FsMap {
    let mds = |name: &str, rank: Option<u64>, state: &str| json!({"name": name, "rank": rank, "state": state, "laggy_since": null, "addresses": []});
    model(json!({"epoch": 7, "standbys": [mds("b", None, "up:standby")], "file_systems": [{
        "id": 1, "name": "cephfs", "modified": null, "metadata_pool": 2, "data_pools": [3], "max_mds": 1,
        "standbys_wanted": 1, "joinable": true, "ranks": [0], "failed_ranks": [], "damaged_ranks": [],
        "mds": [mds("a", Some(0), "up:active")]}]}))
}

/// So that a test can name it.
pub(super) fn fsid(text: &str) -> Fsid {
    Fsid(text.into())
}
