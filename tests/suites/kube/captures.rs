//! A real Rook cluster, moment by moment: its objects in a real API server, beside a recording of what Ceph answered then.
//!
//! The objects are cut down to what Koor reads (`koor-core/tests/kube`); what the API server asks for beyond that is
//! filled in here. Nothing but this test changes them: no controller runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use jiff::Timestamp;
use koor_core::Koor;
use koor_core::assess::rook::{UpgradeState, upgrade};
use koor_core::assess::{Finding, Grade};
use koor_core::collect::Selection;
use koor_core::ladder::Options;
use koor_core::model::Inventory;
use koor_core::wire::Question;
use koor_testbed::kube::{ControlPlane, KubeShape};
use koor_tests::kube::{Standing, block_on, define, findings, lists, look};
use serde_json::{Value, json};

/// The files of objects, with what each object is.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("nodes.json", "v1", "Node"),
    ("configmaps.json", "v1", "ConfigMap"),
    ("cephclusters.json", "ceph.rook.io/v1", "CephCluster"),
    ("resources.json", "", ""),
    ("deployments.json", "apps/v1", "Deployment"),
    ("pods.json", "v1", "Pod"),
    ("poddisruptionbudgets.json", "policy/v1", "PodDisruptionBudget"),
];

fn folder(moment: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "koor-core", "tests", "kube", moment].iter().collect()
}

fn json_of(moment: &str, file: &str) -> Value {
    serde_json::from_slice(&fs::read(folder(moment).join(file)).unwrap()).unwrap()
}

fn when(moment: &str) -> Timestamp {
    fs::read_to_string(folder(moment).join("when")).unwrap().trim().parse().unwrap()
}

/// An object with what the API server asks for and Koor does not read.
fn whole(mut object: Value, version: &str, kind: &str) -> Value {
    if !kind.is_empty() {
        object["apiVersion"] = version.into();
        object["kind"] = kind.into();
    }
    for owner in object["metadata"]["ownerReferences"].as_array_mut().into_iter().flatten() {
        owner["uid"] = "00000000-0000-0000-0000-000000000000".into();
    }
    let name = object["metadata"]["name"].clone();
    match kind {
        "Deployment" => {
            object["spec"]["selector"] = json!({"matchLabels": {"capture": name}});
            object["spec"]["template"]["metadata"] = json!({"labels": {"capture": name}});
        }
        "Pod" => {
            for list in ["containerStatuses", "initContainerStatuses"] {
                for status in object["status"][list].as_array_mut().into_iter().flatten() {
                    for field in ["image", "imageID"] {
                        if status[field].is_null() {
                            status[field] = "".into();
                        }
                    }
                }
            }
        }
        _ => {}
    }
    object
}

/// Puts the objects of a moment into an API server.
fn put(plane: &ControlPlane, moment: &str) {
    for (file, version, kind) in OBJECTS {
        let list = json_of(moment, file);
        let items = list["items"].as_array().unwrap().iter();
        let objects: Vec<Value> = items.map(|item| whole(item.clone(), version, kind)).collect();
        plane.apply_all(&objects).unwrap();
    }
}

/// Writes what Ceph answered then as a recording.
fn record(moment: &str, to: &Path) {
    let status = json_of(moment, "ceph-status.json");
    let quorum = json_of(moment, "ceph-quorum.json");
    let stamp = when(moment).strftime("%Y-%m-%dT%H:%M:%S%.6f+0000").to_string();
    let answers = [
        (Question::Status, status.clone()),
        (Question::Health, json_of(moment, "ceph-health.json")),
        (Question::Quorum, quorum.clone()),
        (Question::MonDump, quorum["monmap"].clone()),
        (Question::MgrDump, json_of(moment, "ceph-mgrs.json")),
        (Question::OsdDump, json_of(moment, "ceph-osds.json")),
        (Question::ServiceDump, status["servicemap"].clone()),
        (Question::Versions, json_of(moment, "ceph-versions.json")),
        // Not captured, for it is a sign of life alone: the mgr answered all along.
        (Question::PgSummary, json!({"pg_ready": true, "pg_map": {"stamp": stamp}})),
    ];
    fs::create_dir(to.join("ceph")).unwrap();
    let mut entries = Vec::new();
    for (index, (question, answer)) in answers.iter().enumerate() {
        let file = format!("ceph/{index:04}.json");
        let text = answer.to_string();
        fs::write(to.join(&file), &text).unwrap();
        let sum = Command::new("sha256sum").arg(to.join(&file)).output().unwrap().stdout;
        let sum = String::from_utf8(sum).unwrap();
        entries.push(json!({
            "at": when(moment), "target": question.target().to_string(),
            "command": serde_json::to_value(question.command()).unwrap(),
            "outcome": {"status": 0, "message": ""}, "file": file, "bytes": text.len(),
            "sha256": sum.split(' ').next().unwrap(), "took_ms": 0.5,
        }));
    }
    let index = json!({
        "format": 1, "recorded_at": when(moment), "cluster": {"fsid": status["fsid"], "name": "ceph"},
        "redacted": false, "entries": entries,
    });
    fs::write(to.join("index.json"), index.to_string()).unwrap();
}

/// The whole picture of a moment, as it was seen then.
fn seen(plane: &ControlPlane, moment: &str) -> Inventory {
    let recording = tempfile::tempdir().unwrap();
    record(moment, recording.path());
    let clock = Arc::new(Standing(when(moment)));
    let options = Options { recording: Some(recording.path().to_owned()), ..Options::default() };
    let kube = lists(&plane.kubeconfig(), Some("rook-ceph"), clock.clone());
    let koor = block_on(Koor::open(options)).unwrap().with_clock(clock).beside(Arc::new(kube));
    look(&koor, &Selection::rook())
}

fn codes(found: &[Finding]) -> Vec<&'static str> {
    found.iter().map(|one| one.code).collect()
}

#[test]
fn each_moment_of_a_real_cluster_is_told_as_it_was() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    define(&plane);
    plane.namespace("rook-ceph").unwrap();
    for moment in ["02-healthy", "20-before", "23-t25", "24-t75", "27-stuck", "28-complete"] {
        // One after the other in one API server, as it was; what a moment has no more goes first.
        for path in ["/api/v1/namespaces/rook-ceph/pods", "/apis/apps/v1/namespaces/rook-ceph/deployments"] {
            plane.delete(path).unwrap();
            plane.wait_for("an empty list", |plane| Ok(plane.list(path)?.is_empty())).unwrap();
        }
        put(&plane, moment);
        let inventory = seen(&plane, moment);
        let found = findings(&inventory);
        let faults: Vec<Finding> = found.iter().filter(|one| one.grade == Grade::Fault).cloned().collect();
        let state = upgrade(&inventory).unwrap().state;
        println!("{moment}: {state:?}, {:?}", codes(&found));
        match moment {
            "02-healthy" | "20-before" => {
                assert!(found.is_empty(), "{moment}: {found:#?}");
                assert_eq!(state, UpgradeState::Settled, "{moment}");
            }
            "27-stuck" => {
                assert_eq!(inventory.rook_clusters.value().unwrap()[0].phase.as_deref(), Some("Ready"));
                let stuck = found.iter().find(|one| one.code == "KOOR_ROOK_UPGRADE_STUCK").unwrap();
                assert_eq!(stuck.grade, Grade::Fault);
                assert!(stuck.evidence.iter().any(|line| line.contains("HEALTH_ERR")), "{stuck:#?}");
                for step in ["ceph health mute AUTH_INSECURE_SERVICE_TICKETS", "rotate the cephx keys"] {
                    assert!(stuck.next.contains(step), "{stuck:#?}");
                }
            }
            "28-complete" => {
                assert!(faults.is_empty() && state == UpgradeState::Settled, "{moment}: {found:#?}");
            }
            _ => {
                assert!(faults.is_empty(), "{moment}: {faults:#?}");
                assert_eq!(state, UpgradeState::UnderWay, "{moment}");
            }
        }
    }
    plane.down().unwrap();
}
