//! `ceph df detail`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::sim::world::{OsdUsage, Usage, World};

fn raw<'a>(rows: impl Iterator<Item = &'a OsdUsage>) -> Value {
    let (mut size, mut used, mut free) = (0, 0, 0);
    for row in rows {
        size += row.kb * 1024;
        used += row.used() * 1024;
        free += row.available() * 1024;
    }
    json!({
        "total_bytes": size,
        "total_avail_bytes": free,
        "total_used_bytes": used,
        "total_used_raw_bytes": used,
        "total_used_raw_ratio": if size == 0 { 0.0 } else { used as f64 / size as f64 },
    })
}

pub(super) fn df(world: &World) -> Value {
    let usage = world.usage();
    let mut stats = raw(usage.osds.iter());
    let reporting = world.osds.iter().filter(|osd| osd.is_in).count();
    for name in ["num_osds", "num_per_pool_osds", "num_per_pool_omap_osds"] {
        stats[name] = json!(reporting);
    }
    let mut classes: BTreeMap<&str, Value> = BTreeMap::new();
    for osd in &world.osds {
        classes.entry(osd.class).or_insert_with(|| {
            let inside = world.osds.iter().zip(&usage.osds).filter(|(other, _)| other.class == osd.class);
            raw(inside.map(|(_, row)| row))
        });
    }
    let pools: Vec<Value> = (0..world.pools.len()).map(|pool| row(world, pool, &usage)).collect();
    json!({"stats": stats, "stats_by_class": classes, "pools": pools})
}

fn row(world: &World, pool: usize, usage: &Usage) -> Value {
    let spec = &world.pools[pool];
    let seconds = world.now - world.born;
    let (stored, objects) = (spec.stored_at(seconds), spec.objects_at(seconds));
    let room = world.max_available(pool, usage);
    let used = usage.pools[pool] * 1024;
    let raw_room = (room as f64 * spec.raw_rate()) as u64;
    let share = if used + raw_room == 0 { 0.0 } else { used as f64 / (used + raw_room) as f64 };
    // Since the pool was made; a figure that only goes up.
    let age = (world.now - world.created) as f64;
    let total = |rate: f64| (rate * age) as u64;
    json!({
        "name": spec.name,
        "id": spec.id,
        "stats": {
            "stored": stored,
            "stored_data": stored,
            "stored_omap": 0,
            "objects": objects,
            "kb_used": used / 1024,
            "bytes_used": used,
            "data_bytes_used": used,
            "omap_bytes_used": 0,
            "percent_used": share,
            "max_avail": room,
            "quota_objects": 0,
            "quota_bytes": spec.quota_bytes,
            "dirty": 0,
            "rd": total(spec.read_ops_s),
            "rd_bytes": total(spec.read_bytes_s),
            "wr": total(spec.write_ops_s),
            "wr_bytes": total(spec.write_bytes_s),
            "compress_bytes_used": 0,
            "compress_under_bytes": 0,
            "stored_raw": (stored as f64 * spec.raw_rate()) as u64,
            "avail_raw": raw_room,
        },
    })
}
