//! Pools that ask for more than the cluster has.

use std::collections::BTreeMap;

use super::explain::{counted, names};
use super::{Finding, Grade, place};
use crate::model::{Inventory, Osd, Pool, PoolKind, Severity};

/// Pools that want more places for their copies than would serve if nothing were down. Ceph says so after a minute, and
/// only that PGs are undersized.
pub(super) fn too_few_places(inventory: &Inventory, osds: &[Osd]) -> Option<Finding> {
    let raised = |code| inventory.health.value().is_some_and(|health| health.check(code).is_some());
    if raised("PG_DEGRADED") || raised("PG_AVAILABILITY") {
        return None;
    }
    // What the map asks for is held against what came of it: a rule may find places that were not counted here.
    let states = &inventory.pg_digest.value()?.by_state;
    if !states.iter().any(|(state, count)| *count > 0 && state.has("undersized")) {
        return None;
    }
    let pools = &inventory.osd_map.value()?.pools;
    let mut short: BTreeMap<(&str, u64, u64), Vec<&Pool>> = BTreeMap::new();
    for pool in pools {
        let Some(places) = place::of(inventory, osds, pool) else { continue };
        let there = places.all as u64;
        if there < pool.size {
            short.entry((places.domain, pool.size, there)).or_default().push(pool);
        }
    }
    let ((domain, size, there), first) = short.first_key_value()?;
    let names_of = |pools: &[&Pool]| names(pools.iter().map(|pool| pool.name.as_str()));
    let evidence = short.iter().map(|((domain, size, there), pools)| {
        format!(
            "{}: size {size}, each copy on another {domain}, and {} can serve",
            names_of(pools),
            counted(*there, domain)
        )
    });
    Some(Finding {
        code: "KOOR_POOL_TOO_FEW_PLACES",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "Pool {} keeps {size} copies on as many {domain}s, and there {} {}: the rest can be made nowhere.",
            first.first()?.name,
            if *there == 1 { "is" } else { "are" },
            counted(*there, domain),
        ),
        evidence: evidence.collect(),
        next: next(first.first()?, domain, *there).join("; or "),
    })
}

/// The ways out for a pool that wants more places than there are.
pub(super) fn next(pool: &Pool, domain: &str, there: u64) -> Vec<String> {
    let missing = pool.size.saturating_sub(there);
    let mut steps = vec![format!("add {}", counted(missing, domain))];
    // Below two there is no copy to fall back on, and chunks are not a matter of choice.
    if pool.kind == PoolKind::Replicated && there >= 2 {
        steps.push(format!("keep fewer copies: ceph osd pool set {} size {there}", pool.name));
    }
    steps
}
