//! `ceph osd dump`.

use serde_json::{Map, Value, json};

use super::{pool, version};
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::World;

const FEATURES: u64 = 4_540_138_322_906_710_015;

/// Flags that every cluster of this release has, and their bits together.
const USUAL: [&str; 4] = ["sortbitwise", "recovery_deletes", "purged_snapdirs", "pglog_hardlimit"];
const USUAL_BITS: u64 = 5_799_936;

fn bit(flag: &str) -> u64 {
    match flag {
        "noout" => 1 << 7,
        "noscrub" => 1 << 11,
        "nodeep-scrub" => 1 << 12,
        _ => 0,
    }
}

fn flags(world: &World) -> (String, u64, Vec<&'static str>) {
    let mut set: Vec<&str> = world.flags.iter().copied().chain(USUAL).collect();
    let words = set.join(",");
    set.sort_unstable();
    let bits = USUAL_BITS | world.flags.iter().map(|flag| bit(flag)).sum::<u64>();
    (words, bits, set)
}

fn addresses(world: &World, osd: usize, socket: u64) -> (Value, String) {
    let (ip, port, nonce) = world.osd_address(osd, socket);
    let vec = json!({"addrvec": [
        {"type": "v2", "addr": format!("{ip}:{port}"), "nonce": nonce},
        {"type": "v1", "addr": format!("{ip}:{}", port + 1), "nonce": nonce},
    ]});
    (vec, format!("{ip}:{}/{nonce}", port + 1))
}

fn osd(world: &World, osd: usize) -> Value {
    let state = &world.osds[osd];
    let mut row = json!({
        "osd": osd,
        "uuid": dice::uuid(world.seed, &[111, osd as u64]),
        "up": u8::from(state.up),
        "in": u8::from(state.is_in),
        "weight": state.weight(),
        "primary_affinity": 1,
        "last_clean_begin": 0,
        "last_clean_end": 0,
        "up_from": state.up_from,
        "up_thru": world.epoch - 1,
        "down_at": state.down_epoch,
        "lost_at": 0,
        "state": if state.up { json!(["exists", "up"]) } else { json!(["exists"]) },
    });
    for (socket, name) in ["public", "cluster", "heartbeat_front", "heartbeat_back"].iter().enumerate() {
        let (vec, one) = addresses(world, osd, socket as u64);
        row[format!("{name}_addrs")] = vec;
        row[format!("{name}_addr")] = json!(one);
    }
    row
}

fn more(world: &World, osd: usize) -> Value {
    let state = &world.osds[osd];
    let down = state
        .down_stamp
        .map_or_else(|| "0.000000".to_owned(), |at| stamp::zoned(at, world.micros(at as u64)));
    json!({
        "osd": osd,
        "down_stamp": down,
        "laggy_probability": 0,
        "laggy_interval": 0,
        "features": FEATURES,
        "old_weight": if state.is_in { 0 } else { 65_536 },
        "last_purged_snaps_scrub": stamp::zoned(state.started + 40, world.micros(300 + osd as u64)),
        "dead_epoch": 0,
    })
}

pub(super) fn dump(world: &World) -> Value {
    let (words, bits, set) = flags(world);
    let usage = world.usage();
    let zoned = |at: i64| stamp::zoned(at, world.micros(at as u64));
    let temporary: Vec<Value> = world
        .unclean()
        .iter()
        .filter(|pg| world.pgs[**pg].remapped() && !world.pgs[**pg].down)
        .map(|pg| json!({"pgid": world.pg_id(*pg), "osds": world.pgs[*pg].acting}))
        .collect();
    let mut map = json!({
        "epoch": world.epoch,
        "fsid": world.fsid,
        "created": zoned(world.created),
        "modified": zoned(world.modified),
        "last_up_change": zoned(world.last_up_change),
        "last_in_change": zoned(world.last_in_change),
        "flags": words,
        "flags_num": bits,
        "flags_set": set,
        "crush_version": 4 + world.osds.len(),
        "full_ratio": 0.949_999_988_079_071,
        "backfillfull_ratio": 0.899_999_976_158_142_1,
        "nearfull_ratio": 0.850_000_023_841_857_9,
        "cluster_snapshot": "",
        "pool_max": world.pools.len(),
        "max_osd": world.osds.len(),
        "require_min_compat_client": "luminous",
        "min_compat_client": "jewel",
        "require_osd_release": version::reached(world, world.osds.iter().any(|osd| osd.old)).0,
        "allow_crimson": false,
    });
    let lists = json!({
        "pools": (0..world.pools.len()).map(|number| pool::row(world, number, &usage)).collect::<Vec<_>>(),
        "osds": (0..world.osds.len()).map(|number| osd(world, number)).collect::<Vec<_>>(),
        "osd_xinfo": (0..world.osds.len()).map(|number| more(world, number)).collect::<Vec<_>>(),
        "pg_upmap": [],
        "pg_upmap_items": [],
        "pg_upmap_primaries": [],
        "pg_temp": temporary,
        "primary_temp": [],
        "blocklist": {},
        "range_blocklist": {},
        "erasure_code_profiles": profiles(world),
        "removed_snaps_queue": [],
        "new_removed_snaps": [],
        "new_purged_snaps": [],
        "crush_node_flags": {},
        "device_class_flags": {},
        "stretch_mode": {
            "stretch_mode_enabled": false,
            "stretch_bucket_count": 0,
            "degraded_stretch_mode": 0,
            "recovering_stretch_mode": 0,
            "stretch_mode_bucket": 0,
        },
    });
    if let (Some(map), Value::Object(lists)) = (map.as_object_mut(), lists) {
        map.extend(lists);
    }
    map
}

fn profiles(world: &World) -> Value {
    let mut profiles = Map::new();
    let usual = json!({"k": "2", "m": "2", "plugin": "jerasure", "technique": "reed_sol_van"});
    profiles.insert("default".into(), usual);
    for pool in world.pools.iter().filter(|pool| pool.erasure()) {
        let (k, m) = (pool.divisor() as usize, pool.size() - pool.divisor() as usize);
        let profile = json!({
            "crush-device-class": pool.class,
            "crush-failure-domain": pool.failure_domain,
            "crush-root": "default",
            "jerasure-per-chunk-alignment": "false",
            "k": k.to_string(),
            "m": m.to_string(),
            "plugin": "jerasure",
            "technique": "reed_sol_van",
            "w": "8",
        });
        profiles.insert(pool::profile(pool), profile);
    }
    Value::Object(profiles)
}
