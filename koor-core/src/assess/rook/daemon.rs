//! Every daemon as three see it: Rook's Deployment, Kubernetes' pods, Ceph itself.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::picture::Picture;
use super::{place, pod};
use crate::model::kube::{Deployment, Pod};
use crate::model::{CephVersion, Daemon, DaemonName, Inventory, natural};

/// One daemon, by what Kubernetes keeps and Ceph says. What is null was not told.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlacedDaemon {
    /// Its name, as Ceph has it.
    pub name: DaemonName,
    /// The Deployment that keeps it.
    pub deployment: Option<String>,
    /// How many pods that wants.
    pub wanted: Option<u64>,
    /// The image that it has.
    pub image: Option<String>,
    /// Its pods that did not end.
    pub pods: Vec<PodState>,
    /// What Ceph says that it does: `leader`, `up, in`, `up:active`.
    pub ceph_state: Option<String>,
    /// Whether that is as it should be.
    pub ceph_ok: Option<bool>,
    /// Where Ceph says that it runs.
    pub ceph_host: Option<String>,
    /// What Ceph says that it runs.
    pub ceph_version: Option<CephVersion>,
    /// What the three do not agree about, and what keeps it from serving.
    pub troubles: Vec<String>,
}

/// One pod of a daemon.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PodState {
    /// Its name.
    pub name: String,
    /// The node it is on; null while it waits for one.
    pub node: Option<String>,
    /// `Running`, `Pending`, …; `Terminating` while it is being deleted.
    pub phase: String,
    /// Whether it serves.
    pub ready: bool,
    /// How often its containers were started anew.
    pub restarts: u64,
    /// When it was made.
    pub created: Option<Timestamp>,
}

impl PodState {
    /// Of a pod.
    #[must_use]
    pub fn of(pod: &Pod) -> Self {
        Self {
            name: pod.name.clone(),
            node: pod.node.clone(),
            phase: if pod.deleting_since.is_some() { "Terminating".into() } else { pod.phase.clone() },
            ready: pod.is_ready(),
            restarts: pod.restarts(),
            created: pod.created,
        }
    }
}

/// Every daemon that a Deployment, a pod or Ceph names, by type and id.
#[must_use]
pub fn daemons(inventory: &Inventory) -> Vec<PlacedDaemon> {
    let picture = Picture::of(inventory);
    let ceph = inventory.daemons();
    let mut all: BTreeSet<&DaemonName> = ceph.iter().map(|daemon| &daemon.name).collect();
    all.extend(picture.deployments().filter_map(|one| one.daemon.as_ref()));
    all.extend(picture.pods().filter(|pod| !pod.has_ended()).filter_map(|pod| pod.daemon.as_ref()));
    let mut all: Vec<&DaemonName> = all.into_iter().collect();
    all.sort_by(|a, b| {
        let kind = |name: &DaemonName| (name.daemon_type.order(), name.daemon_type.clone());
        kind(a).cmp(&kind(b)).then_with(|| natural(&a.id, &b.id))
    });
    all.into_iter().map(|name| placed(&picture, &ceph, name)).collect()
}

fn placed(picture: &Picture<'_>, ceph: &[Daemon], name: &DaemonName) -> PlacedDaemon {
    let deployment = picture.deployment_of(name);
    let pods: Vec<&Pod> = picture.pods_of(name).collect();
    let said = ceph.iter().find(|daemon| daemon.name == *name);
    let mut troubles: Vec<String> = Vec::new();
    troubles.extend(deployment.filter(|one| one.wanted == 0).map(|_| "scaled to zero".to_owned()));
    troubles.extend(deployment.filter(|one| one.is_left_alone()).map(|_| "Rook leaves it alone".to_owned()));
    troubles.extend(pods.iter().filter_map(|one| pod::why_not(picture, one)));
    troubles.extend(place::disagreements(picture, said, name));
    PlacedDaemon {
        name: name.clone(),
        deployment: deployment.map(|one| one.name.clone()),
        wanted: deployment.map(|one| one.wanted),
        image: deployment.and_then(|one: &Deployment| one.image.clone()),
        pods: pods.into_iter().map(PodState::of).collect(),
        ceph_state: said.map(|said| said.state.clone()),
        ceph_ok: said.and_then(|said| said.ok),
        ceph_host: said.and_then(|said| said.hostname.clone()),
        ceph_version: said.and_then(|said| said.version.clone()).or_else(|| only_version(picture, name)),
        troubles,
    }
}

/// What all daemons of its type run, where they all run the same.
fn only_version(picture: &Picture<'_>, name: &DaemonName) -> Option<CephVersion> {
    let versions = picture.inventory.versions.value()?;
    let mut rows = versions.0.iter().filter(|row| row.daemon_type == name.daemon_type);
    let only = rows.next()?;
    rows.next().is_none().then(|| only.version.clone())
}
