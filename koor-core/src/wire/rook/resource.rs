//! Every kind but the CephCluster, by what they have in common.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

use super::cluster::LEFT_ALONE;
use crate::model::redact;
use crate::model::rook::RookResource;
use crate::wire::kube::{ConditionObject, ObjectMeta, conditions, or_default};

/// What of a `spec` is shown, by the last words of a field's path.
const SHOWN: [&str; 28] = [
    "failureDomain",
    "deviceClass",
    "crushRoot",
    "size",
    "requireSafeReplicaSize",
    "dataChunks",
    "codingChunks",
    "application",
    "maxSize",
    "maxObjects",
    "activeCount",
    "activeStandby",
    "instances",
    "port",
    "securePort",
    "active",
    "count",
    "name",
    "filesystemName",
    "dataPoolName",
    "blockPoolName",
    "store",
    "realm",
    "zoneGroup",
    "metadataPoolName",
    "pool",
    "enabled",
    "group",
];

/// An object of any kind of `ceph.rook.io/v1`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ResourceObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    kind: Option<String>,
    #[serde(deserialize_with = "or_default")]
    spec: Value,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    phase: Option<String>,
    message: Option<String>,
    observed_generation: Option<u64>,
    #[serde(deserialize_with = "or_default")]
    conditions: Vec<ConditionObject>,
}

/// Its row. `kind` is what was asked for: the items of a list do not always tell theirs.
#[must_use]
pub fn resource(kind: &str, object: ResourceObject) -> RookResource {
    let ResourceObject { metadata, kind: said, spec, status } = object;
    let mut wants = BTreeMap::new();
    flatten(&spec, &mut String::new(), &mut wants);
    RookResource {
        kind: said.filter(|kind| !kind.is_empty()).unwrap_or_else(|| kind.to_owned()),
        left_alone: metadata.labels.contains_key(LEFT_ALONE),
        namespace: metadata.namespace,
        name: metadata.name,
        phase: status.phase.filter(|phase| !phase.is_empty()),
        message: status.message.filter(|text| !text.is_empty()).map(|text| redact::text(&text).into_owned()),
        conditions: conditions(status.conditions),
        generation: metadata.generation,
        observed_generation: status.observed_generation,
        wants,
        created: metadata.creation_timestamp,
        deleting_since: metadata.deletion_timestamp,
    }
}

/// The leaves whose name is [`SHOWN`], by path: `dataPools[0].replicated.size`. What is empty or zero is how Rook writes
/// that nothing is wanted.
fn flatten(value: &Value, path: &mut String, wants: &mut BTreeMap<String, String>) {
    // Placement and resources are about pods, deep, and say nothing of the storage.
    const PASSED_OVER: [&str; 5] = ["placement", "resources", "labels", "annotations", "statusCheck"];
    let length = path.len();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(name, _)| !PASSED_OVER.contains(&name.as_str())) {
                if length > 0 {
                    path.push('.');
                }
                path.push_str(name);
                flatten(value, path, wants);
                path.truncate(length);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                let _ = write!(path, "[{index}]");
                flatten(value, path, wants);
                path.truncate(length);
            }
        }
        leaf => {
            let name = path.rsplit('.').next().unwrap_or_default();
            let text = match leaf {
                Value::String(text) => text.clone(),
                Value::Bool(_) | Value::Number(_) => leaf.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
            };
            if SHOWN.contains(&name) && !text.is_empty() && text != "0" {
                wants.insert(path.clone(), redact::text(&text).into_owned());
            }
        }
    }
}
