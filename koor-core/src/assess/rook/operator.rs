//! The operator: whether it runs, what it was told to leave alone, which Rook wrote what.

use std::collections::BTreeMap;

use super::picture::{Picture, trouble};
use crate::assess::explain::{counted, names};
use crate::assess::{Finding, Grade};
use crate::model::Severity;
use crate::model::kube::Deployment;

pub(super) fn findings(picture: &Picture<'_>) -> Vec<Finding> {
    [is_down(picture), left_alone(picture), versions(picture)].into_iter().flatten().collect()
}

/// Nobody reconciles.
fn is_down(picture: &Picture<'_>) -> Option<Finding> {
    let operator = picture.deployments().find(|deployment| deployment.is_operator())?;
    if operator.wanted > 0 && operator.ready > 0 {
        return None;
    }
    let (name, namespace) = (&operator.name, &operator.namespace);
    let mut evidence =
        vec![format!("Deployment {name}: {} of {} pods ready", operator.ready, operator.wanted)];
    let pods =
        picture.pods().filter(|pod| pod.labels.get("app").is_some_and(|app| app == "rook-ceph-operator"));
    evidence.extend(pods.filter_map(|pod| trouble(pod, true).map(|why| format!("pod {}: {why}", pod.name))));
    let (what, next) = if operator.wanted == 0 {
        ("is scaled to zero", format!("kubectl -n {namespace} scale deployment {name} --replicas 1"))
    } else {
        ("does not run", format!("kubectl -n {namespace} describe pod -l app=rook-ceph-operator"))
    };
    Some(Finding {
        code: "KOOR_ROOK_OPERATOR_DOWN",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!("Rook's operator {what}: nothing is healed, upgraded or failed over meanwhile."),
        evidence,
        next,
    })
}

/// What Rook was told to keep its hands off.
fn left_alone(picture: &Picture<'_>) -> Option<Finding> {
    let mut all: Vec<String> = Vec::new();
    all.extend(picture.cluster.filter(|one| one.left_alone).map(|one| format!("CephCluster {}", one.name)));
    let resources = picture.inventory.rook_resources.value().into_iter().flatten();
    all.extend(resources.filter(|one| one.left_alone).map(|one| format!("{} {}", one.kind, one.name)));
    let deployments = picture.deployments().filter(|one| one.is_left_alone());
    all.extend(deployments.map(|one| format!("Deployment {}", one.name)));
    let first = all.first()?;
    Some(Finding::advice(
        "KOOR_ROOK_LEFT_ALONE",
        format!(
            "Rook was told to leave {} alone: it does not upgrade or heal {}.",
            counted(all.len() as u64, "object"),
            if all.len() == 1 { "it" } else { "them" }
        ),
        vec![format!("label ceph.rook.io/do-not-reconcile on {}", names(all.iter().map(String::as_str)))],
        format!(
            "when the reason for it is gone: {} label {} ceph.rook.io/do-not-reconcile-",
            picture.kubectl(),
            first.to_lowercase().replace(' ', "/")
        ),
    ))
}

/// Deployments that different releases of Rook wrote: its own upgrade is not through, or stopped.
fn versions(picture: &Picture<'_>) -> Option<Finding> {
    let mut by_version: BTreeMap<&str, Vec<&Deployment>> = BTreeMap::new();
    for deployment in picture.deployments() {
        if let Some(version) = deployment.rook_version() {
            by_version.entry(version).or_default().push(deployment);
        }
    }
    if by_version.len() < 2 {
        return None;
    }
    let row = |(version, all): (&&str, &Vec<&Deployment>)| {
        format!("{version}: {}", names(all.iter().map(|one| one.name.as_str())))
    };
    let operator = picture.deployments().find(|deployment| deployment.is_operator());
    let mut evidence: Vec<String> = by_version.iter().map(row).collect();
    evidence.extend(
        operator.and_then(|one| one.image.as_ref()).map(|image| format!("the operator runs {image}")),
    );
    Some(Finding::advice(
        "KOOR_ROOK_RELEASES_MIXED",
        format!("Deployments were written by {} releases of Rook.", by_version.len()),
        evidence,
        "an upgrade of Rook writes them one by one; where that does not go on, look at the operator's log",
    ))
}
