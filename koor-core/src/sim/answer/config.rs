//! Configuration: `config dump`, `config show`, `config get`, `config help`.

use serde_json::{Map, Value, json};

use super::{EINVAL, ENOENT, Reply, argument};
use crate::model::Command;
use crate::sim::world::World;

/// An option that the mons hold: section, mask, name, value, level, whether daemons take it while they run.
type Entry = (&'static str, &'static str, &'static str, &'static str, &'static str, bool);

const ENTRIES: [Entry; 10] = [
    ("global", "", "osd_pool_default_pg_autoscale_mode", "on", "advanced", true),
    ("mon", "", "auth_allow_insecure_global_id_reclaim", "false", "advanced", true),
    ("mon", "", "mon_data_avail_warn", "20", "advanced", true),
    ("mgr", "", "mgr/balancer/mode", "upmap", "advanced", false),
    ("mgr", "", "mgr/dashboard/RGW_API_SECRET_KEY", "PLACEHOLDER", "advanced", false),
    ("mgr", "", "mgr/dashboard/ssl", "false", "advanced", false),
    ("osd", "host:node1", "osd_memory_target", "6442450944", "basic", true),
    ("osd", "class:hdd", "osd_recovery_sleep_hdd", "0.050000", "advanced", true),
    ("osd", "", "osd_max_backfills", "1", "advanced", true),
    ("osd.0", "", "debug_osd", "2/5", "advanced", true),
];

/// An option that is known: name, type, level, default, what it does, whether it can change while a daemon runs.
type Known = (&'static str, &'static str, &'static str, &'static str, &'static str, bool);

const KNOWN: [Known; 9] = [
    (
        "osd_max_backfills",
        "uint",
        "advanced",
        "1",
        "Maximum number of concurrent local and remote backfills or recoveries per OSD",
        true,
    ),
    (
        "osd_memory_target",
        "size",
        "basic",
        "4294967296",
        "When tcmalloc and cache autotuning is enabled, try to keep this many bytes mapped in memory.",
        true,
    ),
    (
        "osd_recovery_sleep_hdd",
        "float",
        "advanced",
        "0.1",
        "Time in seconds to sleep before next recovery or backfill op for HDDs",
        true,
    ),
    (
        "osd_scrub_max_interval",
        "float",
        "advanced",
        "604800",
        "Scrub each PG no less often than this interval",
        true,
    ),
    (
        "osd_deep_scrub_interval",
        "float",
        "advanced",
        "604800",
        "Deep scrub each PG (i.e., verify data checksums) at least this often",
        true,
    ),
    (
        "mon_osd_down_out_interval",
        "int",
        "advanced",
        "600",
        "mark any OSD that has been 'down' for this long (seconds) as 'out'",
        true,
    ),
    (
        "mon_data_avail_warn",
        "int",
        "advanced",
        "30",
        "issue MON_DISK_LOW health warning when mon available space below this percentage",
        true,
    ),
    (
        "auth_allow_insecure_global_id_reclaim",
        "bool",
        "advanced",
        "true",
        "Allow reclaiming global_id without presenting a valid ticket proving previous possession of that global_id",
        true,
    ),
    ("debug_osd", "str", "advanced", "1/5", "Debug level for osd", true),
];

pub(super) fn dump() -> Value {
    let row = |(section, mask, name, value, level, runtime): &Entry| {
        let mut row = json!({
            "section": section,
            "name": name,
            "value": value,
            "level": level,
            "can_update_at_runtime": runtime,
            "mask": mask,
        });
        if let Some(host) = mask.strip_prefix("host:") {
            row["location_type"] = json!("host");
            row["location_value"] = json!(host);
        }
        if let Some(class) = mask.strip_prefix("class:") {
            row["device_class"] = json!(class);
        }
        row
    };
    ENTRIES.iter().map(row).collect()
}

/// Whether the mons' entry is for this daemon.
fn meant(world: &World, entry: &Entry, kind: &str, id: &str) -> bool {
    let osd = id.parse::<usize>().ok().filter(|osd| kind == "osd" && *osd < world.osds.len());
    let section = entry.0 == "global" || entry.0 == kind || entry.0 == format!("{kind}.{id}");
    let mask = match entry.1.split_once(':') {
        Some(("host", host)) => osd.is_some_and(|osd| world.host_of(osd).name == host),
        Some(("class", class)) => osd.is_some_and(|osd| world.osds[osd].class == class),
        _ => true,
    };
    section && mask && !entry.2.starts_with("mgr/")
}

fn default_of(name: &str) -> &'static str {
    KNOWN.iter().find(|known| known.0 == name).map_or("", |known| known.3)
}

fn exists(world: &World, kind: &str, id: &str) -> bool {
    match kind {
        "osd" => id.parse::<usize>().is_ok_and(|osd| world.osds.get(osd).is_some_and(|state| state.up)),
        "mon" => world.mons.iter().any(|mon| mon.name == id && mon.alive),
        "mgr" => world.mgrs.iter().any(|mgr| mgr.name == id && mgr.alive),
        "mds" => world.mdss.iter().any(|mds| mds.name == id && mds.alive),
        _ => false,
    }
}

pub(super) fn show(world: &World, command: &Command) -> Reply {
    let who = argument(command, "who").unwrap_or_default();
    let Some((kind, id)) = who.split_once('.') else {
        return Reply::refused(EINVAL, format!("Invalid argument: unrecognized daemon name '{who}'"));
    };
    if !exists(world, kind, id) {
        return Reply::refused(ENOENT, format!("no config state for daemon {who}"));
    }
    let mons: Vec<String> = world
        .mons
        .iter()
        .map(|mon| {
            let ip = World::host_ip(mon.host);
            format!("[v2:{ip}:3300,v1:{ip}:6789]")
        })
        .collect();
    let mut rows = vec![
        json!({"name": "admin_socket", "value": "/var/run/ceph/$cluster-$name.asok", "source": "default"}),
        json!({"name": "container_image", "value": "quay.io/ceph/ceph:v18", "source": "mon"}),
        json!({"name": "fsid", "value": world.fsid, "source": "cmdline"}),
        json!({
            "name": "keyring",
            "value": "/etc/ceph/keyring-store/keyring",
            "source": "cmdline",
            "overrides": [{"source": "default", "value": "$osd_data/keyring"}],
        }),
        json!({"name": "mon_host", "value": mons.join(","), "source": "cmdline"}),
    ];
    for entry in ENTRIES.iter().filter(|entry| meant(world, entry, kind, id)) {
        let mut row = json!({"name": entry.2, "value": entry.3, "source": "mon"});
        if !default_of(entry.2).is_empty() {
            row["overrides"] = json!([{"source": "default", "value": default_of(entry.2)}]);
        }
        rows.push(row);
    }
    rows.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    Reply::json(&Value::Array(rows))
}

pub(super) fn get(world: &World, command: &Command) -> Reply {
    let who = argument(command, "who").unwrap_or_default();
    let (kind, id) = who.split_once('.').unwrap_or((who.as_str(), ""));
    let held = || ENTRIES.iter().filter(|entry| meant(world, entry, kind, id));
    if let Some(key) = argument(command, "key") {
        let known = KNOWN.iter().any(|known| known.0 == key);
        let value = held().last_of(&key).or_else(|| known.then(|| default_of(&key)));
        return match value {
            Some(value) => Reply::text(format!("{}\n", json!(value))),
            None => Reply::refused(ENOENT, format!("unrecognized key '{key}'")),
        };
    }
    let mut rows = Map::new();
    for entry in held() {
        let row = json!({
            "value": entry.3,
            "section": entry.0,
            "mask": {},
            "can_update_at_runtime": entry.5,
        });
        rows.insert(entry.2.to_owned(), row);
    }
    Reply::json(&Value::Object(rows))
}

/// The entry that wins, the last one.
trait Winner<'a> {
    fn last_of(self, key: &str) -> Option<&'a str>;
}

impl<'a, I: Iterator<Item = &'a Entry>> Winner<'a> for I {
    fn last_of(self, key: &str) -> Option<&'a str> {
        self.filter(|entry| entry.2 == key).last().map(|entry| entry.3)
    }
}

pub(super) fn help(command: &Command) -> Reply {
    let key = argument(command, "key").unwrap_or_default();
    let Some((name, kind, level, default, text, runtime)) = KNOWN.iter().find(|known| known.0 == key) else {
        return Reply::refused(ENOENT, format!("configuration option '{key}' not recognized"));
    };
    let services = match name.split('_').next() {
        Some("mon" | "auth") => json!(["mon"]),
        _ => json!(["osd"]),
    };
    let flags = if *runtime { json!(["runtime"]) } else { json!([]) };
    Reply::json(&json!({
        "name": name,
        "type": kind,
        "level": level,
        "desc": text,
        "long_desc": "",
        "default": default,
        "daemon_default": "",
        "tags": [],
        "services": services,
        "see_also": [],
        "enum_values": [],
        "min": "",
        "max": "",
        "can_update_at_runtime": runtime,
        "flags": flags,
    }))
}
