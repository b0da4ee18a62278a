//! Findings of inventories built by hand: what real clusters said in the middle of a fault or an upgrade. Advice, and
//! the cluster that needs none, have a file each.

mod advice;
pub(super) mod cluster;
mod gone;
mod redundancy;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Grade, findings};
use crate::model::{
    Bytes, CephVersion, Check, Cluster, ClusterCounts, DaemonType, Fsid, Health, Inventory, IoRate,
    MgrSummary, MonPing, Part, PgDigest, Seen, Severity, Source, VersionCount, Versions,
};

pub(super) fn now() -> Timestamp {
    "2026-11-22T15:04:05Z".parse().unwrap()
}

pub(super) fn seen<T>(value: T, stale: Option<&str>) -> Part<T> {
    Part::Seen(Seen {
        value,
        asked_at: now(),
        as_of: None,
        stale: stale.map(str::to_owned),
        partial: None,
        took_ms: 0.5,
        source: "mon: a question".into(),
    })
}

pub(super) fn empty() -> Inventory {
    let source = Source {
        rung: "librados".into(),
        cluster: "ceph".into(),
        detail: "librados".into(),
        chosen_by: None,
        passed_over: Vec::new(),
        mon_host: Vec::new(),
    };
    Inventory::empty(now(), source)
}

fn codes(inventory: &Inventory) -> Vec<&'static str> {
    findings(inventory).iter().map(|found| found.code).collect()
}

/// What `status` says while the mgr is silent, in the seconds in which the mons believe in it.
fn silent_mgr() -> Inventory {
    let cluster = Cluster {
        fsid: Fsid("db541bf3-0ec5-4640-a36e-ec0ab35ceea5".into()),
        quorum: ["a", "b", "c"].map(str::to_owned).to_vec(),
        quorum_age_s: Some(60),
        counts: ClusterCounts {
            mons: 3,
            osds: 3,
            osds_up: 3,
            osds_in: 3,
            remapped_pgs: 0,
            mds_ranks: 0,
            mds_up: 0,
            mds_standbys: 0,
            rgws: 0,
        },
        mgr: MgrSummary { available: true, active: Some("x".into()), standbys: 1, modules: Vec::new() },
    };
    let digest = PgDigest {
        total: 0,
        by_state: BTreeMap::new(),
        pools: 0,
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
    Inventory {
        cluster: seen(cluster, None),
        pg_digest: seen(digest, Some("the mgr does not answer")),
        ..empty()
    }
}

#[test]
fn figures_that_stand_still_are_told_from_a_silent_mgr() {
    let mut inventory = silent_mgr();
    let digest = cluster::seen_mut(&mut inventory.pg_digest);
    digest.as_of = Some(now());
    digest.stale = Some("the mgr answers, but its figures have not changed since then".into());
    let found = findings(&inventory);
    assert_eq!(found[0].code, "KOOR_DIGEST_STALE");
    assert_eq!(found[0].grade, Grade::Fault);
    assert!(found[0].sentence.contains("answers"), "{}", found[0]);
}

fn ping(mon: &str, runs: bool) -> MonPing {
    MonPing { mon: mon.into(), runs, why: (!runs).then(|| format!("the mon at {mon} does not run")) }
}

#[test]
fn the_mgr_is_not_blamed_for_mons_without_a_quorum() {
    let mut inventory = silent_mgr();
    assert_eq!(codes(&inventory), ["KOOR_MGR_SILENT"]);
    // The seconds after the loss: `status` repeats the old quorum, and what the mgr answers does not come through.
    inventory.mon_pings = seen(vec![ping("a", true), ping("b", false), ping("c", false)], None);
    assert_eq!(codes(&inventory), ["KOOR_NO_QUORUM"]);
    inventory.mon_pings = seen(vec![ping("a", true), ping("b", true), ping("c", false)], None);
    assert_eq!(codes(&inventory), ["KOOR_MGR_SILENT"], "two of three are a quorum");
}

/// A real upgrade from 16 to 18 said this as soon as the leading mon ran 18.
fn upgrade(osds: &[&str]) -> Inventory {
    let summary = "all OSDs are running reef or later but require_osd_release < reef";
    let health = Health {
        status: Severity::Warn,
        checks: vec![Check {
            code: "OSD_UPGRADE_FINISHED".into(),
            severity: Severity::Warn,
            summary: summary.into(),
            detail: vec![summary.into()],
            count: Some(0),
            muted: false,
        }],
        mutes: Vec::new(),
    };
    let row = |text: &&str| VersionCount {
        daemon_type: DaemonType("osd".into()),
        version: CephVersion::parse(text).unwrap(),
        count: 1,
    };
    Inventory {
        health: seen(health, None),
        versions: seen(Versions(osds.iter().map(row).collect()), None),
        ..empty()
    }
}

#[test]
fn an_upgrade_that_is_not_finished_is_found_out() {
    let (old, new) = (
        "ceph version 16.2.15 (618f440892089921c3e944a991122ddc44e60516) pacific (stable)",
        "ceph version 18.2.7 (6b0e988052ec84cf2d4a54ff9bbbc5e720b621ad) reef (stable)",
    );
    assert_eq!(codes(&upgrade(&[new])), [""; 0], "Ceph is right");
    for osds in [&[old][..], &[new, old]] {
        let found = findings(&upgrade(osds));
        assert_eq!(found[0].code, "KOOR_UPGRADE_NOT_FINISHED");
        assert!(found[0].sentence.contains("16.2.15 pacific"), "{}", found[0]);
        assert!(found[0].next.contains("before you set require-osd-release"), "{}", found[0].next);
    }
    let mut unseen = upgrade(&[old]);
    unseen.versions = Part::not_asked();
    assert_eq!(codes(&unseen), [""; 0], "nobody knows");
}
