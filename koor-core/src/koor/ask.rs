//! What a cluster is asked as a whole, and of its OSDs, pools and PGs.

use super::Koor;
use crate::collect::Selection;
use crate::error::Result;
use crate::model::{Inventory, OsdId};
use crate::view;

/// How many deadlines explaining the checks may take: a `pg dump` would be waited for up to a minute.
const EXPLAIN: u32 = 2;

impl Koor {
    /// How is the cluster? Never asks `pg dump`.
    pub async fn status(&self) -> view::Status {
        view::Status::of(&self.look(&Selection::status()).await, self.now())
    }

    /// Every health check, explained, with its details, and what Koor found beyond them.
    pub async fn health(&self) -> view::HealthReport {
        view::HealthReport::of(&Box::pin(self.look_at_health()).await, self.now())
    }

    /// One health check by its code, explained, whether it is raised or not.
    ///
    /// # Errors
    /// `NotFound` where it is not raised and Koor knows of no such code.
    pub async fn health_check(&self, code: &str) -> Result<view::HealthShow> {
        view::HealthShow::of(&Box::pin(self.look_at_health()).await, code, self.now())
    }

    /// Every health check that Koor knows, raised or not. Asks no cluster.
    #[must_use]
    pub fn health_codes() -> view::HealthCodes {
        view::HealthCodes::all()
    }

    /// Looks at health first, then asks what explaining the raised checks takes: nothing on a cluster that is well.
    async fn look_at_health(&self) -> Inventory {
        let first = self.look(&Selection::health()).await;
        match Selection::explaining(&first) {
            Some(more) => {
                // Better without than late: what the checks themselves say is there, and the rest says why it is not.
                let collector = self.collector().with_patience(self.deadline * EXPLAIN);
                first.with_later(self.look_by(collector, &more).await)
            }
            None => first,
        }
    }

    /// The OSDs that `filter` chooses.
    pub async fn osd_list(&self, filter: &view::OsdFilter) -> view::OsdList {
        // PGs are asked for only where they choose.
        let selection = if filter.pool.is_some() { Selection::osd_show() } else { Selection::osds() };
        view::OsdList::of(&self.look(&selection).await, filter, self.now())
    }

    /// The CRUSH tree, or the part of it that `filter` chooses.
    pub async fn osd_tree(&self, filter: &view::TreeFilter) -> view::OsdTree {
        view::OsdTree::of(&self.look(&Selection::osd_tree()).await, filter, self.now())
    }

    /// All that is known of one OSD.
    ///
    /// # Errors
    /// `NotFound` where the cluster has no such OSD.
    pub async fn osd(&self, id: OsdId) -> Result<view::OsdShow> {
        view::OsdShow::of(&self.look(&Selection::osd_show()).await, id, self.now())
    }

    /// The pools that `filter` chooses.
    pub async fn pool_list(&self, filter: &view::PoolFilter) -> view::PoolList {
        view::PoolList::of(&self.look(&Selection::pools()).await, filter, self.now())
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
        let selection = if filter.host.is_some() { Selection::pgs_by_host() } else { Selection::pgs() };
        view::PgList::of(&self.look(&selection).await, filter, self.now())
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
}
