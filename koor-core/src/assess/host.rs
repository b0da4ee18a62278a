//! What the loss of one more host would mean.

use std::collections::BTreeMap;

use super::explain::names;
use super::{Finding, place};
use crate::model::{Bytes, Inventory, Osd, OsdUsage, Pool, Ratio};

/// Pools whose copies fill every place there is: after the loss of one, the missing copies can be made nowhere, and
/// the cluster stays degraded until it is back.
pub(super) fn no_spare(inventory: &Inventory, osds: &[Osd]) -> Option<Finding> {
    let pools = &inventory.osd_map.value()?.pools;
    let mut tight: BTreeMap<(&str, usize), Vec<&Pool>> = BTreeMap::new();
    for pool in pools.iter().filter(|pool| pool.size > 1) {
        let Some(places) = place::of(inventory, osds, pool) else { continue };
        // Fewer than size is Ceph's to say: those PGs are undersized.
        if places.domain != "osd" && places.serving.len() as u64 == pool.size {
            tight.entry((places.domain, places.serving.len())).or_default().push(pool);
        }
    }
    let ((domain, count), _) = tight.first_key_value()?;
    let sentence = format!("When a {domain} fails, its copies can be made nowhere else until it is back.");
    let evidence = tight.iter().map(|((domain, count), pools)| {
        let names = names(pools.iter().map(|pool| pool.name.as_str()));
        format!("{count} {domain}s serve, and as many copies are kept, each on another {domain}: {names}")
    });
    let next = format!("where that is too little, add a {domain}: with {} it heals itself", count + 1);
    Some(Finding::advice("KOOR_NO_SPARE_DOMAIN", sentence, evidence.collect(), next))
}

/// Hosts that hold more than the rest could take: where enough others are left to make new copies on, these fill up
/// before they are done.
pub(super) fn too_large(inventory: &Inventory, osds: &[Osd]) -> Option<Finding> {
    let map = inventory.osd_map.value()?;
    let heals = map.pools.iter().filter(|pool| pool.size > 1).any(|pool| {
        place::of(inventory, osds, pool)
            .is_some_and(|places| places.domain == "host" && places.serving.len() as u64 > pool.size)
    });
    if !heals {
        return None;
    }
    let serving = osds.iter().filter(|osd| osd.state.up && osd.state.is_in);
    let mut classes: BTreeMap<Option<&str>, Class<'_>> = BTreeMap::new();
    for osd in serving {
        let Some(usage) = osd.usage.as_ref().filter(|usage| usage.size > Bytes(0)) else { continue };
        let class = classes.entry(osd.device_class.as_deref()).or_default();
        let room = room(usage, map.backfillfull_ratio);
        class.room = class.room + room;
        if let Some(host) = osd.host.as_deref() {
            let here = class.hosts.entry(host).or_default();
            *here = (here.0 + usage.used, here.1 + room);
        }
    }
    let mut evidence = Vec::new();
    for (class, of_class) in classes {
        for (host, (mine, room)) in of_class.hosts {
            let others = Bytes(of_class.room.0.saturating_sub(room.0));
            if mine > others {
                let class = class.map_or_else(String::new, |class| format!(" of class {class}"));
                evidence.push(format!(
                    "host {host} holds {mine}{class}, the others have room for {others} up to the backfillfull limit"
                ));
            }
        }
    }
    (!evidence.is_empty()).then(|| {
        Finding::advice(
            "KOOR_HOST_TOO_LARGE",
            "One host holds more than the others could take: after its loss recovery would get stuck.".into(),
            evidence,
            "add room on other hosts, or spread OSDs more evenly over the hosts",
        )
    })
}

/// The OSDs of one class that serve.
#[derive(Default)]
struct Class<'a> {
    /// What all of them have room for.
    room: Bytes,
    /// What each host holds, and what it has room for.
    hosts: BTreeMap<&'a str, (Bytes, Bytes)>,
}

/// What an OSD still takes until it is as full as that.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a size is a size; a ratio below zero is none"
)]
pub(super) fn room(usage: &OsdUsage, limit: Ratio) -> Bytes {
    Bytes(((usage.size.0 as f64 * limit.0) as u64).saturating_sub(usage.used.0))
}
