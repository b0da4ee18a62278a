//! Where an entry was read.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether the text of a source was read by whoever wrote the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReferenceState {
    /// It was read, and says so.
    Verified,
    /// Another told what it says.
    Told,
}

/// A page, an issue, a file of a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What entries name it by.
    pub id: String,
    /// What it is, in one line.
    pub title: String,
    /// Where it is; `None` where it has no address.
    pub url: Option<String>,
    /// The day it was read on.
    pub read: Date,
    /// Whether it was read itself.
    pub state: ReferenceState,
}
