//! Which OSDs, and why none.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::OsdRow;
use crate::model::{Inventory, OsdId};
use crate::view::words::{counted, there_are};
use crate::view::{order, pool};

/// Which OSDs to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdFilter {
    /// Those below this CRUSH host.
    pub host: Option<String>,
    /// Those of this device class.
    pub class: Option<String>,
    /// Those in this condition.
    pub state: Option<OsdCondition>,
    /// Those that serve PGs of this pool, or shall; by its name or its number.
    pub pool: Option<String>,
}

/// What can be asked of an OSD's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OsdCondition {
    /// It runs and its peers say so.
    Up,
    /// It does not run, or can't be reached.
    Down,
    /// It takes data.
    In,
    /// Its data was, or is being, moved elsewhere.
    Out,
}

impl OsdCondition {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::In, Self::Out];

    /// Ceph's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::In => "in",
            Self::Out => "out",
        }
    }

    const fn holds(self, osd: &OsdRow) -> bool {
        match self {
            Self::Up => osd.up,
            Self::Down => !osd.up,
            Self::In => osd.is_in,
            Self::Out => !osd.is_in,
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::In => Self::Out,
            Self::Out => Self::In,
        }
    }
}

impl fmt::Display for OsdCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for OsdCondition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|condition| condition.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no state of an OSD: write up, down, in or out"))
    }
}

impl fmt::Display for OsdFilter {
    /// `host node1, class hdd, down, pool rbd`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let class = self.class.as_ref().map(|class| format!("class {class}"));
        let state = self.state.map(|state| state.to_string());
        let pool = self.pool.as_ref().map(|pool| format!("pool {pool}"));
        let all: Vec<String> = [host, class, state, pool].into_iter().flatten().collect();
        f.write_str(&all.join(", "))
    }
}

/// A filter whose pool's OSDs are found; borrowed for one list.
pub(super) struct Sieve<'a> {
    filter: &'a OsdFilter,
    of_pool: OfPool,
}

/// The OSDs of the pool that is asked for.
enum OfPool {
    /// Any will do.
    Any,
    /// These.
    These(BTreeSet<OsdId>),
    /// Nobody knows, or there is no such pool.
    Nowhere(String),
}

impl OfPool {
    fn of(inventory: &Inventory, named: &str) -> Self {
        let Some(map) = inventory.osd_map.value() else {
            return Self::Nowhere(String::new());
        };
        let Some(pool) = pool::find(map, named) else {
            let pools: Vec<&str> = map.pools.iter().map(|pool| pool.name.as_str()).collect();
            return Self::Nowhere(format!("No pool is {named}; {}.", there_are("pool", "pools", &pools)));
        };
        let Some(pgs) = inventory.pgs.value() else {
            return Self::Nowhere("No OSD can be chosen by its pool: the PGs were not seen.".into());
        };
        let of_pool = pgs.pgs.iter().filter(|pg| pg.id.pool == pool.id);
        Self::These(of_pool.flat_map(|pg| pg.up.iter().chain(&pg.acting)).flatten().copied().collect())
    }
}

impl<'a> Sieve<'a> {
    pub(super) fn of(filter: &'a OsdFilter, inventory: &Inventory) -> Self {
        let of_pool = filter.pool.as_deref().map_or(OfPool::Any, |pool| OfPool::of(inventory, pool));
        Self { filter, of_pool }
    }

    pub(super) fn keeps(&self, osd: &OsdRow) -> bool {
        let Self { filter, of_pool } = self;
        filter.host.as_ref().is_none_or(|host| osd.host.as_ref() == Some(host))
            && filter.class.as_ref().is_none_or(|class| osd.device_class.as_ref() == Some(class))
            && filter.state.is_none_or(|state| state.holds(osd))
            && match of_pool {
                OfPool::Any => true,
                OfPool::These(osds) => osds.contains(&osd.id),
                OfPool::Nowhere(_) => false,
            }
    }

    /// Why none of `all` is kept: the first thing asked for that no OSD has, and what there is instead.
    pub(super) fn why_none(&self, all: &[OsdRow]) -> String {
        if all.is_empty() {
            return "This cluster has no OSD.".into();
        }
        let filter = self.filter;
        let of = filter.host.as_deref();
        let host = of.and_then(|host| unplaced(all, ("host", "hosts"), host, |osd| osd.host.as_deref()));
        let of = filter.class.as_deref();
        let class = of
            .and_then(|class| unplaced(all, ("class", "classes"), class, |osd| osd.device_class.as_deref()));
        host.or(class)
            .or_else(|| self.no_state(all))
            .or_else(|| match &self.of_pool {
                OfPool::Nowhere(why) => Some(why.clone()),
                OfPool::These(osds) if osds.is_empty() => {
                    Some(format!("No OSD serves pool {}.", filter.pool.as_deref().unwrap_or_default()))
                }
                OfPool::Any | OfPool::These(_) => None,
            })
            .unwrap_or_else(|| format!("No OSD matches all of this at once: {filter}."))
    }

    fn no_state(&self, all: &[OsdRow]) -> Option<String> {
        let state = self.filter.state.filter(|state| !all.iter().any(|osd| state.holds(osd)))?;
        let count = counted(all.len() as u64, "OSD is", "OSDs are");
        let instead = state.opposite();
        Some(if all.len() == 1 {
            format!("No OSD is {state}; the only one is {instead}.")
        } else {
            format!("No OSD is {state}; all {count} {instead}.")
        })
    }
}

/// Why no OSD has a host or class of that name; `None` where one has.
fn unplaced(
    all: &[OsdRow],
    (kind, plural): (&str, &str),
    name: &str,
    of: fn(&OsdRow) -> Option<&str>,
) -> Option<String> {
    let there = order::distinct(all.iter().filter_map(of));
    if there.contains(&name) {
        None
    } else if there.is_empty() && !all.iter().any(OsdRow::crush_seen) {
        Some(format!("No OSD can be chosen by {kind}: the CRUSH map was not seen."))
    } else {
        Some(format!("No OSD matches {kind} {name}; {}.", there_are(kind, plural, &there)))
    }
}
