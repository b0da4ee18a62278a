//! Metadata servers that went silent.

use super::{Finding, Grade};
use crate::model::{Inventory, Mds, Severity};

/// An MDS whose beacons stopped. With no standby to take over, Ceph keeps it `up:active` under `HEALTH_OK`.
pub(super) fn laggy(inventory: &Inventory) -> impl Iterator<Item = Finding> + '_ {
    let map = inventory.file_systems.value();
    map.into_iter().flat_map(|map| map.file_systems.iter().map(move |fs| (map, fs))).flat_map(|(map, fs)| {
        fs.mds.iter().filter_map(move |mds| {
            let since = mds.laggy_since?;
            let rank = mds.rank.map_or_else(String::new, |rank| format!(", rank {rank}"));
            Some(Finding {
                code: "KOOR_MDS_LAGGY",
                grade: Grade::Fault,
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

/// File systems whose active MDS nobody could follow.
pub(super) fn no_standby(inventory: &Inventory) -> Option<Finding> {
    let map = inventory.file_systems.value()?;
    let said =
        inventory.health.value().is_some_and(|health| health.check("MDS_INSUFFICIENT_STANDBY").is_some());
    if said || !map.standbys.is_empty() {
        return None;
    }
    let alone = map.file_systems.iter().filter(|fs| !fs.mds.is_empty() && !fs.mds.iter().any(Mds::follows));
    let evidence: Vec<String> = alone
        .map(|fs| {
            format!(
                "file system {}: {} active, no standby, {} wanted",
                fs.name,
                fs.mds.len(),
                fs.standbys_wanted
            )
        })
        .collect();
    (!evidence.is_empty()).then(|| {
        Finding::advice(
            "KOOR_MDS_NO_STANDBY",
            "No MDS stands by: when an active one fails, its clients hang until it is back.".into(),
            evidence,
            "run one more MDS (Rook: metadataServer.activeStandby: true in the CephFilesystem)",
        )
    })
}
