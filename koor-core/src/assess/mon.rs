//! Mons that do not agree, or are not there.

use super::Finding;
use crate::model::{Inventory, Severity};

/// No quorum. Ceph can't say it: a session from before goes on answering `HEALTH_OK`, a new one gets no answer.
pub(super) fn no_quorum(inventory: &Inventory) -> Option<Finding> {
    if inventory.has_quorum() != Some(false) {
        return None;
    }
    let pings = inventory.mon_pings.value().map(Vec::as_slice).unwrap_or_default();
    let running = pings.iter().filter(|ping| ping.runs).count();
    let sentence = if pings.is_empty() {
        "The mons have no quorum: nothing in the cluster can change or be told reliably.".into()
    } else {
        format!(
            "The mons have no quorum: {running} of {} run, more than half must run and agree.",
            pings.len()
        )
    };
    let evidence = pings
        .iter()
        .map(|ping| ping.why.clone().unwrap_or_else(|| format!("the mon at {} runs", ping.mon)))
        .collect();
    Some(Finding {
        code: "KOOR_NO_QUORUM",
        severity: Severity::Err,
        sentence,
        evidence,
        next: "start the mons that do not run; where they all run, look at the network between their hosts"
            .into(),
    })
}

/// A mon that is in the map and not in the quorum. Ceph says `MON_DOWN` too, but 13 to 15 s later.
pub(super) fn out_of_quorum(inventory: &Inventory) -> Option<Finding> {
    let (map, quorum) = (inventory.mons.value()?, inventory.quorum.value()?);
    if quorum.members.is_empty()
        || inventory.health.value().is_some_and(|health| health.check("MON_DOWN").is_some())
    {
        return None;
    }
    let out: Vec<&str> = map
        .mons
        .iter()
        .map(|mon| mon.name.as_str())
        .filter(|mon| !quorum.members.iter().any(|m| m == mon))
        .collect();
    (!out.is_empty()).then(|| Finding {
        code: "KOOR_MON_OUT_OF_QUORUM",
        severity: Severity::Warn,
        sentence: format!("{} of {} mons out of quorum: {}.", out.len(), map.mons.len(), out.join(", ")),
        evidence: vec![format!(
            "the monmap names {}, the quorum is {}",
            map.mons.len(),
            quorum.members.join(", ")
        )],
        next: "look at the log of that mon and at the network between the mons' hosts".into(),
    })
}
