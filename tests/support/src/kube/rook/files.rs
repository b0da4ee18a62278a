//! Rook's ConfigMaps and Secrets, which lead to the real cluster.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Rook;
use crate::kube::pki::base64;
use crate::{Error, keys};

impl Rook<'_> {
    /// All of them, and the storage classes.
    pub(super) fn files(&self) -> Result<Vec<Value>, Error> {
        let cluster = self.cluster;
        let addresses: Vec<String> =
            cluster.mon_addrs().iter().map(|mon| format!("{}={}", mon.name, mon.v1)).collect();
        let monitors: Vec<String> = cluster.mon_addrs().iter().map(|mon| mon.v1.to_string()).collect();
        let places: BTreeMap<&str, Value> = cluster
            .mon_addrs()
            .iter()
            .enumerate()
            .map(|(index, mon)| {
                let node = self.node_of_mon(index);
                (mon.name.as_str(), json!({"Name": node, "Hostname": node, "Address": "127.0.0.1"}))
            })
            .collect();
        let csi =
            json!([{"clusterID": self.namespace(), "monitors": monitors, "namespace": self.namespace()}]);
        let host: Vec<String> = cluster.mon_addrs().iter().map(crate::MonAddr::vector).collect();
        let names: Vec<&str> = cluster.mon_addrs().iter().map(|mon| mon.name.as_str()).collect();
        let admin = cluster.admin_key()?;
        let mon = keys::read(&cluster.layout.keyring("mon."))?;
        let keyring = format!("[client.admin]\n\tkey = {admin}\n\tcaps mon = \"allow *\"\n");
        Ok(vec![
            self.config_map(
                "rook-ceph-mon-endpoints",
                &json!({
                    "data": addresses.join(","), "csi-cluster-config-json": csi.to_string(),
                    "mapping": json!({"node": places}).to_string(),
                    "maxMonId": (names.len() - 1).to_string(), "externalMons": "", "outOfQuorum": "",
                }),
            ),
            self.config_map("rook-config-override", &json!({"config": ""})),
            self.config_map(
                "rook-ceph-pdbstatemap",
                &json!({"draining-failure-domain": "", "set-no-out": ""}),
            ),
            self.config_map("rook-ceph-csi-config", &json!({"csi-cluster-config-json": csi.to_string()})),
            self.in_operators(self.config_map(
                "rook-ceph-operator-config",
                &json!({"ROOK_LOG_LEVEL": "INFO", "ROOK_CEPH_COMMANDS_TIMEOUT_SECONDS": "15"}),
            )),
            self.secret(
                "rook-ceph-mon",
                &[
                    ("ceph-username", "client.admin"),
                    ("ceph-secret", &admin),
                    ("mon-secret", &mon),
                    ("fsid", cluster.fsid()),
                ],
            ),
            self.secret("rook-ceph-admin-keyring", &[("keyring", &keyring)]),
            self.secret(
                "rook-ceph-config",
                &[("mon_host", &host.join(",")), ("mon_initial_members", &names.join(","))],
            ),
            self.storage_class(),
        ])
    }

    /// A Secret of Rook, in the cluster's namespace.
    pub fn secret(&self, name: &str, fields: &[(&str, &str)]) -> Value {
        let data: BTreeMap<&str, String> =
            fields.iter().map(|(key, value)| (*key, base64(value.as_bytes()))).collect();
        json!({
            "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/rook",
            "metadata": {"name": name, "namespace": self.namespace()},
            "data": data,
        })
    }

    fn config_map(&self, name: &str, data: &Value) -> Value {
        json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": self.namespace()},
            "data": data,
        })
    }

    /// The same in the operator's namespace.
    pub(super) fn in_operators(&self, mut object: Value) -> Value {
        let namespace = self.shape().operator_namespace.as_deref().unwrap_or(self.namespace());
        object["metadata"]["namespace"] = namespace.into();
        object
    }

    /// Says where the mons are, in Rook's place: `name=address:port`, separated by commas, and those out of quorum.
    pub fn say_mons(&self, data: &str, out_of_quorum: &str) -> Result<(), Error> {
        let path = self.path_of("v1", "configmaps", "rook-ceph-mon-endpoints");
        self.plane.patch(&path, &json!({"data": {"data": data, "outOfQuorum": out_of_quorum}})).map(drop)
    }

    /// The node of the mon of that index.
    pub(super) fn node_of_mon(&self, index: usize) -> String {
        format!("node{}", index % self.shape().nodes.max(1))
    }
}
