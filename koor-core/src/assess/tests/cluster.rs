//! A cluster that needs no advice: five hosts with two OSDs each, three mons, two mgrs, a file system with a standby, a
//! replicated and an erasure-coded pool. Tests break one thing of it.

use std::collections::BTreeMap;

use super::{empty, now, seen};
use crate::model::{
    Bytes, Check, ClockSkew, CrushBucket, CrushDevice, CrushItem, CrushMap, CrushRule, CrushStep, EcProfile,
    FileSystem, FsMap, Fsid, Health, Inventory, Mds, MgrMap, Mon, MonMap, OsdId, OsdLatency, OsdMap,
    OsdState, OsdUsage, Part, Pg, PgId, PgMap, PgState, Pool, PoolId, PoolKind, Quorum, Ratio, Seen,
    Severity,
};

const GIB: u64 = 1 << 30;
const HOSTS: u32 = 5;
const EACH: u32 = 2;

/// The value and its ages, to break something.
pub(crate) fn seen_mut<T>(part: &mut Part<T>) -> &mut Seen<T> {
    match part {
        Part::Seen(seen) => seen,
        Part::Unseen(unseen) => panic!("unseen: {}", unseen.why),
    }
}

/// The value, to break something.
pub(crate) fn change<T>(part: &mut Part<T>) -> &mut T {
    &mut seen_mut(part).value
}

pub(crate) fn healthy() -> Inventory {
    let osds = || (0..HOSTS * EACH).map(OsdId);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    Inventory {
        health: seen(Health { status: Severity::Ok, checks: Vec::new(), mutes: Vec::new() }, None),
        mons: seen(mons(), None),
        quorum: seen(
            Quorum {
                members: names(&["a", "b", "c"]),
                leader: Some("a".into()),
                election_epoch: 6,
                age_s: Some(60),
            },
            None,
        ),
        clocks: seen(vec![clock("a", 0.0), clock("b", 0.001), clock("c", -0.002)], None),
        mgrs: seen(
            MgrMap {
                epoch: 4,
                available: true,
                active: Some("x".into()),
                active_addresses: Vec::new(),
                active_since: None,
                standbys: names(&["y"]),
                modules: Vec::new(),
                services: BTreeMap::new(),
            },
            None,
        ),
        osd_map: seen(osd_map(), None),
        osd_usage: seen(osds().map(|id| usage(id, 40)).collect(), None),
        osd_latency: seen(osds().map(|id| OsdLatency { id, commit_ms: 5.0, apply_ms: 5.0 }).collect(), None),
        crush: seen(crush(), None),
        pgs: seen(PgMap { version: 7, pgs: pgs() }, None),
        file_systems: seen(file_systems(), None),
        ..empty()
    }
}

/// Raises a check.
pub(crate) fn raise(inventory: &mut Inventory, code: &str, summary: &str, detail: &[&str]) {
    change(&mut inventory.health).checks.push(Check {
        code: code.into(),
        severity: Severity::Warn,
        summary: summary.into(),
        detail: detail.iter().map(|line| (*line).to_owned()).collect(),
        count: None,
        muted: false,
    });
}

/// Takes OSDs down, as the map says it; the PGs lose them.
pub(crate) fn take_down(inventory: &mut Inventory, ids: &[u32]) {
    for osd in &mut change(&mut inventory.osd_map).osds {
        if ids.contains(&osd.id.0) {
            osd.up = false;
            osd.down_at = Some(now());
        }
    }
    for pg in &mut change(&mut inventory.pgs).pgs {
        let before = pg.acting.len();
        pg.acting.retain(|osd| !osd.is_some_and(|osd| ids.contains(&osd.0)));
        if pg.acting.len() < before {
            pg.state = PgState("active+undersized+degraded".into());
            pg.degraded = pg.objects * (before - pg.acting.len()) as u64;
        }
    }
}

fn mons() -> MonMap {
    let mon = |(rank, name): (u64, &str)| Mon { name: name.into(), rank, addresses: Vec::new() };
    MonMap {
        epoch: 3,
        fsid: Fsid("db541bf3-0ec5-4640-a36e-ec0ab35ceea5".into()),
        modified: None,
        min_mon_release: "pacific".into(),
        stretch_mode: false,
        mons: (0..).zip(["a", "b", "c"]).map(mon).collect(),
    }
}

pub(crate) fn clock(mon: &str, skew_s: f64) -> ClockSkew {
    ClockSkew { mon: mon.into(), skew_s, latency_s: 0.001, health: "HEALTH_OK".into() }
}

pub(crate) fn usage(id: OsdId, percent: u64) -> OsdUsage {
    let used = Bytes(GIB * percent);
    OsdUsage {
        id,
        device_class: Some("hdd".into()),
        crush_weight: 0.1,
        size: Bytes(100 * GIB),
        used,
        data: used,
        omap: Bytes(0),
        meta: Bytes(0),
        available: Bytes(GIB * (100 - percent)),
        utilization: Ratio(percent as f64 / 100.0),
        variance: None,
        pgs: 4,
    }
}

fn osd_map() -> OsdMap {
    let osd = |id| OsdState {
        id: OsdId(id),
        uuid: String::new(),
        up: true,
        is_in: true,
        reweight: 1.0,
        primary_affinity: 1.0,
        state: Vec::new(),
        public_addresses: Vec::new(),
        cluster_addresses: Vec::new(),
        down_at: None,
    };
    let pool = |id, name: &str, kind, size, min_size| Pool {
        id: PoolId(id),
        name: name.into(),
        kind,
        size,
        min_size,
        pg_num: 4,
        pg_num_target: 4,
        pgp_num: 4,
        autoscale_mode: "on".into(),
        crush_rule: 0,
        applications: Vec::new(),
        flags: Vec::new(),
        quota_bytes: None,
        quota_objects: None,
        compression_mode: None,
        compression_algorithm: None,
        created: None,
        options: BTreeMap::new(),
    };
    let profile = EcProfile(BTreeMap::from([("k".into(), "2".into()), ("m".into(), "2".into())]));
    OsdMap {
        epoch: 28,
        modified: None,
        flags: vec!["sortbitwise".into()],
        require_osd_release: "pacific".into(),
        require_min_compat_client: "luminous".into(),
        nearfull_ratio: Ratio(0.85),
        backfillfull_ratio: Ratio(0.9),
        full_ratio: Ratio(0.95),
        osds: (0..HOSTS * EACH).map(osd).collect(),
        pools: vec![
            pool(1, "rbd", PoolKind::Replicated, 3, 2),
            pool(2, "archive", PoolKind::Erasure { profile: "two-two".into() }, 4, 3),
        ],
        ec_profiles: BTreeMap::from([("two-two".into(), profile)]),
        bucket_flags: BTreeMap::new(),
        class_flags: BTreeMap::new(),
    }
}

fn crush() -> CrushMap {
    let bucket = |id, name: String, kind: &str, ids: Vec<i64>| CrushBucket {
        id,
        name,
        bucket_type: kind.into(),
        weight: 1.0,
        items: ids.into_iter().map(|id| CrushItem { id, weight: 0.1 }).collect(),
    };
    let host = |host: u32| {
        let osds = (host * EACH..(host + 1) * EACH).map(i64::from).collect();
        bucket(-2 - i64::from(host), format!("node{host}"), "host", osds)
    };
    let step = |op: &str, item: Option<&str>, kind: Option<&str>| CrushStep {
        op: op.into(),
        item: item.map(str::to_owned),
        num: None,
        bucket_type: kind.map(str::to_owned),
    };
    let root = bucket(-1, "default".into(), "root", (0..i64::from(HOSTS)).map(|host| -2 - host).collect());
    CrushMap {
        devices: (0..HOSTS * EACH)
            .map(|id| CrushDevice { id: OsdId(id), class: Some("hdd".into()) })
            .collect(),
        buckets: [root].into_iter().chain((0..HOSTS).map(host)).collect(),
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

/// Four PGs a pool, each on as many hosts as the pool has copies.
fn pgs() -> Vec<Pg> {
    let pg = |pool: u64, seed: u32, size: u32| {
        let osds: Vec<Option<OsdId>> =
            (0..size).map(|copy| Some(OsdId((seed + copy) % HOSTS * EACH + seed % EACH))).collect();
        Pg {
            id: PgId { pool: PoolId(pool), seed },
            state: PgState("active+clean".into()),
            up: osds.clone(),
            acting_primary: osds[0],
            acting: osds,
            blocked_by: Vec::new(),
            objects: 10,
            bytes: Bytes(1 << 20),
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
    };
    (0..4).map(|seed| pg(1, seed, 3)).chain((0..4).map(|seed| pg(2, seed, 4))).collect()
}

fn file_systems() -> FsMap {
    let mds = |name: &str, rank, state: &str| Mds {
        name: name.into(),
        rank,
        state: state.into(),
        laggy_since: None,
        addresses: Vec::new(),
    };
    FsMap {
        epoch: 9,
        file_systems: vec![FileSystem {
            flags: Vec::new(),
            id: 1,
            name: "fs".into(),
            modified: None,
            metadata_pool: PoolId(1),
            data_pools: vec![PoolId(1)],
            max_mds: 1,
            standbys_wanted: 1,
            joinable: true,
            ranks: vec![0],
            failed_ranks: Vec::new(),
            damaged_ranks: Vec::new(),
            mds: vec![mds("m", Some(0), "up:active")],
        }],
        standbys: vec![mds("n", None, "up:standby")],
    }
}
