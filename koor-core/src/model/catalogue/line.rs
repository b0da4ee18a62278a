//! A release line: Ceph 20, Rook 1.18.

use jiff::civil::Date;
use semver::Version;
use serde::{Deserialize, Serialize};

use super::Product;

/// A release, with its day where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// `20.2.5`.
    pub version: Version,
    /// The day of its release.
    pub date: Option<Date>,
}

/// When a line ends, as one source says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The last day it is supported.
    pub date: Date,
    /// Who says so: the id of a source.
    pub source: String,
}

/// A line of releases that are fixed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Of what.
    pub product: Product,
    /// `20` of Ceph; `1.18` of everything else.
    pub line: String,
    /// `tentacle`.
    pub name: Option<String>,
    /// Its first stable release.
    pub first: Release,
    /// The newest one that is known.
    pub newest: Release,
    /// When it ends; several where sources differ, none where nobody says.
    #[serde(default)]
    pub ends: Vec<End>,
    /// Releases between first and newest that matter.
    #[serde(default)]
    pub releases: Vec<Release>,
    /// Ids of sources.
    pub sources: Vec<String>,
}

impl Line {
    /// What lines of one product are ordered by.
    #[must_use]
    pub fn order(&self) -> (u64, u64) {
        order_of(&self.line)
    }

    /// The earliest day that a source gives for its end.
    #[must_use]
    pub fn first_end(&self) -> Option<Date> {
        self.ends.iter().map(|end| end.date).min()
    }

    /// The latest day that a source gives for its end.
    #[must_use]
    pub fn last_end(&self) -> Option<Date> {
        self.ends.iter().map(|end| end.date).max()
    }

    /// `19 squid`, or the line alone.
    #[must_use]
    pub fn title(&self) -> String {
        titled(&self.line, self.name.as_deref())
    }
}

/// A line with its name, where it has one.
pub(crate) fn titled(line: &str, name: Option<&str>) -> String {
    name.map_or_else(|| line.to_owned(), |name| format!("{line} {name}"))
}

/// What a line is ordered by, of its text.
pub(crate) fn order_of(line: &str) -> (u64, u64) {
    let mut numbers = line.split('.').map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}
