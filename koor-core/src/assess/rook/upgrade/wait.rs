//! What an upgrade waits for, and what releases it.

use super::super::picture::{self, Picture, trouble};
use super::{Upgrade, Wait};
use crate::assess::explain::{counted, names};
use crate::model::kube::Deployment;
use crate::model::rook::RookCluster;
use crate::model::{Health, Severity};

/// Everything that holds it now, or will once Rook comes that far.
pub(super) fn all(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Vec<Wait> {
    let mut waits: Vec<Wait> = operator(picture).into_iter().collect();
    waits.extend(left_alone(picture, cluster, upgrade));
    waits.extend(failure(cluster));
    waits.extend(health(picture, cluster, upgrade));
    waits.extend(pgs(picture, cluster, upgrade));
    waits.extend(pods(picture, upgrade));
    waits
}

/// Nobody is at it.
pub(super) fn operator(picture: &Picture<'_>) -> Option<Wait> {
    let operator = picture.deployments().find(|deployment| deployment.is_operator())?;
    if operator.wanted > 0 && operator.ready > 0 {
        return None;
    }
    let what = if operator.wanted == 0 { "is scaled to zero" } else { "has no pod that is ready" };
    Some(Wait {
        what: format!("the operator does not run: Deployment {} {what}", operator.name),
        release: format!(
            "bring the operator back: kubectl -n {} scale deployment {} --replicas 1, else see its pod",
            operator.namespace, operator.name
        ),
    })
}

/// Types that Rook upgrades by controllers of their own, which skip while health is an error.
fn is_skipped(daemon_type: &str) -> bool {
    !matches!(daemon_type, "mon" | "mgr" | "osd")
}

/// An error of health: controllers of MDSs, RGWs and mirrors skip their work, and no upgrade begins.
fn health(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Option<Wait> {
    let health = picture.inventory.health.value().filter(|health| health.status == Severity::Err)?;
    if cluster.wants.upgrade.skips_checks || is_forgiven(health) {
        return None;
    }
    let held = upgrade.behind.iter().filter(|one| is_skipped(&one.daemon_type));
    let held: Vec<&str> = held.map(|one| one.daemon_type.as_str()).collect();
    // Once it has begun, Rook takes mons, mgrs and OSDs whatever the health is.
    let begun = upgrade.done != Some(0);
    if held.is_empty() && begun {
        return None;
    }
    let codes: Vec<&str> =
        picture::errors(health).filter(|check| !check.muted).map(|check| check.code.as_str()).collect();
    let who = if held.is_empty() {
        "Rook".to_owned()
    } else {
        format!("Rook's controllers of {}", held.join(", "))
    };
    Some(Wait {
        what: format!("{who} do nothing while health is HEALTH_ERR ({})", names(codes.iter().copied())),
        release: release(picture, &codes),
    })
}

/// Rook ignores `MGR_MODULE_ERROR` only where no other check of that level stands beside it, muted or not.
fn is_forgiven(health: &Health) -> bool {
    let mut errors = picture::errors(health).peekable();
    errors.peek().is_some() && errors.all(|check| check.code == "MGR_MODULE_ERROR")
}

fn release(picture: &Picture<'_>, codes: &[&str]) -> String {
    let (keys, rest): (Vec<&str>, Vec<&str>) =
        codes.iter().copied().partition(|code| code.starts_with("AUTH_INSECURE"));
    let mut steps = Vec::new();
    if !keys.is_empty() {
        let mutes: Vec<String> =
            keys.iter().map(|code| format!("ceph health mute {code} 4h --sticky")).collect();
        steps.push(format!(
            "rotate the cephx keys (spec.security.cephx.daemon: keyRotationPolicy KeyGeneration with the next \
             keyGeneration), or mute what is about them until then: {}",
            mutes.join(", ")
        ));
    }
    if rest.contains(&"MGR_MODULE_ERROR") {
        let active = picture.inventory.active_mgr().unwrap_or("NAME");
        steps.push(format!("clear MGR_MODULE_ERROR: ceph mgr fail {active}, or turn the failed module off"));
    }
    let others: Vec<&str> = rest.into_iter().filter(|code| *code != "MGR_MODULE_ERROR").collect();
    if !others.is_empty() {
        steps.push(format!("heal {}: koor health", names(others.iter().copied())));
    }
    steps.join("; then ")
}

/// OSDs that Ceph does not let go, or that wait for healthy PGs.
fn pgs(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Option<Wait> {
    let policy = &cluster.wants.upgrade;
    let digest = picture.inventory.pg_digest.value()?;
    let sick = digest.total.saturating_sub(digest.healthy());
    let osds_behind = upgrade.behind.iter().any(|one| one.daemon_type == "osd");
    if !osds_behind || sick == 0 || policy.skips_checks {
        return None;
    }
    let minutes = policy.osd_wait_min.unwrap_or(10);
    let (what, release) = if policy.waits_for_pgs {
        (
            "OSDs wait until all PGs are healthy (upgradeOSDRequiresHealthyPGs)",
            "let recovery end, or heal what holds it",
        )
    } else if policy.continues_unhealthy {
        return None;
    } else {
        ("OSDs are asked for ok-to-stop", "let recovery end, or bring back what is down")
    };
    let tried = if policy.waits_for_pgs { String::new() } else { format!(", {minutes} min each") };
    Some(Wait {
        what: format!("{what}{tried}: {} of {} not active+clean", counted(sick, "PG"), digest.total),
        release: format!("{release}: koor pg ls --unhealthy"),
    })
}

/// Somebody told Rook to keep its hands off.
fn left_alone(picture: &Picture<'_>, cluster: &RookCluster, upgrade: &Upgrade) -> Option<Wait> {
    let label = "ceph.rook.io/do-not-reconcile";
    if cluster.left_alone {
        return Some(Wait {
            what: format!("the CephCluster has the label {label}"),
            release: format!("{} label cephcluster {} {label}-", picture.kubectl(), cluster.name),
        });
    }
    let old = |deployment: &&Deployment| {
        let mut behind = upgrade.behind.iter().flat_map(|one| &one.daemons);
        deployment.is_left_alone()
            && deployment.daemon.as_ref().is_some_and(|name| behind.any(|old| *old == name.to_string()))
    };
    let all: Vec<&str> =
        picture.deployments().filter(old).map(|deployment| deployment.name.as_str()).collect();
    let first = all.first()?;
    Some(Wait {
        what: format!("Rook was told to leave {} alone ({label})", names(all.iter().copied())),
        release: format!("{} label deployment {first} {label}-", picture.kubectl()),
    })
}

/// Rook gave up, and says why.
fn failure(cluster: &RookCluster) -> Option<Wait> {
    let failed = cluster.phase.as_deref() == Some("Failure") || cluster.state.as_deref() == Some("Error");
    let message = cluster.message.as_deref().filter(|_| failed)?;
    Some(Wait {
        what: format!("Rook's last reconcile failed: {}", message.trim_end_matches('.')),
        release: "heal what it names; Rook tries again by itself".into(),
    })
}

/// Whether a Deployment's new pod is on its way, or will not come by itself.
pub(super) fn starts(picture: &Picture<'_>, deployment: &Deployment) -> bool {
    let Some(daemon) = &deployment.daemon else { return false };
    !picture.pods_of(daemon).any(|pod| trouble(pod, picture.is_older(pod.created, 5)).is_some())
}

/// New pods that do not start.
fn pods(picture: &Picture<'_>, upgrade: &Upgrade) -> Option<Wait> {
    let mut stuck =
        picture.deployments().filter(|one| one.daemon.is_some() && one.is_rolling()).filter_map(|one| {
            let daemon = one.daemon.as_ref()?;
            let image = upgrade.image.as_deref();
            let pod = picture
                .pods_of(daemon)
                .find(|pod| pod.containers.first().map(|c| c.image.as_str()) == image)?;
            trouble(pod, picture.is_older(pod.created, 5)).map(|why| (pod, why))
        });
    let (pod, why) = stuck.next()?;
    Some(Wait {
        what: format!("pod {} does not start: {why}", pod.name),
        release: format!("heal that: {} describe pod {}", picture.kubectl(), pod.name),
    })
}
