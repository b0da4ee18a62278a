//! What Kubernetes noted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event of Kubernetes; the same again and again is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KubeEvent {
    /// The namespace of what it is about.
    pub namespace: Option<String>,
    /// What it is about: `Pod/rook-ceph-osd-0-6d5`.
    pub about: String,
    /// `Warning` or `Normal`.
    #[serde(rename = "type")]
    pub kind: String,
    /// In one word: `FailedScheduling`, `BackOff`.
    pub reason: String,
    /// In a sentence; secrets are replaced.
    pub message: String,
    /// How often.
    pub count: u64,
    /// When it was last seen.
    pub at: Option<Timestamp>,
    /// Who says it.
    pub from: Option<String>,
}
