//! Deployments of Ceph's daemons: scaled to zero, or with another image than is wanted.

use super::picture::Picture;
use super::upgrade::{Upgrade, UpgradeState};
use crate::assess::explain::names;
use crate::assess::{Finding, Grade};
use crate::model::Severity;
use crate::model::kube::Deployment;
use crate::model::rook::RookCluster;

pub(super) fn findings(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Vec<Finding> {
    [scaled_down(picture), old_image(picture, cluster, upgrade), old_toolbox(picture, cluster, upgrade)]
        .into_iter()
        .flatten()
        .collect()
}

/// Daemons that somebody turned off. Rook does not turn them on again (seen for 2 min).
fn scaled_down(picture: &Picture<'_>) -> Option<Finding> {
    let off: Vec<&Deployment> =
        picture.deployments().filter(|one| one.daemon.is_some() && one.wanted == 0).collect();
    let first = off.first()?;
    let daemons: Vec<String> =
        off.iter().filter_map(|one| one.daemon.as_ref()).map(ToString::to_string).collect();
    let row = |one: &&Deployment| format!("Deployment {} wants 0 pods", one.name);
    Some(Finding {
        code: "KOOR_ROOK_SCALED_DOWN",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "{} {} because somebody scaled {} to zero.",
            names(daemons.iter().map(String::as_str)),
            if off.len() == 1 { "does not run," } else { "do not run," },
            if off.len() == 1 { "its Deployment" } else { "their Deployments" }
        ),
        evidence: off.iter().map(row).collect(),
        next: format!(
            "when the work on it is done: kubectl -n {} scale deployment {} --replicas 1",
            first.namespace, first.name
        ),
    })
}

/// Deployments that kept another image, though nothing is being upgraded.
fn old_image(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Option<Finding> {
    let wanted = cluster.wants.image.as_deref()?;
    if upgrade.is_unfinished() || cluster.phase.as_deref() == Some("Progressing") {
        return None;
    }
    let of_ceph = |one: &&Deployment| one.daemon.is_some() && one.namespace == cluster.namespace;
    let old = |one: &&Deployment| one.image.as_deref().is_some_and(|image| image != wanted);
    let all: Vec<&Deployment> = picture.deployments().filter(of_ceph).filter(old).collect();
    let first = all.first()?;
    let row =
        |one: &&Deployment| format!("Deployment {}: {}", one.name, one.image.as_deref().unwrap_or_default());
    Some(Finding::advice(
        "KOOR_ROOK_OLD_IMAGE",
        format!(
            "{} another image than the CephCluster wants: {}.",
            if all.len() == 1 { "A Deployment has" } else { "Deployments have" },
            names(all.iter().map(|one| one.name.as_str()))
        ),
        std::iter::once(format!("the CephCluster wants {wanted}")).chain(all.iter().map(row)).collect(),
        format!(
            "Rook writes it anew where it reconciles: see whether it was told to leave {} alone, and its log",
            first.name
        ),
    ))
}

/// The toolbox, which Rook never upgrades.
fn old_toolbox(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Option<Finding> {
    if upgrade.state != UpgradeState::Settled {
        return None;
    }
    let wanted = cluster.wants.image.as_deref()?;
    let toolbox = picture.deployments().find(|one| one.app() == Some("rook-ceph-tools"))?;
    let has = toolbox.image.as_deref().filter(|image| *image != wanted)?;
    let repository = |image: &str| image.rsplit_once([':', '@']).map(|(repository, _)| repository.to_owned());
    // A toolbox of Rook's own image is as old as Rook, not as Ceph.
    if repository(has) != repository(wanted) {
        return None;
    }
    Some(Finding::advice(
        "KOOR_ROOK_TOOLBOX_OLD",
        "The toolbox has another Ceph than the cluster: Rook does not upgrade it.".into(),
        vec![format!("Deployment {}: {has}", toolbox.name), format!("the cluster runs {wanted}")],
        format!(
            "kubectl -n {} set image deploy/{} rook-ceph-tools={wanted}",
            toolbox.namespace, toolbox.name
        ),
    ))
}
