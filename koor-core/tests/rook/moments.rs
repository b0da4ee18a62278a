//! Each moment as it was: the picture, and what is found.

use koor_core::assess::rook::{UpgradeState, daemons, upgrade};
use koor_core::assess::{self, Finding, Grade};
use koor_core::model::Inventory;

use super::moment::{MOMENTS, moment};

/// What is found by holding Rook, Kubernetes and Ceph against each other.
pub(crate) fn ours(inventory: &Inventory) -> Vec<Finding> {
    let mut all = assess::findings(inventory);
    all.retain(|found| found.code.starts_with("KOOR_ROOK_") || found.code.starts_with("KOOR_NODE_"));
    all
}

pub(crate) fn codes(inventory: &Inventory) -> Vec<&'static str> {
    ours(inventory).iter().map(|found| found.code).collect()
}

fn state(name: &str) -> UpgradeState {
    upgrade(&moment(name)).unwrap().state
}

#[test]
fn a_healthy_cluster_has_no_finding() {
    for name in ["02-healthy", "20-before"] {
        let found = ours(&moment(name));
        assert!(found.is_empty(), "{name}: {found:#?}");
        assert_eq!(state(name), UpgradeState::Settled, "{name}");
    }
}

#[test]
fn after_the_upgrade_only_the_toolbox_is_left() {
    // What is left of the upgrade: Rook does not touch the toolbox. Ceph itself is HEALTH_WARN then, and so Rook says.
    let found = ours(&moment("28-complete"));
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["KOOR_ROOK_TOOLBOX_OLD"], "{found:#?}");
    assert_eq!(found[0].grade, Grade::Advice);
    assert!(found[0].next.contains("rook-ceph-tools=quay.io/ceph/ceph:v20.2.4"), "{}", found[0].next);
    assert_eq!(state("28-complete"), UpgradeState::Settled);
}

#[test]
fn an_upgrade_that_moves_is_under_way_and_no_fault() {
    for name in ["23-t25", "24-t75"] {
        let inventory = moment(name);
        let upgrade = upgrade(&inventory).unwrap();
        assert_eq!(upgrade.state, UpgradeState::UnderWay, "{name}: {upgrade:#?}");
        assert_eq!(upgrade.doing.as_deref(), Some("Configuring Ceph Mons"), "{name}");
        assert_eq!(upgrade.version.as_deref(), Some("20.2.4"), "{name}");
        let faults: Vec<_> = ours(&inventory).into_iter().filter(|one| one.grade == Grade::Fault).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        let all = assess::findings(&inventory);
        assert!(!all.iter().any(|one| one.code == "KOOR_VERSIONS_MIXED"), "{name}: told as an upgrade");
    }
    // Rook named the new version already, and no daemon ran it: Ceph's own word is what counts.
    let early = upgrade(&moment("23-t25")).unwrap();
    assert_eq!((early.done, early.total), (Some(0), Some(11)));
    let later = upgrade(&moment("24-t75")).unwrap();
    assert_eq!((later.done, later.total), (Some(1), Some(11)));
}

#[test]
fn what_will_hold_an_upgrade_is_told_before_it_does() {
    let inventory = moment("24-t75");
    let found = ours(&inventory);
    let ahead = found.iter().find(|one| one.code == "KOOR_ROOK_UPGRADE_WILL_WAIT").unwrap();
    assert_eq!(ahead.grade, Grade::Advice);
    let text = format!("{ahead:?}");
    assert!(text.contains("AUTH_INSECURE_SERVICE_TICKETS") && text.contains("mds"), "{text}");
}

#[test]
fn the_upgrade_that_said_ready_is_stuck() {
    let inventory = moment("27-stuck");
    assert_eq!(inventory.rook_cluster().unwrap().phase.as_deref(), Some("Ready"), "that is what Rook said");
    let found = ours(&inventory);
    let stuck = found.iter().find(|one| one.code == "KOOR_ROOK_UPGRADE_STUCK").unwrap();
    assert_eq!(stuck.grade, Grade::Fault);
    for daemon in ["mds.myfs-a", "mds.myfs-b", "rgw.my.store.a"] {
        assert!(stuck.sentence.contains(daemon), "{}", stuck.sentence);
    }
    assert!(
        stuck.evidence.iter().any(|line| line.contains("8 of 11 daemons run 20.2.4")),
        "{:?}",
        stuck.evidence
    );
    let waits = stuck.evidence.iter().find(|line| line.contains("HEALTH_ERR")).unwrap();
    assert!(waits.contains("controllers of mds, rgw"), "{waits}");
    for step in [
        "ceph health mute AUTH_INSECURE_SERVICE_KEY_TYPE",
        "ceph health mute AUTH_INSECURE_SERVICE_TICKETS",
        "rotate the cephx keys",
        "ceph mgr fail b",
    ] {
        assert!(stuck.next.contains(step), "{step}: {}", stuck.next);
    }
    assert_eq!(codes(&inventory), ["KOOR_ROOK_UPGRADE_STUCK", "KOOR_ROOK_READY_BUT_SICK"]);
}

#[test]
fn every_daemon_is_seen_three_ways() {
    for name in MOMENTS {
        let all = daemons(&moment(name));
        let names: Vec<String> = all.iter().map(|one| one.name.to_string()).collect();
        assert_eq!(
            names,
            [
                "mon.a",
                "mon.b",
                "mon.c",
                "mgr.a",
                "mgr.b",
                "osd.0",
                "osd.1",
                "osd.2",
                "mds.myfs-a",
                "mds.myfs-b",
                "rgw.my.store.a"
            ],
            "{name}"
        );
        for one in &all {
            assert!(one.deployment.is_some(), "{name}: {one:?}");
            assert_eq!(one.pods.len(), 1, "{name}: {one:?}");
            assert!(one.pods[0].node.is_some(), "{name}: {one:?}");
            assert!(one.troubles.is_empty(), "{name}: {one:?}");
        }
    }
}
