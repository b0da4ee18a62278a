//! `ceph mgr dump`, `mgr stat`, and what `status` says of the mgr.

use serde_json::{Value, json};

use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::World;

const ENABLED: [&str; 3] = ["dashboard", "prometheus", "rook"];

const ALWAYS_ON: [&str; 10] = [
    "balancer",
    "crash",
    "devicehealth",
    "orchestrator",
    "pg_autoscaler",
    "progress",
    "rbd_support",
    "status",
    "telemetry",
    "volumes",
];

/// Modules that could be enabled; the one that can't run lacks its Python module.
const OTHERS: [&str; 8] = ["alerts", "influx", "insights", "iostat", "localpool", "nfs", "restful", "zabbix"];

fn services(world: &World) -> Value {
    let mgrs = world.mgrs_alive();
    let Some(active) = mgrs.first() else { return json!({}) };
    let ip = World::host_ip(active.host);
    json!({"dashboard": format!("http://{ip}:7000/"), "prometheus": format!("http://{ip}:9283/")})
}

/// The map is another one every day.
fn epoch(world: &World) -> u64 {
    (40 + (world.now - world.created) / 86_400) as u64
}

pub(super) fn stat(world: &World) -> Value {
    let alive = world.mgrs_alive();
    json!({
        "epoch": epoch(world),
        "available": !alive.is_empty(),
        "active_name": alive.first().map_or("", |mgr| mgr.name),
        "num_standby": alive.len().saturating_sub(1),
    })
}

pub(super) fn summary(world: &World) -> Value {
    let alive = world.mgrs_alive().len();
    json!({
        "available": alive > 0,
        "num_standbys": alive.saturating_sub(1),
        "modules": ENABLED,
        "services": services(world),
    })
}

fn modules() -> Value {
    let mut names: Vec<&str> = ENABLED.iter().chain(&ALWAYS_ON).chain(&OTHERS).copied().collect();
    names.sort_unstable();
    let row = |name: &&str| {
        let runs = *name != "influx";
        json!({
            "name": name,
            "can_run": runs,
            "error_string": if runs { "" } else { "influxdb python module not found" },
            "module_options": {
                "log_level": {
                    "name": "log_level",
                    "type": "str",
                    "level": "advanced",
                    "flags": 1,
                    "default_value": "",
                    "min": "",
                    "max": "",
                    "enum_allowed": ["", "critical", "debug", "error", "info", "warning"],
                    "desc": "",
                    "long_desc": "",
                    "tags": [],
                    "see_also": [],
                },
            },
        })
    };
    names.iter().map(row).collect()
}

pub(super) fn dump(world: &World) -> Value {
    const FEATURES: u64 = 4_540_138_322_906_710_015;
    let mgrs = world.mgrs_alive();
    let (name, ip) = mgrs.first().map_or(("", String::new()), |mgr| (mgr.name, World::host_ip(mgr.host)));
    let nonce = |key: u64| dice::below(world.seed, &[81, key], u64::from(u32::MAX));
    let own = nonce(0);
    let addresses = if mgrs.is_empty() {
        json!({"addrvec": []})
    } else {
        json!({"addrvec": [
            {"type": "v2", "addr": format!("{ip}:6800"), "nonce": own},
            {"type": "v1", "addr": format!("{ip}:6801"), "nonce": own},
        ]})
    };
    let standbys: Vec<Value> = mgrs
        .iter()
        .skip(1)
        .map(|mgr| {
            json!({
                "gid": world.gid(1, mgr.host),
                "name": mgr.name,
                "mgr_features": FEATURES,
                "available_modules": modules(),
            })
        })
        .collect();
    let clients: Vec<Value> = ["devicehealth", "libcephsqlite", "rbd_support", "volumes"]
        .iter()
        .zip(1..)
        .map(|(name, key)| {
            json!({
                "name": name,
                "addrvec": [{"type": "v2", "addr": format!("{ip}:0"), "nonce": nonce(key)}],
            })
        })
        .collect();
    json!({
        "epoch": epoch(world),
        "flags": 0,
        "active_gid": mgrs.first().map_or(0, |mgr| world.gid(1, mgr.host)),
        "active_name": name,
        "active_addrs": addresses,
        "active_addr": format!("{ip}:6801/{own}"),
        "active_change": stamp::zoned(world.born - 15 * 86_400 - 60, world.micros(3)),
        "active_mgr_features": FEATURES,
        "available": !mgrs.is_empty(),
        "standbys": standbys,
        "modules": ENABLED,
        "available_modules": modules(),
        "services": services(world),
        "always_on_modules": {
            "octopus": ALWAYS_ON, "pacific": ALWAYS_ON, "quincy": ALWAYS_ON, "reef": ALWAYS_ON,
        },
        "last_failure_osd_epoch": 0,
        "active_clients": clients,
    })
}
