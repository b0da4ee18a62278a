//! Two lists walked side by side.

use std::collections::BTreeMap;

/// One thing on both sides, or on one.
#[derive(Debug)]
pub(super) enum Pair<'a, T> {
    /// Only after.
    Added(&'a T),
    /// Only before.
    Removed(&'a T),
    /// On both sides.
    Both(&'a T, &'a T),
}

impl<'a, T> Pair<'a, T> {
    /// The newest that is known of it.
    pub(super) const fn newest(&self) -> &'a T {
        match self {
            Self::Added(row) | Self::Removed(row) | Self::Both(_, row) => row,
        }
    }

    /// Both sides, each where it is there.
    pub(super) const fn sides(&self) -> (Option<&'a T>, Option<&'a T>) {
        match self {
            Self::Added(row) => (None, Some(row)),
            Self::Removed(row) => (Some(row), None),
            Self::Both(before, after) => (Some(before), Some(after)),
        }
    }
}

/// The rows of both lists that have the same key, in the order of the keys.
pub(super) fn pairs<'a, T: 'a, K: Ord>(
    before: impl IntoIterator<Item = &'a T>,
    after: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&'a T) -> K,
) -> Vec<Pair<'a, T>> {
    let mut rows: BTreeMap<K, Pair<'a, T>> =
        before.into_iter().map(|row| (key(row), Pair::Removed(row))).collect();
    for row in after {
        let key = key(row);
        let pair = match rows.remove(&key) {
            Some(Pair::Removed(before)) => Pair::Both(before, row),
            Some(other) => other,
            None => Pair::Added(row),
        };
        rows.insert(key, pair);
    }
    rows.into_values().collect()
}

/// The words that went, and the words that came, each sorted.
pub(super) fn words<'a>(before: &'a [String], after: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut gone = Vec::new();
    let mut come = Vec::new();
    for pair in pairs(before, after, String::as_str) {
        match pair {
            Pair::Added(word) => come.push(word.as_str()),
            Pair::Removed(word) => gone.push(word.as_str()),
            Pair::Both(..) => {}
        }
    }
    (gone, come)
}
