//! Outcomes of several lists, put together as one part.

use jiff::Timestamp;

use super::KubeError;
use crate::model::{Kind, Part, Seen};

/// An object by who it is, for the order of rows.
pub(super) type Key = (String, String);

/// Rows of one list, and what of it could not be read.
#[derive(Debug)]
pub(super) struct Rows<R> {
    /// Each by its key, in order.
    pub(super) keyed: Vec<(Key, R)>,
    /// Objects that do not read as they should, a sentence each.
    pub(super) unreadable: Vec<String>,
    /// What a watch that follows begins at.
    pub(super) version: Option<String>,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self { keyed: Vec::new(), unreadable: Vec::new(), version: None }
    }
}

/// When a question was asked, and how long it took.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) at: Timestamp,
    pub(super) took_ms: f64,
    pub(super) source: String,
}

/// One part of several lists: unseen where the first of them is, or where none was seen; else what came, with a word
/// on what did not.
///
/// Where `alike` is true no list is the first: Rook's kinds.
pub(super) fn part<R>(outcomes: Vec<Result<Rows<R>, KubeError>>, alike: bool, asked: Asked) -> Part<Vec<R>> {
    let is_unseen = if alike {
        !outcomes.is_empty() && outcomes.iter().all(Result::is_err)
    } else {
        outcomes.first().is_some_and(Result::is_err)
    };
    let mut all = Vec::new();
    let mut gaps: Vec<String> = Vec::new();
    let mut first: Option<KubeError> = None;
    for outcome in outcomes {
        match outcome {
            Ok(rows) => {
                all.extend(rows.keyed);
                gaps.extend(rows.unreadable);
            }
            Err(error) => {
                gaps.push(error.message.clone());
                first.get_or_insert(error);
            }
        }
    }
    if let Some(error) = first.filter(|_| is_unseen) {
        return unseen(&error, asked.at);
    }
    if all.is_empty() && !gaps.is_empty() {
        return unseen(&KubeError::new(Kind::Corrupt, gaps.swap_remove(0)), asked.at);
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let value = all.into_iter().map(|(_, row)| row).collect();
    seen(value, incomplete(&gaps), asked)
}

/// Why not all of it is there, for people.
fn incomplete(gaps: &[String]) -> Option<String> {
    let (first, rest) = gaps.split_first()?;
    Some(match rest.len() {
        0 => first.clone(),
        more => format!("{first}; and {more} more"),
    })
}

pub(super) fn seen<T>(value: T, partial: Option<String>, asked: Asked) -> Part<T> {
    Part::Seen(Seen {
        value,
        asked_at: asked.at,
        as_of: None,
        stale: None,
        partial,
        took_ms: asked.took_ms,
        source: asked.source,
    })
}

pub(super) fn unseen<T>(error: &KubeError, at: Timestamp) -> Part<T> {
    let mut part = Part::unseen(error.kind, error.message.clone());
    if let Part::Unseen(unseen) = &mut part {
        unseen.asked_at = Some(at);
    }
    part
}

#[cfg(test)]
mod tests {
    use super::{Asked, Rows, part};
    use crate::adapter::kube::KubeError;
    use crate::model::{Kind, Part};

    fn asked() -> Asked {
        Asked { at: jiff::Timestamp::UNIX_EPOCH, took_ms: 1.0, source: "kube: pods".into() }
    }

    #[expect(clippy::unnecessary_wraps, reason = "one of two outcomes; the other is `denied`")]
    fn rows(names: &[&str]) -> Result<Rows<String>, KubeError> {
        let rows =
            names.iter().map(|name| (("n".to_owned(), (*name).to_owned()), (*name).to_owned())).collect();
        Ok(Rows { keyed: rows, unreadable: Vec::new(), version: None })
    }

    fn denied() -> Result<Rows<String>, KubeError> {
        Err(KubeError::new(Kind::Denied, "no right"))
    }

    #[test]
    fn rows_of_all_lists_are_one_sorted_list() {
        let whole = part(vec![rows(&["c", "a"]), rows(&["b"])], false, asked());
        assert_eq!(whole.value().unwrap(), &["a", "b", "c"]);
        assert_eq!(whole.seen().unwrap().partial, None);
    }

    #[test]
    fn what_only_adds_hides_nothing_and_is_told() {
        let some = part(vec![rows(&["a"]), denied()], false, asked());
        assert_eq!(some.value().unwrap(), &["a"]);
        assert_eq!(some.seen().unwrap().partial.as_deref(), Some("no right"));
        let none = part(vec![denied(), rows(&["a"])], false, asked());
        assert_eq!(none.why().unwrap().kind, Kind::Denied);
        let alike = part(vec![denied(), rows(&["a"])], true, asked());
        assert_eq!(alike.value().unwrap(), &["a"]);
    }

    #[test]
    fn no_list_is_nothing_and_an_unreadable_one_is_no_empty_one() {
        assert_eq!(part::<String>(Vec::new(), true, asked()).value().unwrap().len(), 0);
        let Ok(mut damaged) = rows(&[]) else { panic!() };
        damaged.unreadable.push("n/a: field `x`".into());
        let Part::Unseen(unseen) = part(vec![Ok(damaged)], false, asked()) else { panic!("seen") };
        assert_eq!(unseen.why.kind, Kind::Corrupt);
    }
}
