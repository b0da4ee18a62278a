//! Pools: how much is in them, and what their settings say.

use super::detail::Named;
use super::scene::{Scene, counted, names};
use super::{Affected, Reading};
use crate::model::{Pool, PoolCapacity};

pub(super) fn read(code: &str, scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = Affected::named(scene, named);
    let inventory = scene.inventory;
    let pools = inventory.osd_map.value().into_iter().flat_map(|map| &map.pools);
    let pools: Vec<&Pool> = pools.filter(|pool| named.pools.contains(&pool.name)).collect();
    let capacity = |pool: &Pool| {
        inventory.capacity.value().and_then(|capacity| capacity.pools.iter().find(|row| row.id == pool.id))
    };
    let rows: Option<Vec<&PoolCapacity>> = pools.iter().map(|pool| capacity(pool)).collect();
    if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
        affected.objects = Some(crate::model::total(rows.iter().map(|row| row.objects)));
        affected.bytes = Some(rows.iter().map(|row| row.stored).sum());
    }
    if matches!(code, "POOL_FULL" | "POOL_NEAR_FULL") {
        return full(scene, &pools, affected, capacity);
    }
    let cause = pools.iter().filter_map(|pool| because(code, scene, pool)).collect();
    Reading { affected, cause, ..Reading::default() }
}

/// Pools that take no more: those with a quota by their quota, the rest by the OSDs under them.
fn full<'a>(
    scene: &Scene<'_>,
    pools: &[&'a Pool],
    mut affected: Affected,
    capacity: impl Fn(&Pool) -> Option<&'a PoolCapacity>,
) -> Reading {
    let (mut cause, mut next) = (Vec::new(), Vec::new());
    let has_quota = |pool: &&&Pool| pool.quota_bytes.is_some() || pool.quota_objects.is_some();
    for pool in pools.iter().filter(has_quota) {
        let name = &pool.name;
        let row = capacity(pool);
        let mut quota = |kind: &str, limit: String, held: Option<(String, bool)>| {
            // Of two quotas the one that is reached; where nothing was counted, either may be.
            if held.as_ref().is_none_or(|(_, is_reached)| *is_reached) {
                let held = held.map_or_else(String::new, |(held, _)| format!(" and holds {held}"));
                cause.push(format!(
                    "{name} has a quota of {limit}{held}: until there is room, writes to it wait or fail"
                ));
                next.push(format!(
                    "delete data, or raise the quota: ceph osd pool set-quota {name} {kind} (0 for none)"
                ));
            }
        };
        if let Some(limit) = pool.quota_bytes {
            let held = row.map(|row| (row.stored.to_string(), row.stored >= limit));
            quota("max_bytes <bytes>", limit.to_string(), held);
        }
        if let Some(limit) = pool.quota_objects {
            let held = row.map(|row| (counted(row.objects, "object"), row.objects >= limit));
            quota("max_objects <objects>", counted(limit, "object"), held);
        }
        // Near it, or already below it again.
        if next.is_empty() {
            let held = row.map_or_else(String::new, |row| {
                format!(" and holds {} in {}", row.stored, counted(row.objects, "object"))
            });
            let limits = [
                pool.quota_bytes.map(|limit| limit.to_string()),
                pool.quota_objects.map(|limit| counted(limit, "object")),
            ];
            let limits: Vec<String> = limits.into_iter().flatten().collect();
            cause.push(format!("{name} has a quota of {}{held}", limits.join(" or ")));
        }
    }
    let free: Vec<&str> =
        pools.iter().filter(|pool| !has_quota(pool)).map(|pool| pool.name.as_str()).collect();
    if !free.is_empty() {
        let is_full = |osd: &&crate::model::Osd| osd.state.state.iter().any(|word| word == "full");
        let osds: Vec<_> = scene.osds.iter().filter(is_full).collect();
        let told = osds.iter().map(|osd| match &osd.usage {
            Some(usage) => format!("{} ({} full)", osd.name, usage.utilization),
            None => osd.name.clone(),
        });
        let told: Vec<String> = told.collect();
        let have = if free.len() == 1 { "has" } else { "have" };
        let under = if told.is_empty() {
            "the OSDs under them are full".to_owned()
        } else {
            format!("OSDs under them are full: {}", names(told.iter().map(String::as_str)))
        };
        cause.push(format!("{} {have} no quota: {under}", names(free.into_iter())));
        affected = affected.with_osds(scene, osds.iter().map(|osd| osd.state.id).collect::<Vec<_>>());
        next.push("see OSD_FULL: make room or add OSDs: koor osd ls, koor df".into());
    }
    if let Some(first) = affected.pools.first().filter(|_| !next.is_empty()) {
        next.insert(0, format!("see quota and use: koor pool show {first}"));
    }
    Reading { affected, cause, next }
}

/// What the inventory shows of one pool.
fn because(code: &str, scene: &Scene<'_>, pool: &Pool) -> Option<String> {
    let name = &pool.name;
    match code {
        "POOL_TOO_FEW_PGS" | "POOL_TOO_MANY_PGS" => {
            let rows = scene.inventory.pool_autoscale.value()?;
            let row = rows.iter().find(|row| row.id == pool.id)?;
            Some(format!(
                "{name} has {} PGs, the autoscaler (mode {}) would give it {}",
                pool.pg_num, row.mode, row.pg_num_final
            ))
        }
        "POOL_NO_REDUNDANCY" => Some(format!("{name} has size {}", pool.size)),
        "SMALLER_PGP_NUM" => Some(format!("{name} has pg_num {} and pgp_num {}", pool.pg_num, pool.pgp_num)),
        "POOL_PG_NUM_NOT_POWER_OF_TWO" => Some(format!("{name} has pg_num {}", pool.pg_num)),
        _ => None,
    }
}
