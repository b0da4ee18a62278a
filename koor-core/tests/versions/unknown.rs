//! What could not be seen is told as that: silence is no all-clear.

use koor_core::assess::advice::Outcome;
use koor_core::model::catalogue::Product::Ceph;
use koor_core::model::{Inventory, Kind, Part};

use super::base::{advice, base, run};

fn unseen<T>() -> Part<T> {
    Part::unseen(Kind::Denied, "the right to list is missing")
}

fn outcome(inventory: &Inventory, id: &str) -> Option<(Outcome, Option<String>)> {
    let advice = advice(inventory);
    advice.rulings.into_iter().find(|one| one.id == id).map(|one| (one.outcome, one.missing))
}

#[test]
fn a_trait_that_was_not_seen_leaves_its_rule_unknown() {
    let mut inventory = base();
    run(&mut inventory, Ceph, "20.2.0");
    assert_eq!(outcome(&inventory, "ceph-20.2.0-read-affinity"), None);
    inventory.rook_clusters = unseen();
    let (what, why) = outcome(&inventory, "ceph-20.2.0-read-affinity").unwrap();
    assert_eq!(what, Outcome::Unknown);
    assert_eq!(why.as_deref(), Some("cephclusters: the right to list is missing"));
}

#[test]
fn some_daemons_that_were_not_asked_are_no_all_clear() {
    let mut inventory = base();
    run(&mut inventory, Ceph, "18.2.4");
    assert_eq!(outcome(&inventory, "ceph-18.2.4-arm64"), None);
    inventory.mds_metadata = unseen();
    let (what, _) = outcome(&inventory, "ceph-18.2.4-arm64").unwrap();
    assert_eq!(what, Outcome::Unknown);
    // One that was seen is enough to know.
    super::base::processor(&mut inventory, "aarch64");
    assert_eq!(outcome(&inventory, "ceph-18.2.4-arm64").unwrap().0, Outcome::Found);
}

#[test]
fn without_kubernetes_nothing_is_known_of_rook_and_that_is_said() {
    let mut inventory = base();
    inventory.deployments = Part::not_asked();
    let advice = advice(&inventory);
    let rook = advice.products.iter().find(|one| one.product.id() == "rook").unwrap();
    assert!(rook.running.is_empty());
    assert_eq!(rook.unknown.as_deref(), Some("deployments: not asked"));
}
