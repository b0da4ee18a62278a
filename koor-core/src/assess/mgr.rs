//! Mgrs that are silent, or not there.

use super::{Finding, Grade};
use crate::model::{Inventory, Severity};

/// The active mgr does not answer. The mons go on saying that it is available until `mon_mgr_beacon_grace` (30 s)
/// is over, and go on repeating its last figures for ever.
pub(super) fn silent(inventory: &Inventory) -> Option<Finding> {
    let digest = inventory.pg_digest.seen()?;
    let why = digest.stale.as_deref()?;
    let cluster = inventory.cluster.value()?;
    if inventory.has_quorum() != Some(true) || !cluster.mgr.available {
        return None;
    }
    let active = inventory.active_mgr();
    let who = active.map_or_else(|| "The active mgr".to_owned(), |name| format!("The active mgr {name}"));
    let next = match (active, cluster.mgr.standbys) {
        (Some(name), 1..) => format!("restart it, or hand over to a standby: ceph mgr fail {name}"),
        _ => "restart it; no standby could take over".into(),
    };
    // Only a mgr that answered told as of when its figures are.
    let (code, sentence) = if digest.as_of.is_some() {
        ("KOOR_DIGEST_STALE", format!("{who} answers, but PG states, capacity and IO stand still."))
    } else {
        let sentence = format!("{who} is silent: PG states, capacity and IO are the last it told the mons.");
        ("KOOR_MGR_SILENT", sentence)
    };
    Some(Finding {
        code,
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence,
        evidence: vec![why.to_owned()],
        next,
    })
}

/// No mgr is active at all. Ceph says `MGR_DOWN` too, but 30 s later.
pub(super) fn absent(inventory: &Inventory) -> Option<Finding> {
    let cluster = inventory.cluster.value()?;
    if inventory.has_quorum() != Some(true) || cluster.mgr.available {
        return None;
    }
    Some(Finding {
        code: "KOOR_MGR_ABSENT",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: "No mgr is active: PG states, capacity and IO are the last that one told the mons.".into(),
        evidence: vec![format!("the mgr map has no available mgr and {} standbys", cluster.mgr.standbys)],
        next: "start a mgr".into(),
    })
}

/// One mgr and no other that could take over.
pub(super) fn single(inventory: &Inventory) -> Option<Finding> {
    let map = inventory.mgrs.value()?;
    let active = map.active.as_deref().filter(|_| map.available && map.standbys.is_empty())?;
    Some(Finding::advice(
        "KOOR_MGR_SINGLE",
        format!(
            "The mgr {active} has no standby: when it stops, all figures stand still and many commands hang."
        ),
        vec!["the mgr map has no standby".into()],
        "run a second mgr (Rook: spec.mgr.count: 2)",
    ))
}
