//! PGs that do not serve, are degraded, damaged, or not scrubbed.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::AffectedPgs;
use super::detail::Named;
use super::scene::{Scene, counted, names};
use super::{Affected, Reading};
use crate::assess::{place, scrub};
use crate::model::{Bytes, Check, OsdId, Pg, PgDigest, PgState};

/// The words of a PG's state that a check is about.
fn concerned(code: &str) -> fn(&PgState) -> bool {
    fn any(state: &PgState, words: &[&str]) -> bool {
        words.iter().any(|word| state.has(word))
    }
    match code {
        "PG_AVAILABILITY" => {
            |state| !state.has("active") || any(state, &["stale", "peering", "down", "incomplete"])
        }
        "PG_DEGRADED" => |state| any(state, &["degraded", "undersized"]),
        "PG_DAMAGED" | "OSD_SCRUB_ERRORS" => |state| {
            any(
                state,
                &["inconsistent", "snaptrim_error", "failed_repair", "recovery_unfound", "backfill_unfound"],
            )
        },
        "PG_BACKFILL_FULL" => |state| state.has("backfill_toofull"),
        "PG_RECOVERY_FULL" => |state| state.has("recovery_toofull"),
        "PG_SLOW_SNAP_TRIMMING" => |state| any(state, &["snaptrim", "snaptrim_wait"]),
        _ => |_| false,
    }
}

/// A check about PGs or their objects.
pub(super) fn read(check: &Check, scene: &Scene<'_>, named: &Named) -> Reading {
    let code = check.code.as_str();
    let of_state = concerned(code);
    let of = |pg: &&Pg| match code {
        "OBJECT_UNFOUND" => pg.unfound > 0,
        "OBJECT_MISPLACED" => pg.misplaced > 0,
        "OSD_SCRUB_ERRORS" => pg.scrub_errors > 0 || of_state(&pg.state),
        _ => of_state(&pg.state),
    };
    let pgs: Option<Vec<&Pg>> = scene.pgs().map(|pgs| pgs.iter().filter(of).collect());
    let mut affected = match &pgs {
        // The check may be older than the PGs, or they older than it: then its own lines are all there is.
        Some(pgs) if !pgs.is_empty() => Affected::of_pgs(scene, pgs),
        _ => from_digest(scene, named, of_state),
    };
    if matches!(code, "PG_DAMAGED" | "OSD_SCRUB_ERRORS") {
        let holders = pgs.iter().flatten().flat_map(|pg| pg.acting.iter().flatten().copied());
        affected = affected.with_osds(scene, holders.collect::<Vec<_>>());
    }
    affected.object_copies = copies(code, scene.inventory.pg_digest.value(), pgs.as_deref());
    let pgs = pgs.as_deref().unwrap_or_default();
    let cause = match code {
        "PG_DAMAGED" | "OSD_SCRUB_ERRORS" => damage(scene, &affected.osds, named, pgs),
        _ => causes(scene, code, pgs),
    };
    let next = steps(scene, code, pgs);
    Reading { affected, cause, next }
}

/// Without the PGs one by one: how many, from the digest. How much data is in them, nobody told.
fn from_digest(scene: &Scene<'_>, named: &Named, concerned: fn(&PgState) -> bool) -> Affected {
    let by_state = scene.inventory.pg_digest.value().map(|digest| &digest.by_state);
    let concerned = by_state.into_iter().flatten().filter(|(state, _)| concerned(state));
    let count = crate::model::total(concerned.map(|(_, count)| *count));
    let pools = scene.pool_names(named.pgs.iter().map(|pg| pg.pool));
    let affected = Affected::named(scene, named);
    let pgs = AffectedPgs::counted(count, named);
    Affected { pools, pgs: (pgs.count > 0).then_some(pgs), ..affected }
}

/// How many copies the check is about.
fn copies(code: &str, digest: Option<&PgDigest>, pgs: Option<&[&Pg]>) -> Option<u64> {
    let of_pg: fn(&Pg) -> u64 = match code {
        "PG_DEGRADED" => |pg| pg.degraded,
        "OBJECT_MISPLACED" => |pg| pg.misplaced,
        "OBJECT_UNFOUND" => |pg| pg.unfound,
        _ => return None,
    };
    match pgs {
        Some(pgs) => Some(crate::model::total(pgs.iter().map(|pg| of_pg(pg)))),
        None => digest.map(|digest| match code {
            "PG_DEGRADED" => digest.degraded_objects,
            "OBJECT_MISPLACED" => digest.misplaced_objects,
            _ => digest.unfound_objects,
        }),
    }
}

/// Why PGs are not as they should be: who is missing, what holds recovery back, whether it goes on.
fn causes(scene: &Scene<'_>, code: &str, pgs: &[&Pg]) -> Vec<String> {
    let mut cause = scene.who_is_down();
    cause.extend(waits(scene, pgs));
    if code == "PG_AVAILABILITY" {
        cause.extend(below_min_size(scene, pgs));
    }
    let held = |flag: &str, means: &str| scene.has_flag(flag).then(|| format!("{flag} is set: {means}"));
    cause.extend(held("pauserd", "reads are stopped"));
    cause.extend(held("pausewr", "writes are stopped"));
    cause.extend(held("norecover", "nothing is recovered"));
    cause.extend(held("nobackfill", "nothing is moved to its new place"));
    cause.extend(held("norebalance", "misplaced data is not moved"));
    if scene.down().any(|osd| osd.state.is_in) {
        cause.extend(held("noout", "OSDs that are down stay in, so no new copies are made elsewhere"));
    }
    if code != "OBJECT_MISPLACED" {
        cause.extend(too_few_places(scene, pgs));
    }
    if pgs.iter().any(|pg| pg.state.has("backfill_toofull") || pg.state.has("recovery_toofull"))
        || matches!(code, "PG_BACKFILL_FULL" | "PG_RECOVERY_FULL")
    {
        cause.extend(too_full(scene));
    }
    if matches!(code, "PG_DEGRADED" | "OBJECT_MISPLACED") {
        cause.extend(catching_up(pgs));
    }
    cause.extend(progress(scene));
    cause
}

/// How long peering with an OSD that is up is nothing to speak of.
const PEERING_S: i64 = 15;

/// The OSDs that PGs wait for.
fn waits(scene: &Scene<'_>, pgs: &[&Pg]) -> Vec<String> {
    let asked_at = scene.inventory.pgs.seen().map(|seen| seen.asked_at);
    let is_long = |pg: &Pg| {
        let since = asked_at.zip(pg.last_change).map(|(asked, since)| asked.duration_since(since).as_secs());
        since.is_none_or(|since| since >= PEERING_S)
    };
    // How many wait, and whether one of them does so for long.
    let mut waited: BTreeMap<OsdId, (u64, bool)> = BTreeMap::new();
    for pg in pgs {
        for id in &pg.blocked_by {
            let row = waited.entry(*id).or_default();
            *row = (row.0 + 1, row.1 || is_long(pg));
        }
    }
    let told = |(id, (count, long)): (OsdId, (u64, bool))| {
        let state = match scene.osd(id).map(|osd| osd.state.up) {
            Some(true) if long => ", which is up: it may hang",
            Some(true) => ", which is up: they have just begun to agree with it",
            Some(false) => ", which is down",
            None => ", which is not in the map any longer",
        };
        let wait = if count == 1 { "waits" } else { "wait" };
        format!("{} {wait} for {id}{state}", counted(count, "PG"))
    };
    waited.into_iter().map(told).collect()
}

/// PGs whose OSDs agree and are fewer than their pool's `min_size`, those of pools that are alike in one sentence.
fn below_min_size(scene: &Scene<'_>, pgs: &[&Pg]) -> Vec<String> {
    let up = |id: &&OsdId| scene.osd(**id).is_some_and(|osd| osd.state.up);
    let mut by_pool: BTreeMap<(&str, u64, u64), (u64, u64)> = BTreeMap::new();
    for pg in pgs.iter().filter(|pg| pg.state.has("peered")) {
        let Some(pool) = scene.pool(pg.id.pool) else { continue };
        let there = pg.acting.iter().flatten().filter(up).count() as u64;
        if there < pool.min_size {
            let row = by_pool.entry((&pool.name, pool.min_size, pool.size)).or_insert((0, there));
            *row = (row.0 + 1, row.1.min(there));
        }
    }
    let told = |((pool, min_size, size), (count, there)): ((&str, u64, u64), (u64, u64))| {
        let equal = if min_size >= size {
            ", as many as its size, so that it stops at the first OSD that is missing"
        } else {
            ""
        };
        let stop = if count == 1 { "stops" } else { "stop" };
        format!(
            "{} of pool {pool} {stop} below {min_size} copies (min_size{equal}): {there} of {size} are up",
            counted(count, "PG")
        )
    };
    let mut said: Vec<String> = by_pool.into_iter().map(told).collect();
    let more = said.len().saturating_sub(POOLS);
    if more > 0 {
        said.truncate(POOLS);
        said.push(format!("and so in {more} more pools: koor pg ls --unhealthy"));
    }
    said
}

/// How many pools are told one by one.
const POOLS: usize = 4;

/// PGs that are being filled, and those that wait for their turn.
fn catching_up(pgs: &[&Pg]) -> Option<String> {
    let count =
        |words: [&str; 2]| pgs.iter().filter(|pg| words.iter().any(|word| pg.state.has(word))).count() as u64;
    let (now, later) = (count(["recovering", "backfilling"]), count(["recovery_wait", "backfill_wait"]));
    let filled = |count: u64| {
        format!("{} {} being filled up", counted(count, "PG"), if count == 1 { "is" } else { "are" })
    };
    match (now, later) {
        (0, 0) => None,
        (now, 0) => Some(filled(now)),
        (0, later) => Some(format!(
            "{} to be filled up, {} for a turn",
            counted(later, "PG"),
            if later == 1 { "waits" } else { "wait" }
        )),
        (now, later) => Some(format!(
            "{}, {later} more {} for a turn",
            filled(now),
            if later == 1 { "waits" } else { "wait" }
        )),
    }
}

/// What to do where the general steps would mislead: they begin with OSDs that are down.
fn steps(scene: &Scene<'_>, code: &str, pgs: &[&Pg]) -> Vec<String> {
    let Some(first) = pgs.first().filter(|_| code == "PG_DEGRADED" && scene.down().next().is_none()) else {
        return Vec::new();
    };
    let pools: BTreeSet<_> = pgs.iter().map(|pg| pg.id.pool).collect();
    let mut steps: Vec<String> = pools
        .into_iter()
        .filter_map(|id| scene.pool(id))
        .filter_map(|pool| Some((pool, place::of(scene.inventory, &scene.osds, pool)?)))
        .filter(|(pool, places)| (places.serving.len() as u64) < pool.size)
        .flat_map(|(pool, places)| {
            crate::assess::pool::next(pool, places.domain, places.serving.len() as u64)
        })
        .collect();
    steps.dedup();
    steps.truncate(POOLS);
    if catching_up(pgs).is_some() {
        steps.push("no OSD is down: wait, and restart nothing meanwhile: koor status --watch".into());
    }
    if !steps.is_empty() {
        steps.push(format!("why one PG is degraded: koor pg show {}", first.id));
    }
    steps
}

/// Pools that want more places than there are, those alike in one sentence.
fn too_few_places(scene: &Scene<'_>, pgs: &[&Pg]) -> Vec<String> {
    let pools: BTreeSet<_> = pgs.iter().map(|pg| pg.id.pool).collect();
    let mut alike: BTreeMap<(u64, &str, u64), Vec<&str>> = BTreeMap::new();
    for pool in pools.into_iter().filter_map(|id| scene.pool(id)) {
        let Some(places) = place::of(scene.inventory, &scene.osds, pool) else { continue };
        let there = places.serving.len() as u64;
        // Where nobody serves, who is down says it all.
        if there > 0 && there < pool.size {
            alike.entry((pool.size, places.domain, there)).or_default().push(&pool.name);
        }
    }
    let told = |((size, domain, there), pools): ((u64, &str, u64), Vec<&str>)| {
        let (pool, want) = if pools.len() == 1 { ("pool", "wants") } else { ("pools", "want") };
        format!(
            "{pool} {} {want} {size} copies, each on another {domain}, and {} {}: the rest can be made nowhere \
             until there are more",
            names(pools.into_iter()),
            counted(there, domain),
            if there == 1 { "serves" } else { "serve" }
        )
    };
    alike.into_iter().map(told).collect()
}

/// The OSDs above the backfillfull limit.
fn too_full(scene: &Scene<'_>) -> Option<String> {
    let limit = scene.inventory.osd_map.value()?.backfillfull_ratio;
    let over = |osd: &&crate::model::Osd| osd.usage.as_ref().is_some_and(|usage| usage.utilization >= limit);
    let full: Vec<&str> = scene.osds.iter().filter(over).map(|osd| osd.name.as_str()).collect();
    (!full.is_empty()).then(|| format!("{} above the backfillfull limit of {limit}", names(full.into_iter())))
}

/// Whether recovery goes on, by the mgr's last figures.
fn progress(scene: &Scene<'_>) -> Option<String> {
    let digest = scene.inventory.pg_digest.seen().filter(|digest| digest.stale.is_none())?;
    let digest = &digest.value;
    (digest.recovery_bytes_per_s > 0 || digest.recovery_objects_per_s > 0).then(|| {
        format!(
            "recovery is under way: {}/s, {} objects/s",
            Bytes(digest.recovery_bytes_per_s),
            digest.recovery_objects_per_s
        )
    })
}

/// How many bad copies are told one by one.
const COPIES: usize = 5;

/// Damaged PGs: the copies that the log names, and the OSD that many of the PGs share.
fn damage(scene: &Scene<'_>, holders: &[OsdId], named: &Named, pgs: &[&Pg]) -> Vec<String> {
    let log = scene.inventory.log.value().map(Vec::as_slice).unwrap_or_default();
    let is_damaged = |id| named.pgs.contains(&id) || pgs.iter().any(|pg| pg.id == id);
    let bad: Vec<_> = scrub::bad_copies(log).into_iter().filter(|bad| is_damaged(bad.pg)).collect();
    let told = bad.iter().take(COPIES).map(|bad| {
        let host = scene.osd(bad.osd).and_then(|osd| osd.host.as_deref());
        let host = host.map_or_else(String::new, |host| format!(" (host {host})"));
        format!("object {} of PG {}: its copy on {}{host} is bad: {}", bad.object, bad.pg, bad.osd, bad.what)
    });
    let mut cause: Vec<String> = told.collect();
    if bad.len() > COPIES {
        cause.push(format!("and {} more bad copies: koor log --level error", bad.len() - COPIES));
    }
    let shared = holders
        .iter()
        .filter(|id| pgs.len() > 1 && pgs.iter().all(|pg| pg.acting.iter().flatten().any(|osd| osd == *id)));
    let shared: Vec<String> = shared.map(ToString::to_string).collect();
    if !shared.is_empty() && shared.len() < holders.len() {
        cause.push(format!(
            "all {} damaged PGs have a copy on {}: look at its disk first",
            pgs.len(),
            shared.join(", ")
        ));
    }
    cause
}

/// PGs that were not scrubbed in time: switched off, or not able to.
pub(super) fn scrub(check: &Check, scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = match scene.pgs() {
        // Its lines name the PGs, up to a number that the mons cut them at.
        Some(pgs) if !named.pgs.is_empty() => {
            let pgs: Vec<&Pg> = pgs.iter().filter(|pg| named.pgs.contains(&pg.id)).collect();
            Affected::of_pgs(scene, &pgs)
        }
        _ => Affected::named(scene, named),
    };
    let counted_by_ceph = check.count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0);
    if let Some(pgs) = &mut affected.pgs
        && counted_by_ceph > pgs.count
    {
        pgs.count = counted_by_ceph;
        // What is known of some would be too little for all.
        (affected.objects, affected.bytes) = (None, None);
    }
    affected.pools = scene.pool_names(named.pgs.iter().map(|pg| pg.pool));
    let mut cause = Vec::new();
    for flag in ["noscrub", "nodeep-scrub"] {
        if scene.has_flag(flag) && (flag == "nodeep-scrub" || check.code == "PG_NOT_SCRUBBED") {
            cause.push(format!("{flag} is set: scrubs are switched off"));
        }
    }
    let unclean = scene.inventory.pg_digest.value().map_or(0, |digest| {
        crate::model::total(
            digest.by_state.iter().filter(|(state, _)| !state.has("clean")).map(|(_, count)| *count),
        )
    });
    if unclean > 0 {
        cause.push(format!(
            "{} not clean: such PGs are not scrubbed",
            match unclean {
                1 => "1 PG is".to_owned(),
                many => format!("{many} PGs are"),
            }
        ));
    }
    Reading { affected, cause, ..Reading::default() }
}
