//! Pools: their rows of `osd dump`, `osd pool stats`, `osd pool autoscale-status`.

use serde_json::{Map, Value, json};

use super::{ENOENT, Reply, argument};
use crate::model::Command;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::{Kind, Pool, Usage, World};

const NEARFULL_FLAG: u64 = 1 << 11;

/// The name of an erasure-coded pool's profile.
pub(super) fn profile(pool: &Pool) -> String {
    match pool.kind {
        Kind::Replicated { .. } => String::new(),
        Kind::Erasure { k, m } => format!("ec-{k}-{m}"),
    }
}

fn application(pool: &Pool) -> Value {
    let inside = match pool.name {
        "cephfs.cephfs.meta" => json!({"metadata": "cephfs"}),
        "cephfs.cephfs.data" => json!({"data": "cephfs"}),
        _ => json!({}),
    };
    json!({pool.application: inside})
}

fn options(pool: &Pool) -> Value {
    match pool.name {
        "cephfs.cephfs.meta" => json!({"pg_autoscale_bias": 4, "pg_num_min": 16, "recovery_priority": 5}),
        "default.rgw.meta" | "default.rgw.buckets.index" => json!({"pg_autoscale_bias": 4}),
        ".mgr" => json!({"pg_num_max": 32, "pg_num_min": 1}),
        "default.rgw.buckets.data" => {
            json!({"compression_algorithm": "zstd", "compression_mode": "none", "target_size_ratio": 0.4})
        }
        _ => json!({}),
    }
}

fn flags(world: &World, pool: usize, usage: &Usage) -> (u64, String) {
    let spec = &world.pools[pool];
    let mut set = vec![(1, "hashpspool")];
    if spec.erasure() {
        set.push((4, "ec_overwrites"));
    }
    if world.pool_nearfull(pool, usage) {
        set.push((NEARFULL_FLAG, "nearfull"));
    }
    if spec.bulk {
        set.push((1 << 16, "bulk"));
    }
    let names: Vec<&str> = set.iter().map(|(_, name)| *name).collect();
    (set.iter().map(|(bit, _)| bit).sum(), names.join(","))
}

/// One pool of `osd dump`.
pub(super) fn row(world: &World, pool: usize, usage: &Usage) -> Value {
    let spec = &world.pools[pool];
    let (bits, names) = flags(world, pool, usage);
    let made = world.created + 300 + spec.id as i64 * 20;
    let mut row = json!({
        "pool": spec.id,
        "pool_name": spec.name,
        "create_time": stamp::zoned(made, world.micros(400 + spec.id)),
        "flags": bits,
        "flags_names": names,
        "type": if spec.erasure() { 3 } else { 1 },
        "size": spec.size(),
        "min_size": spec.min_size(),
        "crush_rule": spec.rule,
        "pg_autoscale_mode": "on",
        "pg_num": spec.pg_num,
        "pg_placement_num": spec.pg_num,
        "pg_placement_num_target": spec.pg_num,
        "pg_num_target": spec.pg_num,
        "pg_num_pending": spec.pg_num,
        "last_change": (12 + spec.id * 3).to_string(),
        "erasure_code_profile": profile(spec),
        "quota_max_bytes": spec.quota_bytes,
        "quota_max_objects": 0,
        "stripe_width": if spec.erasure() { 8192 } else { 0 },
        "options": options(spec),
        "application_metadata": application(spec),
    });
    let usual = usual();
    if let (Some(row), Some(usual)) = (row.as_object_mut(), usual.as_object()) {
        row.extend(usual.clone());
    }
    if !spec.erasure() {
        row["read_balance"] = balance(world, spec);
    }
    row
}

/// What is the same for every pool.
fn usual() -> Value {
    json!({
        "peering_crush_bucket_count": 0,
        "peering_crush_bucket_target": 0,
        "peering_crush_bucket_barrier": 0,
        "peering_crush_bucket_mandatory_member": 2_147_483_647,
        "object_hash": 2,
        "last_pg_merge_meta": {
            "source_pgid": "0.0",
            "ready_epoch": 0,
            "last_epoch_started": 0,
            "last_epoch_clean": 0,
            "source_version": "0'0",
            "target_version": "0'0",
        },
        "last_force_op_resend": "0",
        "last_force_op_resend_prenautilus": "0",
        "last_force_op_resend_preluminous": "0",
        "auid": 0,
        "snap_mode": "selfmanaged",
        "snap_seq": 0,
        "snap_epoch": 0,
        "pool_snaps": [],
        "removed_snaps": "[]",
        "tiers": [],
        "tier_of": -1,
        "read_tier": -1,
        "write_tier": -1,
        "cache_mode": "none",
        "target_max_bytes": 0,
        "target_max_objects": 0,
        "cache_target_dirty_ratio_micro": 400_000,
        "cache_target_dirty_high_ratio_micro": 600_000,
        "cache_target_full_ratio_micro": 800_000,
        "cache_min_flush_age": 0,
        "cache_min_evict_age": 0,
        "hit_set_params": {"type": "none"},
        "hit_set_period": 0,
        "hit_set_count": 0,
        "use_gmt_hitset": true,
        "min_read_recency_for_promote": 0,
        "min_write_recency_for_promote": 0,
        "hit_set_grade_decay_rate": 0,
        "hit_set_search_last_n": 0,
        "grade_table": [],
        "expected_num_objects": 0,
        "fast_read": false,
    })
}

fn balance(world: &World, pool: &Pool) -> Value {
    let score = 1.0 + 0.4 * dice::share(world.seed, &[121, pool.id]);
    json!({
        "score_acting": score,
        "score_stable": score,
        "optimal_score": 1,
        "raw_score_acting": score,
        "raw_score_stable": score,
        "primary_affinity_weighted": 1,
        "average_primary_affinity": 1,
        "average_primary_affinity_weighted": 1,
    })
}

pub(super) fn stats(world: &World, command: &Command) -> Reply {
    let wanted = argument(command, "pool_name");
    if let Some(name) = wanted.as_deref().filter(|name| !world.pools.iter().any(|pool| pool.name == *name)) {
        return Reply::refused(ENOENT, format!("unrecognized pool '{name}'"));
    }
    let chosen = |pool: &usize| wanted.as_deref().is_none_or(|name| world.pools[*pool].name == name);
    let rows: Vec<Value> = (0..world.pools.len()).filter(chosen).map(|pool| stat(world, pool)).collect();
    Reply::json(&Value::Array(rows))
}

fn stat(world: &World, pool: usize) -> Value {
    let census = world.census(Some(pool));
    let copies = census.copies.max(1) as f64;
    let (mut recovery, mut rate, mut clients) = (Map::new(), Map::new(), Map::new());
    for (word, count) in [("degraded", census.degraded), ("misplaced", census.misplaced)] {
        if count > 0 {
            recovery.insert(format!("{word}_objects"), json!(count));
            recovery.insert(format!("{word}_total"), json!(census.copies));
            recovery.insert(format!("{word}_ratio"), json!(count as f64 / copies));
        }
    }
    if let Some((bytes, objects)) = world.recovery_by_pool.get(&pool).filter(|(bytes, _)| *bytes > 0.0) {
        rate.insert("recovering_objects_per_sec".into(), json!(*objects as u64));
        rate.insert("recovering_bytes_per_sec".into(), json!(*bytes as u64));
        rate.insert("recovering_keys_per_sec".into(), json!(0));
        rate.insert("num_objects_recovered".into(), json!((objects * 5.0) as u64));
        rate.insert("num_bytes_recovered".into(), json!((bytes * 5.0) as u64));
        rate.insert("num_keys_recovered".into(), json!(0));
    }
    let io = world.io(pool);
    // Ceph leaves out a direction that rests.
    if io.read_bytes + io.write_bytes + io.read_ops + io.write_ops > 0 {
        for (name, value) in [("read_bytes_sec", io.read_bytes), ("write_bytes_sec", io.write_bytes)] {
            if value > 0 {
                clients.insert(name.into(), json!(value));
            }
        }
        clients.insert("read_op_per_sec".into(), json!(io.read_ops));
        clients.insert("write_op_per_sec".into(), json!(io.write_ops));
    }
    let spec = &world.pools[pool];
    json!({
        "pool_name": spec.name,
        "pool_id": spec.id,
        "recovery": recovery,
        "recovery_rate": rate,
        "client_io_rate": clients,
    })
}

pub(super) fn autoscale(world: &World) -> Value {
    let usage = world.usage();
    let row = |(number, pool): (usize, &Pool)| {
        let inside = world.osds.iter().filter(|osd| osd.class == pool.class && osd.is_in);
        let capacity: u64 = inside.map(|osd| osd.bytes).sum();
        let raw = usage.pools[number] * 1024;
        let ratio = raw as f64 / capacity.max(1) as f64;
        let wants = options(pool)["target_size_ratio"].as_f64().unwrap_or_default();
        let bias = options(pool)["pg_autoscale_bias"].as_f64().unwrap_or(1.0);
        let (crush_root, effective) = (-2, if wants > 0.0 { wants.max(ratio) } else { 0.0 });
        json!({
            "actual_capacity_ratio": ratio,
            "actual_raw_used": raw,
            "bias": bias,
            "bulk": pool.bulk,
            "capacity_ratio": ratio.max(effective),
            "crush_root_id": crush_root,
            "effective_target_ratio": effective,
            "logical_used": raw as f64 / pool.raw_rate(),
            "pg_autoscale_mode": "on",
            "pg_num_final": pool.pg_num,
            "pg_num_ideal": (f64::from(pool.pg_num) * 0.9) as u64,
            "pg_num_target": pool.pg_num,
            "pool_id": pool.id,
            "pool_name": pool.name,
            "raw_used": raw,
            "raw_used_rate": pool.raw_rate(),
            "subtree_capacity": capacity,
            "target_bytes": 0,
            "target_ratio": wants,
            "would_adjust": false,
        })
    };
    world.pools.iter().enumerate().map(row).collect()
}
