//! Looking again and again, for a dashboard: each question at its own pace.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Koor;
use crate::collect::Selection;
use crate::error::Result;
use crate::model::{Inventory, OsdId};
use crate::port::Clock;
use crate::view;

/// The rung that answers with what was said then: its clock is the recording's own.
const RECORDING: &str = "recording";

impl Koor {
    /// The dashboard at one look.
    pub async fn top(&self) -> view::Top {
        let inventory = self.look(&Selection::top()).await;
        view::Top::of(&inventory, &view::TopHistory::default(), self.now())
    }

    /// The dashboard at one look after the other.
    #[must_use]
    pub fn watch_top(&self) -> TopWatch {
        TopWatch { koor: self.clone(), last: None }
    }
}

/// How long everything is asked each time after a silence, where parts go on missing.
const CATCH_UP: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

/// One cluster, looked at again and again. Fast questions are asked each time, slow ones when they are due; what was
/// not asked this time is carried over with its own age.
#[derive(Debug, Clone)]
pub struct TopWatch {
    koor: Koor,
    last: Option<Last>,
}

#[derive(Debug, Clone)]
struct Last {
    inventory: Inventory,
    history: view::TopHistory,
    /// When everything was asked, by whose clock counts here.
    began: Timestamp,
    /// When the last look was.
    at: Timestamp,
    /// Until when everything is asked each time: a while after mons or mgr did not answer.
    missed_until: Option<Timestamp>,
}

/// One look: what the dashboard shows, and what it is made of, for who opens one thing of it.
#[derive(Debug, Clone)]
pub struct TopLook {
    /// What the dashboard shows.
    pub view: view::Top,
    inventory: Arc<Inventory>,
    /// `None` where the time stands still: in a recording.
    clock: Option<Arc<dyn Clock>>,
}

impl TopWatch {
    /// Looks once more. Never fails. May be abandoned half way: then nothing of it counts.
    pub async fn next(&mut self) -> TopLook {
        let replayed = self.koor.transport().source().rung == RECORDING;
        let began = self.koor.now();
        let fresh = match &self.last {
            None => Box::pin(self.koor.look(&Selection::top())).await,
            Some(last) if replayed => Box::pin(self.replayed(last)).await,
            Some(last) => Box::pin(self.live(last, began)).await,
        };
        let at = if replayed { fresh.collected_at } else { began };
        let (inventory, history, since) = match &self.last {
            Some(last) => (fresh.carrying(&last.inventory), last.history.clone(), last.began),
            None => (fresh, view::TopHistory::default(), at),
        };
        let now = if replayed { at } else { self.koor.now() };
        let view = view::Top::of(&inventory, &history, now);
        self.last = Some(Last {
            inventory: inventory.clone(),
            history: view.history.clone(),
            began: since,
            at,
            missed_until: missed_until(&view, self.last.as_ref(), at),
        });
        let clock = (!replayed).then(|| self.koor.clock.clone());
        TopLook { view, inventory: Arc::new(inventory), clock }
    }

    /// What is due; and the map of the OSDs out of turn, where one went up or down since.
    async fn live(&self, last: &Last, now: Timestamp) -> Inventory {
        if last.missed_until.is_some_and(|until| now < until) {
            // Whatever was missed meanwhile is wanted as soon as it answers again.
            return self.koor.look(&Selection::top()).await;
        }
        let (elapsed, since) = last.passed(now);
        let fresh = self.koor.look(&Selection::top_due(elapsed, since)).await;
        let answers = !fresh.mon_pings.was_asked();
        if answers && view::Top::osds_have_changed(&fresh.clone().carrying(&last.inventory)) {
            let maps = self.koor.look(&Selection::osd_maps()).await;
            return Inventory { collected_at: fresh.collected_at, ..maps.carrying(&fresh) };
        }
        fresh
    }

    /// A recording holds a status for each of its moments, and the rest as it was due then: so the rest is asked by
    /// the recording's time, not by ours.
    async fn replayed(&self, last: &Last) -> Inventory {
        let fresh = self.koor.look(&Selection::status()).await;
        let (elapsed, since) = last.passed(fresh.collected_at);
        let rest = self.koor.look(&Selection::top_beside_status(elapsed, since)).await;
        fresh.carrying(&rest)
    }
}

/// After a silence of mons or mgr, parts may be missing until all of it was asked once more with success.
fn missed_until(view: &view::Top, last: Option<&Last>, at: Timestamp) -> Option<Timestamp> {
    let is_silent = view.alarm.is_some() || !view.pgs.is_fresh();
    if is_silent {
        // A recording may stand at the end of time.
        return at.checked_add(CATCH_UP).ok();
    }
    last.and_then(|last| last.missed_until).filter(|_| view.gaps().is_some())
}

impl Last {
    /// How long ago everything was asked, and how much of that passed since the last look; in whole seconds, for a
    /// recording's rounds drift by milliseconds from the seconds they were due at.
    fn passed(&self, now: Timestamp) -> (Duration, Duration) {
        let whole = |to: Timestamp| {
            let seconds = to.duration_since(self.began).as_secs_f64().round().max(0.0);
            Duration::from_secs_f64(seconds)
        };
        (whole(now), whole(now).saturating_sub(whole(self.at)))
    }
}

impl TopLook {
    /// When it is now, for ages.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.as_ref().map_or_else(|| self.view.header.now(), |clock| clock.now())
    }

    /// One OSD, as this look knows it: its PGs by state are not asked for a dashboard.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such OSD any longer.
    pub fn osd(&self, id: OsdId) -> Result<view::OsdShow> {
        view::OsdShow::of(&self.inventory, id, self.now())
    }

    /// One pool, as this look knows it.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such pool any longer.
    pub fn pool(&self, pool: &str) -> Result<view::PoolShow> {
        view::PoolShow::of(&self.inventory, pool, self.now())
    }

    /// Health in full.
    #[must_use]
    pub fn health(&self) -> view::HealthReport {
        view::HealthReport::of(&self.inventory, self.now())
    }
}
