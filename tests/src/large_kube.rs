//! A large Kubernetes cluster's objects, as its API server would hold them.

use koor_testbed::Error;
use koor_testbed::kube::ControlPlane;
use serde_json::{Value, json};

/// So many nodes.
pub const NODES: usize = 500;
/// So many pods of Rook: an OSD and two of CSI a node.
pub const PODS_OF_ROOK: usize = 3 * NODES;
/// So many pods of others.
pub const PODS_ELSEWHERE: usize = 3_500;
/// The namespace of the others.
pub const ELSEWHERE: &str = "apps";

/// The name of a node.
#[must_use]
pub fn node(index: usize) -> String {
    format!("node{index:03}")
}

/// Puts all of it in: 500 nodes and 5,000 pods, 1,500 of them in `rook-ceph`. No controller may run.
///
/// # Errors
/// Where the API server does not take it.
pub fn fill(plane: &ControlPlane) -> Result<(), Error> {
    for namespace in ["rook-ceph", ELSEWHERE] {
        plane.namespace(namespace)?;
    }
    let nodes: Vec<Value> = (0..NODES).map(a_node).collect();
    plane.apply_all(&nodes)?;
    let of_rook = (0..NODES).flat_map(|index| {
        ["rook-ceph-osd", "csi-rbdplugin", "csi-cephfsplugin"]
            .map(|app| a_pod("rook-ceph", app, index, index))
    });
    let others = (0..PODS_ELSEWHERE).map(|index| a_pod(ELSEWHERE, "app", index, index % NODES));
    let pods: Vec<Value> = of_rook.chain(others).collect();
    plane.apply_all(&pods)
}

fn a_node(index: usize) -> Value {
    let name = node(index);
    let has = json!({"cpu": "32", "memory": "131072Mi", "pods": "110", "ephemeral-storage": "100Gi"});
    let images: Vec<Value> = (0..30)
        .map(|image| json!({"names": [format!("registry.example/app/{image}@sha256:{image:064}")], "sizeBytes": 123_456_789}))
        .collect();
    json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": name, "labels": {
            "kubernetes.io/hostname": name, "kubernetes.io/arch": "amd64",
            "topology.kubernetes.io/zone": format!("zone{}", index % 3),
        }},
        "status": {
            "capacity": has, "allocatable": has, "images": images,
            "addresses": [{"type": "InternalIP", "address": format!("10.0.{}.{}", index / 250, index % 250 + 1)}],
            "conditions": [{
                "type": "Ready", "status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status",
                "lastHeartbeatTime": "2026-01-01T00:00:00Z", "lastTransitionTime": "2026-01-01T00:00:00Z",
            }],
        },
    })
}

/// A pod as large as one of an OSD is: 20 KB, most of which nobody reads.
fn a_pod(namespace: &str, app: &str, index: usize, on: usize) -> Value {
    let environment: Vec<Value> = (0..40)
        .map(|at| json!({"name": format!("VARIABLE_{at}"), "value": "some value of a usual length"}))
        .collect();
    let container = |name: &str| json!({"name": name, "image": "quay.io/ceph/ceph:v20.2.4", "env": environment, "args": ["--id", index.to_string()]});
    let state = json!({"running": {"startedAt": "2026-01-01T00:00:00Z"}});
    let status = |name: &str| {
        json!({"name": name, "image": "quay.io/ceph/ceph:v20.2.4", "imageID": "sha256:0", "ready": true,
               "restartCount": 0, "started": true, "state": state})
    };
    let labels = match app {
        "rook-ceph-osd" => {
            json!({"app": app, "rook_cluster": namespace, "ceph_daemon_type": "osd", "ceph_daemon_id": index.to_string()})
        }
        _ => json!({"app": app}),
    };
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": format!("{app}-{index:04}"), "namespace": namespace, "labels": labels},
        "spec": {"nodeName": node(on), "containers": [container("main"), container("log")]},
        "status": {
            "phase": "Running", "podIP": "10.1.0.1",
            "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}],
            "containerStatuses": [status("main"), status("log")],
        },
    })
}
