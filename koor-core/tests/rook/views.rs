//! What people read of each moment.

use koor_core::model::Part;
use koor_core::model::diff::diff;
use koor_core::model::kube::ClaimRef;
use koor_core::view::{
    ClaimFilter, ClaimList, ClaimShow, InventorySummary, NodeFilter, NodeList, NodeShow, RookFilter,
    RookList, RookView, Status,
};

use super::moment::{MOMENTS, moment};

#[test]
fn the_picture_of_the_stuck_upgrade_says_so() {
    let inventory = moment("27-stuck");
    let text = RookView::of(&inventory, inventory.collected_at).unwrap().to_string();
    for line in [
        "operator    v1.18.11, rook-ceph/rook-ceph-operator, 1 of 1 pod ready",
        "wants       quay.io/ceph/ceph:v20.2.4, 3 mons, 2 mgrs",
        "rook says   Ready (Created): Cluster created successfully; HEALTH_ERR",
        "ceph says   HEALTH_ERR; runs 18.2.7, 20.2.4",
        "upgrade     stuck: 8 of 11 daemons run 20.2.4",
        "behind: 2 mds on 18.2.7: mds.myfs-a, mds.myfs-b",
        "waits: Rook's controllers of mds, rgw do nothing while health is HEALTH_ERR",
        "KOOR_ROOK_UPGRADE_STUCK",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let mds = text.lines().find(|line| line.starts_with("mds.myfs-a")).unwrap();
    assert!(mds.contains("18.2.7") && mds.contains("node2") && mds.contains("ready"), "{mds}");
    let osd = text.lines().find(|line| line.starts_with("osd.2")).unwrap();
    assert!(osd.contains("up, in") && osd.contains("v20.2.4") && osd.contains("node1"), "{osd}");
}

#[test]
fn every_moment_has_a_status_line_and_a_picture() {
    for (name, expected) in MOMENTS.iter().zip([
        "v1.18.11, rook-ceph/rook-ceph says Ready, 11 daemons' pods ready, looked 13 s ago",
        "v1.18.11, rook-ceph/rook-ceph says Ready, 11 daemons' pods ready, looked 56 s ago",
        "v1.18.11, rook-ceph/rook-ceph says Progressing, upgrade to 20.2.4: 0 of 11, 1 of 11 daemons' pods not ready",
        "v1.18.11, rook-ceph/rook-ceph says Progressing, upgrade to 20.2.4: 1 of 11, 11 daemons' pods ready",
        "v1.18.11, rook-ceph/rook-ceph says Ready, upgrade to 20.2.4 stuck at 8 of 11, 11 daemons' pods ready",
        "v1.18.11, rook-ceph/rook-ceph says Ready, 11 daemons' pods ready",
    ]) {
        let inventory = moment(name);
        let status = Status::of(&inventory, inventory.collected_at);
        let text = status.to_string();
        let line =
            text.lines().find(|line| line.starts_with("rook ")).unwrap_or_else(|| panic!("{name}\n{text}"));
        assert!(line.contains(expected), "{name}: {line}");
        let json = serde_json::to_value(&status).unwrap();
        assert_eq!(json["rook"]["version"], "v1.18.11", "{name}");
        let picture = RookView::of(&inventory, inventory.collected_at).unwrap();
        let json = serde_json::to_value(&picture).unwrap();
        assert_eq!(json["daemons"].as_array().unwrap().len(), 11, "{name}");
    }
}

#[test]
fn objects_nodes_and_claims_are_listed() {
    let inventory = moment("27-stuck");
    let now = inventory.collected_at;
    let all = RookList::of(&inventory, &RookFilter::default(), now).unwrap().to_string();
    assert!(all.contains("CephBlockPool") && all.contains("replicapool"), "{all}");
    let sick = RookFilter { unhealthy: true, ..RookFilter::default() };
    let sick = RookList::of(&inventory, &sick, now).unwrap();
    let names: Vec<&str> = sick.resources.iter().flatten().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["my-store"], "the object store is Progressing");
    let nodes = NodeList::of(&inventory, &NodeFilter::default(), now).unwrap().to_string();
    let node = nodes.lines().find(|line| line.starts_with("node2")).unwrap();
    assert!(
        node.contains("Ready")
            && node.contains("osd.0")
            && node.contains("mon.c")
            && node.contains("mds.myfs-a")
    );
    let one = NodeShow::of(&inventory, "node2", now).unwrap().to_string();
    assert!(
        one.contains("a drain") && one.contains("can't be judged") && one.contains("not seen: the PGs"),
        "{one}"
    );
    let error = NodeShow::of(&inventory, "node9", now).unwrap_err().to_string();
    assert!(error.contains("no node node9; did you mean"), "{error}");
    let claims = ClaimList::of(&inventory, &ClaimFilter::default(), now).unwrap();
    assert!(claims.claims.is_none() && claims.to_string().contains("was not asked for"), "{claims}");
    let which = ClaimRef { namespace: "shop".into(), name: "db".into() };
    assert!(ClaimShow::of(&inventory, &which, now).unwrap().trace.is_none());
}

/// What is not in a part that was seen in part may be there all the same; that is another thing than being old.
#[test]
fn a_part_that_was_not_seen_whole_says_so_and_is_not_stale() {
    let whole = moment("02-healthy");
    let mut inventory = whole.clone();
    let Part::Seen(pods) = &mut inventory.pods else { panic!("unseen") };
    pods.partial = Some("no right to `list` `pods` in namespace operators".into());
    pods.value.pop();
    assert_eq!((inventory.stale().count(), inventory.partial().count()), (0, 1));
    let text = RookView::of(&inventory, inventory.collected_at).unwrap().to_string();
    assert!(text.contains("not all seen: pods (no right to `list` `pods` in namespace operators)"), "{text}");
    assert!(!text.contains("stale:"), "{text}");
    let summary = InventorySummary::of(&inventory, inventory.collected_at);
    assert_eq!(summary.parts.iter().find(|row| row.part == "pods").unwrap().state.as_str(), "partial");
    let diff = diff(&whole, &inventory);
    assert_eq!((diff.stale.len(), diff.partial.len()), (0, 1));
    assert!(diff.to_string().contains("not seen whole: pods: after: no right"), "{diff}");
}
