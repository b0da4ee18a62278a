//! PGs that do not serve, are degraded, damaged, or not scrubbed.

use std::collections::{BTreeMap, BTreeSet};

use super::affected::AffectedPgs;
use super::detail::Named;
use super::scene::{Scene, counted, names};
use super::{Affected, Reading};
use crate::assess::place;
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
    let cause = match code {
        "PG_DAMAGED" | "OSD_SCRUB_ERRORS" => damage(scene, &affected.osds),
        _ => causes(scene, code, pgs.as_deref().unwrap_or_default()),
    };
    Reading { affected, cause }
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
    let mut waited: BTreeMap<OsdId, u64> = BTreeMap::new();
    for id in pgs.iter().flat_map(|pg| &pg.blocked_by) {
        *waited.entry(*id).or_default() += 1;
    }
    for (id, count) in waited {
        let state = match scene.osd(id).map(|osd| osd.state.up) {
            Some(true) => ", which is up: it may hang",
            Some(false) => ", which is down",
            None => ", which is not in the map any longer",
        };
        let wait = if count == 1 { "waits" } else { "wait" };
        cause.push(format!("{} {wait} for {id}{state}", counted(count, "PG")));
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
    cause.extend(progress(scene));
    cause
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

/// Damaged PGs: the OSD that many of them share, and disks that Ceph expects to fail.
fn damage(scene: &Scene<'_>, holders: &[OsdId]) -> Vec<String> {
    let damaged = scene.pgs().into_iter().flatten().filter(|pg| concerned("PG_DAMAGED")(&pg.state));
    let damaged: Vec<&Pg> = damaged.collect();
    let shared = holders.iter().filter(|id| {
        damaged.len() > 1 && damaged.iter().all(|pg| pg.acting.iter().flatten().any(|osd| osd == *id))
    });
    let shared: Vec<String> = shared.map(ToString::to_string).collect();
    if shared.is_empty() || shared.len() == holders.len() {
        return Vec::new();
    }
    vec![format!(
        "all {} damaged PGs have a copy on {}: look at its disk first",
        damaged.len(),
        shared.join(", ")
    )]
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
    Reading { affected, cause }
}
