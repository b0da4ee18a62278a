//! The PGs: all together from the digest, and one by one where both sides have them.

use super::super::{Pg, PgDigest, PgMap, PgState};
use super::change::{Direction, Subject, SubjectKind};
use super::ledger::{Ledger, values};
use super::pair::{Pair, pairs};

/// So many PGs are named for each direction; the rest is counted.
const NAMED: usize = 20;

/// How bad a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Serves, all copies in place.
    Healthy,
    /// Serves.
    Active,
    /// Does not serve.
    Inactive,
}

impl Level {
    fn of(state: &PgState) -> Self {
        if state.is_healthy() {
            Self::Healthy
        } else if state.has("active") {
            Self::Active
        } else {
            Self::Inactive
        }
    }
}

pub(super) fn compare_digest(ledger: &mut Ledger, before: &PgDigest, after: &PgDigest) {
    let subject = Subject::new(SubjectKind::Pgs, "PGs");
    let total = values(before.total, after.total);
    ledger.setting(&subject, "total", total, Direction::Neutral);
    let (was, is) = (unhealthy_states(before), unhealthy_states(after));
    if was != is {
        let (bad_before, bad_after) = (unhealthy(before), unhealthy(after));
        // What does not serve weighs more than anything that does.
        let badness = |digest: &PgDigest| inactive(digest) as f64 * 1e12 + unhealthy(digest) as f64;
        ledger.push(
            subject.clone(),
            "states",
            (Some(was), Some(is.clone())),
            Direction::of(badness(before), badness(after)),
            states_sentence((bad_before, bad_after), (before.total, after.total), &is),
        );
    }
    counts(ledger, &subject, before, after);
}

fn states_sentence((before, after): (u64, u64), (was_total, total): (u64, u64), states: &str) -> String {
    // Where PGs were made or merged, nobody can tell which ones "are no longer" clean.
    if was_total != total {
        return format!(
            "{after} of {total} PGs are not active+clean, after {before} of {was_total}: {states}"
        );
    }
    if after == 0 {
        return format!("{} again: all {total} are", plural(before, "PG is", "PGs are") + " active+clean");
    }
    if after > before {
        let more = plural(after - before, "PG is", "PGs are");
        return format!("{more} no longer active+clean; {after} of {total} are not: {states}");
    }
    if after < before {
        let fewer = plural(before - after, "PG is", "PGs are");
        return format!("{fewer} active+clean again; {after} of {total} are not: {states}");
    }
    format!("{after} of {total} PGs are still not active+clean, now: {states}")
}

fn counts(ledger: &mut Ledger, subject: &Subject, before: &PgDigest, after: &PgDigest) {
    let copies = before.object_copies.max(after.object_copies);
    // Degraded and misplaced counts move all the time while a cluster recovers: the first one, the last one and
    // whole percents are news. Every unfound object is.
    let rows: [(&str, u64, u64, bool); 3] = [
        ("unfound", before.unfound_objects, after.unfound_objects, true),
        ("degraded", before.degraded_objects, after.degraded_objects, false),
        ("misplaced", before.misplaced_objects, after.misplaced_objects, false),
    ];
    for (word, was, is, always) in rows {
        let percent = copies.is_some_and(|copies| was.abs_diff(is).saturating_mul(100) >= copies.max(1));
        if was == is || !(always || was == 0 || is == 0 || percent) {
            continue;
        }
        ledger.push(
            subject.clone(),
            word,
            values(was, is),
            Direction::of(was as f64, is as f64),
            match is {
                0 => format!("no objects are {word} any more (there were {was})"),
                _ => format!("objects {word}: {was} → {is}"),
            },
        );
    }
}

pub(super) fn compare(ledger: &mut Ledger, before: &PgMap, after: &PgMap) {
    let mut changed: Vec<(Direction, &Pg, &Pg)> = Vec::new();
    for pair in pairs(&before.pgs, &after.pgs, |pg| pg.id) {
        // PGs come and go with pg_num, which the pool says.
        let Pair::Both(before, after) = pair else { continue };
        let (was, is) = (Level::of(&before.state), Level::of(&after.state));
        if was != is {
            changed.push((Direction::of(f64::from(was as u8), f64::from(is as u8)), before, after));
        }
    }
    for direction in [Direction::Worse, Direction::Better] {
        let rows: Vec<_> = changed.iter().filter(|row| row.0 == direction).collect();
        for (_, before, after) in rows.iter().take(NAMED) {
            let subject = Subject::pg(after.id);
            let sentence = format!("{subject} went from {} to {}", before.state, after.state);
            let states = values(&before.state, &after.state);
            ledger.push(subject, "state", states, direction, sentence);
        }
        if rows.len() > NAMED {
            let more = rows.len() - NAMED;
            ledger.push(
                Subject::new(SubjectKind::Pgs, "PGs"),
                direction.mark(),
                (None, None),
                direction,
                format!("{more} more PGs got {}; {} in all", direction.mark(), rows.len()),
            );
        }
    }
}

fn unhealthy(digest: &PgDigest) -> u64 {
    digest.total.saturating_sub(digest.healthy())
}

fn inactive(digest: &PgDigest) -> u64 {
    let states = digest.by_state.iter();
    crate::model::total(
        states.filter(|(state, _)| Level::of(state) == Level::Inactive).map(|(_, count)| *count),
    )
}

/// The states that are not healthy, most first: `14 active+undersized+degraded, 3 active+undersized`. Scrubbing and
/// trimming come and go and are left out.
fn unhealthy_states(digest: &PgDigest) -> String {
    let mut states: Vec<_> =
        digest.by_state.iter().filter(|(state, count)| **count > 0 && !state.is_healthy()).collect();
    states.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let states: Vec<_> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    if states.is_empty() { "all healthy".to_owned() } else { states.join(", ") }
}

fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
