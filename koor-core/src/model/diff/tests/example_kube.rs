//! The Kubernetes that the example cluster runs in.

use serde_json::json;

use super::example::{at, model, seen};
use crate::model::Inventory;
use crate::model::kube::{Container, ContainerState, Pod};

/// The example cluster with what carries it.
pub(super) fn cluster() -> Inventory {
    Inventory {
        kubernetes: seen(model(json!({"version": "v1.34.2", "server": "https://10.0.0.1:6443",
            "context": "test", "impersonates": null, "namespace": "rook-ceph",
            "operator_namespace": "rook-ceph"}))),
        rook_clusters: seen(vec![crate::model::rook::RookCluster {
            namespace: "rook-ceph".into(),
            name: "rook-ceph".into(),
            wants: crate::model::rook::RookWants {
                image: Some("quay.io/ceph/ceph:v18.2.7".into()),
                mons: Some(3),
                ..Default::default()
            },
            generation: Some(4),
            observed_generation: Some(4),
            phase: Some("Ready".into()),
            state: Some("Created".into()),
            message: Some("Cluster created successfully".into()),
            conditions: vec![condition("Ready", "True")],
            ceph: None,
            version: Some(crate::model::rook::RookVersion {
                image: Some("quay.io/ceph/ceph:v18.2.7".into()),
                version: Some("18.2.7-0".into()),
            }),
            storage: crate::model::rook::RookStorage::default(),
            keys: std::collections::BTreeMap::new(),
            left_alone: false,
            created: Some(at(0)),
            deleting_since: None,
        }]),
        rook_resources: seen(vec![model(json!({"kind": "CephBlockPool", "namespace": "rook-ceph",
            "name": "rbd", "phase": "Ready", "message": null, "conditions": [], "generation": 2,
            "observed_generation": 2, "wants": {"replicated.size": "3"}, "left_alone": false,
            "created": null, "deleting_since": null}))]),
        rook_config: seen(model(json!({"config_override": "", "operator": {"ROOK_LOG_LEVEL": "INFO"},
            "mon_endpoints": {"mons": {"a": "10.0.0.1:6789"}, "out_of_quorum": [], "nodes": {"a": "node0"}},
            "draining": null}))),
        deployments: seen(vec![model(json!({"namespace": "rook-ceph", "name": "rook-ceph-osd-1",
            "labels": {"app": "rook-ceph-osd", "ceph-version": "18.2.7-0"}, "daemon": "osd.1",
            "image": "quay.io/ceph/ceph:v18.2.7", "wanted": 1, "ready": 1, "updated": 1, "available": 1,
            "generation": 1, "observed_generation": 1, "conditions": [], "node_selector": {},
            "created": null}))]),
        pods: seen(vec![pod()]),
        nodes: seen(vec![model(json!({"name": "node1", "hostname": "node1",
            "conditions": [condition("Ready", "True"), condition("MemoryPressure", "False")],
            "cordoned": false, "taints": [], "topology": {}, "addresses": ["10.0.0.1"],
            "capacity": {"cpu_millis": 8000, "memory_bytes": 1, "pods": 110},
            "allocatable": {"cpu_millis": 8000, "memory_bytes": 1, "pods": 110},
            "kernel": "6.1", "architecture": "amd64", "os_image": "Debian", "kubelet": "v1.34.2",
            "container_runtime": "containerd://2.1.0", "created": null}))]),
        claims: seen(vec![model(json!({"namespace": "shop", "name": "cart", "phase": "Bound",
            "storage_class": "rook-ceph-block", "volume": "pvc-1", "requested": 1 << 30, "capacity": 1 << 30,
            "access_modes": ["ReadWriteOnce"], "mode": "Filesystem", "created": null,
            "deleting_since": null}))]),
        ..super::example::cluster()
    }
}

pub(super) fn condition(name: &str, status: &str) -> crate::model::kube::Condition {
    model(json!({"type": name, "status": status, "reason": null, "message": null, "since": null,
        "heartbeat": null}))
}

fn pod() -> Pod {
    Pod {
        containers: vec![Container {
            name: "osd".into(),
            image: "quay.io/ceph/ceph:v18.2.7".into(),
            image_id: None,
            init: false,
            ready: true,
            restarts: 0,
            state: ContainerState::Running { since: Some(at(0)) },
            last_end: None,
        }],
        ..model(
            json!({"namespace": "rook-ceph", "name": "rook-ceph-osd-1-x", "labels": {}, "daemon": "osd.1",
            "node": "node1", "phase": "Running", "reason": null, "conditions": [], "containers": [],
            "owner": null, "claims": [], "address": null, "started": null, "created": null,
            "deleting_since": null}),
        )
    }
}
