//! `ceph osd df`, `ceph osd perf`.

use serde_json::{Value, json};

use crate::sim::world::{OsdUsage, World};

pub(super) fn df(world: &World) -> Value {
    let usage = world.usage();
    let total = |which: fn(&OsdUsage) -> u64| usage.sum(which);
    let (kb, used) = (total(|row| row.kb), total(OsdUsage::used));
    let average = if kb == 0 { 0.0 } else { used as f64 / kb as f64 };
    let depth = if world.zones.is_empty() { 2 } else { 3 };
    let against = |row: &OsdUsage| if average > 0.0 { row.fullness() / average } else { 0.0 };
    let nodes: Vec<Value> = world
        .osds
        .iter()
        .zip(&usage.osds)
        .enumerate()
        .map(|(osd, (state, row))| {
            json!({
                "id": osd,
                "device_class": state.class,
                "name": format!("osd.{osd}"),
                "type": "osd",
                "type_id": 0,
                "crush_weight": state.crush_weight,
                "depth": depth,
                "pool_weights": {},
                "reweight": state.weight(),
                "kb": row.kb,
                "kb_used": row.used(),
                "kb_used_data": row.data,
                "kb_used_omap": row.omap,
                "kb_used_meta": row.meta,
                "kb_avail": row.available(),
                "utilization": row.fullness() * 100.0,
                "var": against(row),
                "pgs": row.pgs,
                "status": if state.up { "up" } else { "down" },
            })
        })
        .collect();
    let inside = || usage.osds.iter().filter(|row| row.kb > 0).map(against);
    let count = inside().count().max(1) as f64;
    let spread = inside().map(|var| (var - 1.0).powi(2)).sum::<f64>() / count;
    json!({
        "nodes": nodes,
        "stray": [],
        "summary": {
            "total_kb": kb,
            "total_kb_used": used,
            "total_kb_used_data": total(|row| row.data),
            "total_kb_used_omap": total(|row| row.omap),
            "total_kb_used_meta": total(|row| row.meta),
            "total_kb_avail": total(OsdUsage::available),
            "average_utilization": average * 100.0,
            "min_var": inside().fold(f64::INFINITY, f64::min),
            "max_var": inside().fold(0.0, f64::max),
            "dev": spread.sqrt() * average * 100.0,
        },
    })
}

/// An OSD's latencies, as every answer has them.
pub(super) fn latencies(world: &World, osd: usize) -> Value {
    let (commit, apply) = (world.latency_ns(osd, 0), world.latency_ns(osd, 1).max(world.latency_ns(osd, 0)));
    json!({
        "commit_latency_ms": commit / 1_000_000,
        "apply_latency_ms": apply / 1_000_000,
        "commit_latency_ns": commit,
        "apply_latency_ns": apply,
    })
}

pub(super) fn perf(world: &World) -> Value {
    // Whoever is down is not in the mgr's list.
    let up = (0..world.osds.len()).rev().filter(|osd| world.osds[*osd].up);
    let rows: Vec<Value> = up.map(|osd| json!({"id": osd, "perf_stats": latencies(world, osd)})).collect();
    json!({"pg_ready": true, "osdstats": {"osd_perf_infos": rows}})
}
