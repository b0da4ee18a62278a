//! `ceph versions`, `ceph features`, and what a daemon says of itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::sim::world::World;

/// The commit of each version.
pub(in crate::sim) fn commit(version: &str) -> &'static str {
    match version {
        "18.2.4" => "e7ad5345525c7aa95470c26863873b581076945d",
        "20.2.4" => "7f793731f1b39eb4f465e960113d2363c311b964",
        _ => "6b0e988052ec84cf2d4a54ff9bbbc5e720b621ad",
    }
}

/// The release of a version, and its number.
pub(in crate::sim) fn release(version: &str) -> (&'static str, u64) {
    if version.starts_with("20.") { ("tentacle", 20) } else { ("reef", 18) }
}

/// The release that all mons, or all OSDs, have reached.
pub(super) fn reached(world: &World, any_old: bool) -> (&'static str, u64) {
    release(world.version_of(any_old))
}

/// `ceph version 18.2.7 (6b0e98…) reef (stable)`
pub(in crate::sim) fn long(version: &str) -> String {
    let how = if version.starts_with("20.") { "stable - RelWithDebInfo" } else { "stable" };
    format!("ceph version {version} ({}) {} ({how})", commit(version), release(version).0)
}

pub(super) fn own(world: &World, old: bool) -> Value {
    let version = world.version_of(old);
    json!({"version": version, "release": release(version).0, "release_type": "stable"})
}

pub(super) fn versions(world: &World) -> Value {
    let mut answer = Map::new();
    let mut overall: BTreeMap<String, u64> = BTreeMap::new();
    for (kind, all, old) in world.running() {
        let mut row = Map::new();
        for (count, is_old) in [(old, true), (all - old, false)] {
            if count > 0 {
                let version = long(world.version_of(is_old));
                *overall.entry(version.clone()).or_default() += count;
                row.insert(version, json!(count));
            }
        }
        answer.insert(kind.to_owned(), Value::Object(row));
    }
    answer.insert("overall".into(), json!(overall));
    Value::Object(answer)
}

pub(super) fn features(world: &World) -> Value {
    let mut answer = Map::new();
    let clients = 5 + world.osds.len() as u64 / 2;
    let others =
        world.running().into_iter().filter(|(kind, ..)| *kind != "rgw").map(|(kind, all, _)| (kind, all));
    for (kind, count) in others.chain([("client", clients)]) {
        let row = json!([{"features": "0x3f01cfbffffdffff", "release": "reef", "num": count}]);
        answer.insert(kind.to_owned(), row);
    }
    Value::Object(answer)
}
