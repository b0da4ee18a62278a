//! How many pods an eviction may take away at once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::LabelSelector;

/// A `PodDisruptionBudget`: a drain of a node evicts no pod that it does not allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisruptionBudget {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The pods it speaks for, in its namespace.
    pub selector: LabelSelector,
    /// How many must stay: a number, or a share such as `50%`.
    pub min_available: Option<String>,
    /// How many may go: a number, or a share.
    pub max_unavailable: Option<String>,
    /// How many may go now.
    pub allowed: u64,
    /// How many are healthy.
    pub healthy: u64,
    /// How many must be.
    pub desired: u64,
    /// How many it counts.
    pub expected: u64,
    /// When it was made: Rook makes blocking ones when a failure domain goes down.
    pub created: Option<Timestamp>,
}
