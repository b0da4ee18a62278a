//! The managers and their modules (`ceph mgr dump`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The managers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrMap {
    /// The map's epoch.
    pub epoch: u64,
    /// Whether the active one said that it is ready.
    pub available: bool,
    /// The active one's name; `None` where there is none.
    pub active: Option<String>,
    /// Where the active one listens.
    pub active_addresses: Vec<String>,
    /// Since when it is the active one.
    pub active_since: Option<Timestamp>,
    /// The names of those standing by, sorted.
    pub standbys: Vec<String>,
    /// Every module the active mgr knows, sorted by name.
    pub modules: Vec<MgrModule>,
    /// Where modules serve, by module: `dashboard` → `http://10.0.0.1:8443/`.
    pub services: std::collections::BTreeMap<String, String>,
}

/// One mgr module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrModule {
    /// Its name.
    pub name: String,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Whether this release never switches it off.
    pub always_on: bool,
    /// Whether it can run here (its dependencies import).
    pub can_run: bool,
    /// Why it can't, in Ceph's words.
    pub error: Option<String>,
}

impl MgrModule {
    /// Whether it is meant to run and can't.
    #[must_use]
    pub const fn is_failed(&self) -> bool {
        (self.enabled || self.always_on) && !self.can_run
    }
}
