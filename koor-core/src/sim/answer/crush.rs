//! `ceph osd crush dump`, `ceph osd tree`, `ceph osd find`.

use serde_json::{Value, json};

use super::{Reply, osd_argument};
use crate::model::Command;
use crate::sim::world::World;

const TYPES: [&str; 12] =
    ["osd", "host", "chassis", "rack", "row", "pdu", "pod", "room", "datacenter", "zone", "region", "root"];
const HOST: usize = 1;
const ZONE: usize = 9;
const ROOT: usize = 11;

/// CRUSH counts weights in 16.16 fixed point.
fn fixed(weight: f64) -> u64 {
    (weight * 65_536.0).round() as u64
}

/// One bucket: its number in the tree, and what it holds.
struct Bucket {
    number: i64,
    name: String,
    kind: usize,
    /// OSDs, or numbers of buckets below zero, each with its weight.
    items: Vec<(i64, u64)>,
}

impl Bucket {
    fn weight(&self) -> u64 {
        self.items.iter().map(|(_, weight)| weight).sum()
    }
}

/// Buckets of the tree; for a device class its shadow. Numbers go down from `-1` in steps of `stride`.
fn buckets(world: &World, class: Option<&str>, first: i64, stride: i64) -> Vec<Bucket> {
    let suffix = class.map(|class| format!("~{class}")).unwrap_or_default();
    let number = |place: usize| first - stride * place as i64;
    let weight = |osd: usize| fixed(world.osds[osd].crush_weight);
    let zones = world.zones.len();
    let hosts: Vec<Bucket> = world
        .hosts
        .iter()
        .enumerate()
        .map(|(host, spec)| {
            let inside =
                spec.osds.iter().filter(|osd| class.is_none_or(|class| world.osds[**osd].class == class));
            Bucket {
                number: number(1 + zones + host),
                name: format!("{}{suffix}", spec.name),
                kind: HOST,
                items: inside.map(|osd| (*osd as i64, weight(*osd))).collect(),
            }
        })
        .collect();
    let of_zone = |zone: Option<usize>| -> Vec<(i64, u64)> {
        let inside = hosts.iter().zip(&world.hosts).filter(|(_, host)| host.zone == zone);
        inside.map(|(bucket, _)| (bucket.number, bucket.weight())).collect()
    };
    let mut all: Vec<Bucket> = world
        .zones
        .iter()
        .enumerate()
        .map(|(zone, name)| Bucket {
            number: number(1 + zone),
            name: format!("{name}{suffix}"),
            kind: ZONE,
            items: of_zone(Some(zone)),
        })
        .collect();
    let top = if zones == 0 {
        of_zone(None)
    } else {
        all.iter().map(|bucket| (bucket.number, bucket.weight())).collect()
    };
    all.insert(0, Bucket { number: number(0), name: format!("default{suffix}"), kind: ROOT, items: top });
    all.extend(hosts);
    all
}

fn classes(world: &World) -> Vec<&'static str> {
    let mut classes: Vec<&str> = world.osds.iter().map(|osd| osd.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

pub(super) fn dump(world: &World) -> Value {
    let classes = classes(world);
    let stride = 1 + classes.len() as i64;
    let mut all = buckets(world, None, -1, stride);
    for (place, class) in classes.iter().enumerate() {
        all.extend(buckets(world, Some(class), -2 - place as i64, stride));
    }
    all.sort_by_key(|bucket| std::cmp::Reverse(bucket.number));
    let bucket = |bucket: &Bucket| {
        let items: Vec<Value> = bucket
            .items
            .iter()
            .enumerate()
            .map(|(place, (id, weight))| json!({"id": id, "weight": weight, "pos": place}))
            .collect();
        json!({
            "id": bucket.number,
            "name": bucket.name,
            "type_id": bucket.kind,
            "type_name": TYPES[bucket.kind],
            "weight": bucket.weight(),
            "alg": "straw2",
            "hash": "rjenkins1",
            "items": items,
        })
    };
    let devices: Vec<Value> = world
        .osds
        .iter()
        .enumerate()
        .map(|(osd, state)| json!({"id": osd, "name": format!("osd.{osd}"), "class": state.class}))
        .collect();
    let types: Vec<Value> =
        TYPES.iter().enumerate().map(|(id, name)| json!({"type_id": id, "name": name})).collect();
    json!({
        "devices": devices,
        "types": types,
        "buckets": all.iter().map(bucket).collect::<Vec<_>>(),
        "rules": rules(world),
        "tunables": {
            "choose_local_tries": 0,
            "choose_local_fallback_tries": 0,
            "choose_total_tries": 50,
            "chooseleaf_descend_once": 1,
            "chooseleaf_vary_r": 1,
            "chooseleaf_stable": 1,
            "straw_calc_version": 1,
            "allowed_bucket_algs": 54,
            "profile": "jewel",
            "optimal_tunables": 1,
            "legacy_tunables": 0,
            "minimum_required_version": "jewel",
            "require_feature_tunables": 1,
            "require_feature_tunables2": 1,
            "has_v2_rules": 1,
            "require_feature_tunables3": 1,
            "has_v3_rules": 0,
            "has_v4_buckets": 1,
            "require_feature_tunables5": 1,
            "has_v5_rules": 0,
        },
        "choose_args": {},
    })
}

/// One rule for each kind of pool: replicated on the slow class (or the only one), on the fast one, erasure-coded.
fn rules(world: &World) -> Value {
    let classes = classes(world);
    let domain = world.pools.first().map_or("host", |pool| pool.failure_domain);
    let slow = classes.first().copied().unwrap_or("hdd");
    let fast = classes.last().copied().unwrap_or("ssd");
    let take = |class: &str| {
        let place = classes.iter().position(|other| *other == class).unwrap_or_default() as i64;
        json!({"op": "take", "item": -2 - place, "item_name": format!("default~{class}")})
    };
    let replicated = |id: u64, name: &str, class: &str| {
        json!({
            "rule_id": id,
            "rule_name": name,
            "type": 1,
            "steps": [take(class), {"op": "chooseleaf_firstn", "num": 0, "type": domain}, {"op": "emit"}],
        })
    };
    json!([
        replicated(0, "replicated_rule", slow),
        replicated(1, "replicated_fast", fast),
        {
            "rule_id": 2,
            "rule_name": "default.rgw.buckets.data",
            "type": 3,
            "steps": [
                {"op": "set_chooseleaf_tries", "num": 5},
                {"op": "set_choose_tries", "num": 100},
                take(slow),
                {"op": "chooseleaf_indep", "num": 0, "type": domain},
                {"op": "emit"},
            ],
        },
    ])
}

pub(super) fn tree(world: &World) -> Value {
    let stride = 1 + classes(world).len() as i64;
    let all = buckets(world, None, -1, stride);
    let mut nodes: Vec<Value> = Vec::new();
    for bucket in &all {
        let children: Vec<i64> = bucket.items.iter().map(|(id, _)| *id).rev().collect();
        let mut node = json!({
            "id": bucket.number,
            "name": bucket.name,
            "type": TYPES[bucket.kind],
            "type_id": bucket.kind,
            "children": children,
        });
        if bucket.kind != ROOT {
            node["pool_weights"] = json!({});
        }
        nodes.push(node);
        for (osd, _) in bucket.items.iter().filter(|(id, _)| *id >= 0) {
            let state = &world.osds[*osd as usize];
            nodes.push(json!({
                "id": osd,
                "device_class": state.class,
                "name": format!("osd.{osd}"),
                "type": "osd",
                "type_id": 0,
                "crush_weight": state.crush_weight,
                "depth": if world.zones.is_empty() { 2 } else { 3 },
                "pool_weights": {},
                "exists": 1,
                "status": if state.up { "up" } else { "down" },
                "reweight": state.weight(),
                "primary_affinity": 1,
            }));
        }
    }
    json!({"nodes": nodes, "stray": []})
}

pub(super) fn find(world: &World, command: &Command) -> Reply {
    let osd = match osd_argument(world, command, "id") {
        Ok(osd) => osd,
        Err(refusal) => return refusal,
    };
    let host = world.host_of(osd);
    let (ip, port, nonce) = world.osd_address(osd, 0);
    let mut place = json!({"host": host.name, "root": "default"});
    if let Some(zone) = host.zone {
        place["zone"] = json!(world.zones[zone]);
    }
    Reply::json(&json!({
        "osd": osd,
        "addrs": {"addrvec": [
            {"type": "v2", "addr": format!("{ip}:{port}"), "nonce": nonce},
            {"type": "v1", "addr": format!("{ip}:{}", port + 1), "nonce": nonce},
        ]},
        "osd_fsid": crate::sim::dice::uuid(world.seed, &[111, osd as u64]),
        "host": host.name,
        "crush_location": place,
    }))
}
