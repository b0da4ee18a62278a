//! Crashes that nobody has archived.

use std::collections::BTreeMap;

use super::detail::Named;
use super::scene::{Scene, moment};
use super::{Affected, Reading};
use crate::model::{Check, Crash, OsdId};

/// Who crashed, how often, when last: the same one again and again is another matter than one once.
pub(super) fn recent(check: &Check, scene: &Scene<'_>, named: &Named) -> Reading {
    let of_module = check.code == "RECENT_MGR_MODULE_CRASH";
    let mut affected = Affected::named(scene, named);
    let mut by_entity: BTreeMap<&str, Vec<&Crash>> = BTreeMap::new();
    for crash in scene.inventory.crashes.value().into_iter().flatten() {
        // Ceph counts a module's crash as the mgr's, under a check of its own since 18.
        if crash.archived.is_none() && (!of_module || crash.entity.starts_with("mgr")) {
            by_entity.entry(&crash.entity).or_default().push(crash);
        }
    }
    let mut all: Vec<&Crash> = by_entity.values().flatten().copied().collect();
    all.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    affected.crashes = all.iter().map(|crash| crash.id.clone()).collect();
    let osds = by_entity.keys().filter_map(|entity| entity.parse::<OsdId>().ok());
    affected = affected.with_osds(scene, osds.collect::<Vec<_>>());
    let cause = by_entity.iter().map(|(entity, crashes)| told(entity, crashes)).collect();
    Reading { affected, cause, ..Reading::default() }
}

fn told(entity: &str, crashes: &[&Crash]) -> String {
    let last = crashes.iter().max_by_key(|crash| crash.at);
    let at = last.and_then(|crash| crash.at).map_or_else(String::new, |at| format!(" at {}", moment(at)));
    let host =
        last.and_then(|crash| crash.hostname.as_deref()).map_or_else(String::new, |h| format!(" on {h}"));
    let runs = last
        .and_then(|crash| crash.version.as_deref())
        .map_or_else(String::new, |v| format!(", running {v}"));
    match crashes.len() {
        1 => format!("{entity} crashed{host}{at}{runs}"),
        times => format!("{entity} crashed {times} times, last{host}{at}{runs}: look at this one first"),
    }
}
