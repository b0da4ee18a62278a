//! What the mgr's progress module is busy with.

use super::World;
use crate::sim::dice;

/// Something that goes on, or went on.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub id: String,
    pub message: String,
    /// The OSD it is about; none for all PGs.
    pub osd: Option<usize>,
    pub started: i64,
    pub finished: Option<i64>,
    /// What was to do at the worst moment, and what is done of it.
    pub whole: f64,
    pub progress: f64,
}

/// Events that have ended and are kept.
const KEPT: usize = 20;

impl World {
    fn begin_event(&mut self, message: String, osd: Option<usize>) {
        let id = dice::uuid(self.seed, &[51, self.now as u64, osd.map_or(9999, |osd| osd as u64)]);
        let started = self.now;
        self.events.push(Event { id, message, osd, started, finished: None, whole: 0.0, progress: 0.0 });
    }

    pub(super) fn begin_rebalance(&mut self, osd: usize) {
        self.begin_event(format!("Rebalancing after osd.{osd} marked out"), Some(osd));
    }

    /// Events go on with the PGs they are about.
    pub(super) fn follow_events(&mut self) {
        let left: f64 = self
            .unclean()
            .iter()
            .map(|index| {
                let (degraded, misplaced) = self.pgs[*index].shares();
                degraded + misplaced
            })
            .sum();
        let moving = self.unclean().iter().any(|index| self.pgs[*index].backfills());
        let global = |event: &Event| event.osd.is_none() && event.finished.is_none();
        if moving && !self.events.iter().any(global) {
            self.begin_event("Global Recovery Event".into(), None);
        }
        let now = self.now;
        for event in self.events.iter_mut().filter(|event| event.finished.is_none()) {
            event.whole = event.whole.max(left);
            if left <= 0.0 || (!moving && now > event.started + 30) {
                event.finished = Some(now);
                event.progress = 1.0;
            } else {
                event.progress = event.progress.max(1.0 - left / event.whole);
            }
        }
        let ended = self.events.iter().filter(|event| event.finished.is_some()).count();
        if ended > KEPT
            && let Some(oldest) = self.events.iter().position(|event| event.finished.is_some())
        {
            self.events.remove(oldest);
        }
    }
}
