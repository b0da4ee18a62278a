//! Forth and back tell the same story.

use proptest::prelude::*;

use super::event::EVENTS;
use super::{Direction, diff, example};
use crate::model::diff::{Change, SubjectKind};
use crate::model::{Inventory, Kind, Part};

/// The example after some events, with some parts unseen.
fn inventory() -> impl Strategy<Value = Inventory> {
    let events = proptest::sample::subsequence((0..EVENTS.len()).collect::<Vec<_>>(), 0..=EVENTS.len());
    (events, any::<[bool; 4]>()).prop_map(|(events, unseen)| {
        let mut inventory = example::cluster();
        for event in events {
            (EVENTS[event].happens)(&mut inventory);
        }
        let why = || (Kind::Timeout, "no answer");
        let [osd_map, mgrs, quorum, cluster] = unseen;
        if osd_map {
            inventory.osd_map = Part::unseen(why().0, why().1);
        }
        if mgrs {
            inventory.mgrs = Part::unseen(why().0, why().1);
        }
        if quorum {
            inventory.quorum = Part::unseen(why().0, why().1);
        }
        if cluster {
            inventory.cluster = Part::unseen(why().0, why().1);
        }
        inventory
    })
}

/// A change without its words, as it reads on the way there.
pub(super) type Fact = (SubjectKind, String, Option<String>, Option<String>, Direction);

pub(super) fn forth(change: &Change) -> Fact {
    let subject = &change.subject;
    // Of something renamed the name is the new one; its number stays.
    let name = subject.id.map_or_else(|| subject.name.clone(), |id| id.to_string());
    (subject.kind, name, change.before.clone(), change.after.clone(), change.direction)
}

pub(super) fn back(change: &Change) -> Fact {
    let (kind, name, before, after, direction) = forth(change);
    let direction = match direction {
        Direction::Worse => Direction::Better,
        Direction::Better => Direction::Worse,
        Direction::Neutral => Direction::Neutral,
    };
    (kind, name, after, before, direction)
}

proptest! {
    #[test]
    fn forth_and_back_mirror_each_other(one in inventory(), other in inventory()) {
        let (there, again) = (diff(&one, &other), diff(&other, &one));
        let mut there_facts: Vec<_> = there.changes.iter().map(forth).collect();
        let mut again_facts: Vec<_> = again.changes.iter().map(back).collect();
        there_facts.sort();
        again_facts.sort();
        prop_assert_eq!(there_facts, again_facts);
        prop_assert_eq!(there.same_cluster, again.same_cluster);
        let parts = |diff: &super::Diff| diff.not_compared.iter().map(|note| note.part.clone()).collect::<Vec<_>>();
        prop_assert_eq!(parts(&there), parts(&again));
    }

    #[test]
    fn the_same_twice_is_no_change(one in inventory()) {
        prop_assert!(diff(&one, &one).is_empty());
    }

    #[test]
    fn worse_is_never_behind_better(one in inventory(), other in inventory()) {
        prop_assert!(diff(&one, &other).changes.is_sorted_by_key(|change| change.direction));
    }
}
