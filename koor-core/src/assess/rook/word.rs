//! Rook's word of the cluster: what it says, how old that is, where it contradicts itself or Ceph.

use super::picture::{Picture, span};
use crate::assess::{Finding, Grade};
use crate::model::rook::RookCluster;
use crate::model::{Inventory, Severity};

/// Minutes after which Rook's word of Ceph is old. It looks once a minute, and a look may take a while.
const OLD_MIN: i64 = 3;

pub(super) fn findings(picture: &Picture<'_>, cluster: &RookCluster) -> Vec<Finding> {
    [
        is_old(picture, cluster),
        ready_but_sick(picture, cluster),
        contradicts(cluster),
        not_taken_up(picture, cluster),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Rook no longer looks at Ceph: what the CephCluster says is of then.
fn is_old(picture: &Picture<'_>, cluster: &RookCluster) -> Option<Finding> {
    let last = cluster.ceph.as_ref()?.last_checked;
    if !picture.is_older(last, OLD_MIN) || cluster.deleting_since.is_some() {
        return None;
    }
    let age = picture.ago(last).map(span)?;
    let operator = picture.deployments().find(|deployment| deployment.is_operator());
    let mut evidence = vec![format!("status.ceph.lastChecked is {age} old; Rook looks once a minute")];
    evidence.extend(match operator {
        Some(operator) => Some(format!(
            "Deployment {} has {} of {} pods ready",
            operator.name, operator.ready, operator.wanted
        )),
        None if picture.inventory.deployments.value().is_some() => {
            Some("no Deployment of an operator was seen".into())
        }
        None => None,
    });
    let next = match operator {
        Some(operator) => format!(
            "see why it does not reconcile: kubectl -n {} logs deploy/{} --tail 50",
            operator.namespace, operator.name
        ),
        None => {
            "find the operator, and why it does not reconcile: kubectl get deploy -A -l operator=rook".into()
        }
    };
    Some(Finding {
        code: "KOOR_ROOK_WORD_OLD",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!("Rook has not looked at this cluster for {age}: nobody reconciles it."),
        evidence,
        next,
    })
}

/// The CephCluster looks better than Ceph is.
fn ready_but_sick(picture: &Picture<'_>, cluster: &RookCluster) -> Option<Finding> {
    let health =
        picture.inventory.health.value().filter(|_| picture.inventory.has_quorum() != Some(false))?;
    let ready = cluster.phase.as_deref() == Some("Ready");
    let said = cluster.ceph.as_ref().and_then(|ceph| ceph.health.as_deref());
    let rank =
        said.and_then(|said| ["HEALTH_OK", "HEALTH_WARN", "HEALTH_ERR"].iter().position(|one| *one == said));
    let is = match health.status {
        Severity::Ok => 0,
        Severity::Warn => 1,
        Severity::Err => 2,
    };
    let better = rank.is_some_and(|rank| rank < is);
    let sick = ready && is == 2;
    if !better && !sick {
        return None;
    }
    let phase = cluster.phase.as_deref().unwrap_or("no phase");
    let last = cluster.ceph.as_ref().and_then(|ceph| ceph.last_checked);
    let age =
        picture.ago(last).map_or_else(String::new, |age| format!(", as Rook heard it {} ago", span(age)));
    let said = said.unwrap_or("nothing of health");
    let codes: Vec<&str> =
        health.checks.iter().filter(|check| !check.muted).map(|check| check.code.as_str()).collect();
    Some(Finding::advice(
        "KOOR_ROOK_READY_BUT_SICK",
        format!("The CephCluster says {phase} and {said}; Ceph says {}.", health.status.as_str()),
        vec![
            format!("CephCluster {}: phase {phase}, health {said}{age}", cluster.name),
            format!("Ceph: {} ({})", health.status.as_str(), codes.join(", ")),
        ],
        "believe Ceph: Ready only means that Rook's last reconcile ended, and its health is up to a minute old: \
         koor health",
    ))
}

/// Phase and state say different things.
fn contradicts(cluster: &RookCluster) -> Option<Finding> {
    let (phase, state) = (cluster.phase.as_deref()?, cluster.state.as_deref()?);
    let sound = match phase {
        "Ready" => matches!(state, "Created" | "Connected" | "Updating"),
        "Progressing" => state != "Error",
        "Connected" => state == "Connected",
        _ => true,
    };
    if sound {
        return None;
    }
    let message = cluster.message.as_deref().unwrap_or("no message");
    Some(Finding::advice(
        "KOOR_ROOK_CONTRADICTS_ITSELF",
        format!("The CephCluster's phase is {phase}, its state {state}."),
        vec![format!("CephCluster {}: phase {phase}, state {state}, message {message}", cluster.name)],
        "an error of an earlier reconcile may stand there still: look at the operator's log",
    ))
}

/// Somebody changed what is wanted, and Rook is not at it.
fn not_taken_up(picture: &Picture<'_>, cluster: &RookCluster) -> Option<Finding> {
    let (wanted, taken) = (cluster.generation?, cluster.observed_generation?);
    if wanted <= taken || cluster.phase.as_deref() == Some("Progressing") {
        return None;
    }
    Some(Finding::advice(
        "KOOR_ROOK_CHANGE_WAITS",
        "The CephCluster was changed, and Rook has not taken the change up.".into(),
        vec![format!(
            "CephCluster {}: generation {wanted}, observedGeneration {taken}, phase {}",
            cluster.name,
            cluster.phase.as_deref().unwrap_or("unknown")
        )],
        format!(
            "where that lasts longer than a minute, look at the operator's log, and at: {} describe cephcluster {}",
            picture.kubectl(),
            cluster.name
        ),
    ))
}

/// The CephClusters that were seen are of other Ceph clusters.
pub(super) fn other_cluster(inventory: &Inventory) -> Option<Finding> {
    let all = inventory.rook_clusters.value().filter(|all| !all.is_empty())?;
    let mine = inventory.cluster.value().map(|cluster| &cluster.fsid);
    let mine = mine.or_else(|| inventory.mons.value().map(|mons| &mons.fsid))?;
    if inventory.rook_cluster().is_some() {
        return None;
    }
    let row = |cluster: &RookCluster| {
        let fsid = cluster.ceph.as_ref().and_then(|ceph| ceph.fsid.as_ref());
        let fsid = fsid.map_or_else(|| "an id that Rook does not tell".to_owned(), ToString::to_string);
        format!("CephCluster {}/{} is {fsid}", cluster.namespace, cluster.name)
    };
    let mut evidence = vec![format!("the cluster that Koor looks at is {mine}")];
    evidence.extend(all.iter().map(row));
    Some(Finding {
        code: "KOOR_ROOK_OTHER_CLUSTER",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: "The CephCluster in Kubernetes is another Ceph cluster than the one looked at.".into(),
        evidence,
        next: "name the namespace, context or conf that belong together: koor status says which were chosen"
            .into(),
    })
}
