//! Where data may go: the CRUSH tree and its rules (`ceph osd crush dump`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::OsdId;

/// The CRUSH map. Shadow trees of device classes (`default~hdd`) are left out of the buckets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrushMap {
    /// The devices by id.
    pub devices: Vec<CrushDevice>,
    /// The buckets, by id from -1 down.
    pub buckets: Vec<CrushBucket>,
    /// The rules by id.
    pub rules: Vec<CrushRule>,
    /// The name of the tunables profile, `jewel`.
    pub tunables_profile: String,
}

/// One device: a place for an OSD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrushDevice {
    /// The OSD.
    pub id: OsdId,
    /// Its device class.
    pub class: Option<String>,
}

/// One bucket: a host, rack, root, …
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrushBucket {
    /// Its id, negative.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its type's name: `host`, `rack`, `root`.
    #[serde(rename = "type")]
    pub bucket_type: String,
    /// The weight of all below it, about TiB.
    pub weight: f64,
    /// What is in it, in order.
    pub items: Vec<CrushItem>,
}

/// One thing in a bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrushItem {
    /// An OSD's number, or a bucket's id (negative).
    pub id: i64,
    /// Its weight here, about TiB.
    pub weight: f64,
}

/// One rule: how replicas are spread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrushRule {
    /// Its id, which pools name.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its steps in order.
    pub steps: Vec<CrushStep>,
}

impl CrushRule {
    /// The type of bucket whose loss costs one copy: `host`, `rack`, `osd`. `None` where no step chooses.
    #[must_use]
    pub fn failure_domain(&self) -> Option<&str> {
        self.steps
            .iter()
            .rev()
            .find(|step| step.op.starts_with("choose"))
            .and_then(|step| step.bucket_type.as_deref())
    }

    /// The bucket it starts at, `default` or `default~ssd`.
    #[must_use]
    pub fn takes(&self) -> Option<&str> {
        self.steps.iter().find(|step| step.op == "take").and_then(|step| step.item.as_deref())
    }
}

/// One step of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrushStep {
    /// Ceph's word: `take`, `chooseleaf_firstn`, `emit`, …
    pub op: String,
    /// The bucket taken, of `take`.
    pub item: Option<String>,
    /// How many, of a choose step: 0 is as many as the pool wants.
    pub num: Option<i64>,
    /// The type of bucket chosen.
    #[serde(rename = "type")]
    pub bucket_type: Option<String>,
}

/// How many levels of buckets are followed.
const DEEPEST: usize = 32;

impl CrushMap {
    /// Every OSD's place from the root down, as `type=name` texts. An OSD in no bucket is absent.
    #[must_use]
    pub fn locations(&self) -> BTreeMap<OsdId, Vec<String>> {
        let parents: BTreeMap<i64, &CrushBucket> = self
            .buckets
            .iter()
            .flat_map(|bucket| bucket.items.iter().map(move |item| (item.id, bucket)))
            .collect();
        self.devices
            .iter()
            .filter_map(|device| {
                let mut path = Vec::new();
                let mut at = i64::from(device.id.0);
                // A damaged map could hold a loop: CRUSH itself goes no deeper than ten levels.
                while let Some(parent) = parents.get(&at).filter(|_| path.len() < DEEPEST) {
                    path.push(format!("{}={}", parent.bucket_type, parent.name));
                    at = parent.id;
                }
                path.reverse();
                (!path.is_empty()).then_some((device.id, path))
            })
            .collect()
    }

    /// The weight of every OSD in its bucket.
    #[must_use]
    pub fn weights(&self) -> BTreeMap<OsdId, f64> {
        self.buckets
            .iter()
            .flat_map(|bucket| &bucket.items)
            .filter_map(|item| Some((OsdId::from_crush(item.id)?, item.weight)))
            .collect()
    }

    /// The buckets that are in no other one: the roots, in the map's order.
    pub fn roots(&self) -> impl Iterator<Item = &CrushBucket> {
        let inner: std::collections::BTreeSet<i64> =
            self.buckets.iter().flat_map(|bucket| bucket.items.iter().map(|item| item.id)).collect();
        self.buckets.iter().filter(move |bucket| !inner.contains(&bucket.id))
    }

    /// A bucket by its id.
    #[must_use]
    pub fn bucket(&self, id: i64) -> Option<&CrushBucket> {
        self.buckets.iter().find(|bucket| bucket.id == id)
    }
}
