//! Pools: how much is in them, and what their settings say.

use super::detail::Named;
use super::scene::Scene;
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
    let cause = pools.iter().filter_map(|pool| because(code, scene, pool, capacity(pool))).collect();
    Reading { affected, cause }
}

/// What the inventory shows of one pool.
fn because(code: &str, scene: &Scene<'_>, pool: &Pool, capacity: Option<&PoolCapacity>) -> Option<String> {
    let name = &pool.name;
    match code {
        "POOL_FULL" | "POOL_NEAR_FULL" => match (pool.quota_bytes, pool.quota_objects) {
            (Some(quota), _) => Some(format!("{name} holds {} of its quota of {quota}", capacity?.stored)),
            (None, Some(quota)) => {
                Some(format!("{name} holds {} of its quota of {quota} objects", capacity?.objects))
            }
            (None, None) => Some(format!("{name} has no quota: the OSDs under it are full")),
        },
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
