//! The handle: one method a use case; where the rooms meet.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::collect::{Collector, DEADLINE, Selection};
use crate::error::Result;
use crate::ladder::{self, Environment, Options};
use crate::model::{DaemonName, Inventory, OsdId, PgId, RunningConfig, Target};
use crate::port::{CephTransport, Clock, SystemClock, TransportError};
use crate::{view, wire};

/// One cluster, reached over one transport.
///
/// ```no_run
/// # async fn example() -> koor_core::Result<()> {
/// let koor = koor_core::Koor::open(koor_core::ladder::Options::default()).await?;
/// println!("{}", koor.status().await);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Koor {
    transport: Arc<dyn CephTransport>,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    chosen: Chosen,
}

/// What the ladder adds to what a transport says of itself.
#[derive(Debug, Clone, Default)]
struct Chosen {
    cluster: Option<String>,
    by: Option<String>,
    passed_over: Vec<String>,
}

impl Koor {
    /// Chooses how to reach the cluster that `options`, the environment and the config files name, and opens it.
    ///
    /// Checks what can be checked here (files, keys, the library); the first question connects.
    ///
    /// # Errors
    /// Where the choice can't be made or its files can't be used; see [`ladder`](crate::ladder).
    pub async fn open(options: Options) -> Result<Self> {
        Self::open_in(options, &Environment::of_process()).await
    }

    /// The same in another environment.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    #[expect(
        clippy::unused_async,
        reason = "rungs to come (a pod, an API server) are asked while they are opened"
    )]
    pub async fn open_in(options: Options, environment: &Environment) -> Result<Self> {
        let settled = ladder::settle(options, environment)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let deadline = settled.options.deadline.unwrap_or(DEADLINE);
        let opened = ladder::open(&settled, &clock, deadline)?;
        Ok(Self {
            transport: opened.transport,
            clock,
            deadline,
            chosen: Chosen {
                cluster: settled.options.cluster,
                by: Some(settled.chosen_by),
                passed_over: opened.passed_over,
            },
        })
    }

    /// A handle over a transport of your own.
    #[must_use]
    pub fn over(transport: Arc<dyn CephTransport>) -> Self {
        Self { transport, clock: Arc::new(SystemClock), deadline: DEADLINE, chosen: Chosen::default() }
    }

    /// The same with another deadline for each question.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The same, by another clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The same cluster, asked through another transport (one that records, say).
    #[cfg(feature = "recording")]
    pub(crate) fn through(&self, transport: Arc<dyn CephTransport>) -> Self {
        Self { transport, ..self.clone() }
    }

    #[cfg(feature = "recording")]
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The transport, for commands of your own.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn CephTransport> {
        &self.transport
    }

    /// Now, by this handle's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks everything. Never fails: what could not be seen says why.
    pub async fn inventory(&self) -> Inventory {
        self.look(&Selection::everything()).await
    }

    /// Asks what `selection` names. Never fails.
    pub async fn look(&self, selection: &Selection) -> Inventory {
        let collector =
            Collector::new(self.transport.clone(), self.clock.clone()).with_deadline(self.deadline);
        let mut inventory = collector.collect(selection).await;
        let source = &mut inventory.source;
        if let Some(cluster) = &self.chosen.cluster {
            source.cluster.clone_from(cluster);
        }
        source.chosen_by.clone_from(&self.chosen.by);
        source.passed_over.clone_from(&self.chosen.passed_over);
        inventory
    }

    /// How is the cluster? Never asks `pg dump`.
    pub async fn status(&self) -> view::Status {
        view::Status::of(&self.look(&Selection::status()).await, self.now())
    }

    /// Every health check with its details, and what Koor found beyond them.
    pub async fn health(&self) -> view::HealthReport {
        view::HealthReport::of(&self.look(&Selection::health()).await, self.now())
    }

    /// The OSDs that `filter` chooses.
    pub async fn osd_list(&self, filter: &view::OsdFilter) -> view::OsdList {
        view::OsdList::of(&self.look(&Selection::osds()).await, filter, self.now())
    }

    /// The CRUSH tree.
    pub async fn osd_tree(&self) -> view::OsdTree {
        view::OsdTree::of(&self.look(&Selection::osd_tree()).await, self.now())
    }

    /// All that is known of one OSD.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such OSD.
    pub async fn osd(&self, id: OsdId) -> Result<view::OsdShow> {
        view::OsdShow::of(&self.look(&Selection::osd_show()).await, id, self.now())
    }

    /// The pools.
    pub async fn pool_list(&self) -> view::PoolList {
        view::PoolList::of(&self.look(&Selection::pools()).await, self.now())
    }

    /// All that is known of one pool, by its name or number.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such pool.
    pub async fn pool(&self, pool: &str) -> Result<view::PoolShow> {
        view::PoolShow::of(&self.look(&Selection::pool_show()).await, pool, self.now())
    }

    /// The placement groups that `filter` chooses.
    pub async fn pg_list(&self, filter: &view::PgFilter) -> view::PgList {
        view::PgList::of(&self.look(&Selection::pgs()).await, filter, self.now())
    }

    /// All that is known of one placement group.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such PG.
    pub async fn pg(&self, id: PgId) -> Result<view::PgShow> {
        view::PgShow::of(&self.look(&Selection::pgs()).await, id, self.now())
    }

    /// How much room there is.
    pub async fn df(&self) -> view::Df {
        view::Df::of(&self.look(&Selection::df()).await, self.now())
    }

    /// The daemons that `filter` chooses.
    pub async fn daemon_list(&self, filter: &view::DaemonFilter) -> view::DaemonList {
        view::DaemonList::of(&self.look(&Selection::daemons()).await, filter, self.now())
    }

    /// Everything, and a summary of what was seen of it.
    pub async fn inventory_with_summary(&self) -> (Inventory, view::InventorySummary) {
        let inventory = self.inventory().await;
        let summary = view::InventorySummary::of(&inventory, self.now());
        (inventory, summary)
    }

    /// What one daemon runs with: each option that is not at its default, and which source won.
    ///
    /// # Errors
    /// Where the mgr does not answer, or knows no such daemon, or its answer can't be read.
    pub async fn running_config(&self, daemon: &DaemonName) -> Result<RunningConfig> {
        let command = wire::question::config_show(daemon);
        let answer = self.transport.command(&Target::Mgr, &command, self.deadline).await?;
        if answer.status != 0 {
            let why = wire::errno::why(&command, answer.status, &answer.message);
            return Err(TransportError::new(why.kind, why.message).into());
        }
        wire::config::running(daemon.clone(), &answer.body)
            .map_err(|source| crate::Error::Answer { command: command.to_string(), source })
    }
}
