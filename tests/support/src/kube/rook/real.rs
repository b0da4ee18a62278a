//! Pods that are real: the programs of the cluster's release, and what leads to the cluster where Rook puts it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Rook;
use crate::error::Context;
use crate::kube::{image, node};
use crate::{Error, keys};

impl Rook<'_> {
    /// What the pods mount, a folder each.
    pub(super) fn real_files(&self) -> Result<(), Error> {
        let hosts: Vec<String> = self.cluster.mon_addrs().iter().map(crate::MonAddr::vector).collect();
        let admin = format!("[client.admin]\n\tkey = {}\n", self.cluster.admin_key()?);
        let conf = |keyring: &str| {
            let fsid = self.cluster.fsid();
            format!(
                "[global]\nfsid = {fsid}\nmon_host = {}\n\n[client.admin]\nkeyring = {keyring}\n",
                hosts.join(",")
            )
        };
        let tools = self.folder("tools");
        write(&tools, "ceph.conf", &conf("/etc/ceph/keyring"))?;
        write(&tools, "keyring", &admin)?;
        // The operator's own, in a folder of the cluster's name.
        let name = self.namespace();
        let operator = self.folder("operator").join(name);
        let keyring = format!("/var/lib/rook/{name}/client.admin.keyring");
        write(&operator, &format!("{name}.config"), &conf(&keyring))?;
        write(&operator, "client.admin.keyring", &admin)?;
        // A mon has the mons' key, and no administrator's.
        let mon = self.folder("mon");
        write(&mon, "ceph.conf", &conf("/nonexistent"))?;
        let key = keys::read(&self.cluster.layout.keyring("mon."))?;
        let text = format!("[mon.]\n\tkey = {key}\n\tcaps mon = \"allow *\"\n");
        write(&mon.join("keyring-store"), "keyring", &text)
    }

    /// A pod on the real node.
    pub(super) fn real_pod(&self, role: &str, id: &str, containers: &[&str]) -> Value {
        let usr = self.cluster.root().path().unwrap_or(Path::new("/")).join("usr");
        let place = if role == "operator" { "/var/lib/rook" } else { "/etc/ceph" };
        let mut volumes = vec![
            json!({"name": "usr", "hostPath": {"path": usr}}),
            json!({"name": "rook", "hostPath": {"path": self.folder(role)}}),
        ];
        let mut mounts = vec![
            json!({"name": "usr", "mountPath": "/usr", "readOnly": true}),
            json!({"name": "rook", "mountPath": place}),
        ];
        let mut env = Vec::new();
        if role == "mon" {
            // Its admin socket, and arguments for its daemon that every program finds, too.
            volumes.push(json!({"name": "run", "hostPath": {"path": self.cluster.dir().join("run")}}));
            mounts.push(json!({"name": "run", "mountPath": "/run/ceph"}));
            let host: Vec<String> = self.cluster.mon_addrs().iter().map(crate::MonAddr::vector).collect();
            env.push(json!({"name": "CEPH_ARGS", "value": format!("-m {}", host.join(","))}));
            env.push(json!({"name": "ROOK_MON_ID", "value": id}));
        }
        let containers: Vec<Value> = containers
            .iter()
            .map(|name| {
                json!({
                    "name": name, "image": image::EMPTY, "imagePullPolicy": "Never",
                    "command": ["sleep", "infinity"], "volumeMounts": mounts, "env": env,
                })
            })
            .collect();
        json!({
            "hostNetwork": true, "containers": containers, "volumes": volumes,
            "nodeSelector": {"kubernetes.io/hostname": node::NAME}, "terminationGracePeriodSeconds": 0,
            "automountServiceAccountToken": false,
        })
    }

    fn folder(&self, role: &str) -> PathBuf {
        self.plane.dir.join("mounts").join(self.namespace()).join(role)
    }
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), Error> {
    fs::create_dir_all(folder).at("make", folder)?;
    let path = folder.join(name);
    fs::write(&path, text).at("write", &path)
}
