//! Nobody reconciles: Rook's operator was scaled away, or finds no node.

use koor_core::collect::Selection;
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_tests::kube::{await_seen, define, finding, koor};
use serde_json::json;

const CODE: &str = "KOOR_ROOK_OPERATOR_DOWN";

#[test]
fn an_operator_that_is_gone_is_told() {
    let cluster = crate::cluster();
    let plane = ControlPlane::start(KubeShape::full()).unwrap();
    define(&plane);
    let rook = Rook::install(&plane, cluster, RookShape::default()).unwrap();
    let koor = koor(cluster, &plane, Some("rook-ceph"));
    let health = Selection::health();
    await_seen(&koor, &health, "a quiet picture", |seen| finding(seen, CODE).is_none());

    let path = rook.path_of("apps/v1", "deployments", "rook-ceph-operator");
    plane.patch(&path, &json!({"spec": {"replicas": 0}})).unwrap();
    let inventory =
        await_seen(&koor, &health, "the operator to be missed", |seen| finding(seen, CODE).is_some());
    let found = finding(&inventory, CODE).unwrap();
    assert!(found.sentence.contains("scaled to zero"), "{found:?}");
    assert!(found.next.contains("scale deployment rook-ceph-operator --replicas 1"), "{found:?}");

    // Wanted, and no node takes it.
    for node in ["node0", "node1", "node2"] {
        plane.cordon(node, true).unwrap();
    }
    plane.patch(&path, &json!({"spec": {"replicas": 1}})).unwrap();
    let waits = |seen: &koor_core::model::Inventory| {
        let pods = seen.pods.value().into_iter().flatten();
        let mut waiting = pods.filter(|pod| pod.name.starts_with("rook-ceph-operator") && pod.node.is_none());
        waiting.any(|pod| pod.phase == "Pending")
            && finding(seen, CODE).is_some_and(|found| found.sentence.contains("does not run"))
    };
    await_seen(&koor, &health, "a pod that waits for a node", waits);

    for node in ["node0", "node1", "node2"] {
        plane.cordon(node, false).unwrap();
    }
    await_seen(&koor, &health, "the operator to be back", |seen| finding(seen, CODE).is_none());
    plane.down().unwrap();
}
