//! What the suites look at Kubernetes with, and what there is to see.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use koor_core::adapter::kube::{Access, KubeApi, KubeLists, KubeWatch};
use koor_core::model::kube::{KubeParts, KubeQuestion};
use koor_core::port::{KubeSelection, Orchestrator, SystemClock};
use koor_testbed::kube::{ControlPlane, Rook};
use serde_json::{Value, json};

/// For what is there. The machine that the tests run on may be busy.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);
/// For what comes about.
const LIMIT: Duration = Duration::from_mins(2);
/// Stands in what Koor must never tell.
pub(crate) const SECRET: &str = "hunter2";

/// As the administrator.
pub(crate) fn admin(plane: &ControlPlane) -> Access {
    Access { namespace: Some("rook-ceph".into()), ..by(&plane.kubeconfig()) }
}

/// As that kubeconfig says, and no more.
pub(crate) fn by(kubeconfig: &Path) -> Access {
    Access { kubeconfig: Some(kubeconfig.to_owned()), ..Access::default() }
}

pub(crate) async fn lists(access: &Access) -> KubeLists {
    KubeLists::new(KubeApi::open(access, DEADLINE).await.unwrap(), Arc::new(SystemClock))
}

pub(crate) async fn watch(access: &Access) -> KubeWatch {
    KubeWatch::new(KubeApi::open(access, DEADLINE).await.unwrap(), Arc::new(SystemClock))
}

pub(crate) fn everything() -> KubeSelection {
    KubeSelection::of(KubeQuestion::ALL)
}

pub(crate) fn only(questions: &[KubeQuestion]) -> KubeSelection {
    KubeSelection::of(questions)
}

/// Looks until it is as wanted.
pub(crate) async fn until(
    asked: &dyn Orchestrator,
    selection: &KubeSelection,
    what: &str,
    wanted: impl Fn(&KubeParts) -> bool,
) -> KubeParts {
    let began = tokio::time::Instant::now();
    loop {
        let parts = asked.look(selection, DEADLINE).await;
        if wanted(&parts) {
            return parts;
        }
        assert!(began.elapsed() < LIMIT, "{what} never came: {parts:#?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What is missing of each part that was asked for: why it is unseen, what of it is not there, or why it may be old; by the
/// part's name.
pub(crate) fn gaps(parts: &KubeParts) -> Vec<(String, String)> {
    let Value::Object(parts) = serde_json::to_value(parts).unwrap() else { panic!("no object") };
    let gap = |part: &Value| -> Option<String> {
        let why = part["unseen"]["why"].as_object().filter(|why| why["kind"] != "not_asked");
        let seen = &part["seen"];
        let text = why.map(|why| &why["message"]).or(seen.get("stale")).or(seen.get("partial"))?;
        Some(text.as_str()?.to_owned())
    };
    parts.iter().filter_map(|(name, part)| Some((name.clone(), gap(part)?))).collect()
}

/// How many rows a part has.
pub(crate) fn count(parts: &KubeParts, name: &str) -> usize {
    let parts = serde_json::to_value(parts).unwrap();
    parts[name]["seen"]["value"].as_array().map_or(0, Vec::len)
}

/// One object of everything that Koor looks at, in `rook-ceph`.
#[expect(clippy::too_many_lines, reason = "a list of objects, one after the other")]
pub(crate) fn put_in_one_of_each(plane: &ControlPlane) {
    Rook::define(plane, &[]).unwrap();
    for namespace in ["rook-ceph", "default", "apps"] {
        plane.namespace(namespace).unwrap();
    }
    let labels = json!({"app": "rook-ceph-operator"});
    let container = json!([{"name": "rook", "image": "docker.io/rook/ceph:v1.18.11"}]);
    let pod = json!({"containers": container, "nodeName": "node0"});
    plane
        .apply_all(&[
            rook("CephCluster", "rook-ceph", &json!({"cephVersion": {"image": "quay.io/ceph/ceph:v20.2.4"}})),
            rook("CephBlockPool", "pool", &json!({"replicated": {"size": 3}})),
            object("v1", "Node", None, "node0", json!({})),
            object(
                "v1",
                "ConfigMap",
                Some("rook-ceph"),
                "rook-ceph-mon-endpoints",
                json!({"data": {"data": "a=10.0.0.1:6789"}}),
            ),
            object(
                "v1",
                "ConfigMap",
                Some("rook-ceph"),
                "rook-config-override",
                json!({"data": {"config": format!("[global]\nrgw_keystone_admin_password = {SECRET}")}}),
            ),
            object("v1", "Pod", Some("rook-ceph"), "rook-ceph-operator-0", json!({"spec": pod})),
            object(
                "apps/v1",
                "Deployment",
                Some("rook-ceph"),
                "rook-ceph-operator",
                json!({"spec": {
                    "selector": {"matchLabels": labels},
                    "template": {"metadata": {"labels": labels}, "spec": {"containers": container}},
                }}),
            ),
            object(
                "policy/v1",
                "PodDisruptionBudget",
                Some("rook-ceph"),
                "rook-ceph-osd",
                json!({"spec": {
                    "maxUnavailable": 1, "selector": {"matchLabels": {"app": "rook-ceph-osd"}},
                }}),
            ),
            object(
                "storage.k8s.io/v1",
                "StorageClass",
                None,
                "rook-ceph-block",
                json!({"provisioner": "rook-ceph.rbd.csi.ceph.com"}),
            ),
            object(
                "v1",
                "PersistentVolume",
                None,
                "pvc-1",
                json!({"spec": {
                    "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                    "csi": {"driver": "rook-ceph.rbd.csi.ceph.com", "volumeHandle": "x"},
                }}),
            ),
            object(
                "v1",
                "PersistentVolumeClaim",
                Some("apps"),
                "data",
                json!({"spec": {
                    "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}},
                }}),
            ),
            warning("rook-ceph", "Pod"),
            warning("default", "Node"),
        ])
        .unwrap();
    // What is applied is written with its fields' owner; a Secret's data are not to be seen there, either.
    plane
        .apply(&object(
            "v1",
            "Secret",
            Some("rook-ceph"),
            "sh.helm.release.v1.rook.v1",
            json!({
                "type": "helm.sh/release.v1", "stringData": {"release": SECRET},
            }),
        ))
        .unwrap();
    let labels = json!({"metadata": {"labels": {"owner": "helm", "name": "rook", "status": "deployed", "version": "1"}}});
    plane.patch("/api/v1/namespaces/rook-ceph/secrets/sh.helm.release.v1.rook.v1", &labels).unwrap();
    let labels = json!({"metadata": {"labels": {"operator": "rook"}}});
    plane.patch("/apis/apps/v1/namespaces/rook-ceph/deployments/rook-ceph-operator", &labels).unwrap();
}

fn rook(kind: &str, name: &str, spec: &Value) -> Value {
    object("ceph.rook.io/v1", kind, Some("rook-ceph"), name, json!({ "spec": spec }))
}

fn warning(namespace: &str, kind: &str) -> Value {
    let about = if kind == "Node" {
        json!({"kind": kind, "name": "node0"})
    } else {
        json!({"kind": kind, "name": "rook-ceph-operator-0", "namespace": namespace})
    };
    object(
        "v1",
        "Event",
        Some(namespace),
        &format!("{}.1", kind.to_lowercase()),
        json!({
            "type": "Warning", "reason": "Tested", "message": "as the test bed says", "involvedObject": about,
        }),
    )
}

/// An object with these fields.
pub(crate) fn object(version: &str, kind: &str, namespace: Option<&str>, name: &str, fields: Value) -> Value {
    let mut object = fields;
    object["apiVersion"] = version.into();
    object["kind"] = kind.into();
    object["metadata"] = json!({"name": name});
    if let Some(namespace) = namespace {
        object["metadata"]["namespace"] = namespace.into();
    }
    object
}
