//! Rook and Kubernetes held against Ceph: what Rook wants and says, what Kubernetes runs, what Ceph tells of itself.
//!
//! Rook's objects lag and at times lie: `status.version` changes before any daemon does, `Ready` means that the last
//! reconcile ended, `status.ceph` is a minute old, a label `ceph-version` flips when an update begins. So what runs is
//! told from Ceph's own `versions`, who is up from Ceph's maps, and Rook's word is evidence of nothing but Rook.
//!
//! Invariants:
//! - what Kubernetes did not tell makes no finding; nothing is counted as zero because it was not seen;
//! - ages are counted from the moment a part was asked, for there is no clock here;
//! - what is usual for a minute (a pod that starts, Rook's word before the next look) is no finding.
//!
//! Deliberately absent: Kubernetes' words as JSON (`wire::kube`), anything that changes a cluster.

mod budget;
mod cause;
mod claim;
mod daemon;
mod deployment;
mod drain;
mod mon;
mod node;
mod operator;
mod picture;
mod place;
mod pod;
mod resource;
mod trace;
mod upgrade;
mod word;

pub(super) use cause::causes;
pub use claim::missing as missing_backend;
pub use daemon::{PlacedDaemon, PodState, daemons};
pub use drain::{BlockingBudget, Drain, DrainLoss, drain};
pub use node::carried;
pub use resource::trouble as resource_trouble;
pub use trace::{Trace, TraceTrouble, trace};
pub use upgrade::{Behind, Upgrade, UpgradeState, Wait, upgrade};

pub(in crate::assess) use picture::Picture;

use super::Finding;
use crate::model::Inventory;

/// All that is found by holding Rook, Kubernetes and Ceph against each other. Empty where no Kubernetes was asked.
pub(super) fn findings(inventory: &Inventory) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    found.extend(word::other_cluster(inventory));
    found.extend(claim::without_backend(inventory));
    found.extend(claim::class_without_backend(inventory));
    let picture = Picture::of(inventory);
    found.extend(node::findings(&picture));
    found.extend(pod::findings(&picture));
    found.extend(operator::findings(&picture));
    found.extend(resource::findings(&picture));
    found.extend(budget::draining(&picture));
    if let Some(cluster) = picture.cluster {
        let upgrade = upgrade::of(&picture, cluster);
        found.extend(upgrade::findings(&upgrade));
        found.extend(word::findings(&picture, cluster));
        found.extend(deployment::findings(&picture, cluster, &upgrade));
        // Without a quorum Ceph's maps are old: nothing can be held against them.
        if inventory.has_quorum() != Some(false) {
            found.extend(mon::findings(&picture, cluster, &upgrade));
            found.extend(place::findings(&picture));
            found.extend(budget::blocking(&picture));
        }
    }
    found
}

/// Whether daemons of several versions are what an upgrade makes, and what is told of it.
pub(super) fn is_upgrading(inventory: &Inventory) -> bool {
    upgrade(inventory).is_some_and(|upgrade| upgrade.is_unfinished())
}
