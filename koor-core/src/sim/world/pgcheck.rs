//! Checks about PGs: what is degraded, what serves nobody, and who is slow because of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Check, Pg, World};
use crate::sim::stamp;

/// Until a PG's state is worth a word: `mon_pg_stuck_threshold`.
const STUCK_S: i64 = 60;
/// Until a request is slow: `osd_op_complaint_time`.
const SLOW_S: i64 = 30;
/// Detail lines about PGs.
const DETAILS: usize = 51;

/// PGs of one check: how many in which state, and a line for each PG.
#[derive(Default)]
struct Causes {
    states: BTreeMap<u8, (&'static str, u64)>,
    lines: Vec<String>,
}

impl Causes {
    fn note(&mut self, rank: u8, state: &'static str) {
        self.states.entry(rank).or_insert((state, 0)).1 += 1;
    }

    fn words(&self) -> String {
        let word = |(state, count): &(&str, u64)| {
            format!("{count} {} {state}", if *count > 1 { "pgs" } else { "pg" })
        };
        self.states.values().map(word).collect::<Vec<_>>().join(", ")
    }

    fn count(&self) -> u64 {
        self.states.values().map(|(_, count)| count).sum()
    }
}

impl World {
    /// `5.1f`
    pub(crate) fn pg_id(&self, index: usize) -> String {
        let pg = &self.pgs[index];
        format!("{}.{:x}", self.pools[pg.pool].id, pg.number)
    }

    pub(super) fn check_pgs(&self, checks: &mut Vec<Check>) {
        let (mut unavailable, mut degraded) = (Causes::default(), Causes::default());
        for index in self.unclean() {
            self.availability(*index, &mut unavailable);
            self.redundancy(*index, &mut degraded);
        }
        if unavailable.count() > 0 {
            let summary = format!("Reduced data availability: {}", unavailable.words());
            checks.push(Check::warn("PG_AVAILABILITY", unavailable.count(), summary, unavailable.lines));
        }
        let hindered: Vec<usize> =
            self.unclean().iter().copied().filter(|pg| self.pgs[*pg].toofull).collect();
        if !hindered.is_empty() {
            let count = hindered.len();
            let summary = format!(
                "Low space hindering backfill (add storage if this doesn't resolve itself): {count} {} backfill_toofull",
                if count > 1 { "pgs" } else { "pg" }
            );
            let line = |pg: &usize| {
                let acting = Self::acting(&self.pgs[*pg]);
                format!("pg {} is {}, acting {acting}", self.pg_id(*pg), self.pg_state(*pg))
            };
            let detail = hindered.iter().take(DETAILS).map(line).collect();
            checks.push(Check::warn("PG_BACKFILL_FULL", count as u64, summary, detail));
        }
        if degraded.count() > 0 {
            let (lost, copies) = self.redundancy_lost();
            let mut count = degraded.count();
            let mut words = String::from("Degraded data redundancy: ");
            if lost > 0 {
                let percent = lost as f64 / copies.max(1) as f64 * 100.0;
                let _never_fails = write!(words, "{lost}/{copies} objects degraded ({percent:.3}%), ");
                count += lost;
            }
            words.push_str(&degraded.words());
            checks.push(Check::warn("PG_DEGRADED", count, words, degraded.lines));
        }
    }

    /// Object copies that are not there, of how many.
    fn redundancy_lost(&self) -> (u64, u64) {
        let lost = |index: &usize| {
            let pg = &self.pgs[*index];
            pg.degraded(self.pg_data(pg).0).0
        };
        let seconds = self.now - self.born;
        let copies = self.pools.iter().map(|pool| pool.objects_at(seconds) * pool.size() as u64);
        (self.unclean().iter().map(lost).sum(), copies.sum())
    }

    fn stuck(&self, since: Option<i64>) -> Option<i64> {
        since.map(|since| self.now - since).filter(|seconds| *seconds > STUCK_S)
    }

    fn acting(pg: &Pg) -> String {
        let osds: Vec<String> = pg.acting.iter().map(ToString::to_string).collect();
        format!("[{}]", osds.join(","))
    }

    fn availability(&self, index: usize, causes: &mut Causes) {
        let pg = &self.pgs[index];
        let stuck = self.stuck(pg.inactive_since);
        let line = |state: &str, seconds: i64| {
            format!(
                "pg {} is stuck {state} for {}, current state {}, last acting {}",
                self.pg_id(index),
                stamp::span(seconds),
                self.pg_state(index),
                Self::acting(pg)
            )
        };
        let mut said = None;
        if let Some(seconds) = stuck.filter(|_| !pg.serves(self.now)) {
            causes.note(1, "inactive");
            said = Some(line("inactive", seconds));
        }
        if pg.down {
            causes.note(4, "down");
            said = Some(format!(
                "pg {} is {}, acting {}",
                self.pg_id(index),
                self.pg_state(index),
                Self::acting(pg)
            ));
        }
        if causes.lines.len() < DETAILS {
            causes.lines.extend(said);
        }
    }

    fn redundancy(&self, index: usize, causes: &mut Causes) {
        let pg = &self.pgs[index];
        let state = self.pg_state(index);
        let mut said = None;
        if state.contains("degraded") {
            causes.note(10, "degraded");
            said = Some(format!("pg {} is {state}, acting {}", self.pg_id(index), Self::acting(pg)));
        }
        if let Some(seconds) = self.stuck(pg.undersized_since).filter(|_| state.contains("undersized")) {
            causes.note(23, "undersized");
            said = Some(format!(
                "pg {} is stuck undersized for {}, current state {state}, last acting {}",
                self.pg_id(index),
                stamp::span(seconds),
                Self::acting(pg)
            ));
        }
        if causes.lines.len() < DETAILS {
            causes.lines.extend(said);
        }
    }

    /// Requests that wait, by OSD: how many, the oldest's age in seconds, the pool most of them are for.
    pub(crate) fn slow_ops(&self) -> BTreeMap<usize, (u64, i64, usize)> {
        let mut slow: BTreeMap<usize, (u64, i64, usize)> = BTreeMap::new();
        for index in self.unclean() {
            let pg = &self.pgs[*index];
            let age = pg.inactive_since.map(|since| self.now - since).filter(|age| *age > SLOW_S);
            // Whoever leads the PG and is there keeps its requests.
            let Some((age, primary)) = age.zip(pg.acting_osds().find(|osd| self.osds[*osd].up)) else {
                continue;
            };
            self.add_slow(&mut slow, primary, age, pg.pool);
        }
        // An OSD that died and is not yet noticed keeps everybody waiting who writes to it.
        for (osd, state) in self.osds.iter().enumerate() {
            let age = self.now - state.died;
            if !state.alive && state.up && age > 8 {
                for pg in self.pgs.iter().filter(|pg| pg.acting.contains(&osd)) {
                    if let Some(primary) = pg.acting_osds().find(|other| self.osds[*other].alive) {
                        self.add_slow(&mut slow, primary, SLOW_S + age - 8, pg.pool);
                    }
                }
            }
        }
        slow
    }

    fn add_slow(&self, slow: &mut BTreeMap<usize, (u64, i64, usize)>, osd: usize, age: i64, pool: usize) {
        let spec = &self.pools[pool];
        // Clients have so many requests under way and then wait.
        let most = (spec.write_ops_s / f64::from(spec.pg_num) * 40.0).clamp(0.0, 24.0);
        let ops = (most * (age as f64 / 240.0).min(1.0)) as u64;
        if ops > 0 {
            let row = slow.entry(osd).or_insert((0, 0, pool));
            (row.0, row.1) = (row.0 + ops, row.1.max(age));
        }
    }

    pub(super) fn check_slow(&self, checks: &mut Vec<Check>) {
        let slow = self.slow_ops();
        let ops: u64 = slow.values().map(|(ops, ..)| ops).sum();
        let Some(oldest) = slow.values().map(|(_, age, _)| age).max() else { return };
        let names: Vec<String> = slow.keys().map(|osd| format!("osd.{osd}")).collect();
        let who = match names.as_slice() {
            [one] => format!("{one} has slow ops"),
            many if many.len() > 10 => format!("daemons [{}]... have slow ops.", many[..10].join(",")),
            many => format!("daemons [{}] have slow ops.", many.join(",")),
        };
        let summary = format!("{ops} slow ops, oldest one blocked for {oldest} sec, {who}");
        checks.push(Check::warn("SLOW_OPS", ops, summary, Vec::new()));
    }
}
