//! How old answers really are: a mon without a quorum and a silent mgr both go on being quoted.

use jiff::{SignedDuration, Timestamp};

use super::round::Round;
use crate::model::Seen;
use crate::wire::{self, Question};

/// The mgr's PG map is rebuilt every `mgr_stats_period` (5 s) and digested every `mon_mgr_digest_period` (5 s);
/// three times that is no longer a hiccup.
const STALE_AFTER: SignedDuration = SignedDuration::from_secs(15);

/// What one round tells of the age of its own answers.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    /// Why what the mons say may be old.
    pub mons_stale: Option<String>,
    /// The stamp of the mgr's PG map.
    digest_as_of: Option<Timestamp>,
    /// Why what the mgr last told the mons may be old.
    digest_stale: Option<String>,
}

impl Freshness {
    pub(super) fn of(round: &Round) -> Self {
        let mut freshness = Self::default();
        if round.status_names_no_quorum() {
            // Such a mon answers at once, with status 0 and HEALTH_OK.
            freshness.mons_stale = Some("the mons have no quorum: this is what one of them knew last".into());
        } else if let Some(error) = round.mons_silent() {
            freshness.mons_stale =
                Some(format!("the mons answer some questions only ({error}): this may be old"));
        }
        match round.answers.get(&Question::PgSummary) {
            None => {}
            Some(Err(error)) => {
                freshness.digest_stale = Some(format!(
                    "the mgr does not answer ({error}): these are the figures it told the mons last, of unknown age"
                ));
            }
            Some(Ok(answer)) => match wire::pg::stamp(&answer.body) {
                Ok(stamp) => {
                    freshness.digest_as_of = Some(stamp);
                    if answer.asked_at.duration_since(stamp) > STALE_AFTER {
                        freshness.digest_stale =
                            Some("the mgr answers, but its figures have not changed since then".into());
                    }
                }
                Err(_) => {
                    freshness.digest_stale = Some(
                        "the mgr does not say as of when its figures are: they are of unknown age".into(),
                    );
                }
            },
        }
        freshness
    }

    /// Marks figures that the mons only repeat.
    pub(super) fn digest<T>(&self, seen: Seen<T>) -> Seen<T> {
        Seen {
            // The digest never holds what is newer than the asking, whatever two hosts' clocks say.
            as_of: self.digest_as_of.map(|stamp| stamp.min(seen.asked_at)),
            stale: seen.stale.clone().or_else(|| self.digest_stale.clone()),
            ..seen
        }
    }
}
