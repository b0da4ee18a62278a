//! The monmap.

use super::super::{Mon, MonMap};
use super::change::{Direction, Subject, SubjectKind};
use super::field::{Field, list, on_off, text};
use super::ledger::Ledger;
use super::pair::{Pair, pairs};

const MAP: &[Field<MonMap>] = &[
    Field::new("min_mon_release", |map| text(&map.min_mon_release)),
    Field::new("stretch_mode", |map| on_off(map.stretch_mode)),
];

const MON: &[Field<Mon>] = &[Field::new("addresses", |mon| list(&mon.addresses))];

pub(super) fn compare(ledger: &mut Ledger, before: &MonMap, after: &MonMap) {
    ledger.fields(&Subject::new(SubjectKind::MonMap, "monmap"), before, after, MAP);
    for pair in pairs(&before.mons, &after.mons, |mon| mon.name.as_str()) {
        let subject = Subject::new(SubjectKind::Mon, format!("mon.{}", pair.newest().name));
        match pair {
            Pair::Both(before, after) => ledger.fields(&subject, before, after, MON),
            // In and out of the monmap is somebody's decision; a mon that dies only leaves the quorum.
            Pair::Added(mon) => {
                let sentence = format!("{subject} was added to the monmap");
                let values = (None, list(&mon.addresses));
                ledger.push(subject, "added", values, Direction::Neutral, sentence);
            }
            Pair::Removed(mon) => {
                let sentence = format!("{subject} was removed from the monmap");
                let values = (list(&mon.addresses), None);
                ledger.push(subject, "removed", values, Direction::Neutral, sentence);
            }
        }
    }
}
