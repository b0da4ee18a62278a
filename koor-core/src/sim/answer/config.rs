//! Configuration: `config dump`, `config show`, `config show-with-defaults`, `config get`.

use serde_json::{Map, Value, json};

use super::{EINVAL, ENOENT, Reply, argument, option};
use crate::model::Command;
use crate::sim::world::{Rgw, World};

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

/// The daemon as the mons configure it, where it runs: a gateway, known by its number, is the client of its name.
fn running(world: &World, kind: &str, id: &str) -> Option<(String, String)> {
    let runs = match kind {
        "osd" => id.parse::<usize>().is_ok_and(|osd| world.osds.get(osd).is_some_and(|state| state.up)),
        "mon" => world.mons.iter().any(|mon| mon.name == id && mon.alive),
        "mgr" => world.mgrs.iter().any(|mgr| mgr.name == id && mgr.alive),
        "mds" => world.mdss.iter().any(|mds| mds.name == id && mds.alive),
        "rgw" => {
            let known = |rgw: &&Rgw| rgw.alive && world.gid(3, rgw.host).to_string() == id;
            let rgw = world.rgws.iter().find(known)?;
            return Some(("client".into(), format!("rgw.{}", rgw.name)));
        }
        _ => false,
    };
    runs.then(|| (kind.to_owned(), id.to_owned()))
}

/// What a daemon runs with: what is not at its default, or `all`.
pub(super) fn show(world: &World, command: &Command, all: bool) -> Reply {
    let who = argument(command, "who").unwrap_or_default();
    let Some((kind, id)) = who.split_once('.') else {
        return Reply::refused(EINVAL, format!("Invalid argument: unrecognized daemon name '{who}'"));
    };
    let Some((kind, id)) = running(world, kind, id) else {
        return Reply::refused(ENOENT, format!("no config state for daemon {who}"));
    };
    let mut rows = own(world);
    for entry in ENTRIES.iter().filter(|entry| meant(world, entry, &kind, &id)) {
        let mut row = json!({"name": entry.2, "value": entry.3, "source": "mon"});
        if let Some(known) = option::find(entry.2) {
            row["overrides"] = json!([{"source": "default", "value": known.default}]);
        }
        rows.push(row);
    }
    if all {
        let told = |rows: &[Value], name: &str| rows.iter().any(|row| row["name"] == name);
        let rest: Vec<_> = option::all().filter(|known| !told(&rows, known.name)).collect();
        rows.extend(
            rest.iter().map(|known| json!({"name": known.name, "value": known.default, "source": "default"})),
        );
    }
    rows.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    Reply::json(&Value::Array(rows))
}

/// What each daemon has from its command line and its image.
fn own(world: &World) -> Vec<Value> {
    let mons: Vec<String> = world
        .mons
        .iter()
        .map(|mon| {
            let ip = World::host_ip(mon.host);
            format!("[v2:{ip}:3300,v1:{ip}:6789]")
        })
        .collect();
    vec![
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
    ]
}

pub(super) fn get(world: &World, command: &Command) -> Reply {
    let who = argument(command, "who").unwrap_or_default();
    let (kind, id) = who.split_once('.').unwrap_or((who.as_str(), ""));
    let held = || ENTRIES.iter().filter(|entry| meant(world, entry, kind, id));
    if let Some(key) = argument(command, "key") {
        let value = held().last_of(&key).or_else(|| option::find(&key).map(|known| known.default));
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
