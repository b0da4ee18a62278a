//! The entries that judge: pairs, hops, known-bad releases, CVEs, and what images and charts bring.

use semver::Version;
use serde::{Deserialize, Serialize};

use super::{Condition, Product, Range};
use crate::model::Severity;

/// What goes with some releases of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The releases of this one …
    pub product: Product,
    /// … that are in this range …
    pub versions: Range,
    /// … support of that one …
    pub with: Product,
    /// … these, as its documents say: any of them.
    pub docs: Vec<Range>,
    /// As its code or its tests have it, where that differs.
    #[serde(default)]
    pub code: Vec<Range>,
    /// What a reader has to know of the difference.
    pub note: Option<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// From where a line may be upgraded into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hop {
    /// Of what.
    pub product: Product,
    /// Into this line …
    pub to: String,
    /// … from these alone.
    pub from: Vec<String>,
    /// In which order the daemons are replaced.
    #[serde(default)]
    pub order: Vec<String>,
    /// What has to be so before.
    #[serde(default)]
    pub before: Vec<String>,
    /// What is left to do after.
    #[serde(default)]
    pub after: Vec<String>,
    /// The entry holds where all of these do.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// What the release to come from must satisfy, too.
    pub needs: Option<Range>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// Where an entry hurts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// As long as the release runs.
    Run,
    /// In upgrading into it.
    Hop,
}

/// Releases that must not be run, or not be upgraded into, where the conditions hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bad {
    /// Its name: `ceph-20.2.0-read-affinity`.
    pub id: String,
    /// Of what.
    pub product: Product,
    /// Any of these.
    pub versions: Vec<Range>,
    /// Where all of these hold; everywhere, where there is none.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// Where it hurts.
    pub on: On,
    /// For an upgrade: from any of these; from anywhere, where there is none.
    #[serde(default)]
    pub from: Vec<Range>,
    /// How bad it is: `error` where data or service is at stake.
    #[serde(with = "words")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("enum" = ["error", "warning"])))]
    pub severity: Severity,
    /// What happens, in one sentence.
    pub what: String,
    /// What to run instead.
    pub instead: Option<String>,
    /// What to do until then, or first.
    #[serde(rename = "do")]
    pub todo: Option<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A severity as people write it in a catalogue.
mod words {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::model::Severity;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub(super) fn serialize<S: Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(if *severity == Severity::Err { "error" } else { "warning" })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
        match String::deserialize(from)?.as_str() {
            "error" => Ok(Severity::Err),
            "warning" => Ok(Severity::Warn),
            other => Err(D::Error::custom(format!("a severity is `error` or `warning`, not `{other}`"))),
        }
    }
}

/// How severe a vulnerability is, as it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CveSeverity {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl CveSeverity {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A published vulnerability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cve {
    /// `CVE-2025-30156`.
    pub id: String,
    /// Of what.
    pub product: Product,
    /// Any of these.
    pub affected: Vec<Range>,
    /// The releases that mend it.
    #[serde(default)]
    pub fixed: Vec<Version>,
    /// Where all of these hold; everywhere, where there is none.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// As published.
    pub severity: CveSeverity,
    /// What an attacker gains, in one sentence.
    pub what: String,
    /// What the release alone does not do.
    pub also: Option<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// An image that has a Ceph of its own, such as an operator's tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// `docker.io/rook/ceph`.
    pub image: String,
    /// `v1.18.11`.
    pub tag: String,
    /// The Ceph in it.
    pub ceph: Version,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// The Ceph that a release starts where nobody says another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StartsWith {
    /// Whose chart or example.
    pub product: Product,
    /// Of which release.
    pub version: Version,
    /// The Ceph it starts.
    pub ceph: Version,
    /// Ids of sources.
    pub sources: Vec<String>,
}

/// A release that the version service hands out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Of what.
    pub product: Product,
    /// Which.
    pub version: Version,
    /// The image, with its tag.
    pub image: String,
    /// The image's SHA-256, where it is known.
    pub hash: Option<String>,
    /// Where its chart is.
    pub helm_repository: Option<String>,
    /// What its chart is called.
    pub helm_chart: Option<String>,
    /// Ids of sources.
    pub sources: Vec<String>,
}
