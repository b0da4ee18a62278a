//! What is asked of Kubernetes beside Ceph: Rook, nodes, claims.

use super::Koor;
use crate::collect::Selection;
use crate::error::Result;
use crate::model::kube::ClaimRef;
use crate::view;

impl Koor {
    /// One picture: what Rook wants and says, what Kubernetes runs, what Ceph tells of itself.
    ///
    /// # Errors
    /// `InvalidInput` where no Kubernetes is known beside this cluster.
    pub async fn rook(&self) -> Result<view::RookView> {
        view::RookView::of(&self.look(&Selection::rook()).await, self.now())
    }

    /// The objects of Rook that `filter` chooses, with what Rook says of each.
    ///
    /// # Errors
    /// `InvalidInput` where no Kubernetes is known beside this cluster.
    pub async fn rook_resources(&self, filter: &view::RookFilter) -> Result<view::RookList> {
        view::RookList::of(&self.look(&Selection::rook()).await, filter, self.now())
    }

    /// The nodes that `filter` chooses, and the daemons that they carry.
    ///
    /// # Errors
    /// `InvalidInput` where no Kubernetes is known beside this cluster.
    pub async fn node_list(&self, filter: &view::NodeFilter) -> Result<view::NodeList> {
        view::NodeList::of(&self.look(&Selection::nodes()).await, filter, self.now())
    }

    /// All that is known of one node, and what a drain of it would meet.
    ///
    /// # Errors
    /// `InvalidInput` where no Kubernetes is known; `NotFound` where it has no such node.
    pub async fn node(&self, name: &str) -> Result<view::NodeShow> {
        view::NodeShow::of(&self.look(&Selection::nodes()).await, name, self.now())
    }

    /// The claims that `filter` chooses, each with what stands behind it in Ceph.
    ///
    /// # Errors
    /// `InvalidInput` where no Kubernetes is known beside this cluster.
    pub async fn claim_list(&self, filter: &view::ClaimFilter) -> Result<view::ClaimList> {
        view::ClaimList::of(&self.look(&Selection::claims()).await, filter, self.now())
    }

    /// One claim, followed down to its OSDs.
    ///
    /// # Errors
    /// `InvalidInput` where no Kubernetes is known; `NotFound` where it has no such claim.
    pub async fn claim(&self, claim: &ClaimRef) -> Result<view::ClaimShow> {
        view::ClaimShow::of(&self.look(&Selection::claim(&claim.namespace)).await, claim, self.now())
    }
}
