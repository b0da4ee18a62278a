//! The central configuration.

use super::super::{ConfigEntry, REDACTED};
use super::change::{Subject, SubjectKind};
use super::ledger::Ledger;
use super::pair::pairs;

pub(super) fn compare(ledger: &mut Ledger, before: &Vec<ConfigEntry>, after: &Vec<ConfigEntry>) {
    let key = |entry: &ConfigEntry| (entry.section.clone(), entry.mask.clone(), entry.name.clone());
    for pair in pairs(before, after, key) {
        let entry = pair.newest();
        let who = match entry.mask.as_str() {
            "" => entry.section.clone(),
            mask => format!("{}/{mask}", entry.section),
        };
        let subject = Subject::new(SubjectKind::Config, format!("{who} {}", entry.name));
        let (before, after) = pair.sides();
        // Whether a secret changed can't be told from a placeholder, and the other side must not show what it hides.
        if let (Some(old), Some(new)) = (before, after)
            && [&old.value, &new.value].into_iter().any(|value| value == REDACTED)
        {
            continue;
        }
        let value = |entry: &ConfigEntry| entry.value.clone();
        ledger.existence(&subject, (before.map(value), after.map(value)));
    }
}
