//! What a manifest wants to run, before it is applied.

use semver::Version;
use serde::{Deserialize, Serialize};

use super::Product;

/// A product that a manifest names a release of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wanted {
    /// Where it stands: the file, and in it the object or the value.
    pub place: String,
    /// Of what.
    pub product: Product,
    /// The image or the chart's version, as it is written; `None` where a chart is left to choose.
    pub written: Option<String>,
    /// The release that it names in full; `None` of a floating tag, a digest, or nothing.
    pub version: Option<Version>,
    /// Whether a chart decides, because nobody says it.
    pub by_chart: bool,
}

/// What a manifest says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// What it wants to run.
    pub wants: Vec<Wanted>,
    /// CephCluster `spec.cephVersion.allowUnsupported`, and where that stands.
    pub allows_unsupported: Option<(bool, String)>,
    /// CephCluster `spec.csi.readAffinity.enabled`.
    pub read_affinity: Option<bool>,
    /// CephCluster `spec.security.cephx.csi.keyType`.
    pub csi_key_type: Option<String>,
    /// Whether CephCluster `spec.security.cephx.daemon` rotates keys.
    pub rotates_keys: Option<bool>,
}

impl Manifest {
    /// What another file says beside this one; the later word counts.
    pub fn add(&mut self, other: Self) {
        self.wants.extend(other.wants);
        self.allows_unsupported = other.allows_unsupported.or_else(|| self.allows_unsupported.take());
        self.read_affinity = other.read_affinity.or(self.read_affinity);
        self.csi_key_type = other.csi_key_type.or_else(|| self.csi_key_type.take());
        self.rotates_keys = other.rotates_keys.or(self.rotates_keys);
    }
}
