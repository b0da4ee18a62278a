//! Disruption budgets, and drains that Rook sees.

use super::picture::{Picture, span};
use crate::assess::Finding;
use crate::assess::explain::names;

/// Minutes after which a budget that blocks with nothing down is not on its way out.
const PATIENCE_MIN: i64 = 5;

/// Budgets that let nobody go, though nothing is down.
pub(super) fn blocking(picture: &Picture<'_>) -> Option<Finding> {
    let inventory = picture.inventory;
    let budgets = inventory.disruption_budgets.value()?;
    let osds_up = inventory.osd_map.value()?.osds.iter().all(|osd| osd.up);
    let clean = inventory.pg_digest.value().is_some_and(|digest| digest.healthy() == digest.total);
    let draining = inventory.rook_config.value().is_some_and(|config| config.draining.is_some());
    if !osds_up || !clean || draining {
        return None;
    }
    let blocks = |budget: &&crate::model::kube::DisruptionBudget| {
        picture.is_rooks(&budget.namespace)
            && budget.name.starts_with("rook-ceph-osd-")
            && budget.allowed == 0
            && budget.expected > 0
            && picture.is_older(budget.created, PATIENCE_MIN)
    };
    let all: Vec<_> = budgets.iter().filter(blocks).collect();
    let first = all.first()?;
    let row = |budget: &&crate::model::kube::DisruptionBudget| {
        let age = picture.ago(budget.created).map(span).unwrap_or_default();
        format!("PodDisruptionBudget {} allows 0 disruptions for {age}", budget.name)
    };
    let mut evidence = vec!["every OSD is up and every PG is active+clean".to_owned()];
    evidence.extend(all.iter().map(row));
    Some(Finding::advice(
        "KOOR_ROOK_BUDGET_BLOCKS",
        format!(
            "Nodes can't be drained though nothing is down: {}.",
            names(all.iter().map(|one| one.name.as_str()))
        ),
        evidence,
        format!(
            "Rook takes such a budget away when it sees that PGs are clean: where it does not, look at the operator's \
             log and at pgHealthyRegex: {} describe pdb {}",
            picture.kubectl(),
            first.name
        ),
    ))
}

/// A failure domain that is being drained, as Rook sees it.
pub(super) fn draining(picture: &Picture<'_>) -> Option<Finding> {
    let domain = picture.inventory.rook_config.value()?.draining.as_deref()?;
    let minutes = picture.cluster.and_then(|one| one.wants.osd_maintenance_timeout_min).unwrap_or(30);
    Some(Finding::advice(
        "KOOR_ROOK_DRAINING",
        format!(
            "Rook sees {domain} as being drained: it keeps noout there and lets no other place be drained."
        ),
        vec![format!("ConfigMap rook-ceph-pdbstatemap: draining-failure-domain {domain}")],
        format!(
            "bring back what is down there: after {minutes} min Rook takes noout away, and data is copied elsewhere"
        ),
    ))
}
