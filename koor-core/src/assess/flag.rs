//! Flags that somebody set on the cluster, its hosts, classes or OSDs.

use jiff::Timestamp;

use super::Finding;
use crate::model::{Inventory, LogEntry, OsdMap};

/// What a flag holds back; `None` for one that nobody has to look at.
fn holds_back(flag: &str) -> Option<&'static str> {
    Some(match flag {
        "pause" => "all reads and writes are stopped",
        "pauserd" => "all reads are stopped",
        "pausewr" => "all writes are stopped",
        "full" => "writes are stopped, since OSDs are full",
        "noup" => "OSDs that start are not let up",
        "nodown" => "OSDs that fail are not marked down, and clients wait for them",
        "noin" => "OSDs that come back take no data",
        "noout" => "OSDs that are down stay in, so no new copies are made elsewhere",
        "nobackfill" => "no data is moved to its new place",
        "norebalance" => "misplaced data is not moved",
        "norecover" => "nothing is recovered",
        "noscrub" => "no scrubs run, so damage is not found",
        "nodeep-scrub" => "no deep scrubs run, so damaged copies are not found",
        "notieragent" => "cache tiers are not flushed",
        "nosnaptrim" => "deleted snapshots give back no space",
        "noautoscale" => "the autoscaler changes no pool",
        _ => return None,
    })
}

/// The flags of the whole cluster that hold something back.
pub(super) fn cluster_wide(inventory: &Inventory) -> Vec<String> {
    let flags = inventory.osd_map.value().into_iter().flat_map(OsdMap::set_flags);
    flags.filter(|flag| holds_back(flag).is_some()).map(str::to_owned).collect()
}

/// Every flag that is set, where, what it holds back, and since when where the log tells; a sentence each.
pub(super) fn told(inventory: &Inventory) -> Vec<String> {
    let Some(map) = inventory.osd_map.value() else {
        return Vec::new();
    };
    let log = inventory.log.value().map(Vec::as_slice).unwrap_or_default();
    let mut said: Vec<String> = Vec::new();
    for flag in map.set_flags() {
        if let Some(means) = holds_back(flag) {
            let since = super::explain::since(set_at(log, flag));
            said.push(format!("{flag} is set{since}: {means}"));
        }
    }
    let places = (map.bucket_flags.iter().map(|(name, flags)| (name.clone(), flags)))
        .chain(map.class_flags.iter().map(|(name, flags)| (format!("class {name}"), flags)));
    for (place, flags) in places {
        said.extend(
            flags.iter().filter_map(|flag| Some(format!("{flag} is set on {place}: {}", holds_back(flag)?))),
        );
    }
    for osd in &map.osds {
        let own =
            osd.state.iter().filter(|word| matches!(word.as_str(), "noup" | "nodown" | "noin" | "noout"));
        said.extend(
            own.filter_map(|flag| Some(format!("{flag} is set on {}: {}", osd.id, holds_back(flag)?))),
        );
    }
    said
}

/// Since when a flag has been set without a break, as far as the log's tail goes back; `None` where it does not
/// hold the moment.
fn set_at(log: &[LogEntry], flag: &str) -> Option<Timestamp> {
    let mut since = None;
    let mut seen_without = false;
    for entry in log.iter().filter(|entry| entry.message.contains("OSDMAP_FLAGS")) {
        let names =
            |word: &str| entry.message.split(|c: char| c.is_whitespace() || c == ',').any(|one| one == word);
        if entry.message.contains("cleared") || !names(flag) {
            (since, seen_without) = (None, true);
        } else if since.is_none() && (seen_without || entry.message.contains("failed")) {
            since = entry.at;
        }
    }
    since
}

/// Flags that hold something back and of which Ceph says nothing, because somebody muted it: the usual way to forget
/// one after maintenance.
pub(super) fn left_set(inventory: &Inventory) -> Option<Finding> {
    let check = |code: &str| inventory.health.value().and_then(|health| health.check(code));
    let own = [check("OSDMAP_FLAGS"), check("OSD_FLAGS")];
    if own.iter().flatten().any(|check| !check.muted) {
        return None;
    }
    let mut evidence = told(inventory);
    let flags = cluster_wide(inventory);
    let next = match flags.first() {
        Some(flag) => format!("when nobody works on the cluster any longer: ceph osd unset {flag}"),
        None => {
            "when nobody works on it any longer: ceph osd unset-group <flags> <osd, host or class>".into()
        }
    };
    if evidence.is_empty() {
        return None;
    }
    evidence.extend(own.into_iter().flatten().map(|check| format!("{} is muted", check.code)));
    Some(Finding::advice(
        "KOOR_FLAGS_SET",
        "Flags are set that hold the cluster back.".into(),
        evidence,
        next,
    ))
}
