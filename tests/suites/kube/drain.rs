//! A node is cordoned, drained and taken away, while Ceph loses what ran there.

use koor_core::assess::rook::drain;
use koor_core::collect::Selection;
use koor_core::model::Inventory;
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use koor_tests::kube::{await_seen, define, finding, findings, koor};
use serde_json::Value;

/// The pods of the daemons on a node, by name.
fn pods_on(rook: &Rook<'_>, plane: &ControlPlane, node: &str) -> Vec<(String, String)> {
    let path = format!("/api/v1/namespaces/{}/pods?fieldSelector=spec.nodeName%3D{node}", rook.namespace());
    let text =
        |pod: &Value, pointer: &str| pod.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
    let pods = plane.list(&path).unwrap();
    pods.iter().map(|pod| (text(pod, "/metadata/labels/app"), text(pod, "/metadata/name"))).collect()
}

/// Whether budgets have counted their pods and let one go.
fn budgets_allow(seen: &Inventory) -> bool {
    seen.disruption_budgets
        .value()
        .is_some_and(|all| !all.is_empty() && all.iter().all(|one| one.allowed == 1))
}

#[test]
fn a_node_is_cordoned_drained_and_gone() {
    // Broken on purpose, so its own.
    let cluster = Cluster::start(Shape { mons: 3, mgrs: 1, ..Shape::small() }).unwrap();
    let plane = ControlPlane::start(KubeShape::full()).unwrap();
    define(&plane);
    let rook = Rook::install(&plane, &cluster, RookShape::default()).unwrap();
    let koor = koor(&cluster, &plane, Some("rook-ceph"));
    let nodes = Selection::nodes();

    // Before: what a drain would do.
    let inventory = await_seen(&koor, &nodes, "budgets that let one pod go", budgets_allow);
    let ahead = drain(&inventory, "node1").unwrap();
    for daemon in ["mon.b", "osd.1"] {
        assert!(ahead.daemons.iter().any(|one| one == daemon), "{ahead:?}");
        assert!(ahead.bound.iter().any(|one| one == daemon), "{daemon} is kept for its node: {ahead:?}");
    }
    assert!(ahead.blocked_by.is_empty(), "{ahead:?}");
    assert_eq!(drain(&inventory, "no-such-node"), None);

    // Cordoned.
    plane.cordon("node1", true).unwrap();
    await_seen(&koor, &nodes, "the cordon", |seen| {
        finding(seen, "KOOR_NODE_CORDONED")
            .is_some_and(|found| found.evidence.iter().any(|line| line.contains("node1 is cordoned")))
    });

    // Drained: the pods go, and those that are kept for this node find no other.
    let going = pods_on(&rook, &plane, "node1");
    for (app, name) in going.iter().filter(|(app, _)| app == "rook-ceph-osd" || app == "rook-ceph-mon") {
        assert!(plane.evict("rook-ceph", name).unwrap(), "{app} {name}");
    }
    cluster.kill("osd.1").unwrap();
    cluster.kill("mon.b").unwrap();
    cluster.wait_check("OSD_DOWN").unwrap();
    let inventory = await_seen(&koor, &nodes, "budgets that let nobody go", |seen| {
        let ahead = drain(seen, "node2").unwrap();
        ["rook-ceph-osd", "rook-ceph-mon-pdb"]
            .iter()
            .all(|name| ahead.blocked_by.iter().any(|one| one.name == *name))
    });
    let ahead = drain(&inventory, "node2").unwrap();
    assert_eq!(ahead.is_safe(), Some(false), "{ahead:?}");
    assert!(
        ahead.losses.iter().any(|loss| loss.text.contains("quorum")),
        "two of three mons: {:?}",
        ahead.losses
    );
    // So says Kubernetes, too.
    let osd = pods_on(&rook, &plane, "node2").into_iter().find(|(app, _)| app == "rook-ceph-osd").unwrap().1;
    assert!(!plane.evict("rook-ceph", &osd).unwrap(), "the budget let it go");
    let waits =
        inventory.pods.value().unwrap().iter().filter(|pod| pod.node.is_none() && pod.daemon.is_some());
    assert_eq!(waits.count(), 2, "mon.b and osd.1 wait for their node");

    // Gone for good.
    plane.delete("/api/v1/nodes/node1").unwrap();
    let inventory = await_seen(&koor, &nodes, "the node to be gone", |seen| {
        seen.nodes.value().is_some_and(|all| all.len() == 2)
    });
    assert_eq!(drain(&inventory, "node1"), None);
    assert!(finding(&inventory, "KOOR_NODE_CORDONED").is_none(), "{:#?}", findings(&inventory));
    let osd_map = inventory.osd_map.value().unwrap();
    assert!(osd_map.osds.iter().any(|osd| !osd.up), "Ceph still has the OSD");
    plane.down().unwrap();
    cluster.down().unwrap();
}
