//! Faults made of a healthy moment: each is found, with its evidence, and only where it is one.

use jiff::{SignedDuration, Timestamp};
use koor_core::assess::rook::{UpgradeState, drain, upgrade};
use koor_core::assess::{self, Finding, Grade, explain};
use koor_core::model::kube::{Condition, ContainerState, Deployment, KubeNode, Pod};
use koor_core::model::{Check, Fsid, Inventory, Severity};

use super::moment::{moment, seen, value};
use super::moments::{codes, ours};

fn healthy() -> Inventory {
    moment("02-healthy")
}

fn found(inventory: &Inventory, code: &str) -> Finding {
    let all = ours(inventory);
    let one = all.iter().find(|one| one.code == code);
    one.unwrap_or_else(|| panic!("{code} is not among {all:#?}")).clone()
}

fn deployment<'a>(inventory: &'a mut Inventory, name: &str) -> &'a mut Deployment {
    value(&mut inventory.deployments).iter_mut().find(|one| one.name == name).unwrap()
}

fn pod<'a>(inventory: &'a mut Inventory, prefix: &str) -> &'a mut Pod {
    value(&mut inventory.pods).iter_mut().find(|one| one.name.starts_with(prefix)).unwrap()
}

fn node<'a>(inventory: &'a mut Inventory, name: &str) -> &'a mut KubeNode {
    value(&mut inventory.nodes).iter_mut().find(|one| one.name == name).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "what it becomes is an option in every row")]
fn ago(inventory: &Inventory, minutes: i64) -> Option<Timestamp> {
    Some(inventory.collected_at - SignedDuration::from_mins(minutes))
}

fn condition(name: &str, status: &str, since: Option<Timestamp>) -> Condition {
    Condition {
        name: name.into(),
        status: status.into(),
        reason: Some("ForATest".into()),
        message: Some("what Kubernetes says".into()),
        since,
        heartbeat: None,
    }
}

fn set(conditions: &mut Vec<Condition>, new: Condition) {
    conditions.retain(|one| one.name != new.name);
    conditions.push(new);
}

fn raise(inventory: &mut Inventory, code: &str, severity: Severity, detail: &str) {
    let health = value(&mut inventory.health);
    health.status = health.status.max(severity);
    health.checks.push(Check {
        code: code.into(),
        severity,
        summary: detail.into(),
        detail: vec![detail.into()],
        count: Some(1),
        muted: false,
    });
}

#[test]
fn an_osd_that_somebody_scaled_to_zero_is_the_cause_of_its_check() {
    let mut inventory = healthy();
    let osd = deployment(&mut inventory, "rook-ceph-osd-0");
    (osd.wanted, osd.ready, osd.updated, osd.available) = (0, 0, 0, 0);
    value(&mut inventory.pods).retain(|pod| !pod.name.starts_with("rook-ceph-osd-0-"));
    value(&mut inventory.osd_map).osds[0].up = false;
    raise(&mut inventory, "OSD_DOWN", Severity::Warn, "osd.0 (root=default,host=node2) is down");
    let off = found(&inventory, "KOOR_ROOK_SCALED_DOWN");
    assert_eq!(off.grade, Grade::Fault);
    assert!(
        off.sentence.contains("osd.0") && off.next.contains("scale deployment rook-ceph-osd-0 --replicas 1"),
        "{off:?}"
    );
    let explained = explain(&inventory);
    let check = explained.iter().find(|one| one.code == "OSD_DOWN").unwrap();
    assert_eq!(check.cause[0], "osd.0 does not run because Deployment rook-ceph-osd-0 is scaled to 0");
    // The CephCluster still says HEALTH_OK, and phase Ready.
    assert!(
        found(&inventory, "KOOR_ROOK_READY_BUT_SICK").sentence.contains("HEALTH_OK; Ceph says HEALTH_WARN")
    );
}

#[test]
fn a_node_whose_kubelet_is_silent_is_the_cause_and_its_containers_may_go_on() {
    let mut inventory = healthy();
    let since = ago(&inventory, 6);
    set(&mut node(&mut inventory, "node1").conditions, condition("Ready", "Unknown", since));
    for name in ["rook-ceph-mon-b-", "rook-ceph-osd-2-"] {
        set(&mut pod(&mut inventory, name).conditions, condition("Ready", "False", since));
    }
    let down = found(&inventory, "KOOR_NODE_NOT_READY");
    assert!(
        down.evidence[0].contains("node1 is not ready for 6 min") && down.evidence[0].contains("osd.2"),
        "{down:?}"
    );
    assert!(down.evidence[1].contains("Ceph says that") && down.evidence[1].contains("mon.b"), "{down:?}");
    let disagree = found(&inventory, "KOOR_ROOK_DISAGREES");
    assert!(
        disagree.evidence.iter().any(|line| line.starts_with("osd.2: Ceph says up, in, its pod")),
        "{disagree:?}"
    );
    value(&mut inventory.osd_map).osds[2].up = false;
    raise(&mut inventory, "OSD_DOWN", Severity::Warn, "osd.2 (root=default,host=node1) is down");
    let explained = explain(&inventory);
    let check = explained.iter().find(|one| one.code == "OSD_DOWN").unwrap();
    assert!(check.cause[0].starts_with("node node1 is not ready for 6 min"), "{:?}", check.cause);
}

#[test]
fn a_pod_that_rook_deleted_while_its_container_goes_on_is_told() {
    let mut inventory = healthy();
    // As seen: the mgr's pod started anew on node1, and the old container went on on node3.
    let mgr = pod(&mut inventory, "rook-ceph-mgr-b-");
    mgr.node = Some("node1".into());
    let found = found(&inventory, "KOOR_ROOK_DISAGREES");
    assert_eq!(found.evidence.len(), 1, "{found:?}");
    assert!(found.evidence[0].starts_with("mgr.b: Ceph says that it runs on node3, its pod"), "{found:?}");
    // In the first two minutes that is how a move looks.
    let created = ago(&inventory, 1);
    pod(&mut inventory, "rook-ceph-mgr-b-").created = created;
    assert!(codes(&inventory).is_empty(), "{:?}", codes(&inventory));
}

#[test]
fn an_operator_that_is_gone_is_told_and_so_is_its_old_word() {
    let mut inventory = healthy();
    let operator = deployment(&mut inventory, "rook-ceph-operator");
    (operator.wanted, operator.ready) = (0, 0);
    assert_eq!(codes(&inventory), ["KOOR_ROOK_OPERATOR_DOWN"]);
    let old = ago(&inventory, 10);
    value(&mut inventory.rook_clusters)[0].ceph.as_mut().unwrap().last_checked = old;
    let word = found(&inventory, "KOOR_ROOK_WORD_OLD");
    assert!(word.sentence.contains("10 min") && word.evidence[1].contains("0 of 0 pods ready"), "{word:?}");
    // Half-way in an upgrade that is what it waits for.
    let mut inventory = moment("24-t75");
    deployment(&mut inventory, "rook-ceph-operator").ready = 0;
    let upgrade = upgrade(&inventory).unwrap();
    assert_eq!(upgrade.state, UpgradeState::Stuck);
    assert!(upgrade.waits_for[0].what.contains("operator"), "{upgrade:#?}");
}

#[test]
fn an_upgrade_that_stands_still_is_stuck_though_rook_says_progressing() {
    let mut inventory = moment("24-t75");
    let since = ago(&inventory, 45);
    let cluster = &mut value(&mut inventory.rook_clusters)[0];
    let progressing = cluster.conditions.iter_mut().find(|one| one.name == "Progressing").unwrap();
    (progressing.since, progressing.heartbeat) = (since, since);
    let stuck = found(&inventory, "KOOR_ROOK_UPGRADE_STUCK");
    assert!(stuck.evidence.iter().any(|line| line.contains("Configuring Ceph Mons")), "{stuck:?}");
}

#[test]
fn what_releases_the_stuck_upgrade_releases_it() {
    // As it was done: both checks muted, the module's error cleared; only warnings stay.
    let mut inventory = moment("27-stuck");
    let health = value(&mut inventory.health);
    health.status = Severity::Warn;
    health.checks.retain(|check| check.code != "MGR_MODULE_ERROR");
    for check in &mut health.checks {
        check.muted |= check.severity == Severity::Err;
    }
    assert_eq!(
        upgrade(&inventory).unwrap().state,
        UpgradeState::UnderWay,
        "Rook's other controllers take it up"
    );
    // The module's error alone is one that Rook passes over; beside a muted one it is not.
    raise(&mut inventory, "MGR_MODULE_ERROR", Severity::Err, "Module 'rook' has failed");
    assert_eq!(upgrade(&inventory).unwrap().state, UpgradeState::Stuck);
    value(&mut inventory.health)
        .checks
        .retain(|check| check.severity == Severity::Warn || check.code == "MGR_MODULE_ERROR");
    assert_eq!(upgrade(&inventory).unwrap().state, UpgradeState::UnderWay);
    // Where nothing holds it and nothing moves for long, it is stuck all the same.
    inventory.rook_clusters = {
        let mut clusters = inventory.rook_clusters.value().unwrap().clone();
        let old = ago(&inventory, 20);
        clusters[0].conditions[0].heartbeat = old;
        seen(clusters, inventory.collected_at)
    };
    assert_eq!(upgrade(&inventory).unwrap().state, UpgradeState::Stuck);
}

#[test]
fn pods_are_told_with_kubernetes_own_reason() {
    let mut inventory = healthy();
    let old = ago(&inventory, 9);
    let one = pod(&mut inventory, "rook-ceph-mds-myfs-a-");
    set(&mut one.conditions, condition("Ready", "False", old));
    let container = one.containers.iter_mut().find(|one| one.name == "mds").unwrap();
    container.restarts = 7;
    container.state = ContainerState::Waiting {
        reason: Some("CrashLoopBackOff".into()),
        message: Some("back-off 5m0s restarting failed container".into()),
    };
    container.last_end =
        Some(ContainerState::Ended { code: 137, reason: Some("OOMKilled".into()), message: None, at: old });
    let stuck = found(&inventory, "KOOR_ROOK_POD_STUCK");
    for word in ["CrashLoopBackOff", "7 restarts", "OOMKilled"] {
        assert!(stuck.evidence[0].contains(word), "{word}: {stuck:?}");
    }
    let mut inventory = healthy();
    let one = pod(&mut inventory, "rook-ceph-rgw-");
    (one.node, one.phase) = (None, "Pending".into());
    one.conditions = vec![condition("PodScheduled", "False", None)];
    assert!(
        found(&inventory, "KOOR_ROOK_POD_STUCK")
            .sentence
            .contains("no node takes it (ForATest: what Kubernetes says)")
    );
}

#[test]
fn mons_that_moved_are_told_from_the_map() {
    let mut inventory = healthy();
    let endpoints = value(&mut inventory.rook_config).mon_endpoints.as_mut().unwrap();
    endpoints.mons.insert("a".into(), "10.97.0.99:6789".into());
    endpoints.mons.remove("b");
    endpoints.mons.insert("d".into(), "10.97.0.98:6789".into());
    let found = found(&inventory, "KOOR_ROOK_MON_ENDPOINTS");
    assert_eq!(found.evidence.len(), 3, "{found:?}");
    assert!(
        found.evidence[0].contains("10.97.0.121") && found.evidence[0].contains("10.97.0.99"),
        "{found:?}"
    );
}

#[test]
fn what_is_not_seen_makes_no_finding() {
    let mut inventory = healthy();
    let refused = "the right to list is missing";
    inventory.pods = koor_core::model::Part::unseen(koor_core::model::Kind::Denied, refused);
    inventory.deployments = koor_core::model::Part::unseen(koor_core::model::Kind::Denied, refused);
    inventory.nodes = koor_core::model::Part::unseen(koor_core::model::Kind::Denied, refused);
    assert!(codes(&inventory).is_empty(), "{:?}", codes(&inventory));
    let drained = drain(&inventory, "node1");
    assert_eq!(drained, None, "no node was seen");
}

#[test]
fn smaller_lies_and_labels_are_advice() {
    let mut inventory = healthy();
    let cluster = &mut value(&mut inventory.rook_clusters)[0];
    cluster.state = Some("Error".into());
    cluster.generation = Some(9);
    cluster.wants.mons = Some(5);
    cluster.wants.mgrs = Some(3);
    deployment(&mut inventory, "rook-ceph-osd-1")
        .labels
        .insert("ceph.rook.io/do-not-reconcile".into(), String::new());
    deployment(&mut inventory, "rook-ceph-mon-a").labels.insert("rook-version".into(), "v1.17.9".into());
    deployment(&mut inventory, "rook-ceph-osd-2").image = Some("quay.io/ceph/ceph:v18.2.4".into());
    node(&mut inventory, "node3").cordoned = true;
    value(&mut inventory.rook_config).draining = Some("node3".into());
    let found = ours(&inventory);
    assert!(found.iter().all(|one| one.grade == Grade::Advice), "{found:#?}");
    assert_eq!(
        codes(&inventory),
        [
            "KOOR_NODE_CORDONED",
            "KOOR_ROOK_CHANGE_WAITS",
            "KOOR_ROOK_CONTRADICTS_ITSELF",
            "KOOR_ROOK_DRAINING",
            "KOOR_ROOK_FEWER_MGRS",
            "KOOR_ROOK_FEWER_MONS",
            "KOOR_ROOK_LEFT_ALONE",
            "KOOR_ROOK_OLD_IMAGE",
            "KOOR_ROOK_RELEASES_MIXED",
        ]
    );
}

#[test]
fn objects_that_rook_could_not_make_or_unmake() {
    let mut inventory = healthy();
    let old = ago(&inventory, 30);
    let resources = value(&mut inventory.rook_resources);
    resources[0].phase = Some("Failure".into());
    resources[0].message = Some("pool size 5 is more than hosts".into());
    resources[1].deleting_since = old;
    set(&mut resources[1].conditions, condition("DeletionIsBlocked", "True", old));
    let failed = found(&inventory, "KOOR_ROOK_RESOURCE_FAILED");
    assert!(failed.evidence[0].contains("pool size 5 is more than hosts"), "{failed:?}");
    let deleting = found(&inventory, "KOOR_ROOK_DELETION_WAITS");
    assert!(deleting.evidence[0].contains("for 30 min (ForATest: what Kubernetes says)"), "{deleting:?}");
}

#[test]
fn a_cluster_of_another_fsid_is_not_held_against_this_one() {
    let mut inventory = healthy();
    value(&mut inventory.cluster).fsid = Fsid("db541bf3-0ec5-4640-a36e-ec0ab35ceea5".into());
    assert_eq!(codes(&inventory), ["KOOR_ROOK_OTHER_CLUSTER"]);
    assert_eq!(upgrade(&inventory), None);
}

#[test]
fn mixed_versions_without_an_upgrade_are_told_as_before() {
    // No Kubernetes beside it: the old finding stands.
    let mut inventory = moment("27-stuck");
    inventory.rook_clusters = koor_core::model::Part::not_asked();
    let all = assess::findings(&inventory);
    assert!(all.iter().any(|one| one.code == "KOOR_VERSIONS_MIXED"), "{all:#?}");
}
