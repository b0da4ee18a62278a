//! OSDs that are down, full or slow.

use super::detail::Named;
use super::scene::{Scene, names};
use super::{Affected, Reading};
use crate::assess::class;
use crate::model::{Osd, OsdId, Ratio};

/// How far above the average of its class an OSD is more than unlucky, in percentage points.
const UNEVEN_POINTS: f64 = 5.0;

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
    Reading { affected, cause }
}

/// OSDs that fill up: all of them, or a few that are fuller than the rest.
pub(super) fn full(scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = Affected::named(scene, named);
    if affected.osds.is_empty()
        && let Some(map) = scene.inventory.osd_map.value()
    {
        let over =
            |osd: &&Osd| osd.usage.as_ref().is_some_and(|usage| usage.utilization >= map.nearfull_ratio);
        affected = affected.with_osds(scene, scene.osds.iter().filter(over).map(|osd| osd.state.id));
    }
    let mut cause: Vec<String> = Vec::new();
    for osd in affected.osds.iter().filter_map(|id| scene.osd(*id)).take(5) {
        let Some(usage) = &osd.usage else { continue };
        let mean = class::mean_fill(&scene.osds, osd.device_class.as_deref());
        cause.push(format!(
            "{} is {} full{}",
            osd.name,
            usage.utilization,
            beside(osd, usage.utilization, mean)
        ));
    }
    if let [host] = affected.hosts.as_slice()
        && affected.osds.len() > 1
    {
        cause.push(format!("all of them are on host {host}: it holds more than its share"));
    }
    if let Some(balancer) = scene.inventory.balancer.value() {
        if !balancer.active {
            cause.push("the balancer is off: nothing evens OSDs out".into());
        } else if balancer.mode == "none" {
            cause.push("the balancer is on and its mode is none: nothing evens OSDs out".into());
        }
    }
    let out: Vec<&str> =
        scene.osds.iter().filter(|osd| !osd.state.is_in).map(|osd| osd.name.as_str()).collect();
    if !out.is_empty() {
        cause.push(format!("{} out: their data is on the rest", names(out.into_iter())));
    }
    Reading { affected, cause }
}

/// How full an OSD is beside its class.
fn beside(osd: &Osd, fill: Ratio, mean: Option<Ratio>) -> String {
    let Some(mean) = mean else { return String::new() };
    let class =
        osd.device_class.as_deref().map_or_else(|| "all OSDs".into(), |class| format!("class {class}"));
    let points = fill.percent() - mean.percent();
    if points > UNEVEN_POINTS {
        format!(", the average of {class} is {mean}: data is spread unevenly")
    } else {
        format!(", as is {class} on average ({mean}): there is too little room, not too little balance")
    }
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
    if scene.raised("PG_AVAILABILITY") {
        cause.push("PG_AVAILABILITY is raised: requests wait for PGs that are not active".into());
    }
    cause.extend(scene.who_is_down());
    Reading { affected, cause }
}
