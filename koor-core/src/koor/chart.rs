//! Charts: one look, or, for those over time, many.

use std::time::Duration;

use super::Koor;
use crate::collect::Selection;
use crate::model::Inventory;
use crate::view::{Chart, ChartHistory, ChartKind, ChartList};
use crate::wire::Question;

/// The rung that answers with what was said then: its rounds are there already.
const RECORDING: &str = "recording";

/// How long and how often a live cluster is looked at where nobody says. The mgr reports every five seconds: looking
/// more often shows nothing more.
const LIVE: (Duration, Duration) = (Duration::from_mins(1), Duration::from_secs(5));

/// So many looks one chart takes at most; a longer time is looked at less often.
const LOOKS: u32 = 1440;

/// So many rounds of a recording in a row may hold no answer at all before the rest is given up.
const SILENT_ROUNDS: u32 = 64;

/// For how long a chart over time looks, and how often. A recording is always shown whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChartSpan {
    /// For how long; `None` for a minute, or an hour of a pretend cluster.
    pub duration: Option<Duration>,
    /// How often; `None` for every 5 seconds, or every 30 of a pretend cluster.
    pub every: Option<Duration>,
}

impl ChartSpan {
    /// How often, and how many times after the first.
    fn rounds(self, usual: (Duration, Duration)) -> (Duration, u32) {
        let duration = self.duration.unwrap_or(usual.0);
        let every = self.every.unwrap_or(usual.1).max(duration / LOOKS).max(Duration::from_millis(100));
        let rounds = duration.as_millis() / every.as_millis();
        (every, u32::try_from(rounds).unwrap_or(LOOKS))
    }
}

impl Koor {
    /// The charts there are. Asks no cluster.
    #[must_use]
    pub fn charts() -> ChartList {
        ChartList::all()
    }

    /// A chart of the cluster. Never fails: what could not be seen is said in it.
    ///
    /// One over time takes as long as `span` says: on a live cluster by waiting, of a recording all that was recorded,
    /// of a pretend cluster by playing its scene so that it ends now.
    ///
    /// ```
    /// # #[cfg(feature = "sim")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), String> {
    /// use koor_core::view::ChartKind;
    /// use koor_core::{ChartSpan, Koor};
    ///
    /// let koor = Koor::demo("slow-osds".parse()?, 1);
    /// let chart = koor.chart(ChartKind::OsdLatency, ChartSpan::default()).await;
    /// assert!(chart.lead.starts_with("2 of 24 OSDs are far slower than their class"));
    /// assert!(chart.to_svg().starts_with("<svg "));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "sim"))]
    /// # fn main() {}
    /// ```
    pub async fn chart(&self, kind: ChartKind, span: ChartSpan) -> Chart {
        if !kind.is_over_time() {
            let inventory = Box::pin(self.look(&selection(kind))).await;
            return Chart::of(&inventory, kind, &ChartHistory::default(), self.now());
        }
        if self.transport().source().rung == RECORDING {
            return Box::pin(self.chart_of_recording(kind)).await;
        }
        #[cfg(feature = "sim")]
        if let Some(story) = self.story {
            return Box::pin(self.chart_of_story(kind, span, story)).await;
        }
        let (every, rounds) = span.rounds(LIVE);
        let mut watch = self.watch_chart(kind);
        let mut chart = Box::pin(watch.next()).await;
        let mut tick = tokio::time::interval(every);
        // The first one comes at once.
        tick.tick().await;
        for _ in 0..rounds {
            tick.tick().await;
            chart = Box::pin(watch.next()).await;
        }
        chart
    }

    /// A chart, look after look; one over time grows by each.
    #[must_use]
    pub fn watch_chart(&self, kind: ChartKind) -> ChartWatch {
        ChartWatch { koor: self.clone(), kind, history: ChartHistory::default() }
    }

    /// All rounds of a recording. After the last one it repeats itself.
    async fn chart_of_recording(&self, kind: ChartKind) -> Chart {
        let mut history = ChartHistory::default();
        let mut last: Option<Inventory> = None;
        let mut silent = 0;
        while silent < SILENT_ROUNDS {
            let inventory = self.look(&Selection::status()).await;
            if inventory.blind().is_some() {
                silent += 1;
                last = last.or(Some(inventory));
                continue;
            }
            silent = 0;
            let seen_before = last
                .as_ref()
                .is_some_and(|last| last.blind().is_none() && inventory.collected_at <= last.collected_at);
            if seen_before {
                break;
            }
            history.note(&inventory);
            last = Some(inventory);
        }
        match last {
            Some(last) => Chart::of(&last, kind, &history, self.now()),
            None => Chart::of(&self.look(&Selection::status()).await, kind, &history, self.now()),
        }
    }
}

/// A chart that is drawn again and again.
#[derive(Debug, Clone)]
pub struct ChartWatch {
    koor: Koor,
    kind: ChartKind,
    history: ChartHistory,
}

impl ChartWatch {
    /// Looks once more. Never fails.
    pub async fn next(&mut self) -> Chart {
        let inventory = self.koor.look(&selection(self.kind)).await;
        self.history.note(&inventory);
        Chart::of(&inventory, self.kind, &self.history, self.koor.now())
    }
}

/// What a chart needs.
fn selection(kind: ChartKind) -> Selection {
    match kind {
        ChartKind::Pools => Selection::of(&[Question::Df]),
        ChartKind::OsdFullness | ChartKind::OsdPgs => Selection::osd_maps(),
        ChartKind::OsdLatency => Selection::of(&[Question::OsdDump, Question::OsdPerf, Question::CrushDump]),
        ChartKind::ClientIo | ChartKind::ClientOps | ChartKind::Recovery | ChartKind::Used => {
            Selection::of(&[Question::Status, Question::PgSummary])
        }
    }
}

#[cfg(feature = "sim")]
mod story {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::time::Duration;

    use jiff::Timestamp;

    use super::{ChartSpan, selection};
    use crate::Koor;
    use crate::port::Clock;
    use crate::sim::{Scenario, Simulator};
    use crate::view::{Chart, ChartHistory, ChartKind};

    /// What is played where nobody says.
    const PLAYED: (Duration, Duration) = (Duration::from_hours(1), Duration::from_secs(30));

    /// A clock that goes on when it is told to.
    #[derive(Debug)]
    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap_or_default()
        }
    }

    impl Koor {
        /// The scene once more, from its beginning, so that it ends now.
        pub(super) async fn chart_of_story(
            &self,
            kind: ChartKind,
            span: ChartSpan,
            (scenario, seed): (Scenario, u64),
        ) -> Chart {
            let (every, rounds) = span.rounds(PLAYED);
            let step = i64::try_from(every.as_millis()).unwrap_or(i64::MAX);
            let now = self.now();
            let began = now.as_millisecond().saturating_sub(step.saturating_mul(i64::from(rounds)));
            let hand = Arc::new(Hand(AtomicI64::new(began)));
            let simulator = Arc::new(Simulator::new(scenario, seed, hand.clone()));
            let played = Koor { transport: simulator, clock: hand.clone(), ..self.clone() };
            let mut history = ChartHistory::with_remark(format!(
                "simulated: the scene {scenario} is played from the left edge on"
            ));
            let mut inventory = played.look(&selection(kind)).await;
            history.note(&inventory);
            for _ in 0..rounds {
                hand.0.fetch_add(step, Ordering::Relaxed);
                inventory = played.look(&selection(kind)).await;
                history.note(&inventory);
            }
            Chart::of(&inventory, kind, &history, now)
        }
    }
}
