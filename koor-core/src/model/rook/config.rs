//! What Rook keeps in ConfigMaps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Rook's ConfigMaps. One that does not exist is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookConfig {
    /// The piece of a conf file that daemons get (`rook-config-override`); secrets are replaced.
    pub config_override: Option<String>,
    /// The operator's settings (`rook-ceph-operator-config`); secrets are replaced.
    pub operator: BTreeMap<String, String>,
    /// Where the mons are (`rook-ceph-mon-endpoints`).
    pub mon_endpoints: Option<MonEndpoints>,
    /// The failure domain that is being drained, as Rook sees it (`rook-ceph-pdbstatemap`).
    pub draining: Option<String>,
}

/// Where Rook says the mons are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonEndpoints {
    /// Their addresses by name: `a`: `10.97.0.121:6789`.
    pub mons: BTreeMap<String, String>,
    /// Those that Rook knows to be out of quorum.
    pub out_of_quorum: Vec<String>,
    /// The nodes they are pinned to, by name of the mon.
    pub nodes: BTreeMap<String, String>,
}
