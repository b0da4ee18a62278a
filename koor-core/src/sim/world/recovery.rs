//! How PGs follow the map, and how data moves until they are clean again.

use std::collections::BTreeMap;

use super::pg::Copy;
use super::{NONE, PEERING_S, Pg, World};
use crate::sim::dice;

/// Backfills of an OSD at once: `osd_max_backfills`.
const BACKFILLS: u32 = 1;
/// The share of a PG's objects that is written anew in a second, so that a copy that is away falls behind.
const WRITTEN_S: f64 = 1e-4;
/// Objects a second that the log brings back, for a PG.
const BY_LOG_S: f64 = 2.0;

impl World {
    pub(super) fn make_pgs(&mut self) {
        for pool in 0..self.pools.len() {
            self.pools[pool].first_pg = self.pgs.len();
            let spec = self.pools[pool].clone();
            let straws = self.straws(spec.class);
            for number in 0..spec.pg_num {
                let raw = self.place(&spec, number, &straws);
                let copies = raw.iter().filter(|osd| **osd != NONE);
                self.pgs.push(Pg {
                    pool,
                    number,
                    size: spec.size(),
                    min_size: spec.min_size(),
                    need: spec.divisor() as usize,
                    erasure: spec.erasure(),
                    share: (spec.edge(self.seed, number), spec.edge(self.seed, number + 1)),
                    copies: copies.map(|osd| Copy { osd: *osd, missing: 0.0 }).collect(),
                    up: raw.clone(),
                    acting: raw.clone(),
                    raw,
                    mapping_epoch: self.epoch - 20,
                    last_change: self.now - 86_400 - i64::from(number) * 7,
                    ..Pg::default()
                });
            }
        }
    }

    /// Objects and stored bytes of a PG now. All PGs of a pool together hold what the pool holds.
    pub(crate) fn pg_data(&self, pg: &Pg) -> (u64, u64) {
        let pool = &self.pools[pg.pool];
        let seconds = self.now - self.born;
        let part = |whole: u64| {
            let at = |edge: f64| (whole as f64 * edge) as u64;
            let end = if pg.number + 1 == pool.pg_num { whole } else { at(pg.share.1) };
            end.saturating_sub(at(pg.share.0))
        };
        (part(pool.objects_at(seconds)), part(pool.stored_at(seconds)))
    }

    /// Bytes on disk of one copy (or shard) of a PG: no object takes less than the smallest piece of disk.
    pub(crate) fn shard_bytes(&self, pg: &Pg) -> u64 {
        let (objects, bytes) = self.pg_data(pg);
        if bytes == 0 { 0 } else { (bytes / pg.need as u64).max(objects * 4096) }
    }

    /// The map changed: every PG looks who it belongs to.
    pub(super) fn remap(&mut self) {
        let mut pgs = std::mem::take(&mut self.pgs);
        let mut straws = BTreeMap::new();
        for pool in &self.pools {
            straws.entry(pool.class).or_insert_with(|| self.straws(pool.class));
        }
        for (index, pg) in pgs.iter_mut().enumerate() {
            let pool = &self.pools[pg.pool];
            let raw = self.place(pool, pg.number, &straws[pool.class]);
            let is_up = |osd: usize| self.osds[osd].up;
            let up: Vec<usize> = if pg.erasure {
                raw.iter().map(|osd| if *osd != NONE && is_up(*osd) { *osd } else { NONE }).collect()
            } else {
                raw.iter().copied().filter(|osd| is_up(*osd)).collect()
            };
            let serves = pg.acting_osds().all(is_up);
            if raw == pg.raw && up == pg.up && serves {
                continue;
            }
            pg.settle(raw, up, is_up);
            pg.mapping_epoch = self.epoch;
            pg.last_change = self.now;
            pg.peer_until = self.now + PEERING_S;
            if let Err(place) = self.unclean.binary_search(&index) {
                self.unclean.insert(place, index);
            }
        }
        self.pgs = pgs;
    }

    /// Data moves for some seconds.
    pub(super) fn recover(&mut self, seconds: i64) {
        self.recovery_by_pool.clear();
        let unclean = std::mem::take(&mut self.unclean);
        let mut busy: BTreeMap<usize, u32> = BTreeMap::new();
        let mut left = Vec::with_capacity(unclean.len());
        let mut changed = false;
        for index in unclean {
            let mut pg = std::mem::take(&mut self.pgs[index]);
            if pg.serves(self.now) {
                self.fall_behind(&mut pg, seconds);
                self.by_log(&mut pg, seconds);
                self.backfill(&mut pg, seconds, &mut busy);
                changed |= self.finish(&mut pg);
            }
            self.note_since(&mut pg);
            if !pg.clean() || pg.peering(self.now) || pg.remapped() {
                left.push(index);
            }
            self.pgs[index] = pg;
        }
        self.unclean = left;
        if changed {
            self.new_epoch();
        }
        let moved = |which: fn(&(f64, f64)) -> f64| self.recovery_by_pool.values().map(which).sum::<f64>();
        let (bytes, objects) = (moved(|rate| rate.0), moved(|rate| rate.1));
        (self.recovery_bytes_s, self.recovery_objects_s) = (bytes, objects);
    }

    /// What is written meanwhile is missing on copies that are away.
    fn fall_behind(&self, pg: &mut Pg, seconds: i64) {
        for copy in &mut pg.copies {
            if !self.osds[copy.osd].up {
                copy.missing = (copy.missing + WRITTEN_S * seconds as f64).min(1.0);
            }
        }
    }

    fn by_log(&mut self, pg: &mut Pg, seconds: i64) {
        let (objects, bytes) = self.pg_data(pg);
        let fast = if self.pools[pg.pool].class == "ssd" { 4.0 } else { 1.0 };
        let share = (BY_LOG_S * fast * seconds as f64 / objects.max(1) as f64).min(1.0);
        let mut moved = 0.0;
        for copy in pg.copies.iter_mut().filter(|copy| pg.acting.contains(&copy.osd)) {
            let part = share.min(copy.missing);
            copy.missing -= part;
            moved += part;
        }
        if moved > 0.0 {
            pg.working = true;
            self.moved(pg, moved / seconds as f64, objects, bytes);
        }
    }

    fn backfill(&mut self, pg: &mut Pg, seconds: i64, busy: &mut BTreeMap<usize, u32>) {
        let targets: Vec<usize> = pg.up_osds().filter(|osd| !pg.acting.contains(osd)).collect();
        let Some(primary) = Pg::primary(&pg.acting) else { return };
        if targets.is_empty() || pg.recovers() {
            return;
        }
        pg.toofull = targets.iter().any(|osd| self.backfillfull.contains(osd));
        if pg.toofull {
            pg.working = false;
            return;
        }
        let full = |osd: &usize| busy.get(osd).copied().unwrap_or_default() >= BACKFILLS;
        pg.working = !targets.iter().chain([&primary]).any(full);
        if !pg.working {
            return;
        }
        let (objects, bytes) = self.pg_data(pg);
        let shard = bytes as f64 / pg.need as f64;
        for osd in targets.iter().chain([&primary]) {
            *busy.entry(*osd).or_default() += 1;
        }
        let mut moved = 0.0;
        for target in targets {
            let key = target as u64 * 4096 + u64::from(pg.number);
            let noise = 1.0 + 0.25 * dice::wave(self.seed, key, self.now, 30);
            let speed = self.osds[target].recovery_bytes_s() * noise;
            let part = speed * seconds as f64 / shard.max(1.0);
            if let Some(copy) = pg.copies.iter_mut().find(|copy| copy.osd == target) {
                let part = part.min(copy.missing);
                copy.missing -= part;
                moved += part;
            }
        }
        self.moved(pg, moved / seconds as f64, objects, bytes);
    }

    /// Notes what moved in a second, in copies of a whole PG.
    fn moved(&mut self, pg: &Pg, copies: f64, objects: u64, bytes: u64) {
        let rate = self.recovery_by_pool.entry(pg.pool).or_default();
        rate.0 += copies * bytes as f64 / pg.need as f64;
        rate.1 += copies * objects as f64;
    }

    /// Whoever has everything serves; what lies elsewhere is removed. Says whether the map changes by it.
    fn finish(&mut self, pg: &mut Pg) -> bool {
        let complete = pg.up_osds().all(|osd| pg.missing(osd).is_some_and(|missing| missing <= 0.0));
        if !complete {
            return false;
        }
        pg.working = false;
        // Whoever holds a place for which CRUSH finds nobody goes on serving.
        let changed = pg.remapped() && pg.up_osds().count() >= pg.serving();
        if changed {
            pg.acting = pg.up.clone();
            pg.last_change = self.now;
        }
        let keep = |osd: usize| [&pg.up, &pg.raw, &pg.acting].iter().any(|set| set.contains(&osd));
        let stray: Vec<usize> = pg.copies.iter().map(|copy| copy.osd).filter(|osd| !keep(*osd)).collect();
        pg.copies.retain(|copy| !stray.contains(&copy.osd));
        changed
    }

    /// Since when it is as it is.
    fn note_since(&self, pg: &mut Pg) {
        let now = self.now;
        let since = |holds: bool, since: Option<i64>| if holds { since.or(Some(now)) } else { None };
        pg.unclean_since = since(!pg.clean() || pg.peering(now), pg.unclean_since);
        pg.inactive_since = since(!pg.serves(now), pg.inactive_since);
        pg.undersized_since = since(pg.undersized(), pg.undersized_since);
        pg.degraded_since = since(pg.shares().0 > 0.0, pg.degraded_since);
    }

    /// PGs that are not as they should be.
    pub(crate) fn unclean(&self) -> &[usize] {
        &self.unclean
    }
}
