//! Deployments of the operator, the toolbox and the daemons, with Rook's labels.

use serde_json::{Map, Value, json};

use super::Rook;
use crate::daemon::Kind;

impl Rook<'_> {
    /// The operator, the toolbox, and every daemon of the cluster.
    pub(super) fn workloads(&self) -> Vec<Value> {
        let mut all = vec![self.toolbox()];
        if let Some(namespace) = &self.shape().operator_namespace {
            all.push(self.operator(namespace));
        }
        if !self.shape().daemons {
            return all;
        }
        for (index, id) in self.ids(Kind::Mon).iter().enumerate() {
            let labels = [("mon", id.as_str()), ("mon_cluster", self.namespace())];
            all.push(self.daemon(
                "mon",
                id,
                &labels,
                &["mon", "log-collector"],
                Some(&self.node_of_mon(index)),
            ));
        }
        if self.shape().real {
            return all;
        }
        for id in self.ids(Kind::Mgr) {
            let labels = [("mgr", id.as_str()), ("instance", id.as_str())];
            all.push(self.daemon("mgr", &id, &labels, &["mgr", "watch-active", "log-collector"], None));
        }
        let per_host = self.cluster.shape().osds_per_host;
        for (index, id) in self.ids(Kind::Osd).iter().enumerate() {
            let node = format!("node{}", index / per_host);
            let labels = [
                ("osd", id.as_str()),
                ("ceph-osd-id", id),
                ("failure-domain", &node),
                ("topology-location-host", &node),
                ("device-class", "hdd"),
                ("portable", "false"),
            ];
            all.push(self.daemon("osd", id, &labels, &["osd", "log-collector"], Some(&node)));
        }
        for id in self.ids(Kind::Mds) {
            let labels = [("mds", id.as_str()), ("rook_file_system", "cephfs")];
            all.push(self.daemon("mds", &id, &labels, &["mds", "log-collector"], None));
        }
        for id in self.ids(Kind::Rgw) {
            let labels = [("rgw", "store"), ("rook_object_store", "store")];
            all.push(self.daemon("rgw", &id, &labels, &["rgw", "log-collector"], None));
        }
        all
    }

    fn operator(&self, namespace: &str) -> Value {
        let image = format!("docker.io/rook/ceph:{}", self.shape().version);
        let mut operator = json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {
                "name": "rook-ceph-operator", "namespace": namespace,
                "labels": {"operator": "rook", "storage-backend": "ceph", "app.kubernetes.io/name": "rook-ceph"},
            },
            "spec": {
                "replicas": 1, "selector": {"matchLabels": {"app": "rook-ceph-operator"}},
                "template": {"metadata": {"labels": {"app": "rook-ceph-operator"}}},
            },
        });
        operator["spec"]["template"]["spec"] =
            self.pod("operator", "", &["rook-ceph-operator"], &image, None);
        operator
    }

    fn toolbox(&self) -> Value {
        let labels = json!({"app": "rook-ceph-tools"});
        json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": "rook-ceph-tools", "namespace": self.namespace(), "labels": labels},
            "spec": {
                "replicas": 1, "selector": {"matchLabels": labels},
                "template": {
                    "metadata": {"labels": labels}, "spec": self.pod("tools", "", &["rook-ceph-tools"], &self.image(), None),
                },
            },
        })
    }

    /// The Deployment of one daemon.
    fn daemon(
        &self,
        kind: &str,
        id: &str,
        labels: &[(&str, &str)],
        containers: &[&str],
        node: Option<&str>,
    ) -> Value {
        let app = format!("rook-ceph-{kind}");
        // What the pods are chosen by, what they have, and what the Deployment has.
        let mut chosen: Map<String, Value> =
            [("app", app.as_str()), ("ceph_daemon_id", id), ("rook_cluster", self.namespace())]
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Value::from(value)))
                .collect();
        let mut of_pod = chosen.clone();
        chosen.extend(labels.first().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
        of_pod.extend(labels.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))));
        of_pod.insert("ceph_daemon_type".to_owned(), kind.into());
        let operator = self.shape().operator_namespace.as_deref().unwrap_or(self.namespace());
        of_pod.insert("rook.io/operator-namespace".to_owned(), operator.into());
        let mut own = of_pod.clone();
        own.insert("rook-version".to_owned(), self.shape().version.as_str().into());
        own.insert("ceph-version".to_owned(), format!("{}-0", self.ceph).into());
        let middle = match kind {
            "mds" => "cephfs-",
            "rgw" => "store-",
            _ => "",
        };
        json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {
                "name": format!("{app}-{middle}{id}"), "namespace": self.namespace(), "labels": own,
            },
            "spec": {
                "replicas": 1, "selector": {"matchLabels": chosen}, "strategy": {"type": "Recreate"},
                "template": {
                    "metadata": {"labels": of_pod}, "spec": self.pod(kind, id, containers, &self.image(), node),
                },
            },
        })
    }

    /// What a pod consists of.
    fn pod(&self, role: &str, id: &str, containers: &[&str], image: &str, node: Option<&str>) -> Value {
        if self.shape().real {
            return self.real_pod(role, id, containers);
        }
        let containers: Vec<Value> =
            containers.iter().map(|name| json!({"name": name, "image": image})).collect();
        let mut spec = json!({"containers": containers, "terminationGracePeriodSeconds": 0});
        if let Some(node) = node {
            spec["nodeSelector"] = json!({"kubernetes.io/hostname": node});
        }
        spec
    }
}
