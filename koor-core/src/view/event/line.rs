//! Which lines of the cluster log tell an event, and of which kind. Data in one place.
//!
//! A check that changes its words is no event: while a cluster recovers, `Health check update` comes every few seconds
//! with other counts, and would drown what was raised, cleared and done. Nor is what the mons say of the health each
//! hour, whatever happens, nor an OSD's word, again and again, that its requests are still slow. `koor log` has those.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{EventKind, EventRow};
use crate::model::LogEntry;
use crate::view::log::LogLevel;

/// What a message holds, and what that is. The first that fits counts. Ceph's words in 16 to 20.
const SIGNS: [(&[&str], EventKind); 21] = [
    (&["Health check failed: "], EventKind::Health),
    (&["Health check cleared: "], EventKind::Health),
    (&["Cluster is now healthy"], EventKind::Health),
    (&["Health detail: HEALTH_"], EventKind::Health),
    (&["osd.", " boot"], EventKind::Osd),
    (&["osd.", " failed ("], EventKind::Osd),
    (&["osd.", " marked itself down"], EventKind::Osd),
    (&["osd.", " marked itself dead"], EventKind::Osd),
    (&["osd.", " marked down after"], EventKind::Osd),
    (&["marked osd.", " down"], EventKind::Osd),
    (&["marked osd.", " out"], EventKind::Osd),
    (&["osd.", " reported immediately failed"], EventKind::Osd),
    (&["calling monitor election"], EventKind::Mon),
    (&["is new leader"], EventKind::Mon),
    (&["clock skew"], EventKind::Mon),
    (&["Active manager daemon"], EventKind::Mgr),
    (&["Manager daemon"], EventKind::Mgr),
    (&["Standby manager daemon"], EventKind::Mgr),
    (&["Activating manager daemon"], EventKind::Mgr),
    (&["daemon mds."], EventKind::Mds),
    (&[SLOW], EventKind::Osd),
];

/// What an OSD says again and again while requests are slow.
const SLOW: &str = "slow request";

/// After so many seconds without a word of it, an OSD's slow requests are a new event.
const QUIET_S: i64 = 60;

/// Of the lines in which an OSD repeats that requests are slow, leaves the first, for the reason above. `events` are
/// sorted by time.
pub(super) fn fold_slow(events: &mut Vec<EventRow>) {
    let mut told: BTreeMap<String, Timestamp> = BTreeMap::new();
    events.retain(|event| {
        let Some(at) = event.at.filter(|_| event.kind == EventKind::Osd && event.message.contains(SLOW))
        else {
            return true;
        };
        let before = told.insert(event.from.clone(), at);
        before.is_none_or(|before| at.duration_since(before).as_secs() >= QUIET_S)
    });
}

/// The kind of event a line tells; `None` where it tells none.
pub(super) fn kind(line: &LogEntry) -> Option<EventKind> {
    let message = line.message.as_str();
    if message.starts_with("Health check update: ") || message.starts_with("overall HEALTH_") {
        return None;
    }
    let bad = LogLevel::of(&line.priority) >= LogLevel::Warn;
    // A scrub that found nothing is no event; one that did is.
    if message.contains("scrub") && (bad || message.contains(" errors") || message.contains("fixed")) {
        let nothing = message.contains(" 0 errors");
        return (!nothing).then_some(EventKind::Scrub);
    }
    let found = SIGNS.iter().find(|(words, _)| words.iter().all(|word| message.contains(word)));
    match found {
        Some((_, kind)) => Some(*kind),
        // Whatever else is bad is an event, of nobody knows which kind.
        None => bad.then_some(EventKind::Other),
    }
}
