//! What Helm installed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A release of Helm, as the labels of its Secret tell it. The Secret itself, which holds the chart's values, is never
/// read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HelmRelease {
    /// Its namespace.
    pub namespace: String,
    /// Its name, `rook-ceph`.
    pub name: String,
    /// Its revision.
    pub revision: Option<u64>,
    /// `deployed`, `failed`, `pending-upgrade`.
    pub status: String,
    /// The chart with its version, `rook-ceph-v1.18.11`, as what it installed is labelled (`helm.sh/chart`).
    pub chart: Option<String>,
    /// When it was last changed.
    pub changed: Option<Timestamp>,
}
