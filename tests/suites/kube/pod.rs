//! Pods of Rook's on a real node, from which a real Ceph cluster is reached.

use std::path::{Path, PathBuf};

use koor_core::Koor;
use koor_core::ladder::{Environment, Options, Rung};
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use koor_tests::command::{Said, end, on_host};
use koor_tests::contract::Facts;
use serde_json::{Value, json};

/// The namespace of everything here.
pub(crate) const NAMESPACE: &str = "rook-ceph";

/// A real node, and Rook's objects around a real cluster; pods are the test's own.
pub(crate) struct Site {
    pub(crate) cluster: Cluster,
    pub(crate) plane: ControlPlane,
}

impl Site {
    pub(crate) fn start() -> Self {
        let cluster = Cluster::start(Shape::small()).unwrap();
        let plane = ControlPlane::start(KubeShape::real()).unwrap();
        Rook::define(&plane, &[]).unwrap();
        let shape = RookShape { daemons: false, real: true, ..RookShape::default() };
        let rook = Rook::install(&plane, &cluster, shape).unwrap();
        // The test's own pods are the only ones.
        for app in ["rook-ceph-tools", "rook-ceph-operator"] {
            plane.delete(&rook.path_of("apps/v1", "deployments", app)).unwrap();
        }
        let pods = format!("/api/v1/namespaces/{NAMESPACE}/pods");
        plane.wait_for("no pod to be there", |plane| Ok(plane.list(&pods)?.is_empty())).unwrap();
        Self { cluster, plane }
    }

    pub(crate) fn kubeconfig(&self) -> PathBuf {
        self.plane.kubeconfig()
    }

    pub(crate) fn facts(&self) -> Facts {
        Facts {
            fsid: self.cluster.fsid().to_owned(),
            osds: u32::try_from(self.cluster.shape().osds).unwrap(),
            mons: self.cluster.shape().mons,
            secrets: vec![self.cluster.admin_key().unwrap()],
        }
    }

    /// The mons as a conf has them.
    fn mon_host(&self) -> String {
        let mons: Vec<String> = self.cluster.mon_addrs().iter().map(koor_testbed::MonAddr::vector).collect();
        mons.join(",")
    }

    /// A pod of that role, running. What it finds Ceph by stands where Rook puts it.
    pub(crate) fn pod(&self, role: &str, more: &Value) {
        let keyring = format!("[client.admin]\n\tkey = {}\n", self.cluster.admin_key().unwrap());
        let conf = |keyring: &str| format!("[global]\nmon_host = {}\nkeyring = {keyring}\n", self.mon_host());
        let (container, files, folder): (_, Value, _) = match role {
            "rook-ceph-tools" => {
                let conf = conf("/etc/ceph/keyring");
                (role, json!({"ceph.conf": conf, "keyring": keyring}), "/etc/ceph".to_owned())
            }
            "rook-ceph-operator" => {
                let folder = format!("/var/lib/rook/{NAMESPACE}");
                let conf = conf(&format!("{folder}/client.admin.keyring"));
                let name = format!("{NAMESPACE}.config");
                (role, json!({name: conf, "client.admin.keyring": keyring}), folder)
            }
            _ => ("mon", json!({"keyring": keyring}), "/etc/ceph/keyring-store".to_owned()),
        };
        // Rook itself has a Secret `rook-ceph-mon`.
        let secret = format!("{role}-files");
        self.plane
            .apply(&json!({
                "apiVersion": "v1", "kind": "Secret", "metadata": {"name": secret, "namespace": NAMESPACE},
                "stringData": files,
            }))
            .unwrap();
        let mut container = json!({
            "name": container, "image": "docker.io/local/empty:1", "command": ["sleep", "infinity"],
            "env": [{"name": "ROOK_CEPH_MON_HOST", "value": self.mon_host()}],
            "volumeMounts": [
                {"name": "usr", "mountPath": "/usr", "readOnly": true},
                {"name": "ceph", "mountPath": folder},
            ],
        });
        let mut volumes = vec![
            json!({"name": "usr", "hostPath": {"path": "/usr"}}),
            json!({"name": "ceph", "secret": {"secretName": secret}}),
        ];
        for (list, name) in [("env", "env"), ("volumeMounts", "mounts")] {
            let given = more[name].as_array().cloned().unwrap_or_default();
            container[list].as_array_mut().unwrap().extend(given);
        }
        volumes.extend(more["volumes"].as_array().cloned().unwrap_or_default());
        self.plane
            .apply(&json!({
                "apiVersion": "v1", "kind": "Pod",
                "metadata": {"name": role, "namespace": NAMESPACE, "labels": {"app": role}},
                "spec": {
                    "hostNetwork": true, "terminationGracePeriodSeconds": 1,
                    "automountServiceAccountToken": false,
                    "tolerations": [{"operator": "Exists"}],
                    "containers": [container], "volumes": volumes,
                },
            }))
            .unwrap();
        self.plane
            .wait_for("the pod to run", |plane| {
                let pod = plane.get(&pod_path(role))?.unwrap_or_default();
                Ok(pod["status"]["containerStatuses"][0]["state"]["running"].is_object())
            })
            .unwrap();
    }

    /// The same, where `python3` is none: what a pod without Python looks like.
    pub(crate) fn pod_without_python(&self, role: &str) {
        self.plane
            .apply(&json!({
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "no-python", "namespace": NAMESPACE},
                "data": {"python3": "#!/bin/sh\nexit 127\n"},
            }))
            .unwrap();
        self.pod(
            role,
            &json!({
                "env": [{"name": "PATH", "value": "/opt/first:/usr/bin:/bin"}],
                "mounts": [{"name": "first", "mountPath": "/opt/first"}],
                "volumes": [{"name": "first", "configMap": {"name": "no-python", "defaultMode": 0o755}}],
            }),
        );
    }

    /// Takes a pod away, and waits until its kubelet has ended it.
    pub(crate) fn remove(&self, role: &str) {
        self.plane.kubectl_ok(&["-n", NAMESPACE, "delete", "pod", role, "--wait=true"]).unwrap();
    }

    /// Whether a script of Koor's runs in the pod, by the pod's own list of processes.
    pub(crate) fn is_script_running(&self, role: &str) -> bool {
        let words =
            ["-n", NAMESPACE, "exec", role, "--", "sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"];
        // The look itself is none of them.
        self.plane.kubectl_ok(&words).unwrap().contains("sys.stdin.buffer")
    }

    /// The same in this process.
    pub(crate) async fn open(&self) -> Koor {
        let options = Options {
            kubeconfig: Some(self.kubeconfig()),
            namespace: Some(NAMESPACE.into()),
            rung: Some(Rung::Exec),
            ..Options::default()
        };
        Koor::open_in(options, &Environment::default()).await.unwrap()
    }

    pub(crate) fn down(self) {
        self.plane.down().unwrap();
        self.cluster.down().unwrap();
    }
}

fn pod_path(name: &str) -> String {
    format!("/api/v1/namespaces/{NAMESPACE}/pods/{name}")
}

/// Runs `koor` on this host, through Kubernetes.
pub(crate) fn koor(kubeconfig: &Path, args: &[&str]) -> Said {
    let mut command = on_host(&[&["--namespace", NAMESPACE], args].concat());
    command.env("KUBECONFIG", kubeconfig);
    end(command)
}
