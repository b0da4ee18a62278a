//! What the loss of one more host would mean.

use std::collections::{BTreeMap, BTreeSet};

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
    let serving = || osds.iter().filter(|osd| osd.state.up && osd.state.is_in);
    let classes: BTreeSet<Option<&str>> = serving().map(|osd| osd.device_class.as_deref()).collect();
    let hosts: BTreeSet<&str> = serving().filter_map(|osd| osd.host.as_deref()).collect();
    let mut evidence = Vec::new();
    for class in classes {
        for host in &hosts {
            let here = |osd: &&Osd| osd.host.as_deref() == Some(host);
            let class_of = |osd: &&Osd| osd.device_class.as_deref() == class;
            let usage = |osd: &Osd| osd.usage.clone().filter(|usage| usage.size > Bytes(0));
            let mine: Bytes =
                serving().filter(class_of).filter(here).filter_map(usage).map(|one| one.used).sum();
            let others = serving().filter(class_of).filter(|osd| !here(osd)).filter_map(usage);
            let room: Bytes = others.map(|one| room(&one, map.backfillfull_ratio)).sum();
            if mine > room {
                let class = class.map_or_else(String::new, |class| format!(" of class {class}"));
                evidence.push(format!(
                    "host {host} holds {mine}{class}, the others have room for {room} up to the backfillfull limit"
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

/// What an OSD still takes before recovery to it stops.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a size is a size; a ratio below zero is none"
)]
fn room(usage: &OsdUsage, backfillfull: Ratio) -> Bytes {
    Bytes(((usage.size.0 as f64 * backfillfull.0) as u64).saturating_sub(usage.used.0))
}
