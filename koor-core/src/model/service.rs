//! Daemons that have no map of their own: rgw, rbd-mirror, nfs, … (`ceph service dump`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One service of the service map. The rows of mon, mgr, osd and mds in that map carry no facts and are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Service {
    /// Its type: `rgw`, `rbd-mirror`, `cephfs-mirror`, `iscsi`, …
    pub service_type: String,
    /// Its daemons.
    pub daemons: Vec<ServiceDaemon>,
}

/// One daemon of a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceDaemon {
    /// Its key in the service map: a number (its gid) since Pacific.
    pub key: String,
    /// Its own id, as it is configured (`client.rgw.a` → `a`).
    pub id: Option<String>,
    /// The host it runs on.
    pub hostname: Option<String>,
    /// When it started.
    pub started: Option<Timestamp>,
    /// Where it connects from.
    pub address: Option<String>,
    /// All it says of itself, as text.
    pub metadata: BTreeMap<String, String>,
}
