//! The handle: one method a use case; where the rooms meet.
//!
//! How one is made stands here; what it can be asked stands in one file a subject.

mod ask;
mod catalogue;
mod chart;
mod daemons;
#[cfg(feature = "sim")]
mod demo;
#[cfg(feature = "recording")]
mod kept;
mod kube;
mod records;
#[cfg(feature = "sign")]
mod signing;
mod top;
mod versions;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use self::chart::{ChartSpan, ChartWatch};
#[cfg(feature = "recording")]
pub use self::kept::RecordOptions;
#[cfg(feature = "sign")]
pub use self::signing::{NewKey, SignedCatalogue};
pub use self::top::{TopLook, TopWatch};

use crate::collect::{Collector, DEADLINE, Selection};
use crate::error::Result;
use crate::ladder::{self, Environment, Options};
use crate::model::Inventory;
use crate::port::{CephTransport, Clock, Orchestrator, SystemClock};

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
    /// The Kubernetes cluster that it runs in, where that is known.
    orchestrator: Option<Arc<dyn Orchestrator>>,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    chosen: Chosen,
    /// The scene and seed of a pretend cluster whose answers nothing spoils.
    #[cfg(feature = "sim")]
    story: Option<(crate::sim::Scenario, u64)>,
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
    /// Checks what can be checked here (files, keys, the library), and asks an API server where the way leads through
    /// Kubernetes; Ceph is asked by the first question.
    ///
    /// # Errors
    /// Where the choice can't be made, its files can't be used, or nothing leads to the cluster; see [`ladder`](crate::ladder).
    pub async fn open(options: Options) -> Result<Self> {
        Self::open_in(options, &Environment::of_process()).await
    }

    /// The same in another environment.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_in(options: Options, environment: &Environment) -> Result<Self> {
        let settled = ladder::settle(options, environment)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let deadline = settled.options.deadline.unwrap_or(DEADLINE);
        let opened = Box::pin(ladder::open(&settled, environment, &clock, deadline)).await?;
        Ok(Self {
            #[cfg(feature = "sim")]
            story: demo::story(&settled.options),
            transport: opened.transport,
            orchestrator: opened.orchestrator,
            clock,
            deadline,
            chosen: Chosen {
                cluster: settled.options.cluster,
                by: Some(opened.chosen_by.unwrap_or(settled.chosen_by)),
                passed_over: opened.passed_over,
            },
        })
    }

    /// A handle over a transport of your own.
    #[must_use]
    pub fn over(transport: Arc<dyn CephTransport>) -> Self {
        Self {
            transport,
            orchestrator: None,
            clock: Arc::new(SystemClock),
            deadline: DEADLINE,
            chosen: Chosen::default(),
            #[cfg(feature = "sim")]
            story: None,
        }
    }

    /// The same, with the Kubernetes cluster that it runs in.
    #[must_use]
    pub fn beside(mut self, orchestrator: Arc<dyn Orchestrator>) -> Self {
        self.orchestrator = Some(orchestrator);
        self
    }

    /// The same for who looks again and again: what Kubernetes says is watched from the first look on, and told from
    /// memory. Dropping the last clone of the handle ends it.
    #[must_use]
    pub fn watching(mut self) -> Self {
        if let Some(watching) = self.orchestrator.as_ref().and_then(|orchestrator| orchestrator.watching()) {
            self.orchestrator = Some(watching);
        }
        self
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

    /// Before this process ends: lets no further question begin, of any cluster, and waits until none is under way in
    /// librados, at most `within`. Whether that came; there is no way back.
    ///
    /// A call into librados that is under way while the process ends crashes it. Who can't wait ends by `_exit`.
    #[cfg(feature = "librados")]
    #[must_use]
    pub fn end_of_process(within: Duration) -> bool {
        crate::adapter::librados::end(within)
    }

    /// Asks what `selection` names. Never fails.
    pub async fn look(&self, selection: &Selection) -> Inventory {
        // In a box, as below: an inventory is large, and callers hold one of their own.
        Box::pin(self.look_by(self.collector(), selection)).await
    }

    fn collector(&self) -> Collector {
        Collector::new(self.transport.clone(), self.clock.clone())
            .beside(self.orchestrator.clone())
            .with_deadline(self.deadline)
    }

    async fn look_by(&self, collector: Collector, selection: &Selection) -> Inventory {
        // In a box: a round of all questions is large, and every caller would hold it.
        let mut inventory = Box::pin(collector.collect(selection)).await;
        let source = &mut inventory.source;
        if let Some(cluster) = &self.chosen.cluster {
            source.cluster.clone_from(cluster);
        }
        source.chosen_by.clone_from(&self.chosen.by);
        source.passed_over.clone_from(&self.chosen.passed_over);
        source.mon_host = self.transport.mon_names();
        inventory
    }
}
