//! The small cluster of [`sample`](super::sample) with its daemons: three mons of which one is out of quorum, two mgrs
//! with a module that fails, a file system with two ranks of which one has failed, and a gateway.

use std::collections::BTreeMap;

use super::sample::{self, before, seen, version};
use crate::model::{
    Bytes, CephVersion, Check, ClockSkew, DaemonMetadata, DaemonName, DaemonType, FileSystem, FsMap, Fsid,
    Health, Inventory, IoRate, Mds, MgrMap, MgrModule, Mon, MonMap, Part, PgDigest, PoolId, Quorum, Seen,
    Service, ServiceDaemon, Severity, VersionCount, Versions,
};

pub(super) fn inventory() -> Inventory {
    let mut inventory = sample::inventory();
    if let crate::model::Part::Seen(cluster) = &mut inventory.cluster {
        cluster.value.quorum = vec!["a".into(), "b".into()];
        cluster.value.counts.rgws = 1;
    }
    Inventory {
        health: seen(health()),
        mons: seen(mons()),
        quorum: seen(Quorum {
            members: vec!["a".into(), "b".into()],
            leader: Some("a".into()),
            election_epoch: 10,
            age_s: Some(60),
        }),
        clocks: seen(vec![clock("a", 0.0, 0.0, "HEALTH_OK"), clock("b", 0.0612, 0.0021, "HEALTH_WARN")]),
        mgrs: seen(mgrs()),
        file_systems: seen(file_systems()),
        services: seen(vec![Service {
            service_type: "rgw".into(),
            daemons: vec![gateway("4183", "store.a")],
        }]),
        versions: seen(versions(&[("mon", &version(), 3), ("mgr", &version(), 2)])),
        mon_metadata: seen(vec![said("mon", "a", true), said("mon", "b", true), said("mon", "c", false)]),
        mgr_metadata: seen(vec![said("mgr", "x", true), said("mgr", "y", true)]),
        mds_metadata: seen(vec![said("mds", "p", true), said("mds", "q", true), said("mds", "r", true)]),
        ..inventory
    }
}

fn check(code: &str, detail: &str) -> Check {
    Check {
        code: code.into(),
        severity: Severity::Warn,
        summary: format!("{code} is raised"),
        detail: vec![detail.into()],
        count: Some(1),
        muted: false,
    }
}

pub(super) fn health() -> Health {
    Health {
        status: Severity::Warn,
        checks: vec![
            check("MON_DOWN", "mon.c (rank 2) addr v2:10.0.0.3:3300/0 is down (out of quorum)"),
            check("MGR_MODULE_ERROR", "Module 'devicehealth' has failed: unable to open\n database file"),
            check("FS_DEGRADED", "fs cephfs is degraded"),
        ],
        mutes: Vec::new(),
    }
}

pub(super) fn mons() -> MonMap {
    let mon = |name: &str, rank: u64| Mon {
        name: name.into(),
        rank,
        addresses: vec![format!("v2:10.0.0.{}:3300", rank + 1), format!("v1:10.0.0.{}:6789", rank + 1)],
    };
    MonMap {
        epoch: 3,
        fsid: Fsid("db541bf3-0ec5-4640-a36e-ec0ab35ceea5".into()),
        modified: Some(before(7_200)),
        min_mon_release: "pacific".into(),
        stretch_mode: false,
        mons: vec![mon("a", 0), mon("b", 1), mon("c", 2)],
    }
}

fn clock(mon: &str, skew_s: f64, latency_s: f64, health: &str) -> ClockSkew {
    ClockSkew { mon: mon.into(), skew_s, latency_s, health: health.into() }
}

pub(super) fn mgrs() -> MgrMap {
    let module = |name: &str, always_on, enabled, error: Option<&str>| MgrModule {
        name: name.into(),
        enabled,
        always_on,
        can_run: error.is_none(),
        error: error.map(str::to_owned),
    };
    MgrMap {
        epoch: 5,
        available: true,
        active: Some("x".into()),
        active_addresses: vec!["v2:10.0.0.1:6800".into()],
        active_since: Some(before(7_200)),
        standbys: vec!["y".into()],
        modules: vec![
            module("dashboard", false, true, None),
            module("devicehealth", true, false, None),
            module("influx", false, false, Some("influxdb python module not found")),
            module("prometheus", false, true, Some("No module named 'cherrypy'")),
            module("volumes", true, false, None),
        ],
        services: BTreeMap::from([("dashboard".to_owned(), "http://10.0.0.1:8443/".to_owned())]),
    }
}

fn mds(name: &str, rank: Option<u64>, state: &str) -> Mds {
    Mds {
        name: name.into(),
        rank,
        state: state.into(),
        laggy_since: None,
        addresses: vec!["v2:10.0.0.1:6810".into()],
    }
}

pub(super) fn file_systems() -> FsMap {
    FsMap {
        epoch: 9,
        file_systems: vec![FileSystem {
            id: 1,
            name: "cephfs".into(),
            modified: Some(before(600)),
            metadata_pool: PoolId(12),
            data_pools: vec![PoolId(1)],
            max_mds: 2,
            standbys_wanted: 1,
            joinable: true,
            flags: vec!["allow_snaps".into(), "allow_standby_replay".into()],
            ranks: vec![0, 1],
            failed_ranks: vec![1],
            damaged_ranks: Vec::new(),
            mds: vec![mds("p", Some(0), "up:active"), mds("q", Some(0), "up:standby-replay")],
        }],
        standbys: vec![mds("r", None, "up:standby")],
    }
}

/// The same without anything amiss.
pub(super) fn well(mut map: FsMap) -> FsMap {
    map.file_systems[0].failed_ranks.clear();
    map.file_systems[0].mds.insert(1, mds("s", Some(1), "up:active"));
    map
}

pub(super) fn gateway(key: &str, id: &str) -> ServiceDaemon {
    let metadata = [
        ("arch", "x86_64"),
        ("ceph_version", "ceph version 16.2.15 (618f44) pacific (stable)"),
        ("frontend_config#0", "beast port=8080 ssl_port=8443"),
        ("frontend_type#0", "beast"),
        ("realm_name", ""),
        ("zone_name", "eu-1"),
        ("zonegroup_name", "eu"),
    ];
    ServiceDaemon {
        key: key.into(),
        id: Some(id.into()),
        hostname: Some("node0".into()),
        started: Some(before(7_200)),
        address: Some("10.0.0.1:0/1".into()),
        metadata: metadata.into_iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect(),
    }
}

pub(super) fn versions(counts: &[(&str, &CephVersion, u64)]) -> Versions {
    let row = |(daemon_type, version, count): &(&str, &CephVersion, u64)| VersionCount {
        daemon_type: DaemonType((*daemon_type).into()),
        version: (*version).clone(),
        count: *count,
    };
    Versions(counts.iter().map(row).collect())
}

/// One that told something, or one that was never heard.
fn said(daemon_type: &str, id: &str, told: bool) -> DaemonMetadata {
    let text = |text: &str| told.then(|| text.to_owned());
    DaemonMetadata {
        name: DaemonName::new(daemon_type, id),
        hostname: text(&format!("node-{id}")),
        version: told.then(version),
        arch: text("x86_64"),
        kernel: text("6.1.0"),
        distribution: text("Debian 12"),
    }
}

/// What the mons repeat of a mgr that fell silent.
pub(super) fn stale_digest() -> Part<PgDigest> {
    let digest = PgDigest {
        total: 4,
        by_state: BTreeMap::new(),
        pools: 2,
        objects: 0,
        stored: Bytes(0),
        used: Bytes(0),
        available: Bytes(0),
        size: Bytes(0),
        degraded_objects: 0,
        misplaced_objects: 0,
        unfound_objects: 0,
        object_copies: None,
        client: IoRate::default(),
        recovery_bytes_per_s: 0,
        recovery_objects_per_s: 0,
        progress: Vec::new(),
    };
    match seen(digest) {
        Part::Seen(digest) => Part::Seen(Seen { stale: Some("the mgr does not answer".into()), ..digest }),
        unseen @ Part::Unseen(_) => unseen,
    }
}
