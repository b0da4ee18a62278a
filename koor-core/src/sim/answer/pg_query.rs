//! `ceph tell osd.2 pg 1.2f query`: what a PG's primary says of it.

use serde_json::{Value, json};

use super::{EAGAIN, EINVAL, ENOENT, Reply, argument, pg};
use crate::model::Command;
use crate::sim::stamp;
use crate::sim::world::{NONE, Pg, World};

/// What `osd`, which is up, says.
///
/// Only the primary answers. A real client takes the refusal of another OSD that holds the PG for a sign that its map
/// is old, and asks again until its time is over.
pub(super) fn answer(world: &World, osd: usize, command: &Command) -> Reply {
    if argument(command, "cmd").as_deref() != Some("query") {
        return super::unknown();
    }
    let id = argument(command, "pgid").unwrap_or_default();
    if id
        .split_once('.')
        .is_none_or(|(pool, number)| pool.parse::<u64>().is_err() || u32::from_str_radix(number, 16).is_err())
    {
        return Reply::refused(EINVAL, format!("couldn't parse pgid '{id}'"));
    }
    let found = (0..world.pgs.len()).find(|index| world.pg_id(*index) == id);
    let held = found.filter(|index| {
        let pg = &world.pgs[*index];
        pg.missing(osd).is_some() || pg.up.contains(&osd) || pg.acting.contains(&osd)
    });
    match held {
        None => Reply::refused(ENOENT, format!("i don't have pgid {id}")),
        Some(index) if Pg::primary(&world.pgs[index].acting) != Some(osd) => {
            Reply::refused(EAGAIN, format!("not primary for pgid {id}"))
        }
        Some(index) => Reply::json(&query(world, index, osd)),
    }
}

/// An OSD as Ceph writes it here: with its place where the PG is erasure-coded.
fn shard(pg: &Pg, osd: usize) -> String {
    let place = |places: &[usize]| places.iter().position(|member| *member == osd);
    match place(&pg.acting).or_else(|| place(&pg.up)).or_else(|| place(&pg.raw)) {
        Some(place) if pg.erasure => format!("{osd}({place})"),
        _ => osd.to_string(),
    }
}

/// OSDs that should get the PG and do not serve it yet.
fn targets(pg: &Pg) -> Vec<usize> {
    if pg.down {
        return Vec::new();
    }
    pg.up_osds().filter(|osd| !pg.acting.contains(osd)).collect()
}

fn query(world: &World, index: usize, primary: usize) -> Value {
    let pg = &world.pgs[index];
    let mut row = Vec::new();
    pg::write(world, index, &mut row);
    let mut stats: Value = serde_json::from_slice(&row).unwrap_or_default();
    let id = stats.as_object_mut().and_then(|stats| stats.remove("pgid")).unwrap_or_default();
    if pg.down {
        // It has not got as far as to know.
        stats["avail_no_missing"] = json!([]);
        stats["object_location_counts"] = json!([]);
    }
    let info = |osd: usize| {
        let backfill = match pg.missing(osd) {
            // It serves, and what it lacks is in the log.
            _ if pg.acting.contains(&osd) || pg.down => "MAX".to_owned(),
            Some(missing) if missing < 1.0 => {
                let hash = ((1.0 - missing) * f64::from(u32::MAX)) as u32;
                format!("{}:{hash:08x}:::rbd_data.{hash:012x}:head", world.pools[pg.pool].id)
            }
            _ => "MIN".to_owned(),
        };
        info(world, pg, &id, &stats, &backfill)
    };
    let peer = |osd: usize| {
        let mut peer = info(osd);
        peer["peer"] = json!(shard(pg, osd));
        peer
    };
    let others = pg.acting_osds().chain(targets(pg)).filter(|osd| *osd != primary);
    let peers: Vec<Value> = others.map(peer).collect();
    let mut answer = json!({
        "snap_trimq": "[]",
        "snap_trimq_len": 0,
        "state": stats["state"],
        "epoch": world.epoch,
        "up": pg.up,
        "acting": pg.acting,
        "info": info(primary),
        "peer_info": if pg.down { Vec::new() } else { peers },
        "recovery_state": recovery(world, index),
        "agent_state": {},
    });
    if !pg.down {
        let all: Vec<String> = pg.acting_osds().chain(targets(pg)).map(|osd| shard(pg, osd)).collect();
        answer["acting_recovery_backfill"] = json!(all);
        answer["scrubber"] = json!({"active": world.scrubs(index).now.is_some()});
    }
    answer
}

/// What the primary knows of one member's copy.
fn info(world: &World, pg: &Pg, id: &Value, stats: &Value, last_backfill: &str) -> Value {
    let mut history = json!({
        "epoch_created": stats["created"],
        "epoch_pool_created": stats["created"],
        "last_epoch_started": pg.mapping_epoch,
        "last_interval_started": pg.mapping_epoch,
        "last_epoch_clean": stats["last_epoch_clean"],
        "last_interval_clean": stats["last_epoch_clean"],
        "last_epoch_split": 0,
        "last_epoch_marked_full": 0,
        "same_up_since": pg.mapping_epoch,
        "same_interval_since": pg.mapping_epoch,
        "same_primary_since": pg.mapping_epoch,
        "prior_readable_until_ub": 0,
    });
    for same in [
        "last_scrub",
        "last_scrub_stamp",
        "last_deep_scrub",
        "last_deep_scrub_stamp",
        "last_clean_scrub_stamp",
    ] {
        history[same] = stats[same].clone();
    }
    let written =
        stats["version"].as_str().and_then(|version| version.split_once('\'')?.1.parse::<u64>().ok());
    json!({
        "pgid": id,
        "last_update": stats["version"],
        "last_complete": stats["version"],
        "log_tail": "0'0",
        "last_user_version": written.unwrap_or(world.epoch),
        "last_backfill": last_backfill,
        "purged_snaps": [],
        "history": history,
        "stats": stats,
        "empty": 0,
        "dne": 0,
        "incomplete": u8::from(last_backfill != "MAX"),
        "last_epoch_started": pg.mapping_epoch,
        "hit_set_history": {"current_last_update": "0'0", "history": []},
    })
}

/// In which state its peering or recovery is, innermost first, and what that waits for.
fn recovery(world: &World, index: usize) -> Value {
    let pg = &world.pgs[index];
    let since = stamp::zoned(pg.last_change, world.micros(index as u64));
    let started = json!({"name": "Started", "enter_time": since});
    if pg.down {
        return json!([
            {
                "name": "Started/Primary/Peering/Down",
                "enter_time": since,
                "comment": "not enough up instances of this PG to go active",
            },
            peering(world, pg, &since),
            started,
        ]);
    }
    if pg.peering(world.now) {
        let inner = json!({"name": "Started/Primary/Peering/GetInfo", "enter_time": since});
        return json!([inner, peering(world, pg, &since), started]);
    }
    let names = |osds: &[usize]| -> Vec<String> { osds.iter().map(|osd| shard(pg, *osd)).collect() };
    let targets = targets(pg);
    let waiting = if pg.working { names(&targets) } else { Vec::new() };
    json!([
        {
            "name": "Started/Primary/Active",
            "enter_time": since,
            "might_have_unfound": [],
            "recovery_progress": {
                "backfill_targets": names(&targets),
                "waiting_on_backfill": waiting,
                "last_backfill_started": "MIN",
                "backfill_info": {"begin": "MIN", "end": "MIN", "objects": []},
                "peer_backfill_info": [],
                "backfills_in_flight": [],
                "recovering": [],
                "pg_backend": {"pull_from_peer": [], "pushing": []},
            },
        },
        started,
    ])
}

fn peering(world: &World, pg: &Pg, since: &str) -> Value {
    let blockers = pg.blocked_by(|osd| world.osds[osd].up);
    let alive: Vec<usize> = pg.acting_osds().chain(pg.up_osds()).collect();
    let mut probing: Vec<String> = alive.iter().map(|osd| shard(pg, *osd)).collect();
    probing.sort();
    probing.dedup();
    let everybody: Vec<Value> =
        pg.raw.iter().filter(|osd| **osd != NONE).map(|osd| json!({"osd": osd})).collect();
    let (first, last) = (pg.mapping_epoch.saturating_sub(20), pg.mapping_epoch.saturating_sub(1));
    // While it was served without those that are up now, they missed what was written.
    let without: Vec<String> = blockers.iter().map(|osd| shard(pg, *osd)).collect();
    let interval = json!({
        "first": (first + 5).min(last).to_string(),
        "last": last.to_string(),
        "acting": without.join(","),
    });
    let by = |osd: &usize| {
        json!({
            "osd": osd,
            "current_lost_at": 0,
            "comment": "starting or marking this osd lost may let us proceed",
        })
    };
    let mut state = json!({
        "name": "Started/Primary/Peering",
        "enter_time": since,
        "past_intervals": [{
            "first": first.to_string(),
            "last": last.to_string(),
            "all_participants": everybody,
            "intervals": if blockers.is_empty() { Vec::new() } else { vec![interval] },
        }],
        "probing_osds": probing,
        "down_osds_we_would_probe": blockers,
        "peering_blocked_by": blockers.iter().map(by).collect::<Vec<_>>(),
    });
    if !blockers.is_empty() {
        state["blocked"] = json!("peering is blocked due to down osds");
    }
    state
}
