//! Conditions.

use jiff::Timestamp;
use serde::Deserialize;

use super::or_default;
use crate::model::kube::Condition;
use crate::model::redact;

/// One condition of an object's status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ConditionObject {
    #[serde(rename = "type", deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    status: String,
    reason: Option<String>,
    message: Option<String>,
    last_transition_time: Option<Timestamp>,
    last_heartbeat_time: Option<Timestamp>,
    // Deployments say when they last looked under this name.
    last_update_time: Option<Timestamp>,
}

impl ConditionObject {
    /// The condition.
    #[must_use]
    pub fn into_row(self) -> Condition {
        Condition {
            name: self.name,
            status: self.status,
            reason: said(self.reason),
            message: message(self.message),
            since: self.last_transition_time,
            heartbeat: self.last_heartbeat_time.or(self.last_update_time),
        }
    }
}

/// All of them, in their order.
pub(in crate::wire) fn conditions(all: Vec<ConditionObject>) -> Vec<Condition> {
    all.into_iter().map(ConditionObject::into_row).collect()
}

/// A text that may be empty where nothing is said.
pub(super) fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// A sentence of somebody else: secrets are replaced.
pub(super) fn message(text: Option<String>) -> Option<String> {
    said(text).map(|text| redact::text(&text).into_owned())
}
