//! `ceph status`.

use serde_json::{Map, Value, json};

use super::{event, fs, health, mgr, mon, service};
use crate::sim::world::{OsdUsage, World};

pub(super) fn status(world: &World) -> Value {
    let quorum = world.quorum();
    let names: Vec<&str> = quorum.iter().map(|mon| world.mons[*mon].name).collect();
    let (up, is_in) =
        (world.osds.iter().filter(|osd| osd.up).count(), world.osds.iter().filter(|osd| osd.is_in).count());
    let census = world.census(None);
    json!({
        "fsid": world.fsid,
        "health": health::health(&world.health(), false),
        "election_epoch": world.election_epoch,
        "quorum": quorum,
        "quorum_names": names,
        "quorum_age": world.now - world.quorum_since,
        "monmap": {"epoch": mon::EPOCH, "min_mon_release_name": mon::release(world).0, "num_mons": world.mons.len()},
        "osdmap": {
            "epoch": world.epoch,
            "num_osds": world.osds.len(),
            "num_up_osds": up,
            "osd_up_since": world.last_up_change,
            "num_in_osds": is_in,
            "osd_in_since": world.last_in_change,
            "num_remapped_pgs": census.remapped,
        },
        "pgmap": pgmap(world),
        "fsmap": fs::summary(world),
        "mgrmap": mgr::summary(world),
        "servicemap": service::dump(world),
        "progress_events": event::summary(world),
    })
}

fn pgmap(world: &World) -> Value {
    let census = world.census(None);
    let usage = world.usage();
    let mut states: Vec<(&String, &u64)> = census.by_state.iter().collect();
    states.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let states: Vec<Value> =
        states.iter().map(|(state, count)| json!({"state_name": state, "count": count})).collect();
    let mut map = Map::new();
    let mut say = |name: &str, value: Value| map.insert(name.to_owned(), value);
    say("pgs_by_state", json!(states));
    say("num_pgs", json!(world.pgs.len()));
    say("num_pools", json!(world.pools.len()));
    say("num_objects", json!(census.objects));
    say("data_bytes", json!(census.bytes));
    say("bytes_used", json!(usage.sum(OsdUsage::used) * 1024));
    say("bytes_avail", json!(usage.sum(OsdUsage::available) * 1024));
    say("bytes_total", json!(usage.sum(|row| row.kb) * 1024));
    let inactive = (0..world.pgs.len()).filter(|pg| !world.pgs[*pg].serves(world.now)).count();
    if inactive > 0 {
        say("inactive_pgs_ratio", json!(inactive as f64 / world.pgs.len() as f64));
    }
    let copies = census.copies.max(1) as f64;
    for (word, count) in [("degraded", census.degraded), ("misplaced", census.misplaced)] {
        if count > 0 {
            say(&format!("{word}_objects"), json!(count));
            say(&format!("{word}_total"), json!(census.copies));
            say(&format!("{word}_ratio"), json!(count as f64 / copies));
        }
    }
    if world.recovery_bytes_s > 0.0 {
        say("recovering_objects_per_sec", json!(world.recovery_objects_s as u64));
        say("recovering_bytes_per_sec", json!(world.recovery_bytes_s as u64));
        say("recovering_keys_per_sec", json!(0));
        say("num_objects_recovered", json!((world.recovery_objects_s * 5.0) as u64));
        say("num_bytes_recovered", json!((world.recovery_bytes_s * 5.0) as u64));
        say("num_keys_recovered", json!(0));
    }
    let io = world.all_io();
    say("read_bytes_sec", json!(io.read_bytes));
    say("write_bytes_sec", json!(io.write_bytes));
    say("read_op_per_sec", json!(io.read_ops));
    say("write_op_per_sec", json!(io.write_ops));
    Value::Object(map)
}
