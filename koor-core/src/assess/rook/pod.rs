//! Pods that do not serve, with Kubernetes' reason.

use super::picture::{Picture, ended_text, span, trouble};
use crate::assess::explain::counted;
use crate::assess::{Finding, Grade};
use crate::model::Severity;
use crate::model::kube::{ContainerState, Pod};

/// Minutes that a pod may take to start, to get ready, or to go.
const PATIENCE_MIN: i64 = 5;
/// From so many restarts on, with the last one within a day, a container is worth a look.
const RESTARTS: u64 = 5;
/// How many pods are told one by one.
const SHOWN: usize = 12;

pub(super) fn findings(picture: &Picture<'_>) -> Vec<Finding> {
    [stuck(picture), restarting(picture)].into_iter().flatten().collect()
}

/// Why a pod does not serve though it should; `None` where it does, has done its work, or only just began.
pub(super) fn why_not(picture: &Picture<'_>, pod: &Pod) -> Option<String> {
    if pod.phase == "Succeeded" || pod.is_ready() && pod.deleting_since.is_none() {
        return None;
    }
    if let Some(since) = pod.deleting_since {
        let age = picture.ago(Some(since)).filter(|_| picture.is_older(Some(since), PATIENCE_MIN))?;
        let node = pod.node.as_deref().unwrap_or("its node");
        return Some(format!("it is being deleted for {}: the kubelet of {node} does not do it", span(age)));
    }
    if pod.phase == "Failed" && is_replaced(picture, pod) {
        return None;
    }
    let old = picture.is_older(pod.created, PATIENCE_MIN);
    trouble(pod, old).or_else(|| {
        let since = pod.ready_since().or(pod.created);
        let waits = old && picture.is_older(since, PATIENCE_MIN);
        let age = picture.ago(since).filter(|_| waits)?;
        Some(format!("it is {} and not ready for {}", pod.phase, span(age)))
    })
}

/// Whether another pod does its work: evicted ones stay behind as a note.
fn is_replaced(picture: &Picture<'_>, pod: &Pod) -> bool {
    let owner = pod.owner.as_deref();
    picture.pods().any(|other| {
        let same = pod.daemon.is_some() && other.daemon == pod.daemon
            || other.owner.as_deref() == owner && owner.is_some();
        same && (other.is_ready() || other.phase == "Succeeded")
    })
}

fn stuck(picture: &Picture<'_>) -> Option<Finding> {
    let all: Vec<(&Pod, String)> =
        picture.pods().filter_map(|pod| why_not(picture, pod).map(|why| (pod, why))).collect();
    let (first, why) = all.first()?;
    let sentence = match all.as_slice() {
        [_] => format!("Pod {} does not serve: {why}.", first.name),
        all => format!("{} of Rook do not serve.", counted(all.len() as u64, "pod")),
    };
    let row = |(pod, why): &(&Pod, String)| {
        let daemon = pod.daemon.as_ref().map_or_else(String::new, |name| format!(" ({name})"));
        let node = pod.node.as_ref().map_or_else(String::new, |node| format!(" on {node}"));
        format!("pod {}{daemon}{node}: {why}", pod.name)
    };
    let mut evidence: Vec<String> = all.iter().take(SHOWN).map(row).collect();
    if all.len() > SHOWN {
        evidence.push(format!("and {} more", all.len() - SHOWN));
    }
    Some(Finding {
        code: "KOOR_ROOK_POD_STUCK",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence,
        evidence,
        next: format!("kubectl -n {} describe pod {}", first.namespace, first.name),
    })
}

/// Containers that start again and again, though they serve at the moment.
fn restarting(picture: &Picture<'_>) -> Option<Finding> {
    let mut evidence = Vec::new();
    for pod in picture.pods().filter(|pod| pod.is_ready()) {
        for container in pod.containers.iter().filter(|one| !one.init && one.restarts >= RESTARTS) {
            let Some(ContainerState::Ended { at, .. }) = &container.last_end else { continue };
            if picture.is_older(*at, 24 * 60) {
                continue;
            }
            let last = container.last_end.as_ref().and_then(ended_text).unwrap_or_default();
            evidence.push(format!(
                "pod {}, container {}: {} restarts, the last time it {last}",
                pod.name, container.name, container.restarts
            ));
        }
    }
    (!evidence.is_empty()).then(|| {
        Finding::advice(
            "KOOR_ROOK_POD_RESTARTS",
            "Containers of Rook start again and again.".into(),
            evidence,
            format!("look at how they ended: {} logs POD -c CONTAINER --previous", picture.kubectl()),
        )
    })
}
