//! Something Koor understood.

use std::fmt;

use serde::Serialize;

use crate::model::Severity;

/// Whether something is wrong now, or would be better otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Something is wrong now. Every view tells it, and it counts like one of Ceph's own checks.
    Fault,
    /// Nothing is wrong, but the next failure would do more harm than it has to, or somebody should look when there
    /// is time. Told by `koor health` alone; a healthy cluster stays one.
    Advice,
}

/// Something that Ceph does not say, or says wrongly, and the inventory shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// Its code, Koor's own: `KOOR_NO_QUORUM`. The prefix keeps it apart from Ceph's.
    pub code: &'static str,
    /// Whether it is wrong now, or advice.
    pub grade: Grade,
    /// How bad it is, in Ceph's words.
    pub severity: Severity,
    /// One sentence for people.
    pub sentence: String,
    /// What the inventory shows that makes it so.
    pub evidence: Vec<String>,
    /// What to do next.
    pub next: String,
}

impl Finding {
    /// Advice; its severity is always a warning.
    pub(super) fn advice(
        code: &'static str,
        sentence: String,
        evidence: Vec<String>,
        next: impl Into<String>,
    ) -> Self {
        let (grade, severity) = (Grade::Advice, Severity::Warn);
        Self { code, grade, severity, sentence, evidence, next: next.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.sentence)
    }
}
