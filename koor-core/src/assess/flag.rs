//! Flags that somebody set on the cluster, its hosts, classes or OSDs.

use jiff::Timestamp;

use super::{Finding, Grade};
use crate::model::{Inventory, LogEntry, OsdMap, Severity};

/// What a flag holds back; `None` for one that nobody has to look at.
fn holds_back(flag: &str) -> Option<&'static str> {
    Some(match flag {
        "pause" => "all reads and writes are stopped, clients hang",
        "pauserd" => "all reads are stopped, clients hang",
        "pausewr" => "all writes are stopped, clients hang",
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

/// The word that `ceph osd unset` takes: it knows both halves of a pause under one name only.
fn settable(flag: &str) -> &str {
    if matches!(flag, "pauserd" | "pausewr") { "pause" } else { flag }
}

/// The flags of the whole cluster that hold something back, as people set them, those that stop clients first.
fn set_words(inventory: &Inventory) -> Vec<String> {
    let all = cluster_wide(inventory);
    let is_whole_pause = ["pauserd", "pausewr"].iter().all(|half| all.iter().any(|flag| flag == half));
    let mut words: Vec<String> = Vec::new();
    for flag in all {
        let word = if is_whole_pause { settable(&flag).to_owned() } else { flag };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.sort_by_key(|word| !stops_clients(word));
    words
}

/// Whether clients stand still while it is set.
fn stops_clients(flag: &str) -> bool {
    matches!(settable(flag), "pause" | "full")
}

/// What to do about the flags that are set on the whole cluster.
pub(super) fn steps(inventory: &Inventory) -> Vec<String> {
    let words = set_words(inventory);
    if words.is_empty() {
        return Vec::new();
    }
    let unset: Vec<String> = words.iter().map(|word| format!("ceph osd unset {}", settable(word))).collect();
    vec![
        "find out who set them and whether they still work on the cluster: ceph log last 100 info audit"
            .into(),
        format!("when the work is done: {}", unset.join(", ")),
    ]
}

/// Reads or writes that somebody stopped. Ceph says it with a warning, as it says of a flag that hurts nobody.
pub(super) fn paused(inventory: &Inventory) -> Option<Finding> {
    let words = set_words(inventory);
    let word = words.iter().find(|word| settable(word) == "pause")?;
    let what = match word.as_str() {
        "pauserd" => "reads",
        "pausewr" => "writes",
        _ => "reads and writes",
    };
    let log = inventory.log.value().map(Vec::as_slice).unwrap_or_default();
    let since = super::explain::since(set_at(log, word));
    Some(Finding {
        code: "KOOR_PAUSED",
        grade: Grade::Fault,
        severity: Severity::Err,
        sentence: format!(
            "All {what} are stopped, because the flag {word} is set{since}: every client hangs."
        ),
        evidence: vec![format!("the OSD map has the flag {word}")],
        next: "find out who set it (ceph log last 100 info audit), then: ceph osd unset pause".into(),
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
    for flag in set_words(inventory) {
        if let Some(means) = holds_back(&flag) {
            let since = super::explain::since(set_at(log, &flag));
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
        // The log has a whole pause as its halves.
        let halves =
            [if flag == "pause" { "pauserd" } else { flag }, if flag == "pause" { "pausewr" } else { flag }];
        let names =
            |word: &str| entry.message.split(|c: char| c.is_whitespace() || c == ',').any(|one| one == word);
        if entry.message.contains("cleared") || !halves.into_iter().all(names) {
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
    let flags = set_words(inventory);
    let next = match flags.first() {
        Some(flag) => {
            format!("when nobody works on the cluster any longer: ceph osd unset {}", settable(flag))
        }
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
