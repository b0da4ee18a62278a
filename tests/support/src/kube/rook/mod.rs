//! The objects that a Rook operator makes around a Ceph cluster, as they were seen on a real one; made here around a real
//! cluster of this test bed, by a test instead of an operator.
//!
//! Nothing keeps them so: where Rook would have changed something, the test does.

mod claim;
mod definitions;
mod files;
mod real;
mod workload;

use std::path::PathBuf;

use serde_json::{Value, json};

use super::ControlPlane;
use crate::daemon::Kind;
use crate::{Cluster, Error};

/// What this Rook is, and where.
#[derive(Debug, Clone)]
pub struct RookShape {
    /// The namespace of the CephCluster, which is its name, too.
    pub namespace: String,
    /// The namespace of the operator; none where another one has it already.
    pub operator_namespace: Option<String>,
    /// The release of Rook.
    pub version: String,
    /// So many nodes, `node0` …, hold the mons in turn. OSDs are on the node of their CRUSH host.
    pub nodes: usize,
    /// Whether the daemons' Deployments are made; without them there are no pods but the operator's and the toolbox's.
    pub daemons: bool,
    /// Whether operator, toolbox and mons are real pods on the [real node](super::KubeShape::real_node): the programs of
    /// the cluster's release are in them, and what leads to the cluster is where Rook puts it. No other pods are made.
    pub real: bool,
}

impl Default for RookShape {
    fn default() -> Self {
        Self {
            namespace: "rook-ceph".to_owned(),
            operator_namespace: Some("rook-ceph".to_owned()),
            version: "v1.18.11".to_owned(),
            nodes: 3,
            daemons: true,
            real: false,
        }
    }
}

/// A Rook that is not there: its objects in a control plane, and the Ceph cluster that they speak of.
#[derive(Debug)]
pub struct Rook<'a> {
    pub(super) plane: &'a ControlPlane,
    pub(super) cluster: &'a Cluster,
    shape: RookShape,
    /// As `ceph versions` has it: `16.2.15`.
    ceph: String,
}

impl<'a> Rook<'a> {
    /// Makes Rook's kinds of objects known to the API server: Rook's own definitions where `KOOR_ROOK_CRDS` names a file
    /// with them; else `ours`; where that is empty, too, definitions that take everything.
    pub fn define(plane: &ControlPlane, ours: &[Value]) -> Result<(), Error> {
        if let Some(path) = std::env::var_os("KOOR_ROOK_CRDS") {
            plane.apply_file(&PathBuf::from(path))?;
            return definitions::wait(plane);
        }
        if ours.is_empty() {
            plane.apply_all(&definitions::permissive())?;
        } else {
            plane.apply_all(ours)?;
        }
        definitions::wait(plane)
    }

    /// Makes all of it, and waits until the pods run, where the control plane has what runs them. The kinds must be
    /// [defined](Rook::define).
    pub fn install(plane: &'a ControlPlane, cluster: &'a Cluster, shape: RookShape) -> Result<Self, Error> {
        let versions = cluster.ceph_json(&["versions"])?;
        let ceph = version(&versions).ok_or_else(|| Error::Answer {
            command: "ceph versions".to_owned(),
            why: "there is no version in it".to_owned(),
            answer: versions.to_string(),
        })?;
        let rook = Self { plane, cluster, shape, ceph };
        plane.namespace(rook.namespace())?;
        if let Some(operator) = rook.shape.operator_namespace.as_deref().filter(|ns| *ns != rook.namespace())
        {
            plane.namespace(operator)?;
        }
        let mut objects = rook.files()?;
        objects.push(rook.ceph_cluster()?);
        objects.extend(rook.resources());
        objects.extend(rook.workloads());
        objects.extend(rook.budgets());
        if rook.shape.real {
            rook.real_files()?;
        }
        plane.apply_all(&objects)?;
        if plane.shape.controllers && (plane.shape.nodes > 0 || rook.shape.real) {
            rook.wait_pods()?;
        }
        Ok(rook)
    }

    /// The namespace of the CephCluster.
    pub fn namespace(&self) -> &str {
        &self.shape.namespace
    }

    /// What it was asked to be.
    pub fn shape(&self) -> &RookShape {
        &self.shape
    }

    /// The path of the CephCluster.
    pub fn path(&self) -> String {
        self.path_of("ceph.rook.io/v1", "cephclusters", self.namespace())
    }

    /// The path of an object in the cluster's namespace: `path_of("apps/v1", "deployments", "rook-ceph-osd-0")`.
    pub fn path_of(&self, version: &str, plural: &str, name: &str) -> String {
        let root = if version.contains('/') { "apis" } else { "api" };
        format!("/{root}/{version}/namespaces/{}/{plural}/{name}", self.namespace())
    }

    /// Says something in the CephCluster's status: what is given replaces what stood there, field by field.
    pub fn say(&self, status: &Value) -> Result<(), Error> {
        self.plane.set_status(&self.path(), status)
    }

    /// Waits until every pod of the cluster's namespace runs.
    pub fn wait_pods(&self) -> Result<(), Error> {
        let count =
            self.workloads().iter().filter(|w| w["metadata"]["namespace"] == self.namespace()).count();
        self.plane.wait_pods(&format!("/api/v1/namespaces/{}/pods", self.namespace()), count)
    }

    /// The pods of a Deployment's label `app`, such as `rook-ceph-osd`.
    pub fn pods(&self, app: &str) -> Result<Vec<Value>, Error> {
        let namespace = self.namespace();
        self.plane.list(&format!("/api/v1/namespaces/{namespace}/pods?labelSelector=app%3D{app}"))
    }

    /// The CephCluster, with what a Rook that has just looked would say of the cluster.
    fn ceph_cluster(&self) -> Result<Value, Error> {
        let versions = self.cluster.ceph_json(&["versions"])?;
        let status = self.cluster.status()?;
        let shape = self.cluster.shape();
        let nodes: Vec<Value> =
            (0..self.shape.nodes).map(|index| json!({"name": format!("node{index}")})).collect();
        let label = format!("{}-0", self.ceph);
        let key = json!({"keyCephVersion": label, "keyGeneration": 1});
        let now = now();
        let condition = |name: &str, reason: &str, message: &str| {
            json!({
                "type": name, "status": "True", "reason": reason, "message": message,
                "lastHeartbeatTime": now, "lastTransitionTime": now,
            })
        };
        Ok(json!({
            "apiVersion": "ceph.rook.io/v1", "kind": "CephCluster",
            "metadata": {"name": self.namespace(), "namespace": self.namespace()},
            "spec": {
                "cephVersion": {"image": self.image(), "allowUnsupported": false},
                "dataDirHostPath": "/var/lib/rook",
                "mon": {"count": shape.mons, "allowMultiplePerNode": false},
                "mgr": {"count": shape.mgrs},
                "dashboard": {"enabled": true},
                "disruptionManagement": {"managePodBudgets": true, "osdMaintenanceTimeout": 30},
                "storage": {"useAllNodes": false, "useAllDevices": false, "nodes": nodes},
            },
            "status": {
                "phase": "Ready", "state": "Created", "message": "Cluster created successfully",
                "observedGeneration": 1,
                "conditions": [condition("Ready", "ClusterCreated", "Cluster created successfully")],
                "version": {"image": self.image(), "version": label},
                "ceph": {
                    "fsid": self.cluster.fsid(), "health": status["health"]["status"],
                    "lastChecked": now, "lastChanged": now, "previousHealth": "HEALTH_WARN",
                    "versions": versions,
                },
                "cephx": {"mon": key, "mgr": key, "osd": key, "csi": key},
                "storage": {"deviceClasses": [{"name": "hdd"}], "osd": {"storeType": {"bluestore": shape.osds}}},
            },
        }))
    }

    /// Its other objects: those whose counterparts the cluster has.
    fn resources(&self) -> Vec<Value> {
        let object = |kind: &str, name: &str, spec: Value| {
            json!({
                "apiVersion": "ceph.rook.io/v1", "kind": kind,
                "metadata": {"name": name, "namespace": self.namespace()},
                "spec": spec,
                "status": {"phase": "Ready", "observedGeneration": 1},
            })
        };
        let copies = json!({"failureDomain": "host", "replicated": {"size": 3}});
        let mut all = vec![object("CephBlockPool", "rbd", copies.clone())];
        if self.cluster.shape().mds > 0 {
            all.push(object(
                "CephFilesystem",
                "cephfs",
                json!({
                    "metadataPool": copies, "dataPools": [copies],
                    "metadataServer": {"activeCount": 1, "activeStandby": false},
                }),
            ));
        }
        if self.cluster.shape().rgw > 0 {
            all.push(object(
                "CephObjectStore",
                "store",
                json!({"metadataPool": copies, "dataPool": copies, "gateway": {"port": 80, "instances": 1}}),
            ));
        }
        all
    }

    /// The disruption budgets of a quiet cluster.
    fn budgets(&self) -> Vec<Value> {
        let budget = |name: &str, spec: Value| {
            json!({
                "apiVersion": "policy/v1", "kind": "PodDisruptionBudget",
                "metadata": {"name": name, "namespace": self.namespace()},
                "spec": spec,
            })
        };
        let app = |name: &str| json!({"maxUnavailable": 1, "selector": {"matchLabels": {"app": name}}});
        let mut all = vec![budget("rook-ceph-osd", app("rook-ceph-osd"))];
        if self.cluster.shape().mons > 1 {
            all.push(budget("rook-ceph-mon-pdb", app("rook-ceph-mon")));
        }
        if self.cluster.shape().mgrs > 1 {
            all.push(budget("rook-ceph-mgr-pdb", app("rook-ceph-mgr")));
        }
        all
    }

    /// The names of one kind's daemons, without the kind.
    fn ids(&self, kind: Kind) -> Vec<String> {
        self.cluster.layout.daemons(kind).into_iter().map(|daemon| daemon.id).collect()
    }

    fn image(&self) -> String {
        format!("quay.io/ceph/ceph:v{}", self.ceph)
    }
}

/// The first version of `ceph versions`: `16.2.15`.
fn version(versions: &Value) -> Option<String> {
    let name = versions["overall"].as_object()?.keys().next()?;
    Some(name.strip_prefix("ceph version ")?.split(' ').next()?.to_owned())
}

/// Now, as Kubernetes writes it.
fn now() -> String {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, rest) = (since / 86_400, since % 86_400);
    // Years of 1461 days in four, from 1 March 2000 on: right until 2100.
    let day = days - 11_017;
    let (four, in_four) = (day / 1461, day % 1461);
    let year = (in_four / 365).min(3);
    let in_year = in_four - year * 365;
    let month = (5 * in_year + 2) / 153;
    let date = in_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = 2000 + 4 * four + year + carry;
    format!("{year}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}
