//! When each PG was scrubbed: a function of time, as scrubs come round by themselves.

use super::{Pg, World};
use crate::sim::dice;

/// One kind of scrub of one PG.
struct Round {
    phase: i64,
    period: i64,
    lasts: i64,
}

impl Round {
    /// When the last one before `until` began.
    fn began(&self, until: i64) -> i64 {
        (until - self.phase).div_euclid(self.period) * self.period + self.phase
    }

    /// When the last one that was over by `until` ended.
    fn ended(&self, until: i64) -> i64 {
        self.began(until - self.lasts) + self.lasts
    }
}

/// Scrubs of a PG.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scrubs {
    pub last: i64,
    pub last_deep: i64,
    /// One goes on; whether it is a deep one.
    pub now: Option<bool>,
    pub next: i64,
    pub lasted: i64,
}

impl World {
    /// The scrubs of a PG, as of now.
    pub(crate) fn scrubs(&self, index: usize) -> Scrubs {
        let pg = &self.pgs[index];
        let bytes = self.pg_data(pg).1 / pg.need as u64;
        let share = |which| dice::share(self.seed, &[31, which, index as u64]);
        let light = 86_400.0 * (1.0 + 0.4 * share(1));
        let deep = 7.0 * 86_400.0 * (0.95 + 0.15 * share(2));
        let light = Round {
            phase: (light * share(3)) as i64,
            period: light as i64,
            lasts: (bytes / 400_000_000).clamp(2, 120) as i64,
        };
        let deep = Round {
            phase: (deep * share(4)) as i64,
            period: deep as i64,
            lasts: (bytes / 25_000_000).clamp(5, 3600) as i64,
        };
        let until = [self.scrub_stopped, pg.unclean_since].into_iter().flatten().min();
        let until = until.unwrap_or(self.now).min(self.now);
        let runs = until == self.now && Self::may_scrub(pg);
        let going = |round: &Round| runs && self.now < round.began(until) + round.lasts;
        let last_deep = deep.ended(until);
        let now = if going(&deep) {
            Some(true)
        } else if going(&light) {
            Some(false)
        } else {
            None
        };
        Scrubs {
            last: light.ended(until).max(last_deep),
            last_deep,
            now,
            next: light.began(until) + light.period,
            lasted: light.lasts,
        }
    }

    fn may_scrub(pg: &Pg) -> bool {
        pg.unclean_since.is_none() && pg.clean()
    }

    /// The state of a PG in Ceph's words.
    pub(crate) fn pg_state(&self, index: usize) -> String {
        let pg = &self.pgs[index];
        pg.state(self.now, self.pg_data(pg).0, self.scrubs(index).now)
    }
}
