//! Mons that do not agree, or are not there.

use super::{Finding, Grade};
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
        grade: Grade::Fault,
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
        grade: Grade::Fault,
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

/// `mon_clock_drift_allowed`: from here on Ceph says `MON_CLOCK_SKEW`.
const DRIFT_ALLOWED_S: f64 = 0.05;

/// The share of it from which a clock is worth a look: time services keep hosts within a tenth of it.
const DRIFT_NEAR: f64 = 0.8;

/// Too few mons for one to fail, or one more than helps.
pub(super) fn count(inventory: &Inventory) -> Option<Finding> {
    let count = inventory.mons.value()?.mons.len();
    let (code, sentence, next) = match count {
        1 => (
            "KOOR_MON_SINGLE",
            "There is one mon: when it stops, the cluster stands still; when its disk is lost, so is the cluster.".into(),
            "run three mons on three hosts (Rook: spec.mon.count: 3)",
        ),
        even if even % 2 == 0 => (
            "KOOR_MON_EVEN",
            format!(
                "There are {even} mons: no more of them may fail than of {}, and there are more that can.",
                even - 1
            ),
            "run an odd number of mons: three, or five in a large cluster (Rook: spec.mon.count)",
        ),
        _ => return None,
    };
    let majority = count / 2 + 1;
    let evidence = vec![format!(
        "the monmap names {count}, {majority} of them must agree: {} may fail",
        count - majority
    )];
    Some(Finding::advice(code, sentence, evidence, next))
}

/// Clocks that come near the allowed skew.
pub(super) fn clock(inventory: &Inventory) -> Option<Finding> {
    if inventory.health.value().is_some_and(|health| health.check("MON_CLOCK_SKEW").is_some()) {
        return None;
    }
    let set = inventory.config.value().into_iter().flatten();
    let set = set
        .filter(|entry| entry.name == "mon_clock_drift_allowed")
        .find_map(|entry| entry.value.parse().ok());
    let allowed: f64 = set.unwrap_or(DRIFT_ALLOWED_S);
    let rows = inventory.clocks.value()?.iter();
    let near = rows.filter(|row| row.skew_s.abs() >= allowed * DRIFT_NEAR);
    let evidence: Vec<String> = near
        .map(|row| {
            format!(
                "the clock of mon.{} is {:+.3} s from the leader's, {allowed} s are allowed",
                row.mon, row.skew_s
            )
        })
        .collect();
    (!evidence.is_empty()).then(|| {
        Finding::advice(
            "KOOR_CLOCK_NEAR_LIMIT",
            "The clocks of mons drift apart and come near the limit.".into(),
            evidence,
            "look at the time service of that mon's host before the quorum suffers: chronyc tracking, timedatectl",
        )
    })
}
