//! Crashes: new ones, and those that somebody archived.

use super::super::Crash;
use super::change::{Direction, Subject, SubjectKind};
use super::ledger::Ledger;
use super::pair::{Pair, pairs};

pub(super) fn compare(ledger: &mut Ledger, before: &Vec<Crash>, after: &Vec<Crash>) {
    for pair in pairs(before, after, |crash| crash.id.as_str()) {
        let crash = pair.newest();
        let (before, after) = pair.sides();
        let texts = (before.map(state), after.map(state));
        if texts.0 == texts.1 {
            continue;
        }
        // One that nobody has looked at is bad; one archived, or one that was never there, is not.
        let bad = |crash: Option<&Crash>| crash.is_some_and(|crash| crash.archived.is_none());
        let direction = Direction::of_bad(bad(before), bad(after));
        let who = who(crash);
        let (what, sentence) = match pair {
            Pair::Added(_) => ("crashed", format!("{who} crashed{}", when(crash))),
            Pair::Removed(_) => ("removed", format!("the crash of {who}{} is no longer listed", when(crash))),
            Pair::Both(_, after) if after.archived.is_some() => {
                ("archived", format!("the crash of {who}{} was archived", when(crash)))
            }
            Pair::Both(..) => ("unarchived", format!("the crash of {who}{} is new again", when(crash))),
        };
        ledger.push(Subject::new(SubjectKind::Crash, &crash.id), what, texts, direction, sentence);
    }
}

fn who(crash: &Crash) -> String {
    match &crash.hostname {
        Some(host) => format!("{} on {host}", crash.entity),
        None => crash.entity.clone(),
    }
}

fn when(crash: &Crash) -> String {
    crash.at.map_or_else(String::new, |at| format!(" at {at}"))
}

fn state(crash: &Crash) -> String {
    let word = if crash.archived.is_some() { "archived" } else { "new" };
    format!("{}, {word}", crash.entity)
}
