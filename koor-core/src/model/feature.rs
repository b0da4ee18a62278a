//! What connected peers can speak (`ceph features`).

use serde::{Deserialize, Serialize};

/// Peers of one kind with the same feature bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeatureGroup {
    /// `mon`, `mgr`, `osd`, `mds`, `client`.
    pub peer: String,
    /// The feature bits, in hexadecimal.
    pub features: String,
    /// The release whose features these are. **Not the version that runs**: 16.2 daemons read `luminous` here.
    pub release: String,
    /// How many.
    pub count: u64,
}
