//! In which order a list stands: by any of its columns, smallest first, what is not known last.
//!
//! A column and what a row is sorted by under it are said in one place, so that neither can be forgotten: the rows are
//! sorted, not the texts of their cells, and JSON comes in the same order as the table.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::report::{Column, Report};
use crate::model::{Bytes, CephVersion, Ratio, natural};

/// What a row is sorted by under one column. Within a column all keys are of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Key {
    /// Whole numbers, bytes, ids.
    Count(u64),
    /// Shares, weights, times.
    Figure(f64),
    /// Names: `osd.2` before `osd.10`.
    Name(String),
    /// Not known, or nothing.
    Unknown,
}

impl Key {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Count(a), Self::Count(b)) => a.cmp(b),
            (Self::Figure(a), Self::Figure(b)) => a.total_cmp(b),
            (Self::Name(a), Self::Name(b)) => natural(a, b),
            _ => Ordering::Equal,
        }
    }

    /// The age of a moment: what happened last comes first.
    pub(super) fn age(then: Option<Timestamp>) -> Self {
        then.map_or(Self::Unknown, |then| Self::Figure(-then.as_duration().as_secs_f64()))
    }

    /// Names as they stand in one cell; none at all is nothing.
    pub(super) fn names(names: &[String]) -> Self {
        if names.is_empty() { Self::Unknown } else { Self::Name(names.join(",")) }
    }
}

impl From<u64> for Key {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<f64> for Key {
    fn from(figure: f64) -> Self {
        Self::Figure(figure)
    }
}

impl From<Bytes> for Key {
    fn from(bytes: Bytes) -> Self {
        Self::Count(bytes.0)
    }
}

impl From<Ratio> for Key {
    fn from(ratio: Ratio) -> Self {
        Self::Figure(ratio.0)
    }
}

impl From<&str> for Key {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for Key {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<&String> for Key {
    fn from(name: &String) -> Self {
        Self::Name(name.clone())
    }
}

impl From<&CephVersion> for Key {
    fn from(version: &CephVersion) -> Self {
        Self::Name(version.version.to_string())
    }
}

impl<T: Into<Self>> From<Option<T>> for Key {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

/// A column of a list, and what a row is sorted by under it.
#[derive(Debug)]
pub struct Sortable<R> {
    column: Column,
    key: fn(&R) -> Key,
}

/// A column with its key.
pub(super) const fn by<R>(column: Column, key: fn(&R) -> Key) -> Sortable<R> {
    Sortable { column, key }
}

impl<R> Sortable<R> {
    /// As it is written after `--sort`: `use` of `USE%`, `client-io` of `CLIENT IO`.
    fn name(&self) -> String {
        let words = self.column.title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    }
}

/// A row of a list: what columns there are.
pub trait Row: Sized + 'static {
    /// The columns in order.
    const COLUMNS: &'static [Sortable<Self>];
}

/// The columns of a list's table.
pub(super) fn columns<R: Row>() -> Vec<Column> {
    R::COLUMNS.iter().map(|sortable| sortable.column).collect()
}

/// A view that is a list of rows.
pub trait List: Report + Sized {
    /// What one of them is.
    type Row: Row;

    /// The rows; `None` where they were not seen.
    fn rows_mut(&mut self) -> Option<&mut Vec<Self::Row>>;

    /// The same in another order.
    #[must_use]
    fn sorted(mut self, sort: Sort<Self::Row>) -> Self {
        if let Some(rows) = self.rows_mut() {
            sort.apply(rows);
        }
        self
    }
}

/// By which column the rows of a list stand, and which way round. By default as the list itself has them.
///
/// ```
/// # use koor_core::view::{OsdRow, Sort};
/// let fullest_first = "use%".parse::<Sort<OsdRow>>()?.reversed();
/// assert!("fullness".parse::<Sort<OsdRow>>().unwrap_err().starts_with("there is no column `fullness`"));
/// # Ok::<(), String>(())
/// ```
pub struct Sort<R: 'static> {
    by: Option<&'static Sortable<R>>,
    reverse: bool,
}

impl<R: Row> Sort<R> {
    /// Largest first, or the list upside down; what is not known stays last.
    #[must_use]
    pub const fn reversed(mut self) -> Self {
        self.reverse = true;
        self
    }

    /// The names of the columns, as [`FromStr`] takes them.
    #[must_use]
    pub fn columns() -> Vec<String> {
        R::COLUMNS.iter().map(Sortable::name).collect()
    }

    fn apply(self, rows: &mut [R]) {
        let Some(by) = self.by else {
            if self.reverse {
                rows.reverse();
            }
            return;
        };
        // Stable: what is equal under the column stays in the list's own order.
        rows.sort_by_cached_key(|row| Place { key: (by.key)(row), reverse: self.reverse });
    }
}

/// A row's place under one column.
struct Place {
    key: Key,
    reverse: bool,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        let unknown = |place: &Self| place.key == Key::Unknown;
        match (unknown(self), unknown(other)) {
            (false, false) if self.reverse => other.key.order(&self.key),
            (false, false) => self.key.order(&other.key),
            (own, others) => own.cmp(&others),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}

impl<R: Row> FromStr for Sort<R> {
    type Err = String;

    /// By a column's name in any spelling: `use%`, `USE`, `client-io`, `client io`.
    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        R::COLUMNS
            .iter()
            .find(|sortable| plain(sortable.column.title) == plain(text))
            .map(|by| Self { by: Some(by), reverse: false })
            .ok_or_else(|| format!("there is no column `{text}`; columns are {}", Self::columns().join(", ")))
    }
}

// By hand: what is derived would ask the same of the rows.
impl<R> Clone for Sort<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Sort<R> {}

impl<R> Default for Sort<R> {
    fn default() -> Self {
        Self { by: None, reverse: false }
    }
}

impl<R> fmt::Debug for Sort<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sort")
            .field("by", &self.by.map(Sortable::name))
            .field("reverse", &self.reverse)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Key, Row, Sort, Sortable, by};

    #[derive(Debug, PartialEq)]
    struct Thing(&'static str, Option<u64>, Option<f64>);

    impl Row for Thing {
        const COLUMNS: &'static [Sortable<Self>] = &[
            by(Column::words("NAME"), |thing| thing.0.into()),
            by(Column::figures("USE%"), |thing| thing.1.into()),
            by(Column::figures("CLIENT IO").wide(), |thing| Key::from(thing.2)),
        ];
    }

    fn names(sort: Sort<Thing>) -> Vec<&'static str> {
        let mut rows = vec![
            Thing("b10", None, Some(2.5)),
            Thing("b2", Some(7), None),
            Thing("a", Some(70), Some(-1.0)),
            Thing("c", Some(7), Some(f64::INFINITY)),
        ];
        sort.apply(&mut rows);
        rows.into_iter().map(|thing| thing.0).collect()
    }

    #[test]
    fn rows_stand_by_any_column_and_the_unknown_last() {
        let sort = |column: &str| column.parse::<Sort<Thing>>().unwrap();
        assert_eq!(names(Sort::default()), ["b10", "b2", "a", "c"]);
        assert_eq!(names(Sort::default().reversed()), ["c", "a", "b2", "b10"]);
        assert_eq!(names(sort("name")), ["a", "b2", "b10", "c"]);
        for spelling in ["use", "USE%", "use%", "Use"] {
            assert_eq!(
                names(sort(spelling)),
                ["b2", "c", "a", "b10"],
                "as numbers; equal ones as they stood"
            );
        }
        assert_eq!(names(sort("use").reversed()), ["a", "b2", "c", "b10"], "the unknown stays last");
        for spelling in ["client-io", "clientio", "client io"] {
            assert_eq!(names(sort(spelling)), ["a", "b10", "c", "b2"]);
        }
    }

    #[test]
    fn an_unknown_column_is_answered_by_those_that_are() {
        let error = "size".parse::<Sort<Thing>>().unwrap_err();
        assert_eq!(error, "there is no column `size`; columns are name, use, client-io");
        assert!("".parse::<Sort<Thing>>().is_err());
    }
}
