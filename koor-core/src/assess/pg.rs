//! PGs that serve nobody.

use std::collections::BTreeSet;

use super::explain::{counted, names};
use super::{Finding, Grade};
use crate::model::{Inventory, Osd, Pg, PgState, Severity};

/// Whether a PG does not serve, and is not just about to: those that peer or start are for a moment, as a rule.
fn stands_still(state: &PgState) -> bool {
    !state.has("active") && ["peered", "down", "incomplete"].iter().any(|word| state.has(word))
}

/// PGs that stand still. Ceph's `PG_AVAILABILITY` comes up to a minute later (`mon_pg_stuck_threshold`) and does not say why.
pub(super) fn standing_still(inventory: &Inventory, osds: &[Osd]) -> Option<Finding> {
    let digest = inventory.pg_digest.seen().filter(|seen| seen.stale.is_none())?;
    let states: Vec<_> =
        digest.value.by_state.iter().filter(|(state, count)| **count > 0 && stands_still(state)).collect();
    let count: u64 = states.iter().map(|(_, count)| **count).sum();
    if count == 0 {
        return None;
    }
    let mut evidence: Vec<String> =
        states.iter().map(|(state, count)| format!("{} {state}", counted(**count, "PG"))).collect();
    let pgs = inventory.pgs.value().into_iter().flat_map(|map| &map.pgs);
    let still: Vec<&Pg> = pgs.filter(|pg| stands_still(&pg.state)).collect();
    evidence.extend(min_sizes(inventory, &still));
    let awaited: BTreeSet<_> = still.iter().flat_map(|pg| &pg.blocked_by).collect();
    let (mut waited, mut down) = (Vec::new(), Vec::new());
    for osd in osds {
        let host = osd.host.as_deref().map_or_else(String::new, |host| format!(" (host {host})"));
        if awaited.contains(&osd.state.id) {
            waited.push(format!("{}{host}", osd.name));
        } else if !osd.state.up {
            down.push(format!("{}{host}", osd.name));
        }
    }
    let told = |what: &str, list: &[String]| {
        (!list.is_empty()).then(|| format!("{what} {}", names(list.iter().map(String::as_str))))
    };
    evidence.extend(told("they wait for", &waited));
    evidence.extend(told("down:", &down));
    let stand =
        if count == 1 { "1 PG serves nobody".to_owned() } else { format!("{count} PGs serve nobody") };
    Some(Finding {
        code: "KOOR_PG_NOT_SERVING",
        grade: Grade::Fault,
        severity: Severity::Err,
        sentence: format!("{stand}: reads and writes to the data in them wait."),
        evidence,
        next: "bring back the OSDs that are down (koor osd tree); why one PG waits: koor pg ls --unhealthy, then koor pg show ID"
            .into(),
    })
}

/// The pools that stop below more copies than are up.
fn min_sizes(inventory: &Inventory, still: &[&Pg]) -> Vec<String> {
    let pools = inventory.osd_map.value().into_iter().flat_map(|map| &map.pools);
    let of =
        |pool: &crate::model::Pool| still.iter().any(|pg| pg.id.pool == pool.id && pg.state.has("peered"));
    let told = |pool: &crate::model::Pool| {
        format!(
            "pool {} stops below {} of its {} copies (min_size {})",
            pool.name, pool.min_size, pool.size, pool.min_size
        )
    };
    pools.filter(|pool| of(pool)).take(8).map(told).collect()
}
