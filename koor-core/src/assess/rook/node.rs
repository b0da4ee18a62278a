//! Nodes that carry daemons and are not well.

use std::collections::{BTreeMap, BTreeSet};

use super::picture::{Picture, span, why};
use crate::assess::explain::names;
use crate::assess::{Finding, Grade};
use crate::model::kube::{Condition, KubeNode};
use crate::model::{Daemon, Inventory, Severity, natural};

pub(super) fn findings(picture: &Picture<'_>) -> Vec<Finding> {
    let nodes: Vec<(&KubeNode, BTreeSet<String>)> = picture
        .inventory
        .nodes
        .value()
        .into_iter()
        .flatten()
        .map(|node| (node, daemons_on(picture, node)))
        .filter(|(_, daemons)| !daemons.is_empty())
        .collect();
    let daemons = picture.inventory.daemons();
    [not_ready(picture, &nodes, &daemons), pressed(picture, &nodes), cordoned(picture, &nodes)]
        .into_iter()
        .flatten()
        .collect()
}

/// The daemons that each node carries, by their pods and by the Deployments that are kept for it, by type and id; by the
/// node's name. Empty where nodes were not seen.
#[must_use]
pub fn carried(inventory: &Inventory) -> BTreeMap<String, Vec<String>> {
    let picture = Picture::of(inventory);
    let nodes = inventory.nodes.value().into_iter().flatten();
    nodes
        .map(|node| {
            let mut all: Vec<String> = daemons_on(&picture, node).into_iter().collect();
            all.sort_by(|a, b| natural(a, b));
            (node.name.clone(), all)
        })
        .collect()
}

/// The daemons that Kubernetes has there, or keeps for it.
pub(super) fn daemons_on(picture: &Picture<'_>, node: &KubeNode) -> BTreeSet<String> {
    let pods = picture.pods_on(node).filter_map(|pod| pod.daemon.as_ref());
    let mut all: BTreeSet<String> = pods.map(ToString::to_string).collect();
    // Mons and OSDs that wait for this node alone.
    let kept = picture.deployments().filter(|one| {
        one.node_selector.get("kubernetes.io/hostname").is_some_and(|host| *host == node.hostname)
    });
    all.extend(kept.filter_map(|one| one.daemon.as_ref()).map(ToString::to_string));
    all
}

fn listed(daemons: &BTreeSet<String>) -> String {
    names(daemons.iter().map(String::as_str))
}

/// The kubelet is silent, or says that it is not well.
fn not_ready(
    picture: &Picture<'_>,
    nodes: &[(&KubeNode, BTreeSet<String>)],
    daemons: &[Daemon],
) -> Option<Finding> {
    let down: Vec<_> = nodes.iter().filter(|(node, _)| node.ready() != Some(true)).collect();
    let (first, _) = down.first()?;
    let mut evidence = Vec::new();
    for (node, there) in &down {
        let ready = Condition::find(&node.conditions, "Ready");
        let told = ready.map_or_else(
            || "its kubelet never said that it is ready".to_owned(),
            |ready| why(ready.reason.as_deref(), ready.message.as_deref()),
        );
        let age = picture.ago(ready.and_then(|ready| ready.since)).map(span);
        let age = age.map_or_else(String::new, |age| format!(" for {age}"));
        evidence.push(format!("node {} is not ready{age} ({told}), with {}", node.name, listed(there)));
        let up: Vec<String> = daemons
            .iter()
            .filter(|daemon| daemon.ok == Some(true) && there.contains(&daemon.name.to_string()))
            .map(|daemon| daemon.name.to_string())
            .collect();
        if !up.is_empty() && picture.inventory.has_quorum() != Some(false) {
            evidence.push(format!(
                "Ceph says that {} run: where it is the kubelet alone that is gone, containers go on",
                names(up.iter().map(String::as_str))
            ));
        }
    }
    let which: Vec<&str> = down.iter().map(|(node, _)| node.name.as_str()).collect();
    Some(Finding {
        code: "KOOR_NODE_NOT_READY",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "{} that carr{} daemons {} not ready: {}.",
            if down.len() == 1 { "A node" } else { "Nodes" },
            if down.len() == 1 { "ies" } else { "y" },
            if down.len() == 1 { "is" } else { "are" },
            names(which.into_iter())
        ),
        evidence,
        next: format!(
            "look at the node and its kubelet: kubectl describe node {}, koor node show {}",
            first.name, first.name
        ),
    })
}

/// Memory, disk or processes run out.
fn pressed(picture: &Picture<'_>, nodes: &[(&KubeNode, BTreeSet<String>)]) -> Option<Finding> {
    let mut evidence = Vec::new();
    for (node, daemons) in nodes {
        for trouble in node.troubles() {
            let age = picture.ago(trouble.since).map(span);
            let age = age.map_or_else(String::new, |age| format!(" for {age}"));
            let told = why(trouble.reason.as_deref(), trouble.message.as_deref());
            evidence.push(format!(
                "node {}: {}{age} ({told}), with {}",
                node.name,
                trouble.name,
                listed(daemons)
            ));
        }
    }
    (!evidence.is_empty()).then(|| Finding {
        code: "KOOR_NODE_PRESSURE",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: "A node that carries daemons is under pressure: its kubelet may evict them.".into(),
        evidence,
        next: "free what runs short there, or move what is no storage: kubectl describe node".into(),
    })
}

/// Daemons that would not come back where they are.
fn cordoned(picture: &Picture<'_>, nodes: &[(&KubeNode, BTreeSet<String>)]) -> Option<Finding> {
    let all: Vec<_> = nodes.iter().filter(|(node, _)| node.cordoned).collect();
    let (first, _) = all.first()?;
    let row = |(node, daemons): &&(&KubeNode, BTreeSet<String>)| {
        let pending = picture.pods().filter(|pod| {
            pod.node.is_none() && pod.daemon.as_ref().is_some_and(|name| daemons.contains(&name.to_string()))
        });
        let pending: Vec<String> =
            pending.filter_map(|pod| pod.daemon.as_ref()).map(ToString::to_string).collect();
        let waits = if pending.is_empty() {
            String::new()
        } else {
            format!("; {} wait for a node", names(pending.iter().map(String::as_str)))
        };
        format!("node {} is cordoned, with {}{waits}", node.name, listed(daemons))
    };
    Some(Finding::advice(
        "KOOR_NODE_CORDONED",
        "A node with daemons is cordoned: what stops there does not start again.".into(),
        all.iter().map(row).collect(),
        format!("when the work on it is done: kubectl uncordon {}", first.name),
    ))
}
