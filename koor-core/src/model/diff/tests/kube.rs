//! What Kubernetes and Rook tell, and how it is said that one side knows nothing of it.

use proptest::prelude::*;

use super::example_kube::{cluster, condition};
use super::mirror::{back, forth};
use super::{diff, example, sentences, value};
use crate::model::Inventory;
use crate::model::kube::KubeParts;
use crate::model::{Kind, Part};

type Event = (fn(&mut Inventory), &'static [&'static str]);

const EVENTS: &[Event] = &[
    (
        |i| value(&mut i.rook_clusters)[0].phase = Some("Progressing".into()),
        &["  CephCluster rook-ceph/rook-ceph: phase Ready → Progressing"],
    ),
    (
        |i| value(&mut i.rook_clusters)[0].state = Some("Error".into()),
        &["- CephCluster rook-ceph/rook-ceph: state Created → Error"],
    ),
    (
        upgrade,
        &[
            "- CephCluster rook-ceph/rook-ceph: changes not taken up was set to 1 of 5",
            "  CephCluster rook-ceph/rook-ceph: image wanted quay.io/ceph/ceph:v18.2.7 → quay.io/ceph/ceph:v20.2.4",
            "  CephCluster rook-ceph/rook-ceph: version set out for 18.2.7-0 → 20.2.4-0",
        ],
    ),
    (
        |i| value(&mut i.rook_resources)[0].phase = Some("Failure".into()),
        &["- CephBlockPool rbd: phase Ready → Failure"],
    ),
    (
        |i| {
            value(&mut i.rook_resources)[0].wants.insert("replicated.size".into(), "2".into());
        },
        &["  CephBlockPool rbd: replicated.size 3 → 2"],
    ),
    (
        |i| value(&mut i.rook_config).mon_endpoints.as_mut().unwrap().out_of_quorum.push("a".into()),
        &["- rook-ceph-mon-endpoints: out of quorum was set to a"],
    ),
    (|i| value(&mut i.deployments)[0].ready = 0, &["- Deployment rook-ceph-osd-1: ready 1 of 1 → 0 of 1"]),
    (
        |i| value(&mut i.deployments)[0].image = Some("quay.io/ceph/ceph:v20.2.4".into()),
        &["  Deployment rook-ceph-osd-1: image quay.io/ceph/ceph:v18.2.7 → quay.io/ceph/ceph:v20.2.4"],
    ),
    (|i| value(&mut i.pods)[0].containers[0].restarts = 3, &["- pod rook-ceph-osd-1-x: restarts 0 → 3"]),
    (
        |i| {
            let pod = &mut value(&mut i.pods)[0];
            (pod.name, pod.node) = ("rook-ceph-osd-1-y".into(), Some("node2".into()));
        },
        &["  the pod of osd.1 moved from node1 to node2"],
    ),
    (
        |i| value(&mut i.nodes)[0].conditions[0] = condition("Ready", "Unknown"),
        &["- node node1: Ready True → Unknown"],
    ),
    (|i| value(&mut i.nodes)[0].cordoned = true, &["  node node1: cordoned off → on"]),
    (
        |i| value(&mut i.nodes)[0].conditions[1] = condition("MemoryPressure", "True"),
        &["- node node1: trouble was set to MemoryPressure"],
    ),
    (|i| value(&mut i.nodes)[0].kubelet = None, &[]),
    (|i| value(&mut i.claims)[0].phase = "Lost".into(), &["- claim shop/cart: phase Bound → Lost"]),
    (|i| value(&mut i.claims).clear(), &["  claim shop/cart was removed (was Bound, 1.0 GiB)"]),
];

fn upgrade(inventory: &mut Inventory) {
    let cluster = &mut value(&mut inventory.rook_clusters)[0];
    cluster.wants.image = Some("quay.io/ceph/ceph:v20.2.4".into());
    cluster.generation = Some(5);
    cluster.version.as_mut().unwrap().version = Some("20.2.4-0".into());
}

#[test]
fn every_event_is_said_once() {
    for (happens, said) in EVENTS {
        let before = cluster();
        let mut after = before.clone();
        happens(&mut after);
        assert_eq!(sentences(&diff(&before, &after)), *said);
    }
}

proptest! {
    #[test]
    fn forth_and_back_mirror_each_other(
        one in proptest::sample::subsequence((0..EVENTS.len()).collect::<Vec<_>>(), 0..=EVENTS.len()),
        other in proptest::sample::subsequence((0..EVENTS.len()).collect::<Vec<_>>(), 0..=EVENTS.len()),
    ) {
        let made = |events: &[usize]| {
            let mut inventory = cluster();
            // Rows that go, go last.
            for event in events {
                (EVENTS[*event].0)(&mut inventory);
            }
            inventory
        };
        let (one, other) = (made(&one), made(&other));
        let mut there: Vec<_> = diff(&one, &other).changes.iter().map(forth).collect();
        let mut again: Vec<_> = diff(&other, &one).changes.iter().map(back).collect();
        there.sort();
        again.sort();
        prop_assert_eq!(there, again);
    }
}

/// A recording of an older koor beside a live cluster: one line, not one a part.
#[test]
fn a_side_without_kubernetes_is_said_once() {
    let (with, without) = (cluster(), example::cluster());
    let there = diff(&without, &with);
    assert!(there.is_empty(), "{there}");
    let notes: Vec<_> =
        there.not_compared.iter().map(|note| format!("{}: {}", note.part, note.why)).collect();
    assert_eq!(notes, ["kubernetes: not seen before: not asked"]);
    assert_eq!(diff(&with, &without).not_compared[0].why, "not seen after: not asked");
    assert!(diff(&without, &without).not_compared.is_empty());
}

/// A right that is missing hides its part and no other.
#[test]
fn a_part_that_was_refused_is_not_compared() {
    let (before, mut after) = (cluster(), cluster());
    after.nodes = Part::unseen(Kind::Denied, "the right to list nodes is missing");
    value(&mut after.claims)[0].phase = "Lost".into();
    let diff = diff(&before, &after);
    assert_eq!(sentences(&diff), ["- claim shop/cart: phase Bound → Lost"]);
    assert_eq!(diff.not_compared[0].why, "not seen after: the right to list nodes is missing");
    assert_eq!(diff.not_compared.len(), 1);
}

/// Secrets that a recording replaced are no change.
#[test]
fn a_placeholder_is_no_change() {
    let (mut recorded, mut live) = (cluster(), cluster());
    let secret = |inventory: &mut Inventory, text: &str| {
        let config = value(&mut inventory.rook_config);
        config.operator.insert("SOME_PASSWORD".into(), text.into());
        config.config_override = Some(format!("[client.x]\nkey = {text}"));
    };
    secret(&mut recorded, crate::model::REDACTED);
    secret(&mut live, "planted");
    for diff in [diff(&recorded, &live), diff(&live, &recorded)] {
        assert!(diff.is_empty(), "{diff}");
    }
}

/// An inventory file of a koor that knew nothing of Kubernetes is read.
#[test]
fn an_older_file_is_read() {
    let mut file = serde_json::to_value(cluster()).unwrap();
    let parts = serde_json::to_value(KubeParts::not_asked()).unwrap();
    for part in parts.as_object().unwrap().keys() {
        assert!(file.as_object_mut().unwrap().remove(part).is_some(), "{part}");
    }
    let read = Inventory::from_json(&serde_json::to_vec(&file).unwrap()).unwrap();
    assert_eq!(read, example::cluster());
}
