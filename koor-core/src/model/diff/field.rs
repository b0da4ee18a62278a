//! One setting of a kind of thing: how it reads, and when it is worse.

use super::change::{Direction, Subject};
use super::ledger::Ledger;

/// A row of the table by which two things of one kind are compared.
pub(super) struct Field<T> {
    what: &'static str,
    text: fn(&T) -> Option<String>,
    badness: fn(&T) -> f64,
}

impl<T> Field<T> {
    /// A setting that is never worse or better, only other.
    pub(super) const fn new(what: &'static str, text: fn(&T) -> Option<String>) -> Self {
        Self { what, text, badness: |_| 0.0 }
    }

    /// A setting that is worse the higher `badness` is.
    pub(super) const fn worse_by(mut self, badness: fn(&T) -> f64) -> Self {
        self.badness = badness;
        self
    }
}

impl Ledger {
    /// Compares two things field by field.
    pub(super) fn fields<T>(&mut self, subject: &Subject, before: &T, after: &T, table: &[Field<T>]) {
        for field in table {
            let direction = Direction::of((field.badness)(before), (field.badness)(after));
            self.setting(subject, field.what, ((field.text)(before), (field.text)(after)), direction);
        }
    }

    /// Compares what two daemons said of themselves: what one did not say is no change.
    pub(super) fn said_fields<T>(&mut self, subject: &Subject, before: &T, after: &T, table: &[Field<T>]) {
        for field in table {
            if let (Some(before), Some(after)) = ((field.text)(before), (field.text)(after)) {
                self.setting(subject, field.what, (Some(before), Some(after)), Direction::Neutral);
            }
        }
    }

    /// Compares one setting as text.
    pub(super) fn setting(
        &mut self,
        subject: &Subject,
        what: &str,
        values: (Option<String>, Option<String>),
        direction: Direction,
    ) {
        let sentence = match (&values.0, &values.1) {
            (before, after) if before == after => return,
            (Some(before), Some(after)) => format!("{subject}: {what} {before} → {after}"),
            (None, Some(after)) => format!("{subject}: {what} was set to {after}"),
            (Some(before), None) => format!("{subject}: {what} is no longer set (was {before})"),
            (None, None) => return,
        };
        self.push(subject.clone(), what, values, direction, sentence);
    }
}

impl Ledger {
    /// Compares something that is wholly told by one text: added, removed or changed, neither of them worse.
    pub(super) fn existence(&mut self, subject: &Subject, values: (Option<String>, Option<String>)) {
        let (what, sentence) = match (&values.0, &values.1) {
            (before, after) if before == after => return,
            (None, Some(after)) => ("added", format!("{subject} was added: {after}")),
            (Some(before), None) => ("removed", format!("{subject} was removed (was {before})")),
            (before, after) => {
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                ("changed", format!("{subject}: {} → {}", text(before), text(after)))
            }
        };
        self.push(subject.clone(), what, values, Direction::Neutral, sentence);
    }
}

/// A list as one text; `None` where it is empty.
pub(super) fn list<T: ToString>(items: &[T]) -> Option<String> {
    (!items.is_empty()).then(|| items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// Any value as text.
#[expect(
    clippy::needless_pass_by_value,
    reason = "numbers and references alike: the tables read without `&`"
)]
#[expect(clippy::unnecessary_wraps, reason = "a field's text is optional, and this is one")]
pub(super) fn text(value: impl ToString) -> Option<String> {
    Some(value.to_string())
}

/// `on`, `off`.
#[expect(clippy::unnecessary_wraps, reason = "a field's text is optional, and this is one")]
pub(super) fn on_off(value: bool) -> Option<String> {
    Some(if value { "on" } else { "off" }.to_owned())
}
