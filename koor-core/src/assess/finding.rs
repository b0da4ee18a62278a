//! Something Koor understood.

use std::fmt;

use serde::Serialize;

use crate::model::Severity;

/// Something that Ceph does not say, or says wrongly, and the inventory shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Its code, Koor's own: `KOOR_NO_QUORUM`. The prefix keeps it apart from Ceph's.
    pub code: &'static str,
    /// How bad it is, in Ceph's words.
    pub severity: Severity,
    /// One sentence for people.
    pub sentence: String,
    /// What the inventory shows that makes it so.
    pub evidence: Vec<String>,
    /// What to do next.
    pub next: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.sentence)
    }
}
