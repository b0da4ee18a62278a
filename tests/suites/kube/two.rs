//! Two Ceph clusters in two namespaces of one Kubernetes, and their operator in a third.

use koor_core::collect::Selection;
use koor_core::model::{Inventory, Kind};
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use koor_tests::kube::{define, finding, koor, look};

/// The namespaces of everything in these parts.
fn namespaces(inventory: &Inventory) -> Vec<String> {
    let clusters = inventory.rook_clusters.value().unwrap().iter().map(|one| one.namespace.clone());
    let pods = inventory.pods.value().unwrap().iter().map(|one| one.namespace.clone());
    let mut all: Vec<String> = clusters.chain(pods).collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn two_clusters_are_kept_apart() {
    let (one, two) = (crate::cluster(), Cluster::start(Shape::small()).unwrap());
    let plane = ControlPlane::start(KubeShape::full()).unwrap();
    define(&plane);
    let shape = |namespace: &str, operator: Option<&str>| RookShape {
        namespace: namespace.to_owned(),
        operator_namespace: operator.map(str::to_owned),
        ..RookShape::default()
    };
    Rook::install(&plane, one, shape("one", Some("operator"))).unwrap();
    Rook::install(&plane, &two, shape("two", None)).unwrap();

    for (cluster, namespace) in [(one, "one"), (&two, "two")] {
        let inventory = look(&koor(cluster, &plane, Some(namespace)), &Selection::rook());
        let told = inventory.rook_clusters.value().unwrap()[0].ceph.as_ref().unwrap().fsid.clone();
        assert_eq!(told.unwrap().to_string(), cluster.fsid());
        let mut own = ["operator", namespace];
        own.sort_unstable();
        assert_eq!(namespaces(&inventory), own, "{namespace}: nothing of the other one");
        assert_eq!(finding(&inventory, "KOOR_ROOK_OTHER_CLUSTER"), None);
    }
    // Nobody said which.
    let inventory = look(&koor(one, &plane, None), &Selection::rook());
    let why = inventory.rook_clusters.why().unwrap();
    assert_eq!(why.kind, Kind::InvalidInput);
    assert!(why.message.contains("one") && why.message.contains("two"), "{}", why.message);
    // A Ceph cluster beside the namespace of the other one.
    let inventory = look(&koor(one, &plane, Some("two")), &Selection::rook());
    assert!(finding(&inventory, "KOOR_ROOK_OTHER_CLUSTER").is_some());
    plane.down().unwrap();
    two.down().unwrap();
}
