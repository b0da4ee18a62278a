//! `ceph osd crush dump`.

use serde::Deserialize;

use super::decode::{DecodeError, json};
use super::text::said;
use crate::model::{CrushBucket, CrushDevice, CrushItem, CrushMap, CrushRule, CrushStep, OsdId};

#[derive(Deserialize)]
struct Dump {
    devices: Vec<Device>,
    buckets: Vec<Bucket>,
    rules: Vec<Rule>,
    tunables: Tunables,
}

#[derive(Deserialize)]
struct Device {
    id: OsdId,
    name: String,
    // Left out for a device of no class.
    class: Option<String>,
}

#[derive(Deserialize)]
struct Bucket {
    id: i64,
    name: String,
    type_name: String,
    weight: u64,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: i64,
    weight: u64,
}

#[derive(Deserialize)]
struct Rule {
    rule_id: u64,
    rule_name: String,
    steps: Vec<Step>,
}

// Each operation has fields of its own.
#[derive(Deserialize)]
struct Step {
    op: String,
    item_name: Option<String>,
    num: Option<i64>,
    #[serde(rename = "type")]
    bucket_type: Option<String>,
}

#[derive(Deserialize)]
struct Tunables {
    profile: String,
}

/// CRUSH counts weights in 16.16 fixed point.
fn weight(fixed: u64) -> f64 {
    fixed as f64 / 65536.0
}

/// Reads the answer of `ceph osd crush dump`, without the shadow trees of device classes (`default~hdd`) and without
/// the holes that removed OSDs leave in the numbering (`device3`).
///
/// # Errors
/// Where a field is missing or has another type.
pub fn decode(bytes: &[u8]) -> Result<CrushMap, DecodeError> {
    let dump: Dump = json(bytes)?;
    let mut devices: Vec<_> = dump
        .devices
        .into_iter()
        .filter(|device| device.name != format!("device{}", device.id.0))
        .map(|device| CrushDevice { id: device.id, class: said(device.class) })
        .collect();
    devices.sort_by_key(|device| device.id);
    let mut buckets: Vec<_> = dump
        .buckets
        .into_iter()
        // The tilde is in no name that an administrator may give.
        .filter(|bucket| !bucket.name.contains('~'))
        .map(|bucket| CrushBucket {
            id: bucket.id,
            name: bucket.name,
            bucket_type: bucket.type_name,
            weight: weight(bucket.weight),
            items: bucket
                .items
                .into_iter()
                .map(|item| CrushItem { id: item.id, weight: weight(item.weight) })
                .collect(),
        })
        .collect();
    buckets.sort_by_key(|bucket| std::cmp::Reverse(bucket.id));
    let mut rules: Vec<_> = dump
        .rules
        .into_iter()
        .map(|rule| CrushRule {
            id: rule.rule_id,
            name: rule.rule_name,
            steps: rule
                .steps
                .into_iter()
                .map(|step| CrushStep {
                    op: step.op,
                    item: step.item_name,
                    num: step.num,
                    bucket_type: step.bucket_type,
                })
                .collect(),
        })
        .collect();
    rules.sort_by_key(|rule| rule.id);
    Ok(CrushMap { devices, buckets, rules, tunables_profile: dump.tunables.profile })
}
