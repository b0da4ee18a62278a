//! OSDs that are down or slow.

use std::collections::BTreeSet;

use super::detail::Named;
use super::scene::Scene;
use super::{Affected, Reading};
use crate::assess::class;
use crate::model::OsdId;

/// OSDs that are down: the host where it is the host, a crash where there was one.
pub(super) fn down(scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = Affected::named(scene, named);
    if affected.osds.is_empty() {
        // Its lines are short of names, or name buckets only: the map knows.
        let hosts = &named.hosts;
        let osds: Vec<OsdId> = scene
            .down()
            .filter(|osd| hosts.is_empty() || osd.host.as_ref().is_some_and(|host| hosts.contains(host)))
            .map(|osd| osd.state.id)
            .collect();
        affected = affected.with_osds(scene, osds);
    }
    let mut cause = scene.who_is_down();
    for crash in scene.inventory.crashes.value().into_iter().flatten() {
        let mine = crash.archived.is_none() && affected.osds.iter().any(|id| id.to_string() == crash.entity);
        if mine && let Some(at) = crash.at {
            cause.push(format!(
                "{} crashed at {}: ceph crash info {}",
                crash.entity,
                super::scene::moment(at),
                crash.id
            ));
        }
    }
    if scene.has_flag("noout") {
        cause.push("noout is set: they stay in, so no new copies are made elsewhere".into());
    }
    if scene.has_flag("noup") {
        cause.push("noup is set: an OSD that starts is not let up".into());
    }
    Reading { affected, cause, ..Reading::default() }
}

/// OSDs whose requests wait: how slow they are beside their class, and what they have in common.
pub(super) fn slow(scene: &Scene<'_>, named: &Named) -> Reading {
    let affected = Affected::named(scene, named);
    let mut cause: Vec<String> = Vec::new();
    let mut ordinary = 0;
    for osd in affected.osds.iter().filter_map(|id| scene.osd(*id)) {
        if !osd.state.up {
            cause.push(format!("{} is down by now", osd.name));
            continue;
        }
        let Some(latency) = &osd.latency else { continue };
        if !class::is_slow(&scene.osds, osd) {
            ordinary += 1;
            continue;
        }
        let class = osd.device_class.as_deref();
        let median = class::median_latency(&scene.osds, class).map_or_else(String::new, |median| {
            format!(
                ", the median of {} is {median:.0} ms",
                class.map_or("all OSDs".into(), |c| format!("class {c}"))
            )
        });
        cause.push(format!("{} commits in {:.0} ms{median}: look at its disk", osd.name, latency.commit_ms));
    }
    // Said once, and not of each: an exoneration of disks, no cause.
    if ordinary > 0 {
        let whose = if cause.is_empty() { "their disks commit" } else { "the others commit" };
        cause.push(format!("{whose} as fast as the rest of their class: what they wait for is elsewhere"));
    }
    if let [host] = affected.hosts.as_slice()
        && affected.osds.len() > 1
    {
        cause.push(format!("all of them are on host {host}: look at its network, controller and load"));
    }
    cause.extend(silent_peer(scene, &affected.osds));
    if scene.raised("PG_AVAILABILITY") {
        cause.push("PG_AVAILABILITY is raised: requests wait for PGs that are not active".into());
    }
    cause.extend(scene.who_is_down());
    Reading { affected, cause, ..Reading::default() }
}

/// The one OSD that holds PGs together with every one that reports slow requests, and reports none itself: one that hangs
/// reports nothing, and the others wait for its copy. Nothing where more than one could be it.
fn silent_peer(scene: &Scene<'_>, slow: &[OsdId]) -> Option<String> {
    if slow.len() < 2 {
        return None;
    }
    let pgs = scene.pgs()?;
    let peers = |of: OsdId| -> BTreeSet<OsdId> {
        let mine = pgs.iter().filter(|pg| pg.acting.contains(&Some(of)));
        mine.flat_map(|pg| pg.acting.iter().flatten().copied()).collect()
    };
    let shared = slow.iter().map(|id| peers(*id)).reduce(|all, one| &all & &one)?;
    let mut silent = shared.iter().filter(|id| !slow.contains(id)).filter_map(|id| scene.osd(*id));
    let only = silent.next().filter(|osd| osd.state.up)?;
    if silent.next().is_some() {
        return None;
    }
    let host = only.host.as_deref().map_or_else(String::new, |host| format!(" on host {host}"));
    Some(format!(
        "all of them hold PGs together with {}{host}, which reports no slow requests itself: where it hangs, it is what \
         they wait for",
        only.name
    ))
}
