//! `ceph service dump`: the gateways, and names of all others.

use serde_json::{Map, Value, json};

use super::metadata;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::{Rgw, World};

/// A daemon that has a map of its own says nothing here.
fn silent() -> Value {
    json!({
        "start_epoch": 0,
        "start_stamp": "0.000000",
        "gid": 0,
        "addr": "(unrecognized address family 0)/0",
        "metadata": {},
        "task_status": {},
    })
}

fn service(daemons: impl Iterator<Item = (String, Value)>) -> Value {
    let mut rows = Map::new();
    rows.insert("summary".into(), json!(""));
    rows.extend(daemons);
    json!({"daemons": rows})
}

fn gateway(world: &World, rgw: &Rgw) -> (String, Value) {
    let gid = world.gid(3, rgw.host);
    let ip = World::host_ip(rgw.host);
    let mut metadata = metadata::common(world, rgw.host, rgw.old);
    let more = json!({
        "frontend_config#0": "beast port=8080",
        "frontend_type#0": "beast",
        "id": rgw.name,
        "num_handles": "1",
        "pid": "17",
        "realm_id": "",
        "realm_name": "",
        "zone_id": dice::uuid(world.seed, &[101]),
        "zone_name": "default",
        "zonegroup_id": dice::uuid(world.seed, &[102]),
        "zonegroup_name": "default",
    });
    metadata.extend(more.as_object().cloned().unwrap_or_default());
    let nonce = dice::below(world.seed, &[103, rgw.host as u64], u64::from(u32::MAX));
    let row = json!({
        "start_epoch": 8 + rgw.host,
        "start_stamp": stamp::zoned(world.born - 15 * 86_400 + 90, world.micros(200 + gid)),
        "gid": gid,
        "addr": format!("{ip}:0/{nonce}"),
        "metadata": metadata,
        "task_status": {},
    });
    (gid.to_string(), row)
}

pub(super) fn dump(world: &World) -> Value {
    let named = |names: Vec<String>| service(names.into_iter().map(|name| (name, silent())));
    let mons = world.quorum().iter().map(|mon| world.mons[*mon].name.to_owned()).collect();
    let mgrs = world.mgrs_alive().iter().map(|mgr| mgr.name.to_owned()).collect();
    let mdss = world.mdss.iter().filter(|mds| mds.alive).map(|mds| mds.name.to_owned()).collect();
    let osds = (0..world.osds.len()).filter(|osd| world.osds[*osd].up).map(|osd| osd.to_string()).collect();
    let rgws = world.rgws.iter().filter(|rgw| rgw.alive).map(|rgw| gateway(world, rgw));
    json!({
        "epoch": 11,
        "modified": stamp::zoned(world.born - 15 * 86_400 + 120, world.micros(6)),
        "services": {
            "mds": named(mdss),
            "mgr": named(mgrs),
            "mon": named(mons),
            "osd": named(osds),
            "rgw": service(rgws),
        },
    })
}
