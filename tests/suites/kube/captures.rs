//! A real Rook cluster, moment by moment: its objects in a real API server, beside a recording of what Ceph answered then.
//!
//! Nothing but this test changes the objects: no controller runs.

use std::sync::Arc;

use koor_core::Koor;
use koor_core::assess::rook::{UpgradeState, upgrade};
use koor_core::assess::{Finding, Grade};
use koor_core::collect::Selection;
use koor_core::ladder::Options;
use koor_core::model::Inventory;
use koor_core::wire::rook::{CephClusterObject, KINDS, ResourceObject};
use koor_core::wire::{self, kube};
use koor_testbed::Error;
use koor_testbed::kube::{ControlPlane, KubeShape};
use koor_tests::bed;
use koor_tests::kube::{Standing, block_on, define, findings, lists, look};
use serde_json::Value;

use super::moment::{CAPTURES, Moment, captures, cut, whole};

/// Takes everything of Rook's namespace out of an API server: a moment's objects are all that there is then.
fn clear(plane: &ControlPlane) {
    let rooks =
        KINDS.iter().map(|kind| format!("/apis/ceph.rook.io/v1/namespaces/rook-ceph/{}", kind.plural));
    let others =
        ["api/v1 pods", "api/v1 configmaps", "api/v1 events", "apis/apps/v1 deployments"].into_iter();
    let others = others.chain(["apis/policy/v1 poddisruptionbudgets"]).map(|one| {
        let (api, plural) = one.split_once(' ').unwrap();
        format!("/{api}/namespaces/rook-ceph/{plural}")
    });
    for path in rooks.chain(others) {
        // A release has not every kind.
        if plane.get(&path).unwrap().is_some() {
            plane.delete(&path).unwrap();
            plane.wait_for("an empty list", |plane| Ok(plane.list(&path)?.is_empty())).unwrap();
        }
    }
}

/// Puts a moment into an API server, kind by kind.
fn put(plane: &ControlPlane, moment: &Moment) {
    clear(plane);
    for objects in moment.objects().chunk_by(|one, other| one["kind"] == other["kind"]) {
        let done = match KINDS.iter().find(|kind| objects[0]["kind"] == kind.kind) {
            Some(kind) => objects.iter().try_for_each(|object| create(plane, kind.plural, object)),
            None => plane.apply_all(objects),
        };
        done.unwrap_or_else(|error| panic!("{}: {}: {error}", moment.name, objects[0]["kind"]));
    }
}

/// Makes an object of Rook. Applying refuses fields that the definitions do not know, as those of an older Rook would;
/// making drops them.
fn create(plane: &ControlPlane, plural: &str, object: &Value) -> Result<(), Error> {
    let mut new = object.clone();
    new["metadata"].as_object_mut().unwrap().remove("resourceVersion");
    let path = format!("/apis/ceph.rook.io/v1/namespaces/rook-ceph/{plural}");
    plane.create(&path, &new)?;
    let name = object["metadata"]["name"].as_str().unwrap();
    plane.set_status(&format!("{path}/{name}"), &object["status"])
}

/// The whole picture of a moment, as it was seen then.
fn seen(plane: &ControlPlane, moment: &Moment) -> Inventory {
    let recording = tempfile::tempdir().unwrap();
    moment.record(recording.path());
    let clock = Arc::new(Standing(moment.when()));
    let options = Options { recording: Some(recording.path().to_owned()), ..Options::default() };
    let kube = lists(&plane.kubeconfig(), Some("rook-ceph"), clock.clone());
    let koor = block_on(Koor::open(options)).unwrap().with_clock(clock).beside(Arc::new(kube));
    look(&koor, &Selection::rook())
}

/// What must be said of a moment, by what its name says it is.
fn judge(moment: &Moment, inventory: &Inventory) {
    let name = moment.name.as_str();
    let found = findings(inventory);
    let faults: Vec<&Finding> = found.iter().filter(|one| one.grade == Grade::Fault).collect();
    let upgrade = upgrade(inventory).unwrap();
    let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
    println!("{name}: {:?}, {:?} of {:?}, {codes:?}", upgrade.state, upgrade.done, upgrade.total);
    if name.contains("healthy") || name.contains("before") {
        assert!(found.is_empty(), "{name}: {found:#?}");
        assert_eq!(upgrade.state, UpgradeState::Settled, "{name}");
    } else if name.contains("stuck") {
        assert_eq!(inventory.rook_clusters.value().unwrap()[0].phase.as_deref(), Some("Ready"));
        let stuck = found.iter().find(|one| one.code == "KOOR_ROOK_UPGRADE_STUCK").unwrap();
        assert_eq!(stuck.grade, Grade::Fault);
        assert!(stuck.evidence.iter().any(|line| line.contains("HEALTH_ERR")), "{stuck:#?}");
        for step in ["ceph health mute AUTH_INSECURE_SERVICE_TICKETS", "rotate the cephx keys"] {
            assert!(stuck.next.contains(step), "{stuck:#?}");
        }
        assert_eq!(upgrade.state, UpgradeState::Stuck, "{name}");
    } else if name.contains("complete") {
        assert!(faults.is_empty() && upgrade.state == UpgradeState::Settled, "{name}: {found:#?}");
    } else {
        // So many seconds into the upgrade.
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        assert_eq!(upgrade.state, UpgradeState::UnderWay, "{name}");
    }
}

#[test]
fn each_moment_of_a_real_cluster_is_told_as_it_was() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    define(&plane);
    plane.namespace("rook-ceph").unwrap();
    let moments = cut();
    assert_eq!(moments.len(), 6, "{moments:?}");
    for moment in moments {
        put(&plane, &moment);
        judge(&moment, &seen(&plane, &moment));
    }
    plane.down().unwrap();
}

#[test]
fn each_moment_that_was_captured_whole_is_told_as_it_was() {
    let unpacked = tempfile::tempdir().unwrap();
    let Some(captures) = captures(unpacked.path()) else {
        return bed::skip("Rook's captures", &format!("{CAPTURES} names none"));
    };
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    define(&plane);
    plane.namespace("rook-ceph").unwrap();
    for moment in whole(&captures) {
        put(&plane, &moment);
        let inventory = seen(&plane, &moment);
        judge(&moment, &inventory);
        let unseen: Vec<_> =
            inventory.unseen().filter(|part| Inventory::is_of_kubernetes(part.name)).collect();
        assert!(unseen.is_empty(), "{}: {unseen:?}", moment.name);
        assert_eq!(inventory.stale().count(), 0, "{}: {:?}", moment.name, inventory.stale().next());
        // What the API server holds is what was put there.
        let kept = |kind: &str| moment.objects().iter().filter(|object| object["kind"] == kind).count();
        assert_eq!(inventory.pods.value().unwrap().len(), kept("Pod"), "{}", moment.name);
        assert_eq!(inventory.deployments.value().unwrap().len(), kept("Deployment"), "{}", moment.name);
    }
    plane.down().unwrap();
}

/// Every change that an operator made on the way, an object a file: what reads at six moments reads in between as well.
#[test]
fn every_object_of_the_captured_timelines_reads() {
    let unpacked = tempfile::tempdir().unwrap();
    let Some(captures) = captures(unpacked.path()) else {
        return bed::skip("Rook's timelines", &format!("{CAPTURES} names none"));
    };
    let (mut read, mut phases) = (0, std::collections::BTreeSet::new());
    for folder in std::fs::read_dir(&captures).unwrap().map(|entry| entry.unwrap().path()) {
        if !folder.file_name().unwrap().to_str().unwrap().ends_with("-timeline") {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let bytes = std::fs::read(&file).unwrap();
            let kind = serde_json::from_slice::<Value>(&bytes).unwrap()["kind"].as_str().unwrap().to_owned();
            let why = match kind.as_str() {
                "CephCluster" => kube::object::<CephClusterObject>(&bytes)
                    .map(|one| phases.extend(kube::KubeObject::into_row(one).phase))
                    .err(),
                "Deployment" => kube::object::<kube::DeploymentObject>(&bytes)
                    .map(kube::KubeObject::into_row)
                    .map(drop)
                    .err(),
                "PodDisruptionBudget" => kube::object::<kube::BudgetObject>(&bytes).map(drop).err(),
                kind if kind.starts_with("Ceph") => kube::object::<ResourceObject>(&bytes)
                    .map(|one| drop(wire::rook::resource(kind, one)))
                    .err(),
                // Jobs, of which Koor reads none.
                _ => continue,
            };
            assert!(why.is_none(), "{}: {why:?}", file.display());
            read += 1;
        }
    }
    println!("{read} objects, CephClusters in the phases {phases:?}");
    assert!(read > 0 && phases.contains("Ready") && phases.contains("Progressing"), "{read}, {phases:?}");
}
