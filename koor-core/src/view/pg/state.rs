//! What the words of a PG's state mean, and how bad they are. Data in one place.
//!
//! Source: <https://docs.ceph.com/en/latest/rados/operations/pg-states/>.

use crate::model::PgState;
use crate::view::report::{Cell, Tone};

/// A word, how it is meant, and what it means.
type Word = (&'static str, Tone, &'static str);

/// Sorted by how often they are met, so that a reader finds them.
const WORDS: [Word; 34] = [
    ("active", Tone::Good, "it serves reads and writes"),
    ("clean", Tone::Good, "every object has all of its copies, where they belong"),
    ("scrubbing", Tone::Plain, "its copies are being compared"),
    ("deep", Tone::Plain, "the scrub reads all data, not only sizes and attributes"),
    ("snaptrim", Tone::Plain, "it removes what deleted snapshots held"),
    ("snaptrim_wait", Tone::Plain, "it waits for its turn to remove what deleted snapshots held"),
    ("degraded", Tone::Warn, "some objects have fewer copies than they should"),
    ("undersized", Tone::Warn, "fewer OSDs hold it than the pool wants"),
    ("remapped", Tone::Warn, "it is served by other OSDs than CRUSH wants, until its data has moved"),
    ("recovering", Tone::Warn, "copies are being brought up to date"),
    ("recovery_wait", Tone::Warn, "it waits for its turn to recover"),
    ("forced_recovery", Tone::Warn, "somebody asked to recover it first"),
    ("recovery_toofull", Tone::Bad, "recovery stands still: an OSD it needs is too full"),
    ("recovery_unfound", Tone::Bad, "recovery stopped: objects are missing that no OSD has"),
    ("backfilling", Tone::Warn, "all of its data is being copied to an OSD"),
    ("backfill_wait", Tone::Warn, "it waits for its turn to be copied"),
    ("forced_backfill", Tone::Warn, "somebody asked to copy it first"),
    ("backfill_toofull", Tone::Bad, "copying stands still: the OSD it goes to is too full"),
    ("backfill_unfound", Tone::Bad, "copying stopped: objects are missing that no OSD has"),
    ("peering", Tone::Warn, "its OSDs are agreeing on what it holds; it does not serve meanwhile"),
    ("peered", Tone::Bad, "its OSDs agree, but they are fewer than min_size: it does not serve"),
    ("activating", Tone::Warn, "its OSDs agree and it is about to serve"),
    ("creating", Tone::Warn, "it is being made"),
    ("premerge", Tone::Warn, "it waits to be merged with another, because the pool shall have fewer"),
    ("inconsistent", Tone::Bad, "a scrub found copies that differ"),
    ("repair", Tone::Warn, "what a scrub finds wrong is being put right"),
    ("failed_repair", Tone::Bad, "a repair could not put right what a scrub found"),
    ("snaptrim_error", Tone::Bad, "removing what deleted snapshots held stopped with an error"),
    ("down", Tone::Bad, "an OSD that is down holds what it can't do without: it does not serve"),
    ("incomplete", Tone::Bad, "no OSD that is up has all of its history: it does not serve"),
    ("stale", Tone::Bad, "its primary no longer reports it: this is the last that was heard"),
    ("unknown", Tone::Bad, "no OSD has reported it since the mgr started"),
    ("laggy", Tone::Warn, "a replica is late to confirm its lease: reads wait"),
    ("wait", Tone::Warn, "it waits until leases from before have run out"),
];

/// The tone and meaning of one word; a word that a later Ceph adds is told as it is.
pub(super) fn word(word: &str) -> (Tone, &'static str) {
    WORDS
        .iter()
        .find(|known| known.0 == word)
        .map_or((Tone::Warn, "a word this Koor does not know"), |known| (known.1, known.2))
}

/// How a whole state is meant: as its worst word, and never good without being clean.
pub(in crate::view) fn tone(state: &PgState) -> Tone {
    if state.is_healthy() {
        return Tone::Good;
    }
    if state.words().any(|one| word(one).0 == Tone::Bad) { Tone::Bad } else { Tone::Warn }
}

/// What is wrong with its objects: `12 degraded, 3 misplaced`.
pub(super) fn amiss(degraded: u64, misplaced: u64, unfound: u64) -> Cell {
    let counts = [(unfound, "unfound"), (degraded, "degraded"), (misplaced, "misplaced")];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let tone = match (unfound, degraded) {
        (1.., _) => Tone::Bad,
        (0, 1..) => Tone::Warn,
        (0, 0) => Tone::Plain,
    };
    if told.is_empty() { crate::view::figure::nothing() } else { Cell::new(told.join(", "), tone) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{WORDS, tone, word};
    use crate::model::PgState;
    use crate::view::report::Tone;

    #[test]
    fn each_word_is_told_once_and_the_worst_rules() {
        let distinct: BTreeSet<_> = WORDS.iter().map(|word| word.0).collect();
        assert_eq!(distinct.len(), WORDS.len());
        for (state, expected) in [
            ("active+clean", Tone::Good),
            ("active+clean+scrubbing+deep", Tone::Good),
            ("active+undersized+degraded", Tone::Warn),
            ("active+clean+inconsistent", Tone::Bad),
            ("active+clean+hopping", Tone::Warn),
            ("unknown", Tone::Bad),
        ] {
            assert_eq!(tone(&PgState(state.into())), expected, "{state}");
        }
        assert_eq!(word("hopping").1, "a word this Koor does not know");
    }
}
