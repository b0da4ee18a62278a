//! What the pretend daemons say: one subject a file, in the shapes of Ceph 18.2.

mod capacity;
mod config;
mod crash;
mod crush;
mod device;
mod event;
mod fs;
mod health;
mod log;
mod metadata;
mod mgr;
mod mon;
mod option;
mod osd_map;
mod osd_stat;
mod pg;
mod pg_dump;
mod pg_query;
mod pool;
mod service;
mod status;
pub(super) mod version;

use serde_json::Value;

use super::world::World;
use crate::model::{Command, Word};

/// What a daemon answers.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// Zero, or a negative errno.
    pub status: i32,
    /// Beside the body.
    pub message: String,
    pub body: Vec<u8>,
}

const ENOENT: i32 = -2;
const ENXIO: i32 = -6;
const EAGAIN: i32 = -11;
const EBUSY: i32 = -16;
const EINVAL: i32 = -22;

impl Reply {
    /// A body that is no JSON.
    pub(crate) fn text(text: String) -> Self {
        Self { status: 0, message: String::new(), body: text.into_bytes() }
    }

    fn json(value: &Value) -> Self {
        Self::text(value.to_string())
    }

    fn bytes(body: Vec<u8>) -> Self {
        Self { status: 0, message: String::new(), body }
    }

    fn refused(status: i32, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), body: Vec::new() }
    }
}

/// A command's argument, as text.
fn argument(command: &Command, name: &str) -> Option<String> {
    let (_, word) = command.arguments.iter().find(|(argument, _)| *argument == name)?;
    Some(match word {
        Word::Text(text) => text.clone(),
        Word::Number(number) => number.to_string(),
        Word::List(list) => list.join(","),
    })
}

/// The OSD that an argument names; the refusal where there is none.
fn osd_argument(world: &World, command: &Command, name: &str) -> Result<usize, Reply> {
    let text = argument(command, name).unwrap_or_default();
    let number: Option<usize> = text.strip_prefix("osd.").unwrap_or(&text).parse().ok();
    match number {
        Some(osd) if osd < world.osds.len() => Ok(osd),
        Some(osd) => Err(Reply::refused(ENOENT, format!("osd.{osd} does not exist"))),
        None => Err(Reply::refused(EINVAL, format!("unable to parse osd id value '{text}'"))),
    }
}

/// What the mons say, and the mgr through them.
pub(crate) fn of(world: &World, command: &Command) -> Reply {
    let told = match command.prefix {
        "status" => status::status(world),
        "health" => health::health(&world.health(), argument(command, "detail").is_some()),
        "quorum_status" => mon::quorum_status(world),
        "mon dump" => mon::dump(world),
        "time-sync-status" => mon::time_sync(world),
        "mgr dump" => mgr::dump(world),
        "mgr stat" => mgr::stat(world),
        "osd dump" => osd_map::dump(world),
        "osd df" => osd_stat::df(world),
        "osd perf" => osd_stat::perf(world),
        "osd crush dump" => crush::dump(world),
        "df" => capacity::df(world),
        "fs dump" => fs::dump(world),
        "service dump" => service::dump(world),
        "versions" => version::versions(world),
        "features" => version::features(world),
        "version" => {
            version::own(world, world.quorum().first().is_some_and(|leader| world.mons[*leader].old))
        }
        "osd pool autoscale-status" => pool::autoscale(world),
        "balancer status" => event::balancer(world),
        "progress json" | "progress" => event::progress(world),
        "crash ls" => crash::list(world),
        "osd metadata" => return metadata::osds(world, command),
        "mon metadata" => metadata::mons(world),
        "mgr metadata" => metadata::mgrs(world),
        "mds metadata" => metadata::mdss(world),
        "config dump" => config::dump(),
        "config ls" => option::names(),
        "device ls" => device::list(world),
        "device get-health-metrics" => device::health(world, command),
        "osd tree" => crush::tree(world),
        "log last" => return log::last(world, command),
        "osd pool stats" => return pool::stats(world, command),
        "pg dump" => return pg_dump::dump(world, command),
        "pg ls" => return pg_dump::list(world, command),
        "osd find" => return crush::find(world, command),
        "osd ok-to-stop" => return pg::ok_to_stop(world, command),
        "crash info" => return crash::info(world, command),
        "config show" => return config::show(world, command, false),
        "config show-with-defaults" => return config::show(world, command, true),
        "config get" => return config::get(world, command),
        "config help" => return option::help(command),
        _ => return unknown(),
    };
    Reply::json(&told)
}

fn unknown() -> Reply {
    Reply::refused(EINVAL, "command not known")
}

/// What one OSD says.
pub(crate) fn of_osd(world: &World, osd: u32, command: &Command) -> Reply {
    match world.osds.get(osd as usize) {
        None => Reply::refused(ENOENT, format!("osd.{osd} does not exist")),
        Some(state) if !state.up => Reply::refused(ENXIO, format!("osd.{osd} is not up")),
        Some(state) if command.prefix == "version" => Reply::json(&version::own(world, state.old)),
        Some(_) if command.prefix == "pg" => pg_query::answer(world, osd as usize, command),
        Some(_) => unknown(),
    }
}

/// What another daemon says.
pub(crate) fn of_daemon(world: &World, name: &str, command: &Command) -> Reply {
    let (kind, id) = name.split_once('.').unwrap_or((name, ""));
    let old = match kind {
        "mds" => world.mdss.iter().find(|mds| mds.name == id && mds.alive).map(|mds| mds.old),
        "mgr" => world.mgrs.iter().find(|mgr| mgr.name == id && mgr.alive).map(|mgr| mgr.old),
        _ => None,
    };
    match (old, command.prefix) {
        (None, _) => Reply::refused(ENOENT, format!("there is no {name}")),
        (Some(old), "version") => Reply::json(&version::own(world, old)),
        _ => unknown(),
    }
}
