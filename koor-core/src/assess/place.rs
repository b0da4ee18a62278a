//! Where a pool's copies may go: the places that its CRUSH rule tells apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Inventory, Osd, Pool};

/// The places of one pool: hosts, racks, or single OSDs, as its rule says.
pub(super) struct Places<'a> {
    /// The type of bucket that holds one copy each: `host`, `rack`, `osd`.
    pub domain: &'a str,
    /// The places that have an OSD that is up and in, with those OSDs.
    pub serving: BTreeMap<String, Vec<&'a Osd>>,
    /// How many places have an OSD that is in, whether it is up or not: as many would serve if nothing were down.
    pub all: usize,
}

/// The places of a pool; `None` where its rule or the CRUSH tree was not seen, or says something that is not plain.
pub(super) fn of<'a>(inventory: &'a Inventory, osds: &'a [Osd], pool: &Pool) -> Option<Places<'a>> {
    let rule = inventory.crush.value()?.rules.iter().find(|rule| rule.id == pool.crush_rule)?;
    // A rule that chooses twice (two racks, two hosts in each) counts its places otherwise.
    if rule.steps.iter().filter(|step| step.op.starts_with("choose")).count() != 1 {
        return None;
    }
    let domain = rule.failure_domain()?;
    let (root, class) = match rule.takes()?.split_once('~') {
        Some((root, class)) => (root, Some(class)),
        None => (rule.takes()?, None),
    };
    let mut serving: BTreeMap<String, Vec<&Osd>> = BTreeMap::new();
    let mut all: BTreeSet<String> = BTreeSet::new();
    for osd in osds.iter().filter(|osd| osd.state.is_in) {
        let below =
            osd.location.iter().any(|place| place.split_once('=').is_some_and(|(_, name)| name == root));
        if !below || class.is_some_and(|class| osd.device_class.as_deref() != Some(class)) {
            continue;
        }
        let place = match domain {
            "osd" => Some(osd.name.clone()),
            _ => osd
                .location
                .iter()
                .find(|place| place.split_once('=').is_some_and(|(kind, _)| kind == domain))
                .cloned(),
        };
        let Some(place) = place else { continue };
        all.insert(place.clone());
        if osd.state.up {
            serving.entry(place).or_default().push(osd);
        }
    }
    Some(Places { domain, serving, all: all.len() })
}
