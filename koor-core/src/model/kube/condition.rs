//! A condition, as nearly every kind of Kubernetes and Rook has them in its status.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One condition of an object's status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// What it is about: `Ready`, `Progressing`, `MemoryPressure`.
    #[serde(rename = "type")]
    pub name: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// Why, in one word.
    pub reason: Option<String>,
    /// Why, in a sentence.
    pub message: Option<String>,
    /// Since when it has this status.
    pub since: Option<Timestamp>,
    /// When somebody last looked.
    pub heartbeat: Option<Timestamp>,
}

impl Condition {
    /// Whether it holds; `None` where nobody knows (`Unknown`).
    #[must_use]
    pub fn holds(&self) -> Option<bool> {
        match self.status.as_str() {
            "True" => Some(true),
            "False" => Some(false),
            _ => None,
        }
    }

    /// The one of this name among them.
    #[must_use]
    pub fn find<'a>(all: &'a [Self], name: &str) -> Option<&'a Self> {
        all.iter().find(|condition| condition.name == name)
    }
}
