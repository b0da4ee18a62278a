//! Metadata servers that went silent.

use super::Finding;
use crate::model::{Inventory, Severity};

/// An MDS whose beacons stopped. With no standby to take over, Ceph keeps it `up:active` under `HEALTH_OK`.
pub(super) fn laggy(inventory: &Inventory) -> impl Iterator<Item = Finding> + '_ {
    let map = inventory.file_systems.value();
    map.into_iter().flat_map(|map| map.file_systems.iter().map(move |fs| (map, fs))).flat_map(|(map, fs)| {
        fs.mds.iter().filter_map(move |mds| {
            let since = mds.laggy_since?;
            let rank = mds.rank.map_or_else(String::new, |rank| format!(", rank {rank}"));
            Some(Finding {
                code: "KOOR_MDS_LAGGY",
                severity: Severity::Err,
                sentence: format!(
                    "mds.{} of file system {}{rank} is laggy or crashed: clients of that rank are stuck.",
                    mds.name, fs.name
                ),
                evidence: vec![
                    format!(
                        "the mons marked mds.{} as laggy at {since}, its beacons having stopped; the map still says {}",
                        mds.name, mds.state
                    ),
                    format!("{} standbys", map.standbys.len()),
                ],
                next: "start that mds again, or a standby that takes its rank".into(),
            })
        })
    })
}
