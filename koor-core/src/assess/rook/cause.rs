//! What Kubernetes knows of why one of Ceph's checks is raised.

use std::collections::BTreeSet;

use super::picture::{Picture, span, why};
use super::pod;
use crate::assess::explain::Affected;
use crate::model::kube::Condition;
use crate::model::{DaemonName, Inventory};

/// How many causes a check is given.
const SHOWN: usize = 8;

/// The causes that Kubernetes shows, one sentence each; empty where it shows none, or was not asked.
pub(in crate::assess) fn causes(inventory: &Inventory, code: &str, affected: &Affected) -> Vec<String> {
    let picture = Picture::of(inventory);
    if picture.cluster.is_none() || inventory.deployments.value().is_none() {
        return Vec::new();
    }
    let mut said: Vec<String> = Vec::new();
    let mut nodes: BTreeSet<String> = BTreeSet::new();
    for name in daemons(&picture, code, affected) {
        if let Some(node) = sick_node(&picture, &name) {
            // Once, whatever number of daemons is on it.
            if nodes.insert(node.clone()) {
                said.push(node);
            }
            continue;
        }
        said.extend(of(&picture, &name));
    }
    if said.len() > SHOWN {
        let more = said.len() - SHOWN;
        said.truncate(SHOWN);
        said.push(format!("and {more} more: koor rook"));
    }
    said
}

/// The daemons that a check is about.
fn daemons(picture: &Picture<'_>, code: &str, affected: &Affected) -> Vec<DaemonName> {
    let osds_down = || -> Vec<DaemonName> {
        let map = picture.inventory.osd_map.value();
        let down = map.into_iter().flat_map(|map| &map.osds).filter(|osd| !osd.up);
        let of = down.filter(|osd| affected.osds.is_empty() || affected.osds.contains(&osd.id));
        of.map(|osd| DaemonName::new("osd", osd.id.0.to_string())).collect()
    };
    let kept = |daemon_type: &str| -> Vec<DaemonName> {
        let all = picture.deployments().filter_map(|one| one.daemon.clone());
        all.filter(|name| name.daemon_type.0 == daemon_type).collect()
    };
    match code {
        "OSD_DOWN" | "PG_DEGRADED" | "PG_AVAILABILITY" => osds_down(),
        code if code.starts_with("OSD_") && code.ends_with("_DOWN") => osds_down(),
        "MON_DOWN" => {
            let quorum = picture.inventory.quorum.value().map(|quorum| &quorum.members);
            let out = |name: &DaemonName| quorum.is_some_and(|members| !members.contains(&name.id));
            kept("mon").into_iter().filter(out).collect()
        }
        "MGR_DOWN" => kept("mgr"),
        code if code.starts_with("MDS_") || code.starts_with("FS_") => kept("mds"),
        _ => Vec::new(),
    }
}

/// Why it does not run, by its Deployment and its pods.
fn of(picture: &Picture<'_>, name: &DaemonName) -> Option<String> {
    let deployment = picture.deployment_of(name)?;
    if deployment.wanted == 0 {
        return Some(format!("{name} does not run because Deployment {} is scaled to 0", deployment.name));
    }
    let reason = picture.pods_of(name).find_map(|pod| Some((pod, pod::why_not(picture, pod)?)));
    if let Some((pod, why)) = reason {
        return Some(format!("{name} does not run because of its pod {}: {why}", pod.name));
    }
    let none = picture.inventory.pods.value().is_some() && picture.pods_of(name).next().is_none();
    none.then(|| format!("Kubernetes has no pod of {name}, though Deployment {} wants one", deployment.name))
}

/// The node that it is on, or is kept for, where that is not ready.
fn sick_node(picture: &Picture<'_>, name: &DaemonName) -> Option<String> {
    let of_pod = picture.pods_of(name).find_map(|pod| pod.node.as_deref());
    let kept =
        || picture.deployment_of(name)?.node_selector.get("kubernetes.io/hostname").map(String::as_str);
    let node = picture.node(of_pod.or_else(kept)?)?;
    if node.ready() != Some(true) {
        let ready = Condition::find(&node.conditions, "Ready");
        let told = ready.map(|ready| why(ready.reason.as_deref(), ready.message.as_deref()));
        let told = told.map_or_else(String::new, |told| format!(" ({told})"));
        let age = picture.ago(ready.and_then(|ready| ready.since)).map(span);
        let age = age.map_or_else(String::new, |age| format!(" for {age}"));
        return Some(format!("node {} is not ready{age}{told}", node.name));
    }
    let waits = node.cordoned && picture.pods_of(name).all(|pod| pod.node.is_none());
    waits.then(|| format!("node {} is cordoned, and what is kept for it can't start", node.name))
}
