//! Looking: ask everything at once, within limits, and put the answers together.
//!
//! Invariants:
//! - collecting never fails and never takes longer than the longest deadline of what it asks: what could not be
//!   seen is part of the [`Inventory`], with the reason;
//! - at most [`CephTransport::concurrency`] commands are under way at once;
//! - once the mons (or the mgr) let a question run into its deadline, the questions that only they can answer and
//!   that were not sent yet are given up with that reason, instead of waiting for each in turn.
//!
//! Deliberately absent: adapters, judgement (that is `assess`), retries (the next round is the retry).

mod build;
mod freshness;
mod round;
mod selection;

use std::sync::Arc;
use std::time::Duration;

pub use selection::Selection;

use crate::model::Inventory;
use crate::model::kube::KubeParts;
use crate::port::{CephTransport, Clock, Orchestrator};
use crate::wire::Question;

/// How long one question may take, unless the caller says otherwise.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// Asks one cluster.
#[derive(Debug, Clone)]
pub struct Collector {
    transport: Arc<dyn CephTransport>,
    orchestrator: Option<Arc<dyn Orchestrator>>,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    patience: Option<Duration>,
}

impl Collector {
    /// A collector over `transport`, with the default deadline.
    #[must_use]
    pub fn new(transport: Arc<dyn CephTransport>, clock: Arc<dyn Clock>) -> Self {
        Self { transport, orchestrator: None, clock, deadline: DEADLINE, patience: None }
    }

    /// The same, asking Kubernetes beside Ceph. Without one, what is Kubernetes' is not asked.
    #[must_use]
    pub fn beside(mut self, orchestrator: Option<Arc<dyn Orchestrator>>) -> Self {
        self.orchestrator = orchestrator;
        self
    }

    /// The same with another deadline for each question.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The same, waiting for no question longer than that, not even for a long one: it is unseen then, and says why.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// Asks what `selection` names and puts the answers together. Never fails.
    pub async fn collect(&self, selection: &Selection) -> Inventory {
        let started = self.clock.now();
        let (round, kube) = tokio::join!(self.ask_ceph(selection), self.ask_kubernetes(selection));
        // What a recording says was asked when it was recorded.
        let collected_at = round.asked_at().unwrap_or(started);
        build::inventory(&round, collected_at, self.transport.source()).with_kube(kube)
    }

    async fn ask_ceph(&self, selection: &Selection) -> round::Round {
        let mut round =
            round::ask(&*self.transport, selection.questions(), self.deadline, self.patience).await;
        // A recording of before Koor asked `mgr stat` has the map.
        if round.was_not_recorded(Question::MgrStat) && !round.answers.contains_key(&Question::MgrDump) {
            let map = std::iter::once(Question::MgrDump);
            let later = round::ask(&*self.transport, map, self.deadline, self.patience).await;
            round.answers.extend(later.answers);
        }
        if round.mons_may_lack_quorum() {
            round.ping_mons(&*self.transport, self.deadline).await;
        }
        round
    }

    async fn ask_kubernetes(&self, selection: &Selection) -> KubeParts {
        match &self.orchestrator {
            Some(orchestrator) if !selection.kube().questions.is_empty() => {
                orchestrator.look(selection.kube(), self.deadline).await
            }
            _ => KubeParts::not_asked(),
        }
    }
}
