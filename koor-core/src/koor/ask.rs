//! What a cluster is asked as a whole, and of its OSDs, pools and PGs.

use super::Koor;
use crate::collect::Selection;
use crate::error::Result;
use crate::model::{DaemonName, Inventory, OsdId, RunningConfig, Target};
use crate::port::TransportError;
use crate::{view, wire};

impl Koor {
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

    /// How much room there is.
    pub async fn df(&self, filter: &view::DfFilter) -> view::Df {
        view::Df::of(&self.look(&Selection::df()).await, filter, self.now())
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
