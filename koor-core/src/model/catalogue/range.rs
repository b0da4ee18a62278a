//! A requirement on a version, and what it covers.

use std::fmt;
use std::str::FromStr;

use semver::{Op, Version, VersionReq};
use serde::{Deserialize, Serialize};

/// The three numbers of a version. What stands behind them (a build, a commit count) never decides.
type Numbers = (u64, u64, u64);

/// A requirement such as `>=19.2.0, <19.2.6`: comparators with three numbers each, all of which hold.
///
/// Semver's own matching refuses pre-releases (`20.3.0-512` is not `>=20.2.0` there), and Ceph's development builds are
/// such; here the three numbers alone count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Range {
    text: String,
    from: Numbers,
    to: Option<Numbers>,
}

/// Why a text is no requirement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRange {
    /// It does not read as one.
    #[error("`{0}` is no requirement on a version: say for instance `>=19.2.0, <19.2.6`")]
    Unread(String),
    /// No version satisfies it.
    #[error("no version is `{0}`")]
    Empty(String),
}

impl Range {
    /// Whether a version satisfies it.
    #[must_use]
    pub fn allows(&self, version: &Version) -> bool {
        let numbers = (version.major, version.minor, version.patch);
        numbers >= self.from && self.to.is_none_or(|to| numbers < to)
    }

    /// Whether a version satisfies any of some.
    #[must_use]
    pub fn any(ranges: &[Self], version: &Version) -> bool {
        ranges.iter().any(|range| range.allows(version))
    }

    /// Whether one version satisfies both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        other.to.is_none_or(|to| self.from < to) && self.to.is_none_or(|to| other.from < to)
    }

    /// The lowest version that satisfies it.
    #[must_use]
    pub fn lowest(&self) -> Version {
        Version::new(self.from.0, self.from.1, self.from.2)
    }

    /// The lowest version above it; `None` where it has no upper end.
    #[must_use]
    pub fn above(&self) -> Option<Version> {
        self.to.map(|(major, minor, patch)| Version::new(major, minor, patch))
    }
}

impl FromStr for Range {
    type Err = BadRange;

    fn from_str(text: &str) -> Result<Self, BadRange> {
        let unread = || BadRange::Unread(text.to_owned());
        let read = VersionReq::parse(text).map_err(|_| unread())?;
        // Semver lets operators be left out, and means a caret.
        let said = text.split(',').all(|part| part.trim().starts_with(['=', '>', '<']));
        if !said || read.comparators.is_empty() {
            return Err(unread());
        }
        let (mut from, mut to): (Numbers, Option<Numbers>) = ((0, 0, 0), None);
        for one in &read.comparators {
            let numbers = (one.major, one.minor.ok_or_else(unread)?, one.patch.ok_or_else(unread)?);
            let next = (numbers.0, numbers.1, numbers.2.saturating_add(1));
            let (low, high) = match one.op {
                Op::Exact => (Some(numbers), Some(next)),
                Op::GreaterEq => (Some(numbers), None),
                Op::Greater => (Some(next), None),
                Op::Less => (None, Some(numbers)),
                Op::LessEq => (None, Some(next)),
                _ => return Err(unread()),
            };
            from = low.map_or(from, |low| from.max(low));
            to = match (to, high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        if to.is_some_and(|to| to <= from) {
            return Err(BadRange::Empty(text.to_owned()));
        }
        Ok(Self { text: text.to_owned(), from, to })
    }
}

impl TryFrom<String> for Range {
    type Error = BadRange;

    fn try_from(text: String) -> Result<Self, BadRange> {
        text.parse()
    }
}

impl From<Range> for String {
    fn from(range: Range) -> Self {
        range.text
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> Range {
        text.parse().unwrap()
    }

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn three_numbers_decide_and_nothing_behind_them() {
        let range = range(">=19.2.0, <19.2.6");
        assert!(range.allows(&version("19.2.0")) && range.allows(&version("19.2.5-512")));
        assert!(!range.allows(&version("19.2.6")) && !range.allows(&version("19.2.6-1")));
        assert!(!range.allows(&version("18.2.8")));
        assert!(super::Range::from_str("=20.2.0").unwrap().allows(&version("20.2.0")));
    }

    #[test]
    fn what_overlaps() {
        let (low, high) = (range(">=1.18.0, <1.19.0"), range(">=1.19.0"));
        assert!(!low.overlaps(&high) && !high.overlaps(&low));
        assert!(range("<=1.19.0").overlaps(&high) && high.overlaps(&range("=1.20.3")));
    }

    #[test]
    fn what_is_no_requirement_says_so() {
        for text in ["", "19", "19.2.0", "^19.2.0", ">=19", "~1.2.3", "*", "=1.2.*", "nineteen"] {
            assert!(matches!(Range::from_str(text), Err(BadRange::Unread(_))), "{text}");
        }
        assert_eq!(Range::from_str(">=2.0.0, <1.0.0"), Err(BadRange::Empty(">=2.0.0, <1.0.0".into())));
    }
}
