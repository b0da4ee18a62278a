//! What is known of a trait, and how a condition reads it.

use std::collections::BTreeMap;

use semver::Version;

use crate::assess::explain::names;
use crate::model::catalogue::Condition;
use crate::model::{Part, Why};

/// The value of a trait. What stands beside each word or version is who showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TraitValue {
    /// Yes or no, and what shows it.
    Flag(bool, String),
    /// Words, each with those that have it.
    Words(BTreeMap<String, Vec<String>>),
    /// Versions, each with those that run it.
    Versions(BTreeMap<Version, Vec<String>>),
    /// A count, and what shows it.
    Number(u64, String),
}

/// A trait that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is.
    pub value: TraitValue,
    /// Why not all of it was seen; `None` where all was. What was seen holds all the same, and what was not is no "no".
    pub partly: Option<String>,
}

/// What is known of a trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing, and why.
    Unknown(String),
    /// This.
    Told(Told),
}

/// Whether a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// It does: what shows it.
    Yes(Vec<String>),
    /// It does not.
    No,
    /// Nobody can tell: why.
    Unknown(String),
}

impl Holds {
    /// Of a condition that is turned round.
    pub(super) fn turned(self, condition: &Condition) -> Self {
        match self {
            Self::Yes(_) => Self::No,
            Self::No => Self::Yes(vec![condition.to_string()]),
            unknown @ Self::Unknown(_) => unknown,
        }
    }
}

impl Known {
    /// A flag that was seen.
    pub(in crate::assess) fn flag(holds: bool, evidence: impl Into<String>) -> Self {
        Self::all(TraitValue::Flag(holds, evidence.into()))
    }

    /// A value all of which was seen.
    pub(super) fn all(value: TraitValue) -> Self {
        Self::Told(Told { value, partly: None })
    }

    /// A value some of which was seen.
    pub(super) fn some(value: TraitValue, partly: Option<String>) -> Self {
        Self::Told(Told { value, partly })
    }

    /// What is read of a part; unknown, with the reason, where that was not seen.
    pub(super) fn of<T>(part: &Part<T>, name: &str, read: impl FnOnce(&T) -> Self) -> Self {
        part.value().map_or_else(|| Self::Unknown(why_unseen(part, name)), read)
    }

    /// Words, each with those that have it.
    pub(in crate::assess) fn words(all: impl IntoIterator<Item = (String, String)>) -> Self {
        Self::all(TraitValue::Words(grouped(all)))
    }

    /// Versions, each with those that run it.
    pub(in crate::assess) fn versions(all: impl IntoIterator<Item = (Version, String)>) -> Self {
        Self::all(TraitValue::Versions(grouped(all)))
    }

    /// Whether a condition holds of it, as if it were not turned round.
    pub(super) fn holds(&self, condition: &Condition) -> Holds {
        let told = match self {
            Self::Unknown(why) => return Holds::Unknown(why.clone()),
            Self::Told(told) => told,
        };
        let shown: Vec<String> = match &told.value {
            TraitValue::Flag(true, evidence) => vec![evidence.clone()],
            TraitValue::Flag(false, _) => Vec::new(),
            TraitValue::Words(words) => {
                let word = condition.is.as_deref().unwrap_or_default();
                words.get_key_value(word).map(|(word, who)| of_whom(word, who)).into_iter().collect()
            }
            TraitValue::Versions(versions) => {
                let fits =
                    |version: &Version| condition.version.as_ref().is_some_and(|range| range.allows(version));
                let fitting = versions.iter().filter(|(version, _)| fits(version));
                fitting
                    .map(|(version, who)| of_whom(&format!("{} {version}", condition.about), who))
                    .collect()
            }
            TraitValue::Number(count, evidence) => {
                let enough = condition.at_least.is_some_and(|least| *count >= least);
                enough.then(|| evidence.clone()).into_iter().collect()
            }
        };
        match (shown.is_empty(), &told.partly) {
            (false, _) => Holds::Yes(shown),
            (true, None) => Holds::No,
            (true, Some(why)) => Holds::Unknown(why.clone()),
        }
    }
}

/// Who has what, by what it is.
pub(super) fn grouped<K: Ord>(all: impl IntoIterator<Item = (K, String)>) -> BTreeMap<K, Vec<String>> {
    let mut groups: BTreeMap<K, Vec<String>> = BTreeMap::new();
    for (what, who) in all {
        groups.entry(what).or_default().push(who);
    }
    groups
}

/// Why a part was not seen, as a piece of a sentence.
pub(super) fn why_unseen<T>(part: &Part<T>, name: &str) -> String {
    match part.why() {
        Some(Why { message, .. }) => format!("{name}: {message}"),
        None => format!("{name}: not asked"),
    }
}

/// `arm64: osd.1, osd.2 and 4 more`.
fn of_whom(word: &str, who: &[String]) -> String {
    if who.is_empty() {
        word.to_owned()
    } else {
        format!("{word}: {}", names(who.iter().map(String::as_str)))
    }
}
