//! `ceph log last`.

use serde_json::{Value, json};

use super::{EINVAL, Reply, argument, mon};
use crate::model::Command;
use crate::sim::world::{Level, World};

pub(super) fn last(world: &World, command: &Command) -> Reply {
    let count: usize = argument(command, "num").and_then(|count| count.parse().ok()).unwrap_or(20);
    let least = match argument(command, "level").as_deref() {
        None | Some("info" | "debug") => Level::Info,
        Some("warn" | "sec") => Level::Warn,
        Some("error") => Level::Error,
        Some(other) => return Reply::refused(EINVAL, format!("unknown log level '{other}'")),
    };
    // The other channels (audit, cephadm) are empty here.
    if argument(command, "channel").is_some_and(|channel| !matches!(channel.as_str(), "cluster" | "*")) {
        return Reply::json(&json!([]));
    }
    let lines = world.journal.lines();
    let from = lines.len().saturating_sub(count);
    let leader = world.quorum().first().copied().unwrap_or_default();
    let rows: Vec<Value> = lines[from..]
        .iter()
        .filter(|line| line.level >= least)
        .map(|line| {
            let name = line.daemon.clone().unwrap_or_else(|| format!("mon.{}", world.mons[leader].name));
            let rank = world.mons.iter().position(|mon| format!("mon.{}", mon.name) == name);
            let addresses = match rank {
                Some(rank) => mon::addresses(world, rank),
                None => osd_addresses(world, &name),
            };
            json!({
                "name": name,
                "rank": rank.map_or_else(|| name.clone(), |rank| format!("mon.{rank}")),
                "addrs": addresses,
                "stamp": crate::sim::stamp::zoned(line.at, world.micros(line.number)),
                "seq": line.number,
                "channel": "cluster",
                "priority": line.level.word(),
                "message": line.text,
            })
        })
        .collect();
    Reply::json(&Value::Array(rows))
}

fn osd_addresses(world: &World, name: &str) -> Value {
    let osd = name.strip_prefix("osd.").and_then(|osd| osd.parse().ok()).unwrap_or_default();
    let (ip, port, nonce) = world.osd_address(osd, 0);
    json!({"addrvec": [
        {"type": "v2", "addr": format!("{ip}:{port}"), "nonce": nonce},
        {"type": "v1", "addr": format!("{ip}:{}", port + 1), "nonce": nonce},
    ]})
}
