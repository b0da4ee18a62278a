//! Rook's other objects: pools, file systems, object stores, users.

use super::picture::{Picture, span, why};
use crate::assess::explain::{counted, names};
use crate::assess::{Finding, Grade};
use crate::model::Severity;
use crate::model::rook::RookResource;

/// Minutes that a deletion may take.
const DELETION_MIN: i64 = 5;

pub(super) fn findings(picture: &Picture<'_>) -> Vec<Finding> {
    [failed(picture), deleting(picture)].into_iter().flatten().collect()
}

/// Why a resource is not well; `None` where it is, or where Rook has said nothing yet.
#[must_use]
pub fn trouble(resource: &RookResource) -> Option<String> {
    let phase = resource.phase.as_deref()?;
    // `Failure`, `Failed`, `ReconcileFailed`, `Error`: kinds have words of their own.
    let bad = phase.contains("Fail") || phase.contains("Error");
    let condition =
        resource.conditions.iter().find(|one| one.name.contains("Fail") && one.holds() == Some(true));
    let told = condition.map(|one| why(one.reason.as_deref(), one.message.as_deref()));
    let told =
        told.or_else(|| resource.message.clone()).map_or_else(String::new, |told| format!(" ({told})"));
    bad.then(|| format!("{phase}{told}"))
}

fn all<'a>(picture: &Picture<'a>) -> impl Iterator<Item = &'a RookResource> + use<'a> {
    picture.inventory.rook_resources.value().into_iter().flatten()
}

fn failed(picture: &Picture<'_>) -> Option<Finding> {
    let rows: Vec<(&RookResource, String)> =
        all(picture).filter_map(|one| trouble(one).map(|why| (one, why))).collect();
    let (first, _) = rows.first()?;
    let which: Vec<String> = rows.iter().map(|(one, _)| format!("{} {}", one.kind, one.name)).collect();
    Some(Finding {
        code: "KOOR_ROOK_RESOURCE_FAILED",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "Rook could not make {}: {}.",
            counted(rows.len() as u64, "object"),
            names(which.iter().map(String::as_str))
        ),
        evidence: rows.iter().map(|(one, why)| format!("{} {}: {why}", one.kind, one.name)).collect(),
        next: format!("{} describe {} {}", picture.kubectl(), first.kind.to_lowercase(), first.name),
    })
}

/// Objects that somebody deleted and that do not go.
fn deleting(picture: &Picture<'_>) -> Option<Finding> {
    let cluster = picture.cluster.map(|one| (one.deleting_since, "CephCluster", &one.name, &one.conditions));
    let resources =
        all(picture).map(|one| (one.deleting_since, one.kind.as_str(), &one.name, &one.conditions));
    let long =
        cluster.into_iter().chain(resources).filter(|(since, ..)| picture.is_older(*since, DELETION_MIN));
    let rows: Vec<(String, String)> = long
        .map(|(since, kind, name, conditions)| {
            let blocked =
                conditions.iter().find(|one| one.name == "DeletionIsBlocked" && one.holds() == Some(true));
            let told = blocked.map(|one| why(one.reason.as_deref(), one.message.as_deref()));
            let told = told.map_or_else(String::new, |told| format!(" ({told})"));
            let age = picture.ago(since).map(span).unwrap_or_default();
            let which = format!("{kind} {name}");
            (which.clone(), format!("{which} is being deleted for {age}{told}"))
        })
        .collect();
    let (first, _) = rows.first()?;
    Some(Finding::advice(
        "KOOR_ROOK_DELETION_WAITS",
        format!(
            "{} to go and can't.",
            if rows.len() == 1 {
                format!("{first} was told")
            } else {
                format!("{} objects of Rook were told", rows.len())
            }
        ),
        rows.iter().map(|(_, row)| row.clone()).collect(),
        format!(
            "remove what depends on it, or undo the wish; never the finalizer: {} describe {}",
            picture.kubectl(),
            first.to_lowercase()
        ),
    ))
}
