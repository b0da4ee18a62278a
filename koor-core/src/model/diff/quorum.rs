//! The quorum: whether there is one, who is in it, who leads.

use std::collections::BTreeSet;

use super::super::Inventory;
use super::change::{Direction, Subject, SubjectKind};
use super::ledger::{Ledger, values};

pub(super) fn compare(ledger: &mut Ledger, before: &Inventory, after: &Inventory) {
    if let (Some(was), Some(is)) = (members(before), members(after)) {
        membership(ledger, &was, &is);
    }
    ledger.part("quorum", &before.quorum, &after.quorum, |ledger, before, after| {
        // Before a session without a quorum there is no leader to speak of.
        if let (Some(was), Some(is)) = (&before.leader, &after.leader)
            && was != is
        {
            ledger.push(
                Subject::new(SubjectKind::Quorum, "quorum"),
                "leader",
                values(was, is),
                Direction::Neutral,
                format!("the leading mon changed from {was} to {is}"),
            );
        }
    });
}

/// The mons in quorum, empty without one; `None` where nothing tells.
///
/// `quorum_status` is not answered without a quorum, so that its part is unseen exactly when it matters most:
/// `status` and the pings of single mons tell it too.
fn members(inventory: &Inventory) -> Option<BTreeSet<&str>> {
    if inventory.has_quorum() == Some(false) {
        return Some(BTreeSet::new());
    }
    inventory
        .quorum
        .value()
        .map(|quorum| &quorum.members)
        .or_else(|| inventory.cluster.value().map(|cluster| &cluster.quorum))
        .map(|members| members.iter().map(String::as_str).collect())
}

fn membership(ledger: &mut Ledger, was: &BTreeSet<&str>, is: &BTreeSet<&str>) {
    let names = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join(", ");
    let subject = Subject::new(SubjectKind::Quorum, "quorum");
    let lost_or_found = Direction::of_bad(was.is_empty(), is.is_empty());
    match (was.is_empty(), is.is_empty()) {
        (true, true) => {}
        (false, true) => ledger.push(
            subject,
            "lost",
            (Some(names(was)), None),
            lost_or_found,
            format!("the mons lost their quorum ({} were in it)", names(was)),
        ),
        (true, false) => ledger.push(
            subject,
            "formed",
            (None, Some(names(is))),
            lost_or_found,
            format!("the mons have a quorum again: {}", names(is)),
        ),
        (false, false) => {
            for mon in was.symmetric_difference(is) {
                let left = was.contains(mon);
                let (what, sentence) = if left {
                    ("left_quorum", format!("mon.{mon} left the quorum ({} remain)", names(is)))
                } else {
                    ("joined_quorum", format!("mon.{mon} joined the quorum (now {})", names(is)))
                };
                let state = |inside: bool| if inside { "in quorum" } else { "out of quorum" };
                ledger.push(
                    Subject::new(SubjectKind::Mon, format!("mon.{mon}")),
                    what,
                    values(state(left), state(!left)),
                    Direction::of_bad(!left, left),
                    sentence,
                );
            }
        }
    }
}
