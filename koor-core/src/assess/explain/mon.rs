//! Mons that are out of quorum, or whose clocks differ.

use super::detail::Named;
use super::scene::Scene;
use super::{Affected, Reading};
use crate::model::{DaemonName, Inventory};

/// A mon out of quorum: is its host gone too, and how many more may go.
pub(super) fn down(scene: &Scene<'_>, named: &Named) -> Reading {
    let inventory = scene.inventory;
    let mut affected = Affected::named(scene, named);
    affected.daemons.retain(|name| name.daemon_type.0 == "mon");
    affected.hosts.clear();
    let mut cause = Vec::new();
    let dead = scene.dead_hosts();
    for mon in &affected.daemons {
        let Some(host) = host_of(inventory, mon) else { continue };
        if !affected.hosts.iter().any(|known| known == host) {
            affected.hosts.push(host.to_owned());
        }
        cause.push(match dead.get(host) {
            Some(_) => format!("{mon} is on host {host}, whose OSDs are down too: look at the host"),
            None if scene.by_host().contains_key(host) => {
                format!("{mon} is on host {host}, whose OSDs are up: the daemon, its disk or its address, not the host")
            }
            None => format!("{mon} was last on host {host}"),
        });
    }
    if let (Some(map), Some(quorum)) = (inventory.mons.value(), inventory.quorum.value()) {
        let (all, here) = (map.mons.len(), quorum.members.len());
        let spare = here.saturating_sub(all / 2 + 1);
        cause.push(match spare {
            0 => format!("{here} of {all} mons are in quorum: if one more goes, the cluster stands still"),
            spare => format!(
                "{here} of {all} mons are in quorum: {spare} more may go before the cluster stands still"
            ),
        });
    }
    Reading { affected, cause, ..Reading::default() }
}

/// Where a mon said it runs.
fn host_of<'a>(inventory: &'a Inventory, mon: &DaemonName) -> Option<&'a str> {
    let rows = inventory.mon_metadata.value()?;
    rows.iter().find(|row| row.name == *mon)?.hostname.as_deref()
}

/// Each mon's clock.
pub(super) fn clock(scene: &Scene<'_>, named: &Named) -> Reading {
    let mut affected = Affected::named(scene, named);
    affected.daemons.retain(|name| name.daemon_type.0 == "mon");
    let rows = scene.inventory.clocks.value().into_iter().flatten();
    let skewed = rows.filter(|row| row.health != "HEALTH_OK");
    let cause = skewed
        .map(|row| format!("the clock of mon.{} is {:+.3} s from the leader's", row.mon, row.skew_s))
        .collect();
    Reading { affected, cause, ..Reading::default() }
}
