//! One PG: its row of `pg dump`, and what stopping its OSDs would do to it.

use std::fmt::Write as _;
use std::io::Write as _;

use serde_json::{Value, json};

use super::{EBUSY, EINVAL, Reply, argument};
use crate::model::Command;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::{NONE, Pg, World};

/// The figures of one PG, or of many.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pub objects: u64,
    pub bytes: u64,
    pub copies: u64,
    pub degraded: u64,
    pub misplaced: u64,
    pub reads: u64,
    pub writes: u64,
}

impl Sum {
    fn text(&self) -> String {
        let Self { objects, bytes, copies, degraded, misplaced, reads, writes } = self;
        let mut text = format!(
            "{{\"num_bytes\":{bytes},\"num_objects\":{objects},\"num_object_clones\":0,\"num_object_copies\":{copies},\
             \"num_objects_missing_on_primary\":0,\"num_objects_missing\":0,\"num_objects_degraded\":{degraded},\
             \"num_objects_misplaced\":{misplaced},\"num_objects_unfound\":0,\"num_objects_dirty\":{objects},\
             \"num_whiteouts\":0,\"num_read\":{reads},\"num_read_kb\":{},\"num_write\":{writes},\"num_write_kb\":{}",
            reads * 24,
            writes * 12
        );
        for name in [
            "num_scrub_errors",
            "num_shallow_scrub_errors",
            "num_deep_scrub_errors",
            "num_objects_recovered",
            "num_bytes_recovered",
            "num_keys_recovered",
            "num_objects_omap",
            "num_objects_hit_set_archive",
            "num_bytes_hit_set_archive",
            "num_flush",
            "num_flush_kb",
            "num_evict",
            "num_evict_kb",
            "num_promote",
            "num_flush_mode_high",
            "num_flush_mode_low",
            "num_evict_mode_some",
            "num_evict_mode_full",
            "num_objects_pinned",
            "num_legacy_snapsets",
            "num_large_omap_objects",
            "num_objects_manifest",
            "num_omap_bytes",
            "num_omap_keys",
            "num_objects_repaired",
        ] {
            let _never_fails = write!(text, ",\"{name}\":0");
        }
        text.push('}');
        text
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_default()
    }
}

fn list(places: &[usize]) -> String {
    let words: Vec<String> = places.iter().map(ToString::to_string).collect();
    format!("[{}]", words.join(","))
}

/// `["1","0","2"]`, with the shard beside the OSD where there are shards.
fn shards(pg: &Pg) -> Vec<String> {
    let whole = |osd: usize| pg.missing(osd) == Some(0.0);
    let places = pg.acting.iter().enumerate().filter(|(_, osd)| **osd != NONE && whole(**osd));
    let mut shards: Vec<String> = places
        .map(|(place, osd)| if pg.erasure { format!("{osd}({place})") } else { osd.to_string() })
        .collect();
    shards.dedup();
    shards
}

/// Where it lies, and whom it waits for.
fn places(world: &World, pg: &Pg, objects: u64) -> String {
    let whole = shards(pg);
    let quoted: Vec<String> = whole.iter().map(|shard| format!("\"{shard}\"")).collect();
    let mut sorted = whole.clone();
    sorted.sort();
    let located = if objects == 0 || whole.is_empty() {
        String::new()
    } else {
        format!("{{\"shards\":\"{}\",\"objects\":{objects}}}", sorted.join(","))
    };
    let lead = |places: &[usize]| Pg::primary(places).map_or(-1, |osd| osd as i64);
    let blocked = pg.blocked_by(|osd| world.osds[osd].up);
    format!(
        "\"up\":{},\"acting\":{},\"avail_no_missing\":[{}],\"object_location_counts\":[{located}],\
         \"blocked_by\":{},\"up_primary\":{},\"acting_primary\":{},\"purged_snaps\":[]",
        list(&pg.up),
        list(&pg.acting),
        quoted.join(","),
        list(&blocked),
        lead(&pg.up),
        lead(&pg.acting),
    )
}

/// Writes the row of a PG.
pub(super) fn write(world: &World, index: usize, body: &mut Vec<u8>) {
    let pg = &world.pgs[index];
    let spec = &world.pools[pg.pool];
    let (objects, bytes) = world.pg_data(pg);
    let (degraded, misplaced) = pg.degraded(objects);
    let scrubs = world.scrubs(index);
    let state = pg.state(world.now, objects, scrubs.now);
    let micros = world.micros(index as u64);
    let zoned = |at: i64| stamp::zoned(at, micros);
    let fresh =
        (world.now - 1 - dice::below(world.seed, &[141, index as u64], 50) as i64).max(pg.last_change);
    let fresh = if pg.down { pg.last_change } else { fresh };
    let unless = |since: Option<i64>| zoned(since.map_or(fresh, |since| since.min(fresh)));
    let age = (world.now - world.created) as f64 / f64::from(spec.pg_num);
    let stat = Sum {
        objects,
        bytes,
        copies: objects * pg.size as u64,
        degraded,
        misplaced,
        reads: (spec.read_ops_s * age) as u64,
        writes: (spec.write_ops_s * age) as u64,
    };
    let version = format!("{}'{}", pg.mapping_epoch, stat.writes + objects);
    let log = if objects == 0 { 0 } else { 2000 + micros % 1000 };
    let plan = if world.scrub_stopped.is_some() {
        "no scrub is scheduled".to_owned()
    } else {
        format!("periodic scrub scheduled @ {}", zoned(scrubs.next))
    };
    let _never_fails = write!(
        body,
        "{{\"pgid\":\"{}\",\"version\":\"{version}\",\"reported_seq\":{},\"reported_epoch\":{},\"state\":\"{state}\",\
         \"last_fresh\":\"{}\",\"last_change\":\"{}\",\"last_active\":\"{}\",\"last_peered\":\"{}\",\
         \"last_clean\":\"{}\",\"last_became_active\":\"{became}\",\"last_became_peered\":\"{became}\",\
         \"last_unstale\":\"{}\",\"last_undegraded\":\"{}\",\"last_fullsized\":\"{}\",\"mapping_epoch\":{},\
         \"log_start\":\"0'0\",\"ondisk_log_start\":\"0'0\",\"created\":{},\"last_epoch_clean\":{},\"parent\":\"0.0\",\
         \"parent_split_bits\":0,\"last_scrub\":\"{version}\",\"last_scrub_stamp\":\"{}\",\
         \"last_deep_scrub\":\"{version}\",\"last_deep_scrub_stamp\":\"{}\",\"last_clean_scrub_stamp\":\"{}\",\
         \"objects_scrubbed\":{objects},\"log_size\":{log},\"log_dups_size\":0,\"ondisk_log_size\":{log},\
         \"stats_invalid\":false,\"dirty_stats_invalid\":false,\"omap_stats_invalid\":false,\
         \"hitset_stats_invalid\":false,\"hitset_bytes_stats_invalid\":false,\"pin_stats_invalid\":false,\
         \"manifest_stats_invalid\":false,\"snaptrimq_len\":0,\"last_scrub_duration\":{lasted},\
         \"scrub_schedule\":\"{plan}\",\"scrub_duration\":{lasted},\"objects_trimmed\":0,\"snaptrim_duration\":0,\
         \"stat_sum\":{},{}}}",
        world.pg_id(index),
        stat.writes + 900,
        world.epoch,
        zoned(fresh),
        zoned(pg.last_change),
        unless(pg.inactive_since),
        unless(if pg.down { pg.inactive_since } else { None }),
        unless(pg.unclean_since),
        zoned(fresh),
        unless(pg.degraded_since),
        unless(pg.undersized_since),
        pg.mapping_epoch,
        12 + spec.id * 3,
        pg.mapping_epoch,
        zoned(scrubs.last),
        zoned(scrubs.last_deep),
        zoned(scrubs.last),
        stat.text(),
        places(world, pg, objects),
        became = zoned(pg.last_change),
        lasted = scrubs.lasted,
    );
}

/// Whether some OSDs may be stopped: none of their PGs may come below its `min_size`.
pub(super) fn ok_to_stop(world: &World, command: &Command) -> Reply {
    let text = argument(command, "ids").unwrap_or_default();
    let ids: Result<Vec<usize>, _> =
        text.split(',').map(|id| id.trim().trim_start_matches("osd.").parse()).collect();
    let Ok(ids) = ids else {
        return Reply::refused(EINVAL, format!("unable to parse osd ids '{text}'"));
    };
    let (mut bad, mut degraded, mut fine) = (Vec::new(), Vec::new(), 0);
    for (index, pg) in world.pgs.iter().enumerate() {
        let left = pg.acting_osds().filter(|osd| !ids.contains(osd)).count();
        if left == pg.serving() {
            continue;
        }
        if left < pg.min_size || !pg.serves(world.now) {
            bad.push(world.pg_id(index));
        } else {
            fine += 1;
            degraded.push(world.pg_id(index));
        }
    }
    let body = json!({
        "ok_to_stop": bad.is_empty(),
        "osds": ids,
        "num_ok_pgs": fine,
        "num_not_ok_pgs": bad.len(),
        "bad_become_inactive": bad,
        "ok_become_degraded": degraded,
    });
    if bad.is_empty() {
        return Reply::json(&body);
    }
    let message =
        format!("unsafe to stop osd(s) at this time ({} PGs are or would become offline)", bad.len());
    Reply { status: EBUSY, message, body: body.to_string().into_bytes() }
}
