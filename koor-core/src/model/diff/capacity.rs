//! Capacity: only movement that somebody would notice.

use super::super::{Bytes, Capacity};
use super::change::{Direction, Subject, SubjectKind};
use super::ledger::{Ledger, values};
use super::pair::{Pair, pairs};

/// Movement of this much is told whatever the size of the whole.
const ALWAYS: u64 = 1 << 30;

pub(super) fn compare(ledger: &mut Ledger, before: &Capacity, after: &Capacity) {
    let subject = Subject::new(SubjectKind::Capacity, "raw capacity");
    let (was, is) = (&before.raw, &after.raw);
    let whole = was.size.max(is.size);
    if noticeable(was.size, is.size, whole) {
        let sentence = format!("raw capacity: size {} → {}", was.size, is.size);
        let sizes = values(was.size, is.size);
        ledger.push(subject.clone(), "size", sizes, Direction::Neutral, sentence);
    }
    if noticeable(was.used, is.used, whole) {
        let sentence = format!("raw capacity: used {} → {} of {}", was.used, is.used, is.size);
        ledger.push(subject, "used", values(was.used, is.used), Direction::Neutral, sentence);
    }
    for pair in pairs(&before.pools, &after.pools, |pool| pool.id) {
        // Which pools there are is the OSD map's to say.
        let Pair::Both(was, is) = pair else { continue };
        let whole = (was.stored + was.max_available).max(is.stored + is.max_available);
        if noticeable(was.stored, is.stored, whole) {
            let subject = Subject::pool(is.id, &is.name);
            let sentence = format!("{subject}: stored {} → {}", was.stored, is.stored);
            ledger.push(subject, "stored", values(was.stored, is.stored), Direction::Neutral, sentence);
        }
    }
}

/// Whether the movement is at least 1 % of the whole, or 1 GiB.
fn noticeable(before: Bytes, after: Bytes, whole: Bytes) -> bool {
    let moved = before.0.abs_diff(after.0);
    moved >= ALWAYS || (moved > 0 && moved >= whole.0 / 100)
}
