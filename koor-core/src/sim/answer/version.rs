//! `ceph versions`, `ceph features`, and what a daemon says of itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::sim::world::World;

/// The commit of each version.
fn commit(version: &str) -> &'static str {
    match version {
        "18.2.4" => "e7ad5345525c7aa95470c26863873b581076945d",
        _ => "6b0e988052ec84cf2d4a54ff9bbbc5e720b621ad",
    }
}

/// `ceph version 18.2.7 (6b0e98…) reef (stable)`
pub(super) fn long(version: &str) -> String {
    format!("ceph version {version} ({}) reef (stable)", commit(version))
}

pub(super) fn own(world: &World, old: bool) -> Value {
    let version = world.version_of(old);
    json!({"version": version, "release": "reef", "release_type": "stable"})
}

/// Daemons that run, by type: how many, and how many of them are old.
fn running(world: &World) -> Vec<(&'static str, u64, u64)> {
    let up = || world.osds.iter().filter(|osd| osd.up);
    vec![
        ("mon", world.quorum().len() as u64, 0),
        ("mgr", world.mgrs_alive().len() as u64, 0),
        ("osd", up().count() as u64, up().filter(|osd| osd.old).count() as u64),
        ("mds", world.mdss.iter().filter(|mds| mds.alive).count() as u64, 0),
        ("rgw", world.rgws.iter().filter(|rgw| rgw.alive).count() as u64, 0),
    ]
}

pub(super) fn versions(world: &World) -> Value {
    let mut answer = Map::new();
    let mut overall: BTreeMap<String, u64> = BTreeMap::new();
    for (kind, all, old) in running(world) {
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
        running(world).into_iter().filter(|(kind, ..)| *kind != "rgw").map(|(kind, all, _)| (kind, all));
    for (kind, count) in others.chain([("client", clients)]) {
        let row = json!([{"features": "0x3f01cfbffffdffff", "release": "reef", "num": count}]);
        answer.insert(kind.to_owned(), row);
    }
    Value::Object(answer)
}
