//! Thinking: what an inventory means. Plain synchronous functions of values; same input, same output.
//!
//! Ceph's own health checks are explained in [`mod@explain`]; what else stands here is what Ceph does not say, or says wrongly,
//! though the inventory shows it. Each finding carries its evidence.
//!
//! A finding is a *fault* (something is wrong now) or *advice* (the next failure would do more harm than it has to).
//! Advice never makes a healthy cluster look ill: only `koor health` tells it.
//!
//! Deliberately absent: I/O, clocks, adapters, advice that changes anything.

pub mod advice;
mod class;
pub mod explain;
mod finding;
mod flag;
mod host;
mod mds;
mod mgr;
mod mon;
mod osd;
mod pg;
mod place;
mod pool;
mod redundancy;
mod rgw;
pub mod rook;
mod scrub;
#[cfg(test)]
mod tests;
pub mod traits;
mod version;

pub(crate) use class::{is_far_slower, median, median_latency};
pub use explain::{Affected, AffectedPgs, Explained, explain};
pub use finding::{Finding, Grade};

use crate::model::Inventory;

/// All that Koor itself finds: faults before advice, worst first, then by code.
#[must_use]
pub fn findings(inventory: &Inventory) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    found.extend(mon::no_quorum(inventory));
    found.extend(mon::none_answers(inventory));
    // Without a quorum every map is old: what it would say of OSDs or mgrs is nothing to act on.
    if inventory.has_quorum() != Some(false) {
        found.extend(of_daemons(inventory));
        found.extend(of_data(inventory));
    }
    found.extend(mds::laggy(inventory));
    found.extend(rook::findings(inventory));
    found.sort_by(|a, b| {
        a.grade.cmp(&b.grade).then_with(|| b.severity.cmp(&a.severity)).then_with(|| a.code.cmp(b.code))
    });
    found
}

fn of_daemons(inventory: &Inventory) -> impl Iterator<Item = Finding> {
    [
        mon::out_of_quorum(inventory),
        mon::old_addresses(inventory),
        mon::count(inventory),
        mon::clock(inventory),
        mgr::silent(inventory),
        mgr::absent(inventory),
        mgr::single(inventory),
        mds::no_standby(inventory),
        rgw::absent(inventory),
        osd::false_upgrade_finished(inventory),
        version::mixed(inventory),
    ]
    .into_iter()
    .flatten()
}

fn of_data(inventory: &Inventory) -> impl Iterator<Item = Finding> {
    let osds = inventory.osds();
    [
        redundancy::none_left(inventory),
        redundancy::at_min_size(inventory),
        redundancy::min_size_is_size(inventory),
        redundancy::no_copies(inventory),
        pg::standing_still(inventory, &osds),
        flag::paused(inventory),
        flag::left_set(inventory),
        osd::out(&osds),
        pool::too_few_places(inventory, &osds),
        class::slow(inventory, &osds),
        class::fuller(inventory, &osds),
        host::no_spare(inventory, &osds),
        host::too_large(inventory, &osds),
    ]
    .into_iter()
    .flatten()
}
