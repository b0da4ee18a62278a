//! What to ask: everything, or only what one answer needs.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::wire::Question;

/// A set of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(BTreeSet<Question>);

impl Selection {
    /// Every question there is, the full `pg dump` included.
    #[must_use]
    pub fn everything() -> Self {
        Self(Question::ALL.iter().copied().collect())
    }

    /// What a status shows. Never `pg dump`: it grows with the cluster.
    #[must_use]
    pub fn status() -> Self {
        Self::of(&[
            Question::Status,
            Question::Health,
            Question::Quorum,
            Question::MonDump,
            Question::PgSummary,
            Question::MgrDump,
            Question::OsdDump,
            Question::FsDump,
            Question::Versions,
            Question::Progress,
        ])
    }

    /// What health in full shows: Ceph's checks, and what Koor's findings are made of.
    #[must_use]
    pub fn health() -> Self {
        Self::of(&[
            Question::Health,
            Question::Quorum,
            Question::MonDump,
            Question::PgSummary,
            Question::MgrDump,
            Question::FsDump,
            Question::Versions,
        ])
    }

    /// What a list of OSDs shows.
    #[must_use]
    pub fn osds() -> Self {
        Self::of(&[
            Question::OsdDump,
            Question::OsdDf,
            Question::OsdPerf,
            Question::CrushDump,
            Question::OsdMetadata,
        ])
    }

    /// What the CRUSH tree shows.
    #[must_use]
    pub fn osd_tree() -> Self {
        Self::of(&[Question::OsdDump, Question::OsdDf, Question::CrushDump])
    }

    /// What one OSD by itself shows: its PGs, too, so this asks `pg dump`.
    #[must_use]
    pub fn osd_show() -> Self {
        Self::osds().and(Question::PgDump)
    }

    /// What a list of pools shows.
    #[must_use]
    pub fn pools() -> Self {
        Self::of(&[
            Question::OsdDump,
            Question::Df,
            Question::PoolIo,
            Question::CrushDump,
            Question::PgSummary,
        ])
    }

    /// What one pool by itself shows: what the autoscaler thinks of it, too.
    #[must_use]
    pub fn pool_show() -> Self {
        Self::pools().and(Question::Autoscale)
    }

    /// What a list of PGs, or one by itself, shows. The OSD map names their pools.
    #[must_use]
    pub fn pgs() -> Self {
        Self::of(&[Question::PgDump, Question::OsdDump])
    }

    /// What capacity shows: the OSD map holds the full ratios.
    #[must_use]
    pub fn df() -> Self {
        Self::of(&[Question::Df, Question::OsdDf, Question::OsdDump, Question::PgSummary])
    }

    /// What a list of daemons shows: every map that has daemons, and what each said of itself.
    #[must_use]
    pub fn daemons() -> Self {
        Self::of(&[
            Question::Quorum,
            Question::MonDump,
            Question::MonMetadata,
            Question::MgrDump,
            Question::MgrMetadata,
            Question::OsdDump,
            Question::OsdMetadata,
            Question::FsDump,
            Question::MdsMetadata,
            Question::ServiceDump,
        ])
    }

    /// What a dashboard shows. Never the full `pg dump`.
    #[must_use]
    pub fn top() -> Self {
        let mut all = Self::status().0;
        all.extend([
            Question::PoolIo,
            Question::OsdPerf,
            Question::Log,
            Question::OsdDf,
            Question::CrushDump,
            Question::Df,
            Question::Autoscale,
            Question::OsdMetadata,
        ]);
        Self(all)
    }

    /// What one round of a dashboard asks: whether the cluster is well and what moves, each time; of the rest, what is
    /// due by its cadence `elapsed` after everything was asked, where `since` passed since the last round.
    #[must_use]
    pub fn top_due(elapsed: Duration, since: Duration) -> Self {
        let each = [Question::Status, Question::Health, Question::Quorum, Question::PgSummary];
        let due = |question: &Question| each.contains(question) || is_due(*question, elapsed, since);
        Self(Self::top().0.into_iter().filter(due).collect())
    }

    /// What [`top`](Self::top) shows beside a status, as far as it is due.
    #[must_use]
    pub fn top_beside_status(elapsed: Duration, since: Duration) -> Self {
        let status = Self::status().0;
        let due = |question: &Question| !status.contains(question) && is_due(*question, elapsed, since);
        Self(Self::top().0.into_iter().filter(due).collect())
    }

    /// What says where OSDs are and how they are: asked out of turn where `status` counts others than the map.
    #[must_use]
    pub fn osd_maps() -> Self {
        Self([Question::OsdDump, Question::OsdDf, Question::CrushDump].into())
    }

    /// One more question.
    #[must_use]
    fn and(mut self, question: Question) -> Self {
        self.0.insert(question);
        self
    }

    /// These questions and the three that tell whether the answers can be trusted: is there a quorum, does the mgr
    /// answer, which cluster is it.
    #[must_use]
    pub fn of(questions: &[Question]) -> Self {
        let mut all: BTreeSet<_> = questions.iter().copied().collect();
        all.insert(Question::Status);
        if all.iter().any(|question| question.answered_by() == crate::wire::AnsweredBy::Mgr) {
            all.insert(Question::PgSummary);
        }
        Self(all)
    }

    /// What one round of a recording asks, `elapsed` after everything was asked and looking every `period`: what a
    /// status shows, so that a replay tells each round as one moment, and whatever else is due by its cadence.
    #[must_use]
    pub fn due(elapsed: Duration, period: Duration) -> Self {
        let mut all = Self::status().0;
        all.extend(Question::ALL.iter().copied().filter(|question| is_due(*question, elapsed, period)));
        Self(all)
    }

    /// The questions, in order.
    pub fn questions(&self) -> impl Iterator<Item = Question> + '_ {
        self.0.iter().copied()
    }
}

/// Whether a question's turn came within the last `since` of `elapsed`.
fn is_due(question: Question, elapsed: Duration, since: Duration) -> bool {
    let times = |at: Duration| at.as_millis() / question.cadence().as_millis().max(1);
    times(elapsed) > times(elapsed.saturating_sub(since))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Selection;
    use crate::wire::Question;

    #[test]
    fn a_dashboard_asks_what_is_slow_rarely() {
        let at = |elapsed, since| {
            let all = Selection::top_due(Duration::from_secs(elapsed), Duration::from_secs(since));
            all.questions().collect::<Vec<_>>()
        };
        assert!(at(2, 2).contains(&Question::Status), "whether it is well is asked each time");
        assert!(!at(2, 2).contains(&Question::OsdPerf), "its turn comes after 5 s");
        assert!(at(6, 2).contains(&Question::OsdPerf) && !at(6, 2).contains(&Question::OsdDf));
        assert!(at(30, 5).contains(&Question::OsdDf) && !at(30, 5).contains(&Question::OsdMetadata));
        assert!(at(300, 5).contains(&Question::OsdMetadata));
        assert_eq!(
            at(600, 600),
            Selection::top().questions().collect::<Vec<_>>(),
            "after a pause, all of it"
        );
    }

    #[test]
    fn pg_dump_is_asked_only_where_pgs_are_shown() {
        let asks = |selection: &Selection| selection.questions().any(|question| question == Question::PgDump);
        for with in [Selection::everything(), Selection::osd_show(), Selection::pgs()] {
            assert!(asks(&with), "{with:?}");
        }
        for without in [
            Selection::status(),
            Selection::health(),
            Selection::osds(),
            Selection::osd_tree(),
            Selection::pools(),
            Selection::pool_show(),
            Selection::df(),
            Selection::daemons(),
            Selection::top(),
        ] {
            assert!(!asks(&without), "{without:?}");
        }
    }

    #[test]
    fn what_the_mgr_told_the_mons_is_asked_with_the_mgrs_sign_of_life() {
        for selection in [Selection::pools(), Selection::df(), Selection::health(), Selection::status()] {
            assert!(selection.questions().any(|question| question == Question::PgSummary), "{selection:?}");
        }
    }
}
