//! Where Ceph and Kubernetes do not agree about a daemon: whether it runs, and where.

use super::picture::{Picture, span};
use crate::assess::explain::counted;
use crate::assess::{Finding, Grade};
use crate::model::kube::Pod;
use crate::model::{Daemon, DaemonName, Severity};

/// Minutes in which each side learns what the other did: a pod that starts boots its daemon, a daemon that dies is noticed.
const AGREE_MIN: i64 = 2;

pub(super) fn findings(picture: &Picture<'_>) -> Option<Finding> {
    let ceph = picture.inventory.daemons();
    let mut evidence: Vec<String> = Vec::new();
    for daemon in &ceph {
        let all = disagreements(picture, Some(daemon), &daemon.name);
        evidence.extend(all.into_iter().map(|what| format!("{}: {what}", daemon.name)));
    }
    (!evidence.is_empty()).then(|| Finding {
        code: "KOOR_ROOK_DISAGREES",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "Ceph and Kubernetes do not agree about daemons: {}.",
            counted(evidence.len() as u64, "contradiction")
        ),
        evidence,
        next: "where a kubelet was silent, its old containers may still run: look at that node before you start or \
               remove anything: koor node, koor rook"
            .into(),
    })
}

/// What is said of one daemon that can't all be true. What is only just happening is not told.
pub(super) fn disagreements(picture: &Picture<'_>, said: Option<&Daemon>, name: &DaemonName) -> Vec<String> {
    // Without both sides there is nothing to hold against each other.
    let (Some(said), true) = (said, picture.inventory.pods.value().is_some() && picture.cluster.is_some())
    else {
        return Vec::new();
    };
    if picture.cluster.is_some_and(|cluster| cluster.wants.external || cluster.wants.is_external(name))
        || picture.inventory.has_quorum() == Some(false)
    {
        return Vec::new();
    }
    let pods: Vec<&Pod> = picture.pods_of(name).collect();
    let known = !pods.is_empty() || picture.deployment_of(name).is_some();
    // An RGW or NFS that no Deployment names may be named otherwise than is known here.
    if !known && !matches!(name.daemon_type.0.as_str(), "mon" | "mgr" | "osd" | "mds") {
        return Vec::new();
    }
    let mut all = Vec::new();
    all.extend(runs_without_a_pod(picture, said, &pods));
    all.extend(elsewhere(picture, said, &pods));
    all.extend(ready_and_down(picture, said, &pods));
    all
}

/// Ceph says that it runs, and no pod of it serves.
fn runs_without_a_pod(picture: &Picture<'_>, said: &Daemon, pods: &[&Pod]) -> Option<String> {
    if said.ok != Some(true) || pods.iter().any(|pod| pod.is_ready()) {
        return None;
    }
    let Some(pod) = pods.first() else {
        // In the second in which a Deployment replaces its pod there is none.
        let rolling = picture.deployment_of(&said.name).is_some_and(|one| one.wanted > 0 && one.is_rolling());
        return (!rolling).then(|| format!("Ceph says {}, Kubernetes has no pod of it", said.state));
    };
    let since = pod.ready_since().or(pod.created);
    let age = picture.ago(since).filter(|_| picture.is_older(since, AGREE_MIN))?;
    let node = pod.node.as_deref().unwrap_or("no node");
    Some(format!("Ceph says {}, its pod {} on {node} is not ready for {}", said.state, pod.name, span(age)))
}

/// Ceph says that it runs on another node than its pod.
fn elsewhere(picture: &Picture<'_>, said: &Daemon, pods: &[&Pod]) -> Option<String> {
    let host = said.hostname.as_deref().filter(|_| said.ok == Some(true))?;
    let mut settled = pods.iter().filter(|pod| picture.is_older(pod.created, AGREE_MIN)).peekable();
    settled.peek()?;
    let on_host = |pod: &&&Pod| {
        let name = pod.node.as_deref().unwrap_or_default();
        let hostname = picture.node(name).map(|node| node.hostname.as_str());
        name == host || hostname == Some(host) || pod.name == host
    };
    let all: Vec<&&Pod> = settled.collect();
    if all.iter().any(on_host) {
        return None;
    }
    let pod = all.first()?;
    let node = pod.node.as_deref()?;
    Some(format!("Ceph says that it runs on {host}, its pod {} is on {node}", pod.name))
}

/// Its pod serves, and Ceph says that it does not.
fn ready_and_down(picture: &Picture<'_>, said: &Daemon, pods: &[&Pod]) -> Option<String> {
    if said.ok != Some(false)
        || said.state.contains("out of quorum") && picture.inventory.quorum.value().is_none()
    {
        return None;
    }
    let ready = |pod: &&&Pod| pod.is_ready() && picture.is_older(pod.ready_since(), AGREE_MIN);
    let pod = pods.iter().find(|pod| ready(pod))?;
    // An OSD that is up and out runs as it should for Kubernetes.
    if said.name.daemon_type.0 == "osd" && said.state.starts_with("up") {
        return None;
    }
    let age = picture.ago(pod.ready_since()).map(span).unwrap_or_default();
    Some(format!("its pod {} is ready for {age}, Ceph says {}", pod.name, said.state))
}
