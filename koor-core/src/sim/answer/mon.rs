//! The mons: `mon dump`, `quorum_status`, `time-sync-status`.

use serde_json::{Map, Value, json};

use super::version;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::World;

/// Of the monmap, which nothing here changes.
pub(super) const EPOCH: u64 = 3;

const FEATURES: [&str; 10] = [
    "kraken",
    "luminous",
    "mimic",
    "osdmap-prune",
    "nautilus",
    "octopus",
    "pacific",
    "elector-pinging",
    "quincy",
    "reef",
];

/// A mon's address.
pub(super) fn addresses(world: &World, mon: usize) -> Value {
    let ip = World::host_ip(world.mons[mon].host);
    json!({"addrvec": [
        {"type": "v2", "addr": format!("{ip}:3300"), "nonce": 0},
        {"type": "v1", "addr": format!("{ip}:6789"), "nonce": 0},
    ]})
}

/// The release that every mon has reached, and its number.
pub(super) fn release(world: &World) -> (&'static str, u64) {
    version::reached(world, world.mons.iter().any(|mon| mon.old))
}

fn map(world: &World) -> Map<String, Value> {
    let mons: Vec<Value> = (0..world.mons.len())
        .map(|rank| {
            let v1 = format!("{}:6789/0", World::host_ip(world.mons[rank].host));
            json!({
                "rank": rank,
                "name": world.mons[rank].name,
                "public_addrs": addresses(world, rank),
                "addr": v1,
                "public_addr": v1,
                "priority": 0,
                "weight": 0,
                "crush_location": "{}",
            })
        })
        .collect();
    let created = stamp::zulu(world.created, world.micros(1));
    let map = json!({
        "epoch": EPOCH,
        "fsid": world.fsid,
        "modified": stamp::zulu(world.created + 77, world.micros(2)),
        "created": created,
        "min_mon_release": release(world).1,
        "min_mon_release_name": release(world).0,
        "election_strategy": 1,
        "disallowed_leaders: ": "",
        "stretch_mode": false,
        "tiebreaker_mon": "",
        "removed_ranks: ": "",
        "features": {"persistent": FEATURES, "optional": []},
        "mons": mons,
    });
    map.as_object().cloned().unwrap_or_default()
}

pub(super) fn dump(world: &World) -> Value {
    let mut map = map(world);
    map.insert("quorum".into(), json!(world.quorum()));
    Value::Object(map)
}

pub(super) fn quorum_status(world: &World) -> Value {
    let quorum = world.quorum();
    let names: Vec<&str> = quorum.iter().map(|mon| world.mons[*mon].name).collect();
    json!({
        "election_epoch": world.election_epoch,
        "quorum": quorum,
        "quorum_names": names,
        "quorum_leader_name": names.first().copied().unwrap_or_default(),
        "quorum_age": world.now - world.quorum_since,
        "features": {"quorum_con": "4540138322906710015", "quorum_mon": FEATURES},
        "monmap": map(world),
    })
}

pub(super) fn time_sync(world: &World) -> Value {
    let mut skews = Map::new();
    for (place, mon) in world.quorum().into_iter().enumerate() {
        let noise = |which: u64| dice::wave(world.seed, 0x300 + which * 8 + mon as u64, world.now, 120);
        let (skew, latency) =
            if place == 0 { (0.0, 0.0) } else { (0.0011 * noise(1), 0.0006 + 0.0002 * noise(2)) };
        let health = if world.said_of_clock(mon).is_some() { "HEALTH_WARN" } else { "HEALTH_OK" };
        let row = json!({"skew": skew + world.skew(mon), "latency": latency, "health": health});
        skews.insert(world.mons[mon].name.to_owned(), row);
    }
    let round = 2 * ((world.now - world.quorum_since).max(0) / 300 + 1);
    json!({
        "time_skew_status": skews,
        "timechecks": {"epoch": world.election_epoch, "round": round, "round_status": "finished"},
    })
}
