//! Traits that somebody tells, and those of a cluster as they would be told.

use std::collections::BTreeMap;

use super::told::{Told, TraitValue, grouped};
use super::{Known, Traits};
use crate::model::catalogue::{BadFact, Fact, Facts, ReadFact, Trait};

/// What stands as evidence beside what was told: nobody saw it.
const TOLD: &str = "as told";
/// Why a trait is unknown.
const NOT_TOLD: &str = "not told";
/// Traits whose words somebody chose: names and settings of a cluster.
const CHOSEN: [Trait; 3] = [Trait::Pool, Trait::Config, Trait::Chart];

impl Traits {
    /// Of what somebody tells: what is left out is unknown.
    ///
    /// # Errors
    /// [`BadFact`] of the first that its trait can't take.
    pub fn told(facts: &Facts) -> Result<Self, BadFact> {
        let mut traits = Self::unknown();
        traits.0.extend(facts.read()?.iter().map(|(about, fact)| (*about, told(fact))));
        Ok(traits)
    }

    /// Of a cluster that nothing is known of.
    pub(in crate::assess) fn unknown() -> Self {
        let known = |about: &Trait| (*about, Known::Unknown(format!("{about}: {NOT_TOLD}")));
        Self(Trait::ALL.iter().map(known).collect())
    }

    /// As somebody would tell them who sends them away: what was seen in part is left out, and so are names and settings that somebody
    /// chose.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let whole = self.iter().filter(|(about, _)| !CHOSEN.contains(about));
        let facts = whole.filter_map(|(about, known)| match known {
            Known::Told(Told { value, partly: None }) => Some((about.id().to_owned(), fact(value))),
            _ => None,
        });
        Facts { facts: facts.collect() }
    }
}

fn told(fact: &ReadFact) -> Known {
    let value = match fact {
        ReadFact::Flag(flag) => TraitValue::Flag(*flag, TOLD.to_owned()),
        ReadFact::Number(count) => TraitValue::Number(*count, format!("{count} ({TOLD})")),
        ReadFact::Words(words) => TraitValue::Words(by_nobody(words)),
        ReadFact::Versions(versions) => TraitValue::Versions(by_nobody(versions)),
    };
    Known::all(value)
}

fn by_nobody<K: Ord + Clone>(all: &[K]) -> BTreeMap<K, Vec<String>> {
    grouped(all.iter().map(|one| (one.clone(), TOLD.to_owned())))
}

fn fact(value: &TraitValue) -> Fact {
    match value {
        TraitValue::Flag(flag, _) => Fact::Flag(*flag),
        TraitValue::Number(count, _) => Fact::Number(*count),
        TraitValue::Words(words) => Fact::Words(words.keys().cloned().collect()),
        TraitValue::Versions(versions) => Fact::Words(versions.keys().map(ToString::to_string).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::traits::Holds;
    use crate::model::catalogue::Condition;

    fn told_in(json: &str) -> Traits {
        Traits::told(&serde_json::from_str(json).unwrap()).unwrap()
    }

    fn condition(toml: &str) -> Condition {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn what_is_told_holds_and_what_is_not_is_unknown() {
        let traits =
            told_in(r#"{"facts":{"ceph":["18.2.4"],"architecture":["arm64"],"read-affinity":false}}"#);
        let arm = traits.holds(&condition("trait = 'architecture'\nis = 'arm64'"));
        assert_eq!(arm, Holds::Yes(vec!["arm64: as told".into()]));
        assert_eq!(traits.holds(&condition("trait = 'read-affinity'")), Holds::No);
        assert_eq!(traits.holds(&condition("trait = 'nfs'")), Holds::Unknown("nfs: not told".into()));
    }

    #[test]
    fn what_is_sent_away_names_nothing_that_somebody_chose() {
        let traits = told_in(
            r#"{"facts":{"ceph":["18.2.4","18.2.7"],"pool":["payroll"],"config":["a=secret"],"nfs":true}}"#,
        );
        let facts = traits.facts();
        assert_eq!(facts.facts.keys().collect::<Vec<_>>(), ["ceph", "nfs"]);
        assert_eq!(Traits::told(&facts).unwrap().get(Trait::Ceph), traits.get(Trait::Ceph));
    }
}
