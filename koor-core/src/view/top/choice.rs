//! What a person chose to see of a list, and in which order.

use std::cmp::Ordering;

use crate::view::report::Table;

/// A filter and an order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice<S> {
    /// By what.
    pub sort: S,
    /// Whether the other way round.
    pub reversed: bool,
    /// Words of which each must be found in what is kept; `host:node1` looks at the host alone, and so do `class:`,
    /// `state:` and whatever else the rows have. Empty keeps everything.
    pub filter: String,
}

impl<S> Choice<S> {
    /// Whether a row of these words is kept.
    pub(super) fn keeps(&self, words: &[(&'static str, String)]) -> bool {
        self.filter.split_whitespace().all(|wanted| {
            let wanted = wanted.to_lowercase();
            let (kind, text) = match wanted.split_once(':') {
                Some((kind, text)) if words.iter().any(|(have, _)| *have == kind) => (Some(kind), text),
                // A colon in a name, or a kind that this row has nothing of.
                _ => (None, wanted.as_str()),
            };
            words
                .iter()
                .filter(|(have, _)| kind.is_none_or(|kind| kind == *have))
                .any(|(_, word)| word.to_lowercase().contains(text))
        })
    }
}

/// A table, and what each of its rows is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<K> {
    /// The rows.
    pub table: Table,
    /// What each row is about.
    pub keys: Vec<K>,
    /// How many there are, whether they match or not.
    pub total: usize,
}

/// Largest figure first, or smallest where `reversed`; what has none comes last either way, and what has the same is
/// in the order of its key.
pub(super) fn order_by<T, K: Ord>(
    rows: &mut [T],
    reversed: bool,
    figure: impl Fn(&T) -> Option<f64>,
    key: impl Fn(&T) -> K,
) {
    rows.sort_by(|a, b| {
        let by_figure = match (figure(a), figure(b)) {
            (Some(a), Some(b)) if reversed => a.total_cmp(&b),
            (Some(a), Some(b)) => b.total_cmp(&a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_figure.then_with(|| key(a).cmp(&key(b)))
    });
}
