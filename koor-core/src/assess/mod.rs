//! Thinking: what an inventory means. Plain synchronous functions of values; same input, same output.
//!
//! Ceph's own health checks are shown as Ceph says them; what stands here is what Ceph does not say, or says wrongly,
//! though the inventory shows it. Each finding carries its evidence.
//!
//! Deliberately absent: I/O, clocks, adapters, advice that changes anything.

mod finding;
mod mds;
mod mgr;
mod mon;
mod osd;
#[cfg(test)]
mod tests;

pub use finding::Finding;

use crate::model::Inventory;

/// All that Koor itself finds, worst first, then by code.
#[must_use]
pub fn findings(inventory: &Inventory) -> Vec<Finding> {
    let mut found: Vec<Finding> = [
        mon::no_quorum(inventory),
        mon::out_of_quorum(inventory),
        mgr::silent(inventory),
        mgr::absent(inventory),
        osd::false_upgrade_finished(inventory),
    ]
    .into_iter()
    .flatten()
    .chain(mds::laggy(inventory))
    .collect();
    found.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.code.cmp(b.code)));
    found
}
