//! `ceph pg dump`, `ceph pg ls`. The rows are written as text: there may be tens of thousands of them.

use std::io::Write as _;

use serde_json::{Value, json};

use super::{Reply, argument, osd_stat, pg};
use crate::model::Command;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::{Census, OsdUsage, Usage, World};

pub(super) fn dump(world: &World, command: &Command) -> Reply {
    let wanted = argument(command, "dumpcontents").unwrap_or_else(|| "all".into());
    let usage = world.usage();
    let mut body = Vec::new();
    let head = head(world, &usage);
    let head = head.to_string();
    // Everything up to the last brace; lists follow.
    let _never_fails = write!(body, "{{\"pg_ready\":true,\"pg_map\":{}", &head[..head.len() - 1]);
    if wanted != "summary" {
        body.extend_from_slice(b",\"pg_stats\":");
        rows(world, &mut body, |_| true);
        let rest = [
            ("pool_stats", pools(world, &usage)),
            ("osd_stats", osds(world, &usage)),
            ("pool_statfs", statfs(world)),
        ];
        for (name, list) in rest {
            let _never_fails = write!(body, ",\"{name}\":{list}");
        }
    }
    body.extend_from_slice(b"}}");
    Reply::bytes(body)
}

pub(super) fn list(world: &World, command: &Command) -> Reply {
    let pool: Option<u64> = argument(command, "pool").and_then(|pool| pool.parse().ok());
    let states = argument(command, "states");
    let mut body = b"{\"pg_ready\":true,\"pg_stats\":".to_vec();
    rows(world, &mut body, |index| {
        let of_pool = pool.is_none_or(|pool| world.pools[world.pgs[index].pool].id == pool);
        let in_state = || {
            let state = world.pg_state(index);
            states
                .as_deref()
                .is_none_or(|words| words.split(',').all(|word| state.split('+').any(|s| s == word)))
        };
        of_pool && in_state()
    });
    body.push(b'}');
    Reply::bytes(body)
}

fn rows(world: &World, body: &mut Vec<u8>, chosen: impl Fn(usize) -> bool) {
    body.push(b'[');
    for index in (0..world.pgs.len()).filter(|index| chosen(*index)) {
        if body.last() != Some(&b'[') {
            body.push(b',');
        }
        pg::write(world, index, body);
    }
    body.push(b']');
}

/// As of when the mgr's figures are: it makes a new digest every other second.
fn as_of(world: &World) -> (i64, u64) {
    let version = world.now.div_euclid(2);
    (version * 2 - 1, world.micros(version as u64))
}

fn head(world: &World, usage: &Usage) -> Value {
    let (second, micros) = as_of(world);
    let census = world.census(None);
    let version = 2_000_000 + (world.now - world.born).div_euclid(2);
    json!({
        "version": version,
        "stamp": stamp::zoned(second, micros),
        "last_osdmap_epoch": 0,
        "last_pg_scan": 0,
        "pg_stats_sum": sum(world, &census, None),
        "osd_stats_sum": osd_sum(world, usage),
        "pg_stats_delta": delta(world),
    })
}

/// Nothing of a store, as Ceph prints it where there is none.
fn no_store() -> Value {
    let names = [
        "total",
        "available",
        "internally_reserved",
        "allocated",
        "data_stored",
        "data_compressed",
        "data_compressed_allocated",
        "data_compressed_original",
        "omap_allocated",
        "internal_metadata",
    ];
    names.iter().map(|name| ((*name).to_owned(), json!(0))).collect::<serde_json::Map<_, _>>().into()
}

fn sum(world: &World, census: &Census, pool: Option<usize>) -> Value {
    let pools = world.pools.iter().enumerate().filter(|(number, _)| pool.is_none_or(|pool| pool == *number));
    let age = (world.now - world.created) as f64;
    let (reads, writes) = pools
        .fold((0.0, 0.0), |(reads, writes), (_, spec)| (reads + spec.read_ops_s, writes + spec.write_ops_s));
    let stat = pg::Sum {
        objects: census.objects,
        bytes: census.bytes,
        copies: census.copies,
        degraded: census.degraded,
        misplaced: census.misplaced,
        reads: (reads * age) as u64,
        writes: (writes * age) as u64,
    };
    json!({
        "stat_sum": stat.json(),
        "store_stats": no_store(),
        "log_size": world.pgs.len() * 2800,
        "ondisk_log_size": world.pgs.len() * 2800,
        "up": census.up,
        "acting": census.acting,
        "num_store_stats": 0,
    })
}

fn delta(world: &World) -> Value {
    let io = world.all_io();
    let stat = pg::Sum { reads: io.read_ops * 2, writes: io.write_ops * 2, ..pg::Sum::default() };
    json!({
        "stat_sum": stat.json(),
        "store_stats": no_store(),
        "log_size": 0,
        "ondisk_log_size": 0,
        "up": 0,
        "acting": 0,
        "num_store_stats": 0,
        "stamp_delta": "2.000187",
    })
}

fn store(row: &OsdUsage) -> Value {
    json!({
        "total": row.kb * 1024,
        "available": row.available() * 1024,
        "internally_reserved": 0,
        "allocated": row.data * 1024,
        "data_stored": row.data * 1024,
        "data_compressed": 0,
        "data_compressed_allocated": 0,
        "data_compressed_original": 0,
        "omap_allocated": row.omap * 1024,
        "internal_metadata": row.meta * 1024,
    })
}

fn osd_row(world: &World, row: &OsdUsage, count: u64, latency: &Value) -> serde_json::Map<String, Value> {
    let busy = world.now.rem_euclid(5);
    let value = json!({
        "up_from": 0,
        "seq": 0,
        "num_pgs": row.pgs,
        "num_osds": count,
        "num_per_pool_osds": count,
        "num_per_pool_omap_osds": count,
        "kb": row.kb,
        "kb_used": row.used(),
        "kb_used_data": row.data,
        "kb_used_omap": row.omap,
        "kb_used_meta": row.meta,
        "kb_avail": row.available(),
        "statfs": store(row),
        "hb_peers": [],
        "snap_trim_queue_len": 0,
        "num_snap_trimming": 0,
        "num_shards_repaired": 0,
        "op_queue_age_hist": {"histogram": [2, busy, 1], "upper_bound": 8},
        "perf_stat": latency,
        "alerts": [],
        "network_ping_times": [],
    });
    value.as_object().cloned().unwrap_or_default()
}

fn osd_sum(world: &World, usage: &Usage) -> Value {
    let all = usage.osds.iter().fold(OsdUsage::default(), |sum, row| OsdUsage {
        kb: sum.kb + row.kb,
        data: sum.data + row.data,
        omap: sum.omap + row.omap,
        meta: sum.meta + row.meta,
        pgs: sum.pgs + row.pgs,
    });
    let latency = json!({
        "commit_latency_ms": 0, "apply_latency_ms": 0, "commit_latency_ns": 0, "apply_latency_ns": 0,
    });
    let count = world.osds.iter().filter(|osd| osd.is_in).count() as u64;
    Value::Object(osd_row(world, &all, count, &latency))
}

fn pools(world: &World, usage: &Usage) -> Value {
    let row = |pool: usize| {
        let census = world.census(Some(pool));
        let mut row = sum(world, &census, Some(pool));
        let held = OsdUsage { data: usage.pools[pool], ..OsdUsage::default() };
        row["store_stats"] = store(&held);
        row["store_stats"]["available"] = json!(0);
        row["poolid"] = json!(world.pools[pool].id);
        row["num_pg"] = json!(world.pools[pool].pg_num);
        row["num_store_stats"] = json!(world.osds.len());
        row
    };
    (0..world.pools.len()).map(row).collect()
}

fn osds(world: &World, usage: &Usage) -> Value {
    let row = |osd: usize| {
        let state = &world.osds[osd];
        let mut row =
            osd_row(world, &usage.osds[osd], u64::from(state.is_in), &osd_stat::latencies(world, osd));
        row.insert("osd".into(), json!(osd));
        row.insert("up_from".into(), json!(state.up_from));
        let seq = (state.up_from << 32) + dice::below(world.seed, &[131, osd as u64], 9000);
        row.insert("seq".into(), json!(seq));
        Value::Object(row)
    };
    (0..world.osds.len()).rev().map(row).collect()
}

/// What each OSD holds of each pool.
fn statfs(world: &World) -> Value {
    let mut held = std::collections::BTreeMap::new();
    for pg in &world.pgs {
        let shard = world.shard_bytes(pg);
        for copy in pg.copies.iter().filter(|copy| world.osds[copy.osd].is_in) {
            *held.entry((pg.pool, copy.osd)).or_insert(0) += (shard as f64 * (1.0 - copy.missing)) as u64;
        }
    }
    let row = |((pool, osd), bytes): (&(usize, usize), &u64)| {
        let mut row = no_store();
        row["poolid"] = json!(world.pools[*pool].id);
        row["osd"] = json!(osd);
        row["allocated"] = json!(bytes);
        row["data_stored"] = json!(bytes);
        row
    };
    held.iter().map(row).collect()
}
