//! One pool as a row.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Bytes, CrushMap, Inventory, IoRate, OsdId, OsdMap, Pool, PoolId, PoolKind, Ratio};

/// One pool. What is null is not known, or not set.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolRow {
    /// Its number.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// Replicated or erasure-coded.
    pub kind: PoolKind,
    /// Data chunks; null of a replicated pool.
    pub k: Option<u64>,
    /// Coding chunks; null of a replicated pool.
    pub m: Option<u64>,
    /// Copies, or chunks, that are kept.
    pub size: u64,
    /// Copies, or chunks, without which it stops.
    pub min_size: u64,
    /// Placement groups now.
    pub pg_num: u64,
    /// Placement groups wanted.
    pub pg_num_target: u64,
    /// `on`, `off`, `warn`.
    pub autoscale_mode: String,
    /// Applications enabled on it.
    pub applications: Vec<String>,
    /// Bytes that may be stored; null without a quota.
    pub quota_bytes: Option<Bytes>,
    /// Objects that may be stored; null without a quota.
    pub quota_objects: Option<u64>,
    /// What users stored.
    pub stored_bytes: Option<Bytes>,
    /// Objects.
    pub objects: Option<u64>,
    /// What that takes, raw.
    pub used_bytes: Option<Bytes>,
    /// What users may still store before the first OSD is full.
    pub max_available_bytes: Option<Bytes>,
    /// Used of used and available, 0 to 1.
    pub percent_used: Option<Ratio>,
    /// What its clients do.
    pub client: Option<IoRate>,
    /// How its copies are spread.
    pub rule: RuleRef,
    /// The device classes that the rule may put its data on; null where CRUSH was not seen.
    pub device_classes: Option<Vec<String>>,
    /// `none`, `passive`, `aggressive`, `force`; null where the OSDs' default rules.
    pub compression_mode: Option<String>,
    /// The algorithm, where the pool sets one.
    pub compression_algorithm: Option<String>,
    /// Flags, sorted.
    pub flags: Vec<String>,
}

/// The CRUSH rule of a pool. Its id is always known, the rest where CRUSH was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleRef {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: Option<String>,
    /// The bucket it starts at, `default~ssd`.
    pub takes: Option<String>,
    /// The type of bucket whose loss costs one copy.
    pub failure_domain: Option<String>,
}

impl PoolRow {
    pub(in crate::view) fn of(inventory: &Inventory, map: &OsdMap, pool: &Pool) -> Self {
        let profile = match &pool.kind {
            PoolKind::Erasure { profile } => map.ec_profiles.get(profile),
            PoolKind::Replicated => None,
        };
        let capacity =
            inventory.capacity.value().and_then(|all| all.pools.iter().find(|one| one.id == pool.id));
        let io = inventory.pool_io.value().and_then(|all| all.iter().find(|one| one.id == pool.id));
        Self {
            id: pool.id,
            name: pool.name.clone(),
            kind: pool.kind.clone(),
            k: profile.and_then(crate::model::EcProfile::k),
            m: profile.and_then(crate::model::EcProfile::m),
            size: pool.size,
            min_size: pool.min_size,
            pg_num: pool.pg_num,
            pg_num_target: pool.pg_num_target,
            autoscale_mode: pool.autoscale_mode.clone(),
            applications: pool.applications.clone(),
            quota_bytes: pool.quota_bytes,
            quota_objects: pool.quota_objects,
            stored_bytes: capacity.map(|one| one.stored),
            objects: capacity.map(|one| one.objects),
            used_bytes: capacity.map(|one| one.used),
            max_available_bytes: capacity.map(|one| one.max_available),
            percent_used: capacity.map(|one| one.percent_used),
            client: io.map(|io| io.client),
            rule: RuleRef::of(inventory, pool.crush_rule),
            device_classes: inventory.crush.value().map(|crush| device_classes(crush, pool.crush_rule)),
            compression_mode: pool.compression_mode.clone(),
            compression_algorithm: pool.compression_algorithm.clone(),
            flags: pool.flags.clone(),
        }
    }

    /// `3× replicated`, `EC 4+2`.
    pub(in crate::view) fn kind_text(&self) -> String {
        match (&self.kind, self.k, self.m) {
            (PoolKind::Replicated, ..) => format!("{}× replicated", self.size),
            (PoolKind::Erasure { .. }, Some(k), Some(m)) => format!("EC {k}+{m}"),
            (PoolKind::Erasure { profile }, ..) => format!("EC {profile}"),
        }
    }

    /// `8`, or `8 → 16` where it is on its way.
    pub(in crate::view) fn pg_text(&self) -> String {
        if self.pg_num == self.pg_num_target {
            self.pg_num.to_string()
        } else {
            format!("{} → {}", self.pg_num, self.pg_num_target)
        }
    }

    /// `10.0 GiB`, `5000 objects`, or both; nothing without a quota.
    pub(super) fn quota_text(&self) -> Option<String> {
        let bytes = self.quota_bytes.map(|bytes| bytes.to_string());
        let objects = self.quota_objects.map(|objects| format!("{objects} objects"));
        let both: Vec<String> = [bytes, objects].into_iter().flatten().collect();
        (!both.is_empty()).then(|| both.join(", "))
    }

    /// Whether it takes no more writes: a quota is reached, or an OSD of it is full.
    pub(in crate::view) fn is_full(&self) -> bool {
        self.flags.iter().any(|flag| flag == "full" || flag == "full_quota")
    }

    /// `aggressive (zstd)`; nothing where the OSDs' default rules.
    pub(super) fn compression_text(&self) -> Option<String> {
        let mode = self.compression_mode.as_deref()?;
        let algorithm = self.compression_algorithm.as_deref();
        Some(algorithm.map_or_else(|| mode.to_owned(), |algorithm| format!("{mode} ({algorithm})")))
    }
}

/// What the rule takes says its class (`default~ssd`), or may be of every class below it.
fn device_classes(crush: &CrushMap, rule: u64) -> Vec<String> {
    let steps = crush.rules.iter().filter(|known| known.id == rule).flat_map(|rule| &rule.steps);
    let mut classes = Vec::new();
    for taken in steps.filter(|step| step.op == "take").filter_map(|step| step.item.as_deref()) {
        match taken.split_once('~') {
            Some((_, class)) => classes.push(class.to_owned()),
            None => classes.extend(classes_below(crush, taken)),
        }
    }
    classes.sort();
    classes.dedup();
    classes
}

fn classes_below(crush: &CrushMap, bucket: &str) -> Vec<String> {
    let mut inside: Vec<i64> =
        crush.buckets.iter().filter(|known| known.name == bucket).map(|known| known.id).collect();
    let (mut devices, mut next) = (BTreeSet::new(), 0);
    while let Some(bucket) = inside.get(next).and_then(|id| crush.bucket(*id)) {
        for item in &bucket.items {
            match OsdId::from_crush(item.id) {
                Some(osd) => _ = devices.insert(osd),
                // A damaged map could hold a loop.
                None if inside.contains(&item.id) => {}
                None => inside.push(item.id),
            }
        }
        next += 1;
    }
    let below = crush.devices.iter().filter(|device| devices.contains(&device.id));
    below.filter_map(|device| device.class.clone()).collect()
}

impl RuleRef {
    fn of(inventory: &Inventory, id: u64) -> Self {
        let rule = inventory.crush.value().and_then(|crush| crush.rules.iter().find(|rule| rule.id == id));
        Self {
            id,
            name: rule.map(|rule| rule.name.clone()),
            takes: rule.and_then(|rule| rule.takes()).map(str::to_owned),
            failure_domain: rule.and_then(|rule| rule.failure_domain()).map(str::to_owned),
        }
    }

    /// `replicated_rule (host)`, or its number where CRUSH was not seen.
    pub(super) fn text(&self) -> String {
        let name = self.name.clone().unwrap_or_else(|| format!("rule {}", self.id));
        let domain = self.failure_domain.as_ref();
        domain.map_or_else(|| name.clone(), |domain| format!("{name} ({domain})"))
    }
}
