//! A part of the dashboard with its age.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::model::Part;
use crate::view::age;
use crate::view::report::{Cell, Tone};

/// What was seen of one thing, as of when, and what is wrong with that.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Told<T> {
    /// What was seen; null where nothing was.
    pub value: Option<T>,
    /// As of when it holds.
    pub as_of: Option<Timestamp>,
    /// Why it was not seen, or may be older than it looks; null where neither is so.
    pub trouble: Option<String>,
}

impl<T> Told<T> {
    /// Of a part, and what it is read as.
    pub(super) fn of<U>(part: &Part<U>, read: impl FnOnce(&U) -> T) -> Self {
        let trouble = match part {
            Part::Seen(seen) => seen.stale.clone(),
            Part::Unseen(unseen) => Some(unseen.why.message.clone()),
        };
        Self { value: part.value().map(read), as_of: part.as_of(), trouble }
    }

    /// Whether it was seen and there is no reason to think that it is older than it looks.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        self.value.is_some() && self.trouble.is_none()
    }

    /// `now`, `12 s ago`, `stale, 40 s ago`, `not seen`.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> Cell {
        match (&self.value, self.as_of) {
            (None, _) => Cell::new("not seen", Tone::Warn),
            (Some(_), at) => {
                let ago = at.map_or_else(|| "age unknown".to_owned(), |at| ago(now, at));
                if self.trouble.is_some() {
                    Cell::new(format!("stale, {ago}"), Tone::Warn)
                } else {
                    Cell::new(ago, Tone::Faint)
                }
            }
        }
    }

    /// Why there is nothing to show, as a sentence; nothing where there is something.
    #[must_use]
    pub fn why_unseen(&self) -> Option<Cell> {
        let why = self.trouble.as_deref().unwrap_or("nobody asked");
        self.value.is_none().then(|| Cell::new(format!("not seen: {why}"), Tone::Warn))
    }
}

/// How long ago a moment was. Within two seconds is now: a screen that counts them would only flicker.
pub(super) fn ago(now: Timestamp, then: Timestamp) -> String {
    if now.duration_since(then) < SignedDuration::from_secs(2) { "now".into() } else { age::ago(now, then) }
}

/// Ages of parts that are shown together: once where they are the same, nothing where all of it is now.
pub(super) fn together(parts: &[(&str, Cell)]) -> Vec<Cell> {
    let Some((_, first)) = parts.first() else { return Vec::new() };
    if parts.iter().all(|(_, age)| age == first) {
        let text = if first.text == "now" { String::new() } else { format!("({})", first.text) };
        return vec![Cell::new(text, first.tone)];
    }
    let mut cells = vec![Cell::new("(", Tone::Faint)];
    for (index, (name, age)) in parts.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        cells.extend([Cell::new(format!("{comma}{name} "), Tone::Faint), age.clone()]);
    }
    cells.push(Cell::new(")", Tone::Faint));
    cells
}
