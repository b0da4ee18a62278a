//! What every reading of Rook begins with.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::model::kube::{Condition, Container, ContainerState, Deployment, KubeNode, Pod};
use crate::model::rook::RookCluster;
use crate::model::{DaemonName, Health, Inventory, Severity};

/// An inventory, with the CephCluster that is its own.
pub(in crate::assess) struct Picture<'a> {
    pub inventory: &'a Inventory,
    /// `None` where none was seen, or only another Ceph cluster's.
    pub cluster: Option<&'a RookCluster>,
    // Thousands of pods are looked up by each daemon and each node.
    by_daemon: BTreeMap<&'a DaemonName, Vec<&'a Pod>>,
    by_node: BTreeMap<&'a str, Vec<&'a Pod>>,
    kept: BTreeMap<&'a DaemonName, &'a Deployment>,
}

impl<'a> Picture<'a> {
    pub(in crate::assess) fn of(inventory: &'a Inventory) -> Self {
        let mut picture = Self {
            inventory,
            cluster: inventory.rook_cluster(),
            by_daemon: BTreeMap::new(),
            by_node: BTreeMap::new(),
            kept: BTreeMap::new(),
        };
        for pod in inventory.pods.value().into_iter().flatten() {
            if !picture.is_rooks(&pod.namespace) || pod.has_ended() {
                continue;
            }
            if let Some(daemon) = &pod.daemon {
                picture.by_daemon.entry(daemon).or_default().push(pod);
            }
            if let Some(node) = &pod.node {
                picture.by_node.entry(node).or_default().push(pod);
            }
        }
        let deployments = inventory.deployments.value().into_iter().flatten();
        picture.kept = deployments.filter_map(|one| Some((one.daemon.as_ref()?, one))).collect();
        picture
    }

    /// The namespace of the CephCluster, where that is known.
    pub(super) fn namespace(&self) -> Option<&'a str> {
        let kubernetes = self.inventory.kubernetes.value().map(|kubernetes| kubernetes.namespace.as_str());
        self.cluster.map(|cluster| cluster.namespace.as_str()).or(kubernetes)
    }

    /// Whether a namespace is the CephCluster's or the operator's.
    pub(super) fn is_rooks(&self, namespace: &str) -> bool {
        let kubernetes = self.inventory.kubernetes.value();
        let operator = kubernetes.and_then(|kubernetes| kubernetes.operator_namespace.as_deref());
        self.namespace() == Some(namespace) || operator == Some(namespace)
    }

    /// The Deployments that were seen, in the cluster's namespace and the operator's.
    pub(super) fn deployments(&self) -> impl Iterator<Item = &'a Deployment> + use<'a> {
        self.inventory.deployments.value().into_iter().flatten()
    }

    /// The Deployment that keeps a daemon.
    pub(super) fn deployment_of(&self, daemon: &DaemonName) -> Option<&'a Deployment> {
        self.kept.get(daemon).copied()
    }

    /// The pods of Rook: those of a namespace that was asked for beside it are not among them.
    pub(super) fn pods(&self) -> impl Iterator<Item = &'a Pod> {
        let all = self.inventory.pods.value().into_iter().flatten();
        all.filter(|pod| self.is_rooks(&pod.namespace))
    }

    /// The pods of a daemon that did not end.
    pub(super) fn pods_of(&self, daemon: &DaemonName) -> impl Iterator<Item = &'a Pod> {
        self.by_daemon.get(daemon).into_iter().flatten().copied()
    }

    /// The pods of Rook on a node that did not end.
    pub(super) fn pods_on(&self, node: &KubeNode) -> impl Iterator<Item = &'a Pod> {
        self.by_node.get(node.name.as_str()).into_iter().flatten().copied()
    }

    /// The node that a name means: Kubernetes' name of it, or the host's as CRUSH has it.
    pub(super) fn node(&self, name: &str) -> Option<&'a KubeNode> {
        let all = self.inventory.nodes.value()?;
        all.iter().find(|node| node.name == name).or_else(|| all.iter().find(|node| node.hostname == name))
    }

    /// How long before the pods were asked for.
    pub(super) fn ago(&self, then: Option<Timestamp>) -> Option<SignedDuration> {
        let asked = [
            self.inventory.pods.seen().map(|seen| seen.asked_at),
            self.inventory.rook_clusters.seen().map(|seen| seen.asked_at),
        ];
        let now = asked.into_iter().flatten().next().unwrap_or(self.inventory.collected_at);
        then.map(|then| now.duration_since(then))
    }

    /// Whether it happened at least so many minutes ago; not where nobody said when.
    pub(super) fn is_older(&self, then: Option<Timestamp>, minutes: i64) -> bool {
        self.ago(then).is_some_and(|ago| ago >= SignedDuration::from_mins(minutes))
    }

    /// `kubectl -n rook-ceph`, for next steps.
    pub(super) fn kubectl(&self) -> String {
        self.namespace().map_or_else(|| "kubectl".to_owned(), |namespace| format!("kubectl -n {namespace}"))
    }
}

/// Ceph's checks of the level of an error, as Rook counts them: those that somebody muted, too.
pub(super) fn errors(health: &Health) -> impl Iterator<Item = &crate::model::Check> {
    health.checks.iter().filter(|check| check.severity == Severity::Err)
}

/// `4 min`, `3 h`: an age in one unit.
pub(super) fn span(age: SignedDuration) -> String {
    let seconds = age.as_secs().max(0);
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds / 60),
        7_200..=172_799 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// `reason: message`, as far as they are said.
pub(super) fn why(reason: Option<&str>, message: Option<&str>) -> String {
    match (reason, message) {
        (Some(reason), Some(message)) => format!("{reason}: {}", message.trim().trim_end_matches('.')),
        (Some(only), None) | (None, Some(only)) => only.trim().trim_end_matches('.').to_owned(),
        (None, None) => "no reason is given".into(),
    }
}

/// Why a pod does not serve, where Kubernetes gives a reason that time alone does not heal.
pub(super) fn trouble(pod: &Pod, starts: bool) -> Option<String> {
    let unscheduled = Condition::find(&pod.conditions, "PodScheduled");
    if let Some(told) = unscheduled.filter(|told| told.holds() == Some(false)) {
        return Some(format!("no node takes it ({})", why(told.reason.as_deref(), told.message.as_deref())));
    }
    if pod.phase == "Failed" {
        let ended = pod.containers.iter().find_map(ended);
        return Some(ended.unwrap_or_else(|| format!("it failed ({})", why(pod.reason.as_deref(), None))));
    }
    pod.containers.iter().find_map(|container| waiting(container, starts))
}

/// What a container waits for. `starts`: also for what each does when it starts.
fn waiting(container: &Container, starts: bool) -> Option<String> {
    let ContainerState::Waiting { reason, message } = &container.state else { return None };
    let usual = matches!(reason.as_deref(), Some("ContainerCreating" | "PodInitializing") | None);
    if usual && !starts {
        return None;
    }
    let last = container.last_end.as_ref().and_then(ended_text);
    let last = last.map_or_else(String::new, |last| format!("; the last time it {last}"));
    let restarts =
        if container.restarts > 0 { format!(", {} restarts", container.restarts) } else { String::new() };
    let why = why(reason.as_deref(), message.as_deref());
    Some(format!("container {} waits ({why}{restarts}{last})", container.name))
}

fn ended(container: &Container) -> Option<String> {
    let text = ended_text(&container.state)
        .filter(|_| !matches!(container.state, ContainerState::Ended { code: 0, .. }));
    text.map(|text| format!("container {} {text}", container.name))
}

/// `ended with 137 (OOMKilled)`.
pub(super) fn ended_text(state: &ContainerState) -> Option<String> {
    match state {
        ContainerState::Ended { code, reason, .. } => {
            let reason = reason.as_deref().map_or_else(String::new, |reason| format!(" ({reason})"));
            Some(format!("ended with {code}{reason}"))
        }
        ContainerState::Running { .. } | ContainerState::Waiting { .. } | ContainerState::Unknown => None,
    }
}
