//! What somebody tells of a cluster, to be advised.

use std::collections::BTreeMap;

use semver::Version;
use serde::{Deserialize, Serialize};

use super::{Trait, TraitKind};
use crate::model::{clipped, lenient_version};

/// One fact. Which of them a trait takes is its [`TraitKind`]; versions are words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Fact {
    /// Yes or no.
    Flag(bool),
    /// A count.
    Number(u64),
    /// One word or version.
    Word(String),
    /// All words, or all versions that run.
    Words(Vec<String>),
}

/// What is told of a cluster: as much of it as its owner likes. Nothing in it names the cluster or anything of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// By the name of a [`Trait`]: `{"ceph": ["18.2.4"], "architecture": ["arm64"], "read-affinity": true}`. What is left out is
    /// unknown.
    pub facts: BTreeMap<String, Fact>,
}

/// Facts that are none, or one that is none of its trait's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFact {
    /// It is another document.
    #[error("these are no facts, such as {{\"facts\": {{\"ceph\": [\"18.2.4\"]}}}}: {why}")]
    Document {
        /// What is wrong with it.
        why: String,
    },
    /// It is of another kind.
    #[error("`{about}` is {wanted}")]
    Kind {
        /// The trait.
        about: Trait,
        /// What it takes, with an example.
        wanted: &'static str,
    },
    /// It is no version.
    #[error("`{about}` names `{word}`, which is no version: write for instance \"18.2.4\"")]
    Version {
        /// The trait.
        about: Trait,
        /// What was said.
        word: String,
    },
}

/// A fact that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFact {
    /// Yes or no.
    Flag(bool),
    /// A count.
    Number(u64),
    /// Words.
    Words(Vec<String>),
    /// Versions.
    Versions(Vec<Version>),
}

impl Facts {
    /// The facts of traits that are known, read; those of others are in [`Self::ignored`].
    ///
    /// # Errors
    /// [`BadFact`] of the first that its trait can't take.
    pub fn read(&self) -> Result<BTreeMap<Trait, ReadFact>, BadFact> {
        let known = self.facts.iter().filter_map(|(name, fact)| Some((Trait::named(name)?, fact)));
        known.map(|(about, fact)| Ok((about, fact.read(about)?))).collect()
    }

    /// Names that are no trait here: a client may be newer than who advises it.
    #[must_use]
    pub fn ignored(&self) -> Vec<String> {
        self.facts.keys().filter(|name| Trait::named(name).is_none()).cloned().collect()
    }
}

impl Fact {
    fn read(&self, about: Trait) -> Result<ReadFact, BadFact> {
        let words = || match self {
            Self::Word(word) => Some(vec![word.clone()]),
            Self::Words(words) => Some(words.clone()),
            Self::Flag(_) | Self::Number(_) => None,
        };
        let (read, wanted) = match about.kind() {
            TraitKind::Flag => {
                let flag = if let Self::Flag(flag) = self { Some(ReadFact::Flag(*flag)) } else { None };
                (flag, "yes or no: write true or false")
            }
            TraitKind::Number => {
                let count =
                    if let Self::Number(count) = self { Some(ReadFact::Number(*count)) } else { None };
                (count, "a count: write a whole number")
            }
            TraitKind::Words => (words().map(ReadFact::Words), "words: write for instance [\"arm64\"]"),
            TraitKind::Versions => {
                let read = |word: String| {
                    lenient_version(&word).ok_or(BadFact::Version { about, word: clipped(&word) })
                };
                let versions = words().map(|words| words.into_iter().map(read).collect::<Result<_, _>>());
                (versions.transpose()?.map(ReadFact::Versions), "versions: write for instance [\"18.2.4\"]")
            }
        };
        read.ok_or(BadFact::Kind { about, wanted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(json: &str) -> Facts {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn each_trait_takes_its_kind_and_says_what_it_takes() {
        let all = facts(
            r#"{"facts":{"ceph":"v18.2.4","architecture":["arm64"],"cephfs":true,"osds-per-host":12}}"#,
        );
        let read = all.read().unwrap();
        assert_eq!(read[&Trait::Ceph], ReadFact::Versions(vec![Version::new(18, 2, 4)]));
        assert_eq!(read[&Trait::Architecture], ReadFact::Words(vec!["arm64".into()]));
        assert_eq!(read[&Trait::Cephfs], ReadFact::Flag(true));
        assert_eq!(read[&Trait::OsdsPerHost], ReadFact::Number(12));
        for (json, says) in [
            (r#"{"facts":{"cephfs":"yes"}}"#, "`cephfs` is yes or no: write true or false"),
            (r#"{"facts":{"osds-per-host":["12"]}}"#, "`osds-per-host` is a count: write a whole number"),
            (
                r#"{"facts":{"ceph":["reef"]}}"#,
                "`ceph` names `reef`, which is no version: write for instance \"18.2.4\"",
            ),
            (r#"{"facts":{"ceph":true}}"#, "`ceph` is versions: write for instance [\"18.2.4\"]"),
        ] {
            assert_eq!(facts(json).read().unwrap_err().to_string(), says);
        }
    }

    #[test]
    fn what_holds_no_facts_is_told_with_an_example_of_some() {
        for text in
            ["{", "[]", r#"{"fact":{}}"#, r#"{"facts":{"ceph":18.2}}"#, r#"{"facts":{"cephfs":null}}"#]
        {
            let said =
                serde_json::from_str::<Facts>(text).map_err(|why| BadFact::Document { why: why.to_string() });
            let said = said.unwrap_err().to_string();
            assert!(
                said.starts_with(r#"these are no facts, such as {"facts": {"ceph": ["18.2.4"]}}: "#),
                "{said}"
            );
        }
    }

    #[test]
    fn what_a_newer_client_tells_is_left_out_and_named() {
        let newer = facts(r#"{"facts":{"ceph":"20.2.4","flux-capacitor":true}}"#);
        assert_eq!(newer.read().unwrap().len(), 1);
        assert_eq!(newer.ignored(), ["flux-capacitor"]);
    }
}
