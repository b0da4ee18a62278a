//! Which OSD will be full first, and how much may be written until then, as Ceph reckons `MAX AVAIL`: what is written is
//! spread over the OSDs of a pool's rule by their weights, and the first that is full stops the pool.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Bytes, Inventory, Osd, OsdId, Pool, PoolKind, Ratio};
use crate::view::{FullRatios, placement};

/// The OSD that will be full first, if what is written is spread by weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FirstFull {
    /// Its number.
    pub id: OsdId,
    /// Its name.
    pub name: String,
    /// Used of size now, 0 to 1.
    pub utilization: Ratio,
    /// User bytes until an OSD is nearfull; zero where one is.
    pub until_nearfull_bytes: Bytes,
    /// User bytes until an OSD is backfillfull; zero where one is.
    pub until_backfillfull_bytes: Bytes,
    /// User bytes until an OSD is full; zero where one is.
    pub until_full_bytes: Bytes,
}

/// Of one pool; `None` where the maps do not tell.
pub(super) fn of_pool(inventory: &Inventory, all: &[Osd], pool: &Pool) -> Option<FirstFull> {
    let ratios = FullRatios::of(inventory.osd_map.value()?);
    let rule = placement::rule(inventory, pool.crush_rule)?;
    let mut osds = placement::osds(all, rule);
    osds.retain(|osd| osd.state.up && osd.state.is_in && weight(osd) > 0.0);
    let total: f64 = osds.iter().map(|osd| weight(osd)).sum();
    // User bytes that fill this OSD up to `ratio` with what falls to it.
    let room = |osd: &Osd, ratio: Ratio| {
        let usage = osd.usage.as_ref().filter(|usage| usage.size > Bytes(0))?;
        let left = (usage.size.0 as f64 * ratio.0 - usage.used.0 as f64).max(0.0);
        Some(left / (weight(osd) / total))
    };
    let least = |ratio: Ratio| {
        let all: Option<Vec<(f64, &Osd)>> = osds.iter().map(|osd| Some((room(osd, ratio)?, *osd))).collect();
        all?.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let raw_a_byte = raw_a_byte(inventory, pool)?;
    let bytes = |ratio: Ratio| Some(Bytes::reckoned(least(ratio)?.0 / raw_a_byte));
    let first = least(ratios.full)?.1;
    Some(FirstFull {
        id: first.state.id,
        name: first.name.clone(),
        utilization: first.usage.as_ref()?.utilization,
        until_nearfull_bytes: bytes(ratios.nearfull)?,
        until_backfillfull_bytes: bytes(ratios.backfillfull)?,
        until_full_bytes: bytes(ratios.full)?,
    })
}

/// What is written goes to OSDs by this.
fn weight(osd: &Osd) -> f64 {
    osd.crush_weight.unwrap_or(0.0) * osd.state.reweight
}

/// How many raw bytes one of a user takes, compression apart; `None` where a profile does not say.
fn raw_a_byte(inventory: &Inventory, pool: &Pool) -> Option<f64> {
    match &pool.kind {
        PoolKind::Replicated => Some(pool.size as f64),
        PoolKind::Erasure { profile } => {
            let data = inventory.osd_map.value()?.ec_profiles.get(profile)?.k()?;
            (data > 0).then(|| pool.size as f64 / data as f64)
        }
    }
    .filter(|raw| *raw > 0.0)
}

/// The device classes that a pool may use.
pub(super) fn classes(inventory: &Inventory, all: &[Osd], pool: &Pool) -> Vec<String> {
    let Some(rule) = placement::rule(inventory, pool.crush_rule) else {
        return Vec::new();
    };
    let found = placement::osds(all, rule).into_iter().filter_map(|osd| osd.device_class.clone());
    found.collect::<BTreeSet<String>>().into_iter().collect()
}
