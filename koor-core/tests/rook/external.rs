//! Mons that Rook knows of and somebody else keeps (`spec.mon.externalMonIDs`): no pod of theirs is missed.

use koor_core::assess::rook::{UpgradeState, upgrade};
use koor_core::model::{CephVersion, DaemonMetadata, DaemonName, Inventory, Part, VersionCount};

use super::moment::{moment, seen, value};
use super::moments::{codes, ours};

/// A healthy cluster of which `mon.c` runs on a host of its own, outside of Kubernetes.
fn with_a_mon_outside() -> Inventory {
    let mut inventory = moment("02-healthy");
    let cluster = &mut value(&mut inventory.rook_clusters)[0];
    cluster.wants.mons = Some(2);
    cluster.wants.external_mons = vec!["c".into()];
    value(&mut inventory.deployments).retain(|one| one.name != "rook-ceph-mon-c");
    value(&mut inventory.pods).retain(|pod| !pod.name.starts_with("rook-ceph-mon-c-"));
    let endpoints = value(&mut inventory.rook_config).mon_endpoints.as_mut().unwrap();
    endpoints.nodes.remove("c");
    inventory
}

#[test]
fn a_mon_outside_is_no_fault_and_one_that_nobody_named_is() {
    let mut inventory = with_a_mon_outside();
    assert!(ours(&inventory).is_empty(), "{:#?}", ours(&inventory));
    value(&mut inventory.rook_clusters)[0].wants.external_mons.clear();
    assert_eq!(codes(&inventory), ["KOOR_ROOK_DISAGREES"], "Ceph has a mon of which there is no pod");
}

#[test]
fn it_is_not_counted_among_those_that_rook_makes() {
    let mut inventory = with_a_mon_outside();
    value(&mut inventory.rook_clusters)[0].wants.mons = Some(3);
    let found = ours(&inventory);
    assert_eq!(codes(&inventory), ["KOOR_ROOK_FEWER_MONS"]);
    assert!(found[0].sentence.contains("names 2 beside those that Rook does not keep (c)"), "{found:?}");
}

/// Rook takes it out of its list while it is out of quorum; in the quorum it belongs there.
#[test]
fn its_address_is_missed_only_while_it_is_in_the_quorum() {
    let mut inventory = with_a_mon_outside();
    value(&mut inventory.rook_config).mon_endpoints.as_mut().unwrap().mons.remove("c");
    assert_eq!(codes(&inventory), ["KOOR_ROOK_MON_ENDPOINTS"]);
    value(&mut inventory.quorum).members.retain(|mon| mon != "c");
    assert!(codes(&inventory).is_empty(), "{:?}", codes(&inventory));
    value(&mut inventory.rook_clusters)[0].wants.external_mons.clear();
    assert!(codes(&inventory).contains(&"KOOR_ROOK_MON_ENDPOINTS"));
}

/// Somebody else upgrades it, sooner or later than Rook its own.
#[test]
fn its_version_is_not_rooks_to_change() {
    let mut inventory = with_a_mon_outside();
    let runs = value(&mut inventory.versions);
    let mon = runs.0.iter_mut().find(|row| row.daemon_type.0 == "mon").unwrap();
    mon.count = 2;
    let (daemon_type, new) = (mon.daemon_type.clone(), mon.version.clone());
    let old =
        CephVersion::parse("ceph version 17.2.7 (b12291d110049b2f35e32e0de30d70e9a4c060d2) quincy (stable)");
    runs.0.push(VersionCount { daemon_type, version: old.clone().unwrap(), count: 1 });
    let told = |runs: [(&str, &CephVersion); 3]| {
        let told = runs.map(|(mon, version)| DaemonMetadata {
            name: DaemonName::new("mon", mon),
            hostname: None,
            version: Some(version.clone()),
            arch: None,
            kernel: None,
            distribution: None,
        });
        seen(told.to_vec(), moment("02-healthy").collected_at)
    };
    let state = |inventory: &Inventory| {
        let upgrade = upgrade(inventory).unwrap();
        (upgrade.state, upgrade.done, upgrade.total)
    };
    // Told by name, and taken to be the one behind where nobody told.
    inventory.mon_metadata = told([("a", &new), ("b", &new), ("c", old.as_ref().unwrap())]);
    assert_eq!(state(&inventory), (UpgradeState::Settled, Some(10), Some(10)));
    inventory.mon_metadata = Part::not_asked();
    assert_eq!(state(&inventory), (UpgradeState::Settled, Some(10), Some(10)));
    // One of Rook's own is behind.
    inventory.mon_metadata = told([("a", old.as_ref().unwrap()), ("b", &new), ("c", &new)]);
    assert_eq!(state(&inventory), (UpgradeState::Stuck, Some(9), Some(10)));
}
