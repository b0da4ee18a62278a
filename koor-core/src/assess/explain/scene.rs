//! What more than one family asks of the inventory.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::model::{Inventory, Osd, OsdId, Pg, Pool, PoolId};

/// How many names a sentence holds.
const NAMES: usize = 8;

/// An inventory, with its OSDs put together once.
pub(super) struct Scene<'a> {
    pub inventory: &'a Inventory,
    pub osds: Vec<Osd>,
}

impl<'a> Scene<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Self {
        Self { inventory, osds: inventory.osds() }
    }

    pub(super) fn osd(&self, id: OsdId) -> Option<&Osd> {
        self.osds.iter().find(|osd| osd.state.id == id)
    }

    /// Every PG, where they were asked for.
    pub(super) fn pgs(&self) -> Option<&'a [Pg]> {
        self.inventory.pgs.value().map(|map| map.pgs.as_slice())
    }

    pub(super) fn pool(&self, id: PoolId) -> Option<&'a Pool> {
        self.inventory.osd_map.value()?.pools.iter().find(|pool| pool.id == id)
    }

    pub(super) fn pool_name(&self, id: PoolId) -> String {
        self.pool(id).map_or_else(|| format!("pool {id}"), |pool| pool.name.clone())
    }

    /// The hosts of these OSDs, sorted.
    pub(super) fn hosts_of(&self, ids: &[OsdId]) -> Vec<String> {
        let hosts: BTreeSet<&str> =
            ids.iter().filter_map(|id| self.osd(*id)).filter_map(|osd| osd.host.as_deref()).collect();
        hosts.into_iter().map(str::to_owned).collect()
    }

    /// OSDs that are down and still counted on, or down and out a while.
    pub(super) fn down(&self) -> impl Iterator<Item = &Osd> {
        self.osds
            .iter()
            .filter(|osd| !osd.state.up && !osd.state.state.iter().any(|word| word == "destroyed"))
    }

    /// The OSDs of each host.
    pub(super) fn by_host(&self) -> BTreeMap<&str, Vec<&Osd>> {
        let mut hosts: BTreeMap<&str, Vec<&Osd>> = BTreeMap::new();
        for osd in &self.osds {
            if let Some(host) = osd.host.as_deref() {
                hosts.entry(host).or_default().push(osd);
            }
        }
        hosts
    }

    /// The hosts of which every OSD is down.
    pub(super) fn dead_hosts(&self) -> BTreeMap<&str, Vec<&Osd>> {
        let mut hosts = self.by_host();
        hosts.retain(|_, osds| osds.iter().all(|osd| !osd.state.up));
        hosts
    }

    /// Who is down, a sentence a host where all of its OSDs are, else one an OSD; hosts first, and not without end.
    pub(super) fn who_is_down(&self) -> Vec<String> {
        let dead = self.dead_hosts();
        let mut said = Vec::new();
        for (host, osds) in &dead {
            let since = since(osds.iter().filter_map(|osd| osd.state.down_at).max());
            said.push(match osds.as_slice() {
                [only] => format!("{}, the only OSD of host {host}, is down{since}", only.name),
                all => format!(
                    "all {} OSDs of host {host} are down{since}: look at the host ({})",
                    all.len(),
                    names(all.iter().map(|osd| osd.name.as_str()))
                ),
            });
        }
        for osd in self.down() {
            let host = osd.host.as_deref();
            if !host.is_some_and(|host| dead.contains_key(host)) {
                let place = host.map_or_else(String::new, |host| format!(" on host {host}"));
                let alone = if host.is_some() { ", other OSDs of that host are up" } else { "" };
                let since = since(osd.state.down_at);
                said.push(format!("{}{place} is down{since}{alone}", osd.name));
            }
        }
        let more = said.len().saturating_sub(NAMES);
        if more > 0 {
            said.truncate(NAMES);
            said.push(format!("and {more} more hosts or OSDs: koor osd tree"));
        }
        said
    }

    /// Whether one of the cluster-wide flags is set.
    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.inventory.osd_map.value().is_some_and(|map| map.flags.iter().any(|set| set == flag))
    }

    /// Whether Ceph raises another check, too.
    pub(super) fn raised(&self, code: &str) -> bool {
        self.inventory.health.value().is_some_and(|health| health.check(code).is_some())
    }
}

/// `, since 2026-11-22 15:04 UTC`, or nothing.
pub(in crate::assess) fn since(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| format!(" since {}", moment(at)))
}

/// `2026-11-22 15:04 UTC`.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// `osd.0, osd.1 and 3 more`.
pub(in crate::assess) fn names<'n>(all: impl Iterator<Item = &'n str>) -> String {
    let all: Vec<&str> = all.collect();
    let shown = all.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `1 PG`, `3 PGs`.
pub(in crate::assess) fn counted(count: u64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
