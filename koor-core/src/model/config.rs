//! Configuration: what the mons hold for everyone, and what one daemon really runs with.

use serde::{Deserialize, Serialize};

use super::DaemonName;

/// What stands in a recording where a secret was.
pub const REDACTED: &str = "REDACTED";

/// One line of the central configuration (`ceph config dump`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigEntry {
    /// For whom: `global`, `osd`, `osd.3`.
    pub section: String,
    /// The mask within it: `host:node1`, `class:ssd`; empty for all.
    pub mask: String,
    /// The option.
    pub name: String,
    /// Its value as text; a secret reads `REDACTED` ([`secret`](super::secret)).
    pub value: String,
    /// `basic`, `advanced`, `dev`, `unknown`.
    pub level: String,
    /// Whether a running daemon takes it up.
    pub can_update_at_runtime: bool,
}

/// What one daemon runs with (`ceph config show osd.3`): options that differ from their default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunningConfig {
    /// The daemon.
    pub daemon: DaemonName,
    /// Its options by name.
    pub options: Vec<RunningOption>,
}

/// One option of a running daemon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunningOption {
    /// The option.
    pub name: String,
    /// Its running value; a secret reads `REDACTED`.
    pub value: String,
    /// The source that won: `default`, `mon`, `file`, `env`, `cmdline`, `override`.
    pub source: String,
    /// The sources that lost, strongest first.
    pub overrides: Vec<ConfigOverride>,
}

/// A value that another source beat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigOverride {
    /// The source.
    pub source: String,
    /// Its value.
    pub value: String,
}
