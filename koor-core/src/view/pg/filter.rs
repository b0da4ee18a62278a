//! Which PGs, and why none.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::model::{Inventory, OsdId, OsdMap, Pg, PgMap, PoolId};
use crate::view::order;
use crate::view::pool::find;
use crate::view::words::{counted, listed, there_are};

/// Which PGs to show; what is `None` or false does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgFilter {
    /// Those that are not active and clean.
    pub unhealthy: bool,
    /// Those of this pool, by its name or its number.
    pub pool: Option<String>,
    /// Those in whose state all of these words are: `degraded`, `active+clean`.
    pub state: Option<String>,
    /// Those that this OSD serves, or shall serve.
    pub osd: Option<OsdId>,
    /// Those that an OSD below this CRUSH host serves, or shall serve.
    pub host: Option<String>,
}

impl fmt::Display for PgFilter {
    /// `unhealthy, pool rbd, state degraded, osd.3, host node1`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unhealthy = self.unhealthy.then(|| "unhealthy".to_owned());
        let pool = self.pool.as_ref().map(|pool| format!("pool {pool}"));
        let state = self.state.as_ref().map(|state| format!("state {state}"));
        let osd = self.osd.map(|osd| osd.to_string());
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let all: Vec<String> = [unhealthy, pool, state, osd, host].into_iter().flatten().collect();
        f.write_str(&all.join(", "))
    }
}

/// The pool that is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Any.
    Any,
    /// This one.
    Pool(PoolId),
    /// One that is not there, or that nobody could look up.
    Nowhere,
}

/// A filter whose pool is found; borrowed for one list.
pub(super) struct Sieve<'a> {
    filter: &'a PgFilter,
    map: Option<&'a OsdMap>,
    pool: Wanted,
    /// Every OSD that has a host, with it; empty where CRUSH or the OSD map was not seen.
    hosts: BTreeMap<OsdId, String>,
}

impl<'a> Sieve<'a> {
    pub(super) fn of(filter: &'a PgFilter, inventory: &'a Inventory) -> Self {
        let map = inventory.osd_map.value();
        let found = |named: &str| match map {
            Some(map) => find(map, named).map(|pool| pool.id),
            // Without the map a number still means something; a name does not.
            None => named.parse().ok().map(PoolId),
        };
        let pool = match filter.pool.as_deref() {
            None => Wanted::Any,
            Some(named) => found(named).map_or(Wanted::Nowhere, Wanted::Pool),
        };
        let hosts = match filter.host {
            Some(_) => {
                inventory.osds().into_iter().filter_map(|osd| Some((osd.state.id, osd.host?))).collect()
            }
            None => BTreeMap::new(),
        };
        Self { filter, map, pool, hosts }
    }

    pub(super) fn keeps(&self, pg: &Pg) -> bool {
        let filter = self.filter;
        let osd_has = |osd: OsdId| pg.up.iter().chain(&pg.acting).any(|place| *place == Some(osd));
        (!filter.unhealthy || !pg.state.is_healthy())
            && (self.pool == Wanted::Any || self.pool == Wanted::Pool(pg.id.pool))
            && filter.state.as_ref().is_none_or(|state| state.split('+').all(|word| pg.state.has(word)))
            && filter.osd.is_none_or(osd_has)
            && filter.host.as_ref().is_none_or(|host| self.is_on(pg, host))
    }

    fn is_on(&self, pg: &Pg, host: &str) -> bool {
        pg.up.iter().chain(&pg.acting).flatten().any(|osd| self.hosts.get(osd).is_some_and(|of| of == host))
    }

    /// Why none is kept: the first thing asked for that no PG has, and what there is instead.
    pub(super) fn why_none(&self, pgs: &PgMap) -> String {
        let filter = self.filter;
        if pgs.pgs.is_empty() {
            return "This cluster has no PG.".into();
        }
        self.no_pool(pgs)
            .or_else(|| self.no_state(pgs))
            .or_else(|| self.no_osd(pgs))
            .or_else(|| self.no_host(pgs))
            .or_else(|| {
                (*filter == PgFilter { unhealthy: true, ..PgFilter::default() }).then(|| all_well(pgs))
            })
            .unwrap_or_else(|| match (filter.unhealthy, PgFilter { unhealthy: false, ..filter.clone() }) {
                (true, rest) => format!("No PG is unhealthy of those that match {rest}."),
                (false, rest) => format!("No PG matches all of this at once: {rest}."),
            })
    }

    fn no_pool(&self, pgs: &PgMap) -> Option<String> {
        let named = self.filter.pool.as_deref()?;
        match (self.pool, self.map) {
            (Wanted::Any, _) => None,
            (Wanted::Nowhere, None) => {
                Some("No PG can be chosen by its pool's name: the OSD map was not seen.".into())
            }
            (Wanted::Nowhere, Some(map)) => {
                let pools: Vec<&str> = map.pools.iter().map(|pool| pool.name.as_str()).collect();
                Some(format!("No pool is {named}; {}.", there_are("pool", "pools", &pools)))
            }
            (Wanted::Pool(pool), _) => {
                let has = pgs.pgs.iter().any(|pg| pg.id.pool == pool);
                (!has).then(|| format!("No PG is in pool {named}."))
            }
        }
    }

    fn no_state(&self, pgs: &PgMap) -> Option<String> {
        let state = self.filter.state.as_deref()?;
        let matches = |pg: &Pg| state.split('+').all(|word| pg.state.has(word));
        if pgs.pgs.iter().any(matches) {
            return None;
        }
        let states = order::distinct(pgs.pgs.iter().map(|pg| &*pg.state.0));
        let count = counted(pgs.pgs.len() as u64, "PG", "PGs");
        Some(format!("No PG is {state}; the {count} are {}.", listed(&states)))
    }

    fn no_osd(&self, pgs: &PgMap) -> Option<String> {
        let osd = self.filter.osd?;
        if self.map.is_some_and(|map| !map.osds.iter().any(|known| known.id == osd)) {
            let names: Vec<String> =
                self.map.into_iter().flat_map(|map| &map.osds).map(|osd| osd.id.to_string()).collect();
            return Some(format!("{osd} does not exist; {}.", there_are("OSD", "OSDs", &names)));
        }
        let has = |pg: &Pg| pg.up.iter().chain(&pg.acting).any(|place| *place == Some(osd));
        (!pgs.pgs.iter().any(has)).then(|| format!("No PG is on {osd}."))
    }

    fn no_host(&self, pgs: &PgMap) -> Option<String> {
        let host = self.filter.host.as_deref()?;
        let there = order::distinct(self.hosts.values().map(String::as_str));
        if there.is_empty() {
            return Some("No PG can be chosen by host: no OSD's host was seen.".into());
        }
        if !there.contains(&host) {
            return Some(format!("No OSD is on host {host}; {}.", there_are("host", "hosts", &there)));
        }
        (!pgs.pgs.iter().any(|pg| self.is_on(pg, host))).then(|| format!("No PG is on host {host}."))
    }
}

/// All PGs are active and clean; what else some of them do is said, for it is in their state.
fn all_well(pgs: &PgMap) -> String {
    let count = |word: &str| pgs.pgs.iter().filter(|pg| pg.state.has(word)).count();
    let busy: Vec<String> = [("scrubbing", "scrubbing"), ("snaptrim", "trimming snapshots")]
        .into_iter()
        .filter_map(|(word, text)| {
            Some(count(word)).filter(|n| *n > 0).map(|n| format!("{n} of them {text}"))
        })
        .collect();
    let busy = if busy.is_empty() { String::new() } else { format!(", {}", busy.join(", ")) };
    match pgs.pgs.len() {
        1 => format!("The only PG is active+clean{busy}."),
        total => format!("All {total} PGs are active+clean{busy}."),
    }
}
