//! What is said of a version.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::assess::traits::Holds;
use crate::model::Severity;
use crate::model::catalogue::{Catalogue, CveSeverity, Product, Reference};

/// How much a ruling weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Good to know.
    Note,
    /// Should be changed when there is time.
    Warning,
    /// Data, service or secrets are at stake.
    Error,
}

impl Weight {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<Severity> for Weight {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Ok => Self::Note,
            Severity::Warn => Self::Warning,
            Severity::Err => Self::Error,
        }
    }
}

impl From<CveSeverity> for Weight {
    fn from(severity: CveSeverity) -> Self {
        match severity {
            CveSeverity::Low => Self::Note,
            CveSeverity::Medium => Self::Warning,
            CveSeverity::High | CveSeverity::Critical => Self::Error,
        }
    }
}

/// Which kind of entry rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// How long a line is supported.
    Support,
    /// A release that must not be run here.
    KnownBad,
    /// A vulnerability.
    Cve,
    /// What goes with what.
    Pair,
    /// An upgrade.
    Hop,
    /// How a version is written down.
    Pin,
}

/// Whether it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is.
    Found,
    /// What it hangs on could not be seen.
    Unknown,
}

/// What is said of a version that runs, or is to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ruling {
    /// Its name, for machines: the entry's id, or made of what it is about. The same from run to run.
    pub id: String,
    /// Which kind of entry rules.
    pub rule: Rule,
    /// About what.
    pub product: Product,
    /// Whether it is so.
    pub outcome: Outcome,
    /// How much it weighs; of one that is unknown, how much it would.
    pub weight: Weight,
    /// One sentence.
    pub sentence: String,
    /// What of this cluster makes it so.
    pub evidence: Vec<String>,
    /// What could not be seen; of an unknown one.
    pub missing: Option<String>,
    /// What to do.
    pub next: Option<String>,
    /// Where it was read.
    pub sources: Vec<Reference>,
}

impl Ruling {
    /// One that was found.
    pub(super) fn found(id: impl Into<String>, rule: Rule, product: Product, weight: Weight) -> Self {
        Self {
            id: id.into(),
            rule,
            product,
            outcome: Outcome::Found,
            weight,
            sentence: String::new(),
            evidence: Vec::new(),
            missing: None,
            next: None,
            sources: Vec::new(),
        }
    }

    /// With its sentence.
    pub(super) fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = sentence.into();
        self
    }

    /// With what shows it.
    pub(super) fn shown(mut self, evidence: impl IntoIterator<Item = String>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// With what to do.
    pub(super) fn next(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }

    /// With where it was read.
    pub(super) fn read_in(mut self, sources: &[String], catalogue: &Catalogue) -> Self {
        self.sources.extend(sources.iter().filter_map(|id| catalogue.source(id)).cloned());
        self
    }

    /// With whether its conditions hold: nothing where they do not.
    pub(super) fn where_it(self, holds: Holds) -> Option<Self> {
        match holds {
            Holds::No => None,
            Holds::Yes(evidence) => Some(self.shown(evidence)),
            Holds::Unknown(why) => Some(self.unknown(why)),
        }
    }

    /// What is found before what is unknown, the worst first, then by name.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let by_weight = self.outcome.cmp(&other.outcome).then(other.weight.cmp(&self.weight));
        by_weight.then_with(|| self.id.cmp(&other.id))
    }

    /// The worst that was found among some; `None` where nothing was.
    #[must_use]
    pub fn worst(all: &[Self]) -> Option<Weight> {
        all.iter().filter(|one| one.outcome == Outcome::Found).map(|one| one.weight).max()
    }

    /// What could not be told, and why.
    pub(super) fn unknown(mut self, missing: String) -> Self {
        self.outcome = Outcome::Unknown;
        self.missing = Some(missing);
        self
    }
}
