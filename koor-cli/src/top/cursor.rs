//! The row that is chosen in a list. It stays with its thing while the list is sorted anew under it.

/// A place in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    index: usize,
    /// What it is on, once somebody moved it: until then it is on whatever comes first.
    key: Option<String>,
}

/// A move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Up(usize),
    Down(usize),
    First,
    Last,
}

impl Cursor {
    /// Where it is among these.
    pub(super) fn at(&self, keys: &[String]) -> usize {
        let found = self.key.as_ref().and_then(|key| keys.iter().position(|have| have == key));
        found.unwrap_or(self.index).min(keys.len().saturating_sub(1))
    }

    /// Moves it.
    pub(super) fn step(&mut self, step: Move, keys: &[String]) {
        let (at, last) = (self.at(keys), keys.len().saturating_sub(1));
        self.index = match step {
            Move::Up(rows) => at.saturating_sub(rows),
            Move::Down(rows) => (at + rows).min(last),
            Move::First => 0,
            Move::Last => last,
        };
        self.key = keys.get(self.index).cloned();
    }
}
