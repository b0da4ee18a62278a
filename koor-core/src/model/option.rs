//! Options as Ceph documents them, and what the central configuration holds for one daemon.

use serde::{Deserialize, Serialize};

/// One option as Ceph documents it (`ceph config help`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigOption {
    /// Its name.
    pub name: String,
    /// `uint`, `int`, `float`, `bool`, `str`, `size`, `secs`, `millisecs`, `addr`, `uuid`, …
    #[serde(rename = "type")]
    pub option_type: String,
    /// `basic`, `advanced`, `dev`, `unknown`.
    pub level: String,
    /// Its default as text; empty where that is an empty text.
    pub default: String,
    /// The default of daemons, where that is another one.
    pub daemon_default: Option<String>,
    /// The smallest value allowed.
    pub min: Option<String>,
    /// The largest value allowed.
    pub max: Option<String>,
    /// The values allowed, where only some are.
    pub enum_values: Vec<String>,
    /// Whether a running daemon takes up another value.
    pub can_update_at_runtime: bool,
    /// Ceph's words for how it may be set: `runtime`, `startup`, `no_mon_update`, `cluster_create`, `create`.
    pub flags: Vec<String>,
    /// The daemons it is about, as far as Ceph says.
    pub services: Vec<String>,
    /// What it is about: `network`, `service`.
    pub tags: Vec<String>,
    /// Options to look at, too.
    pub see_also: Vec<String>,
    /// What it does, in a line; empty where Ceph has no words for it.
    pub description: String,
    /// What it does, in more words; empty where there are none.
    pub long_description: String,
}

impl ConfigOption {
    /// The default of a daemon.
    #[must_use]
    pub fn default_of_daemons(&self) -> &str {
        self.daemon_default.as_deref().unwrap_or(&self.default)
    }
}

/// What the central configuration holds for one daemon (`ceph config get osd.3`): sections and masks resolved by Ceph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CentralValue {
    /// The option.
    pub name: String,
    /// Its value; a secret reads `REDACTED`.
    pub value: String,
    /// The section that won: `global`, `osd`, `osd.3`.
    pub section: String,
    /// Whether a running daemon takes it up.
    pub can_update_at_runtime: bool,
}
