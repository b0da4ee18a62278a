//! A small cluster that the tests of views look at: three hosts with an OSD each, of which one is nearly full and one
//! is down and out, an OSD that nobody placed in CRUSH, a replicated and an erasure-coded pool, and four PGs.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::model::{
    Bytes, Capacity, CephVersion, ClassCapacity, Cluster, ClusterCounts, CrushBucket, CrushDevice, CrushItem,
    CrushMap, CrushRule, CrushStep, EcProfile, Fsid, Health, Inventory, IoRate, Kind, MgrSummary, OsdId,
    OsdLatency, OsdMap, OsdMetadata, OsdState, OsdUsage, Part, Pg, PgId, PgMap, PgState, Pool, PoolCapacity,
    PoolId, PoolIo, PoolKind, Ratio, RawCapacity, Seen, Severity, Source,
};

const GIB: u64 = 1 << 30;

pub(super) fn now() -> Timestamp {
    "2026-11-22T15:04:05Z".parse().unwrap()
}

/// So many seconds before now.
pub(super) fn before(seconds: i64) -> Timestamp {
    now() - SignedDuration::from_secs(seconds)
}

/// The last line of every text.
pub(super) const FOOTER: &str = "seen now: a sample\n";

pub(super) fn seen<T>(value: T) -> Part<T> {
    Part::Seen(Seen {
        value,
        asked_at: now(),
        as_of: None,
        stale: None,
        partial: None,
        took_ms: 0.84,
        source: "mon: a sample".into(),
    })
}

pub(super) fn timed_out<T>() -> Part<T> {
    Part::unseen(Kind::Timeout, "the mgr did not answer within 5 s")
}

/// Nothing was asked.
pub(super) fn empty() -> Inventory {
    let source = Source {
        rung: "sample".into(),
        cluster: "ceph".into(),
        detail: "a sample".into(),
        chosen_by: None,
        passed_over: Vec::new(),
        mon_host: Vec::new(),
    };
    Inventory::empty(now(), source)
}

/// Without a quorum, as an old session tells it.
pub(super) fn without_quorum(mut inventory: Inventory) -> Inventory {
    inventory.cluster = seen(cluster(&[]));
    inventory
}

pub(super) fn inventory() -> Inventory {
    Inventory {
        cluster: seen(cluster(&["a", "b", "c"])),
        health: seen(Health { status: Severity::Ok, checks: Vec::new(), mutes: Vec::new() }),
        osd_map: seen(osd_map()),
        osd_metadata: seen((0..3).map(metadata).collect()),
        osd_usage: seen(vec![usage(0, 10, 1), usage(1, 10, 9), usage(2, 0, 0)]),
        osd_latency: seen(vec![latency(0, 2.0), latency(1, 3.0), latency(2, 90.0)]),
        crush: seen(crush()),
        capacity: Part::Seen(Seen {
            as_of: Some(before(4)),
            value: capacity(),
            asked_at: now(),
            stale: None,
            partial: None,
            took_ms: 1.0,
            source: "mon: df detail".into(),
        }),
        pool_io: seen(vec![io(1, "rbd", 3 << 20), io(12, "archive", 0)]),
        pgs: seen(PgMap { version: 7, pgs: pgs() }),
        ..empty()
    }
}

fn cluster(quorum: &[&str]) -> Cluster {
    Cluster {
        fsid: Fsid("db541bf3-0ec5-4640-a36e-ec0ab35ceea5".into()),
        quorum: quorum.iter().map(|mon| (*mon).to_owned()).collect(),
        quorum_age_s: Some(60),
        counts: ClusterCounts {
            mons: 3,
            osds: 4,
            osds_up: 3,
            osds_in: 3,
            remapped_pgs: 1,
            mds_ranks: 0,
            mds_up: 0,
            mds_standbys: 0,
            rgws: 0,
        },
        mgr: MgrSummary { available: true, active: Some("x".into()), standbys: 1, modules: Vec::new() },
    }
}

pub(super) fn version() -> CephVersion {
    CephVersion::parse("ceph version 16.2.15 (618f44) pacific (stable)").unwrap()
}

fn state(id: u32, up: bool, is_in: bool, words: &[&str]) -> OsdState {
    OsdState {
        id: OsdId(id),
        uuid: format!("00000000-0000-0000-0000-00000000000{id}"),
        up,
        is_in,
        reweight: if is_in { 1.0 } else { 0.0 },
        primary_affinity: 1.0,
        state: words.iter().map(|word| (*word).to_owned()).collect(),
        public_addresses: vec![format!("v2:10.0.0.{id}:6800")],
        cluster_addresses: vec![format!("v2:10.1.0.{id}:6800")],
        down_at: (!up).then(|| before(10_800)),
    }
}

pub(super) fn osd_map() -> OsdMap {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let pool = |id, name: &str, kind| Pool {
        id: PoolId(id),
        name: name.into(),
        kind,
        size: 3,
        min_size: 2,
        pg_num: 8,
        pg_num_target: 8,
        pgp_num: 8,
        autoscale_mode: "on".into(),
        crush_rule: 0,
        applications: words(&["rbd"]),
        flags: words(&["hashpspool"]),
        quota_bytes: None,
        quota_objects: None,
        compression_mode: None,
        compression_algorithm: None,
        created: Some(before(86_400)),
        options: BTreeMap::new(),
    };
    OsdMap {
        epoch: 28,
        modified: Some(before(60)),
        flags: words(&["noout", "sortbitwise"]),
        require_osd_release: "pacific".into(),
        require_min_compat_client: "luminous".into(),
        nearfull_ratio: Ratio(0.85),
        backfillfull_ratio: Ratio(0.9),
        full_ratio: Ratio(0.95),
        osds: vec![
            state(0, true, true, &["exists", "up"]),
            state(1, true, true, &["exists", "nearfull", "up"]),
            state(2, false, false, &["autoout", "exists"]),
            state(3, true, true, &["exists", "new", "up"]),
        ],
        pools: vec![
            pool(1, "rbd", PoolKind::Replicated),
            Pool {
                size: 6,
                min_size: 5,
                pg_num_target: 16,
                applications: Vec::new(),
                quota_bytes: Some(Bytes(10 * GIB)),
                quota_objects: Some(5000),
                compression_mode: Some("aggressive".into()),
                compression_algorithm: Some("zstd".into()),
                ..pool(12, "archive", PoolKind::Erasure { profile: "four-two".into() })
            },
        ],
        ec_profiles: BTreeMap::from([(
            "four-two".to_owned(),
            EcProfile(BTreeMap::from([("k".into(), "4".into()), ("m".into(), "2".into())])),
        )]),
        bucket_flags: BTreeMap::from([("node1".into(), words(&["norebalance"]))]),
        class_flags: BTreeMap::new(),
    }
}

fn metadata(id: u32) -> OsdMetadata {
    OsdMetadata {
        id: OsdId(id),
        hostname: Some(format!("node{id}")),
        version: Some(version()),
        created_with: Some(version()),
        objectstore: Some("bluestore".into()),
        devices: vec!["sdb".into()],
        device_ids: vec![format!("sdb=VENDOR_MODEL_{id}")],
        rotational: Some(true),
        device_size: Some(Bytes(10 * GIB)),
        arch: Some("x86_64".into()),
        kernel: Some("6.1.0".into()),
    }
}

fn usage(id: u32, size: u64, used: u64) -> OsdUsage {
    OsdUsage {
        id: OsdId(id),
        device_class: Some("hdd".into()),
        crush_weight: 0.00977,
        size: Bytes(size * GIB),
        used: Bytes(used * GIB),
        data: Bytes(used * GIB / 2),
        omap: Bytes(0),
        meta: Bytes(used * GIB / 2),
        available: Bytes((size - used) * GIB),
        utilization: Bytes(used).of(Bytes(size)).unwrap_or_default(),
        variance: Some(1.25),
        pgs: if size > 0 { 3 } else { 0 },
    }
}

fn latency(id: u32, ms: f64) -> OsdLatency {
    OsdLatency { id: OsdId(id), commit_ms: ms, apply_ms: ms }
}

fn crush() -> CrushMap {
    let items = |ids: &[i64]| ids.iter().map(|id| CrushItem { id: *id, weight: 0.00977 }).collect();
    let bucket = |id, name: &str, kind: &str, weight, ids: &[i64]| CrushBucket {
        id,
        name: name.into(),
        bucket_type: kind.into(),
        weight,
        items: items(ids),
    };
    let step = |op: &str, item: Option<&str>, bucket: Option<&str>| CrushStep {
        op: op.into(),
        item: item.map(str::to_owned),
        num: None,
        bucket_type: bucket.map(str::to_owned),
    };
    CrushMap {
        devices: (0..3).map(|id| CrushDevice { id: OsdId(id), class: Some("hdd".into()) }).collect(),
        buckets: vec![
            bucket(-1, "default", "root", 0.02931, &[-3, -5, -7]),
            bucket(-3, "node0", "host", 0.00977, &[0]),
            bucket(-5, "node1", "host", 0.00977, &[1]),
            bucket(-7, "node2", "host", 0.00977, &[2]),
        ],
        rules: vec![CrushRule {
            id: 0,
            name: "replicated_rule".into(),
            steps: vec![
                step("take", Some("default"), None),
                step("chooseleaf_firstn", None, Some("host")),
                step("emit", None, None),
            ],
        }],
        tunables_profile: "jewel".into(),
    }
}

fn capacity() -> Capacity {
    let pool = |id, name: &str, stored: u64, used: u64, percent_used| PoolCapacity {
        id: PoolId(id),
        name: name.into(),
        stored: Bytes(stored),
        objects: 1841,
        used: Bytes(used),
        max_available: Bytes(3 * GIB),
        percent_used: Ratio(percent_used),
        compressed_used: Bytes(0),
        compressed_stored: Bytes(0),
    };
    let (size, used, available) = (Bytes(20 * GIB), Bytes(10 * GIB), Bytes(10 * GIB));
    Capacity {
        raw: RawCapacity { size, used, available },
        classes: BTreeMap::from([("hdd".to_owned(), ClassCapacity { size, used, available })]),
        pools: vec![
            pool(1, "rbd", 120_062_104, 360_259_584, 0.0319),
            pool(12, "archive", GIB, GIB * 3 / 2, 0.2),
        ],
    }
}

fn io(id: u64, name: &str, written: u64) -> PoolIo {
    PoolIo {
        id: PoolId(id),
        name: name.into(),
        client: IoRate {
            write_bytes_per_s: written,
            write_ops_per_s: written / (1 << 20),
            ..IoRate::default()
        },
        recovery_bytes_per_s: 0,
        recovery_objects_per_s: 0,
    }
}

fn pgs() -> Vec<Pg> {
    let osds = |ids: &[Option<u32>]| ids.iter().map(|id| id.map(OsdId)).collect::<Vec<_>>();
    let pg = |seed, state: &str| Pg {
        id: PgId { pool: PoolId(1), seed },
        state: PgState(state.into()),
        up: osds(&[Some(0), Some(1)]),
        acting: osds(&[Some(0), Some(1)]),
        acting_primary: Some(OsdId(0)),
        blocked_by: Vec::new(),
        objects: 230,
        bytes: Bytes(15 << 20),
        degraded: 0,
        misplaced: 0,
        unfound: 0,
        scrub_errors: 0,
        last_scrub: Some(before(7_200)),
        last_deep_scrub: Some(before(259_200)),
        last_fresh: Some(before(30)),
        last_change: Some(before(600)),
        last_active: Some(before(30)),
        last_clean: None,
    };
    vec![
        pg(0, "active+clean"),
        pg(10, "active+clean+scrubbing"),
        Pg {
            acting: osds(&[Some(1), None]),
            acting_primary: Some(OsdId(1)),
            degraded: 230,
            misplaced: 12,
            ..pg(2, "active+undersized+degraded+remapped")
        },
        Pg {
            up: osds(&[Some(2)]),
            acting: Vec::new(),
            acting_primary: None,
            blocked_by: vec![OsdId(2)],
            unfound: 1,
            ..pg(3, "down")
        },
    ]
}
