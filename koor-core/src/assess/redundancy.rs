//! How many failures are left before data is lost or stands still.

use std::collections::{BTreeMap, HashSet};

use super::explain::counted;
use super::{Finding, Grade};
use crate::model::{Bytes, Inventory, OsdId, OsdMap, Pool, PoolKind, Severity};

/// Copies, or chunks, without which a pool's data is gone.
fn needed(map: &OsdMap, pool: &Pool) -> Option<u64> {
    match &pool.kind {
        PoolKind::Replicated => Some(1),
        PoolKind::Erasure { profile } => map.ec_profiles.get(profile)?.k(),
    }
}

/// PGs of `of`, by pool name, as one phrase each. `of` is told how many copies of a PG lie on OSDs that are up, those
/// still being filled among them: a PG whose OSDs all fell silent goes on naming them.
fn by_pool(inventory: &Inventory, of: impl Fn(&OsdMap, &Pool, u64) -> bool) -> Vec<(u64, String)> {
    let (Some(map), Some(pgs)) = (inventory.osd_map.value(), inventory.pgs.value()) else {
        return Vec::new();
    };
    // Looked up some hundred thousand times on a large cluster.
    let up: HashSet<OsdId> = map.osds.iter().filter(|osd| osd.up).map(|osd| osd.id).collect();
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for pg in &pgs.pgs {
        let Some(pool) = map.pools.iter().find(|pool| pool.id == pg.id.pool) else { continue };
        let there = pg.acting.iter().flatten().filter(|osd| up.contains(osd)).count() as u64;
        if of(map, pool, there) {
            let count = counts.entry(&pool.name).or_default();
            *count = (count.0 + 1, count.1 + pg.bytes.0);
        }
    }
    let told = |(name, (count, bytes)): (&str, (u64, u64))| {
        (count, format!("pool {name}: {} with {}", counted(count, "PG"), Bytes(bytes)))
    };
    counts.into_iter().map(told).collect()
}

/// What to do where every OSD is up and the copies are yet to be made.
const STILL: &str =
    "every OSD is up: let the copies be made, restart or drain nothing meanwhile: koor pg ls --unhealthy";

fn is_any_down(inventory: &Inventory) -> bool {
    inventory.osd_map.value().is_some_and(|map| map.osds.iter().any(|osd| !osd.up))
}

/// `1 PG has`, `3 PGs have`.
fn have(count: u64) -> String {
    format!("{} {}", counted(count, "PG"), if count == 1 { "has" } else { "have" })
}

/// PGs of which one more failure loses data.
pub(super) fn none_left(inventory: &Inventory) -> Option<Finding> {
    // Where size leaves nothing to lose, that was somebody's choice: see `no_copies`.
    let last = |map: &OsdMap, pool: &Pool, there: u64| {
        needed(map, pool).is_some_and(|needed| pool.size > needed && there == needed)
    };
    let rows = by_pool(inventory, last);
    let count = crate::model::total(rows.iter().map(|(count, _)| *count));
    (count > 0).then(|| Finding {
        code: "KOOR_NO_REDUNDANCY_LEFT",
        grade: Grade::Fault,
        severity: Severity::Err,
        sentence: format!(
            "{} no copy to spare: one more failed disk loses data.",
            have(count)
        ),
        evidence: rows.into_iter().map(|(_, row)| row).collect(),
        next: if is_any_down(inventory) {
            "bring back what is down before anything else; restart or drain nothing: koor health, koor pg ls --unhealthy"
                .into()
        } else {
            STILL.into()
        },
    })
}

/// PGs that stop serving at the next failure, though their data would survive it.
pub(super) fn at_min_size(inventory: &Inventory) -> Option<Finding> {
    let edge = |map: &OsdMap, pool: &Pool, there: u64| {
        let spare = needed(map, pool).is_some_and(|needed| there > needed);
        spare && there == pool.min_size && pool.size > pool.min_size
    };
    let rows = by_pool(inventory, edge);
    let count = crate::model::total(rows.iter().map(|(count, _)| *count));
    (count > 0).then(|| Finding {
        code: "KOOR_PG_AT_MIN_SIZE",
        grade: Grade::Fault,
        severity: Severity::Warn,
        sentence: format!(
            "{} down to min_size: one more failure stops reads and writes to {}.",
            if count == 1 { "1 PG is".to_owned() } else { format!("{count} PGs are") },
            if count == 1 { "it" } else { "them" },
        ),
        evidence: rows.into_iter().map(|(_, row)| row).collect(),
        next: if is_any_down(inventory) {
            "bring back what is down before you restart or drain anything else: koor osd tree".into()
        } else {
            STILL.into()
        },
    })
}

fn pools(inventory: &Inventory, of: impl Fn(&Pool) -> bool) -> Vec<&Pool> {
    inventory.osd_map.value().into_iter().flat_map(|map| &map.pools).filter(|pool| of(pool)).collect()
}

/// Pools that stop at the first failure, by their settings.
pub(super) fn min_size_is_size(inventory: &Inventory) -> Option<Finding> {
    let pools = pools(inventory, |pool| pool.size > 1 && pool.min_size >= pool.size);
    let row = |pool: &&Pool| format!("pool {}: size {}, min_size {}", pool.name, pool.size, pool.min_size);
    let first = pools.first()?;
    let next = match first.kind {
        PoolKind::Replicated => {
            format!("ceph osd pool set {} min_size {}", first.name, (first.size - 1).max(1))
        }
        PoolKind::Erasure { .. } => format!("ceph osd pool set {} min_size <k + 1>", first.name),
    };
    Some(Finding::advice(
        "KOOR_MIN_SIZE_IS_SIZE",
        "Pools stop at the first failed OSD or restart, because min_size equals size.".into(),
        pools.iter().map(row).collect(),
        next,
    ))
}

/// Pools that keep one copy of everything, where Ceph was told not to say so.
pub(super) fn no_copies(inventory: &Inventory) -> Option<Finding> {
    if inventory.health.value().is_some_and(|health| health.check("POOL_NO_REDUNDANCY").is_some()) {
        return None;
    }
    let pools = pools(inventory, |pool| pool.size == 1 && pool.kind == PoolKind::Replicated);
    let first = pools.first()?;
    Some(Finding::advice(
        "KOOR_POOL_SIZE_ONE",
        "Pools keep one copy of everything: a failed disk loses their data for good.".into(),
        pools.iter().map(|pool| format!("pool {}: size 1", pool.name)).collect(),
        format!("where the data matters: ceph osd pool set {} size 3", first.name),
    ))
}
