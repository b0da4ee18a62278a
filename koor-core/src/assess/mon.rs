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

/// Nobody answers at any address that the conf names: the mons are dead, or live elsewhere by now.
pub(super) fn none_answers(inventory: &Inventory) -> Option<Finding> {
    let pings = inventory.mon_pings.value().filter(|pings| !pings.is_empty())?;
    if inventory.cluster.value().is_some() || pings.iter().any(|ping| ping.runs) {
        return None;
    }
    let count = match pings.len() {
        1 => "No mon answers at the one address".to_owned(),
        all => format!("No mon answers at any of the {all} addresses"),
    };
    Some(Finding {
        code: "KOOR_NO_MON_ANSWERS",
        grade: Grade::Fault,
        severity: Severity::Err,
        sentence: format!("{count} that mon_host names: the mons do not run, or moved."),
        evidence: pings.iter().filter_map(|ping| ping.why.clone()).collect(),
        next: "where the mons run, put their addresses into mon_host: `ceph mon dump` on a host of the cluster, \
               Rook's config map rook-ceph-mon-endpoints; where they do not, start them"
            .into(),
    })
}

/// Addresses of `mon_host` at which the monmap has no mon: as long as one is right, everything works.
pub(super) fn old_addresses(inventory: &Inventory) -> Option<Finding> {
    let map = inventory.mons.value()?;
    let now: Vec<&str> = map.mons.iter().flat_map(|mon| &mon.addresses).map(|addr| bare(addr)).collect();
    let named = &inventory.source.mon_host;
    let old: Vec<&String> = named.iter().filter(|mon| is_old(mon, &now)).collect();
    let evidence = old.iter().map(|mon| format!("mon_host names {mon}, where the monmap has no mon"));
    let first = |mon: &crate::model::Mon| mon.addresses.first().cloned().unwrap_or_default();
    (!old.is_empty()).then(|| {
        Finding::advice(
            "KOOR_MON_HOST_OLD",
            format!(
                "{} of the {} mons that mon_host names {} not there: once the others move, nobody gets in from here.",
                old.len(),
                named.len(),
                if old.len() == 1 { "is" } else { "are" }
            ),
            evidence.collect(),
            format!(
                "put the mons' addresses of now into mon_host of that conf: {}",
                map.mons.iter().map(first).collect::<Vec<_>>().join(", ")
            ),
        )
    })
}

/// `10.0.0.1:3300` of `v2:10.0.0.1:3300/0`.
fn bare(address: &str) -> &str {
    let address = address.split_once(':').filter(|(kind, _)| matches!(*kind, "v1" | "v2"));
    let rest = address.map_or("", |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// Whether no mon is there. Names are not resolved here, and a usual port may be one that nobody wrote.
fn is_old(mon: &str, now: &[&str]) -> bool {
    let Some((host, port)) = mon.rsplit_once(':') else { return false };
    let is_address = host.starts_with('[') || host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let usual = matches!(port, "3300" | "6789");
    let same = |known: &&str| {
        *known == mon || usual && known.rsplit_once(':').is_some_and(|(known, _)| known == host)
    };
    is_address && !now.is_empty() && !now.iter().any(same)
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
