//! Health: the status, the checks, the mutes.

use super::super::{Check, Health, Mute};
use super::change::{Direction, Subject, SubjectKind};
use super::ledger::{Ledger, values};
use super::pair::{Pair, pairs};

pub(super) fn compare(ledger: &mut Ledger, before: &Health, after: &Health) {
    let checks = pairs(&before.checks, &after.checks, |check| check.code.as_str());
    let mutes = pairs(&before.mutes, &after.mutes, |mute| mute.code.as_str());
    if before.status != after.status {
        let (was, is) = (before.status, after.status);
        let reasons = reasons(&checks, &mutes);
        let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
        ledger.push(
            Subject::new(SubjectKind::Health, "health"),
            "status",
            values(was, is),
            Direction::of(f64::from(was as u8), f64::from(is as u8)),
            format!("health went from {was} to {is}{reasons}"),
        );
    }
    for pair in &checks {
        check(ledger, pair);
    }
    for pair in &mutes {
        mute(ledger, pair);
    }
}

/// What made the status change, in few words.
fn reasons(checks: &[Pair<'_, Check>], mutes: &[Pair<'_, Mute>]) -> Vec<String> {
    let checks = checks.iter().filter_map(|pair| match pair {
        Pair::Added(check) => Some(format!("{} appeared ({})", check.code, check.summary)),
        Pair::Removed(check) => Some(format!("{} cleared", check.code)),
        Pair::Both(was, is) if was.severity != is.severity => {
            Some(format!("{} went from {} to {}", is.code, was.severity, is.severity))
        }
        Pair::Both(..) => None,
    });
    let mutes = mutes.iter().filter_map(|pair| match pair {
        Pair::Added(mute) => Some(format!("{} was muted", mute.code)),
        Pair::Removed(mute) => Some(format!("{} is no longer muted", mute.code)),
        Pair::Both(..) => None,
    });
    checks.chain(mutes).collect()
}

fn check(ledger: &mut Ledger, pair: &Pair<'_, Check>) {
    let code = &pair.newest().code;
    let subject = Subject::new(SubjectKind::HealthCheck, code);
    let (before, after) = pair.sides();
    let texts = (before.map(text), after.map(text));
    let direction = Direction::of(badness(before), badness(after));
    let (what, sentence) = match pair {
        Pair::Added(check) => ("appeared", format!("{code} appeared: {}", check.summary)),
        Pair::Removed(check) => ("cleared", format!("{code} cleared (was: {})", check.summary)),
        Pair::Both(was, is) if was.severity != is.severity => {
            ("severity", format!("{code} went from {} to {}: {}", was.severity, is.severity, is.summary))
        }
        Pair::Both(was, is) if was.summary != is.summary => {
            ("summary", format!("{code}: \"{}\" → \"{}\"", was.summary, is.summary))
        }
        Pair::Both(..) => return,
    };
    ledger.push(subject, what, texts, direction, sentence);
}

fn text(check: &Check) -> String {
    format!("{}: {}", check.severity, check.summary)
}

/// Severity first, then the number of things concerned. Not raised is better than anything raised.
fn badness(check: Option<&Check>) -> f64 {
    // Counts stay far below this.
    const STEP: f64 = 1e15;
    check
        .map_or(0.0, |check| (f64::from(check.severity as u8) + 1.0) * STEP + check.count.unwrap_or(0) as f64)
}

fn mute(ledger: &mut Ledger, pair: &Pair<'_, Mute>) {
    let code = &pair.newest().code;
    let subject = Subject::new(SubjectKind::HealthCheck, code);
    let (before, after) = pair.sides();
    let texts = (before.map(mute_text), after.map(mute_text));
    if texts.0 == texts.1 {
        return;
    }
    let (what, sentence) = match pair {
        Pair::Added(mute) => ("muted", format!("{code} was {}", mute_text(mute))),
        Pair::Removed(_) => ("unmuted", format!("{code} is no longer muted")),
        Pair::Both(was, is) => ("mute", format!("{code} was {} and is {}", mute_text(was), mute_text(is))),
    };
    // Somebody's decision, neither worse nor better; what it hides shows in the checks.
    ledger.push(subject, what, texts, Direction::Neutral, sentence);
}

fn mute_text(mute: &Mute) -> String {
    let sticky = if mute.sticky { ", sticky" } else { "" };
    match mute.until {
        Some(until) => format!("muted until {until}{sticky}"),
        None => format!("muted{sticky}"),
    }
}
