//! Where changes are written down while two inventories are compared.

use super::super::{Kind, Part};
use super::change::{Change, Direction, Subject};
use super::{Diff, Moment, PartNote, SCHEMA_VERSION};

/// Before and after as text.
pub(super) type Values = (Option<String>, Option<String>);

/// Both values as text.
#[expect(clippy::needless_pass_by_value, reason = "numbers and references alike")]
pub(super) fn values(before: impl ToString, after: impl ToString) -> Values {
    (Some(before.to_string()), Some(after.to_string()))
}

/// The changes so far, and what could not be compared.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    changes: Vec<Change>,
    not_compared: Vec<PartNote>,
    stale: Vec<PartNote>,
    partial: Vec<PartNote>,
    /// Whether the part at hand may be old.
    at_stale_part: bool,
}

impl Ledger {
    /// Compares one part where both sides saw it, and notes the reason where they did not.
    pub(super) fn part<T>(
        &mut self,
        name: &'static str,
        before: &Part<T>,
        after: &Part<T>,
        compare: impl FnOnce(&mut Self, &T, &T),
    ) {
        let (Part::Seen(seen_before), Part::Seen(seen_after)) = (before, after) else {
            self.not_compared
                .extend(unseen(before, after).map(|why| PartNote { part: name.to_owned(), why }));
            return;
        };
        let note = |doubts: [(&str, &Option<String>); 2]| {
            let doubts = doubts.iter().filter_map(|(side, why)| Some(format!("{side}: {}", why.as_ref()?)));
            let why = doubts.collect::<Vec<_>>().join("; ");
            (!why.is_empty()).then(|| PartNote { part: name.to_owned(), why })
        };
        let stale = note([("before", &seen_before.stale), ("after", &seen_after.stale)]);
        self.at_stale_part = stale.is_some();
        self.stale.extend(stale);
        self.partial.extend(note([("before", &seen_before.partial), ("after", &seen_after.partial)]));
        compare(self, &seen_before.value, &seen_after.value);
        self.at_stale_part = false;
    }

    /// Notes that something could not be compared.
    pub(super) fn not_compared(&mut self, part: &str, why: String) {
        self.not_compared.push(PartNote { part: part.to_owned(), why });
    }

    /// Writes one change down.
    pub(super) fn push(
        &mut self,
        subject: Subject,
        what: &str,
        (before, after): Values,
        direction: Direction,
        sentence: String,
    ) {
        self.changes.push(Change {
            subject,
            what: what.to_owned(),
            before,
            after,
            direction,
            stale: self.at_stale_part,
            sentence,
        });
    }

    /// Puts everything in order.
    pub(super) fn close(mut self, before: Moment, after: Moment) -> Diff {
        // Stable: what is said of one subject keeps the order in which it was found.
        self.changes.sort_by(|one, other| {
            (one.direction, one.subject.place()).cmp(&(other.direction, other.subject.place()))
        });
        Diff {
            schema_version: SCHEMA_VERSION,
            same_cluster: before
                .fsid
                .as_ref()
                .zip(after.fsid.as_ref())
                .map(|(before, after)| before == after),
            before,
            after,
            changes: self.changes,
            not_compared: self.not_compared,
            stale: self.stale,
            partial: self.partial,
        }
    }
}

/// Why a part can't be compared; `None` where nobody asked for it on either side.
fn unseen<T>(before: &Part<T>, after: &Part<T>) -> Option<String> {
    let sides = [("before", before.why()), ("after", after.why())];
    let reasons: Vec<_> = sides.iter().filter_map(|(side, why)| Some((side, (*why)?))).collect();
    if reasons.iter().filter(|(_, why)| why.kind == Kind::NotAsked).count() == 2 {
        return None;
    }
    if let [(_, one), (_, other)] = reasons[..]
        && one == other
    {
        return Some(format!("not seen on either side: {one}"));
    }
    let reasons: Vec<_> = reasons.iter().map(|(side, why)| format!("not seen {side}: {why}")).collect();
    Some(reasons.join("; "))
}
