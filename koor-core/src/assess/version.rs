//! Daemons that run different releases.

use super::Finding;
use super::explain::{counted, names};
use crate::model::{CephVersion, DaemonName, Inventory, Versions};

/// An upgrade that stopped half-way, or a daemon that came back with an old image. Ceph says `DAEMON_OLD_VERSION` a week
/// later (`mon_warn_older_version_delay`).
pub(super) fn mixed(inventory: &Inventory) -> Option<Finding> {
    let versions = inventory.versions.value()?;
    if inventory.health.value().is_some_and(|health| health.check("DAEMON_OLD_VERSION").is_some()) {
        return None;
    }
    // Rook's own upgrade, which tells more of it.
    if super::rook::is_upgrading(inventory) {
        return None;
    }
    let distinct = versions.distinct();
    let (newest, older) = distinct.split_last().filter(|(_, older)| !older.is_empty())?;
    let all: u64 = versions.0.iter().map(|row| row.count).sum();
    let behind: u64 = versions.0.iter().filter(|row| row.version != **newest).map(|row| row.count).sum();
    let sentence = match older {
        [only] => format!("{behind} of {all} daemons {} {only}, the newest is {newest}.", runs(behind)),
        _ => format!("{behind} of {all} daemons {} something older than {newest}.", runs(behind)),
    };
    let evidence = older.iter().flat_map(|old| by_type(inventory, versions, old));
    Some(Finding::advice(
        "KOOR_VERSIONS_MIXED",
        sentence,
        evidence.collect(),
        "finish the upgrade, or restart what was left behind: koor versions (Ceph itself warns after a week)",
    ))
}

fn runs(count: u64) -> &'static str {
    if count == 1 { "runs" } else { "run" }
}

/// Who runs it, a line a type; by name where the daemons told what they are.
fn by_type(inventory: &Inventory, versions: &Versions, old: &CephVersion) -> Vec<String> {
    let rows = versions.0.iter().filter(|row| row.version == *old);
    let line = |row: &crate::model::VersionCount| {
        let known = known(inventory, &row.daemon_type.0, old);
        let which = if known.is_empty() {
            String::new()
        } else {
            let known: Vec<String> = known.iter().map(ToString::to_string).collect();
            format!(": {}", names(known.iter().map(String::as_str)))
        };
        format!("{} {} {old}{which}", counted(row.count, &row.daemon_type.0), runs(row.count))
    };
    rows.map(line).collect()
}

/// The daemons of a type that said so of themselves.
pub(super) fn known(inventory: &Inventory, daemon_type: &str, version: &CephVersion) -> Vec<DaemonName> {
    let told = match daemon_type {
        "mon" => &inventory.mon_metadata,
        "mgr" => &inventory.mgr_metadata,
        "mds" => &inventory.mds_metadata,
        "osd" => {
            let osds = inventory.osd_metadata.value().into_iter().flatten();
            let old = osds.filter(|osd| osd.version.as_ref() == Some(version));
            return old.map(|osd| DaemonName::new("osd", osd.id.0.to_string())).collect();
        }
        _ => return Vec::new(),
    };
    let rows = told.value().into_iter().flatten();
    rows.filter(|row| row.version.as_ref() == Some(version)).map(|row| row.name.clone()).collect()
}
