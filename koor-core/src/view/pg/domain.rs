//! Where a PG's copies may be: the failure domains of its pool's rule, and which of them have an OSD for it.

use std::collections::BTreeMap;

use crate::model::{Inventory, Osd, Pool};
use crate::view::placement;

/// The failure domains a rule chooses among.
pub(super) struct Domains {
    /// `host`, `rack`, `osd`.
    pub kind: String,
    /// By name, the OSDs in them that the rule may take.
    all: BTreeMap<String, Vec<Osd>>,
}

impl Domains {
    /// Of a pool's rule; `None` where the maps do not tell.
    pub(super) fn of(inventory: &Inventory, pool: &Pool) -> Option<Self> {
        let rule = placement::rule(inventory, pool.crush_rule)?;
        let kind = rule.failure_domain()?;
        let mut all: BTreeMap<String, Vec<Osd>> = BTreeMap::new();
        let osds = inventory.osds();
        for osd in placement::osds(&osds, rule) {
            let domain = if kind == "osd" {
                Some(osd.name.clone())
            } else {
                let prefix = format!("{kind}=");
                osd.location.iter().find_map(|place| place.strip_prefix(&prefix)).map(str::to_owned)
            };
            if let Some(domain) = domain {
                all.entry(domain).or_default().push(osd.clone());
            }
        }
        Some(Self { kind: kind.to_owned(), all })
    }

    /// How many there are.
    pub(super) fn total(&self) -> u64 {
        self.all.len() as u64
    }

    /// Those in which an OSD is up, in and has a weight: only there CRUSH puts a copy.
    pub(super) fn usable(&self) -> u64 {
        self.all.values().filter(|osds| osds.iter().any(is_usable)).count() as u64
    }

    /// Those in which there is none, by name, with their OSDs.
    pub(super) fn unusable(&self) -> impl Iterator<Item = (&str, &[Osd])> {
        self.all
            .iter()
            .filter(|(_, osds)| !osds.iter().any(is_usable))
            .map(|(name, osds)| (name.as_str(), osds.as_slice()))
    }

    /// The OSDs in them that are down, though data is expected of them.
    pub(super) fn down_but_in(&self) -> impl Iterator<Item = &Osd> {
        self.all.values().flatten().filter(|osd| !osd.state.up && osd.state.is_in)
    }
}

fn is_usable(osd: &Osd) -> bool {
    osd.state.up
        && osd.state.is_in
        && osd.state.reweight > 0.0
        && osd.crush_weight.is_none_or(|weight| weight > 0.0)
}
