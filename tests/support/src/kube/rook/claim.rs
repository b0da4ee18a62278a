//! Claims on block devices of the cluster, as the CSI driver of Rook makes their volumes.

use serde_json::{Value, json};

use super::Rook;
use crate::Error;

impl Rook<'_> {
    /// The storage class of the pool `rbd`.
    pub(super) fn storage_class(&self) -> Value {
        json!({
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
            "metadata": {"name": self.storage_class_name()},
            "provisioner": self.driver(),
            "parameters": {
                "clusterID": self.namespace(), "pool": "rbd", "imageFormat": "2", "imageFeatures": "layering",
                "csi.storage.k8s.io/fstype": "ext4",
                "csi.storage.k8s.io/provisioner-secret-name": "rook-csi-rbd-provisioner",
                "csi.storage.k8s.io/provisioner-secret-namespace": self.namespace(),
            },
            "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate", "allowVolumeExpansion": true,
        })
    }

    /// The name of its storage class.
    pub fn storage_class_name(&self) -> String {
        format!("{}-block", self.namespace())
    }

    /// The CSI driver, as Rook names it.
    fn driver(&self) -> String {
        let operator = self.shape().operator_namespace.as_deref().unwrap_or(self.namespace());
        format!("{operator}.rbd.csi.ceph.com")
    }

    /// Makes a claim on a block device of so many MiB, with its image in the pool `rbd` of the real cluster. The real
    /// controllers bind it. Gives the name of the image.
    pub fn claim(&self, namespace: &str, name: &str, mib: u64) -> Result<String, Error> {
        // As the CSI driver does, which needs an id of its own in it.
        let id = crate::layout::uuid()?;
        let (image, volume) = (format!("csi-vol-{id}"), format!("pvc-{id}"));
        self.cluster.run_ok(&["rbd", "create", &format!("rbd/{image}"), "--size", &format!("{mib}M")])?;
        let size = json!({"storage": format!("{mib}Mi")});
        let class = self.storage_class_name();
        self.plane.namespace(namespace)?;
        self.plane.apply(&json!({
            "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {
                "accessModes": ["ReadWriteOnce"], "storageClassName": class, "volumeName": volume,
                "resources": {"requests": size},
            },
        }))?;
        self.plane.apply(&json!({
            "apiVersion": "v1", "kind": "PersistentVolume",
            "metadata": {
                "name": volume, "annotations": {"pv.kubernetes.io/provisioned-by": self.driver()},
            },
            "spec": {
                "capacity": size, "accessModes": ["ReadWriteOnce"], "storageClassName": class,
                "persistentVolumeReclaimPolicy": "Delete", "volumeMode": "Filesystem",
                "claimRef": {
                    "apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": name, "namespace": namespace,
                },
                "csi": {
                    "driver": self.driver(), "fsType": "ext4",
                    "volumeHandle": format!("0001-0009-{}-0000000000000001-{id}", self.namespace()),
                    "volumeAttributes": {
                        "clusterID": self.namespace(), "pool": "rbd", "imageName": image,
                        "journalPool": "rbd", "imageFormat": "2", "imageFeatures": "layering",
                    },
                },
            },
        }))?;
        let path = format!("/api/v1/namespaces/{namespace}/persistentvolumeclaims/{name}");
        if self.plane.shape.controllers {
            self.plane.wait_for(&format!("{namespace}/{name} to be bound"), |plane| {
                Ok(plane.get(&path)?.unwrap_or_default()["status"]["phase"] == "Bound")
            })?;
        }
        Ok(image)
    }

    /// Makes a pod that mounts a claim, on that node, and waits until it runs.
    pub fn use_claim(&self, namespace: &str, claim: &str, pod: &str, node: &str) -> Result<(), Error> {
        self.plane.apply(&json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": pod, "namespace": namespace, "labels": {"app": pod}},
            "spec": {
                "nodeSelector": {"kubernetes.io/hostname": node}, "terminationGracePeriodSeconds": 0,
                "containers": [{
                    "name": "main", "image": "docker.io/library/busybox:1",
                    "volumeMounts": [{"name": "data", "mountPath": "/data"}],
                }],
                "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": claim}}],
            },
        }))?;
        self.plane.wait_condition(&format!("/api/v1/namespaces/{namespace}/pods/{pod}"), "Ready")
    }
}
