//! What to ask: everything, or only what one answer needs.

#[cfg(test)]
mod tests;
mod versions;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::Inventory;
use crate::model::kube::KubeQuestion;
use crate::port::KubeSelection;
use crate::wire::{AnsweredBy, Question};

/// Above so many PGs a `pg dump` is tens of megabytes: too much for a look at health.
const PGS_MAX: u64 = 30_000;

/// How often a recording asks Kubernetes for everything.
const KUBE_CADENCE: Duration = Duration::from_mins(1);

/// A set of questions to Ceph, and one to Kubernetes, which is asked where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    ceph: BTreeSet<Question>,
    kube: KubeSelection,
}

impl Selection {
    /// Every question there is, the full `pg dump` included.
    #[must_use]
    pub fn everything() -> Self {
        Self::ceph(Question::ALL.iter().copied().collect()).and_kube(KubeQuestion::ALL)
    }

    /// What a status shows. On a cold start each question counts, so the mon map is read out of `quorum_status`, what goes on
    /// out of `status`, and the mgrs out of two small answers instead of `mgr dump`, which is large. Never `pg dump`: it
    /// grows with the cluster.
    #[must_use]
    pub fn status() -> Self {
        Self::of(&[
            Question::Status,
            Question::Health,
            Question::Quorum,
            Question::PgSummary,
            Question::MgrStat,
            Question::MgrMetadata,
            Question::OsdDump,
            Question::FsDump,
            Question::Versions,
        ])
        .and_kube(&[KubeQuestion::RookClusters, KubeQuestion::Deployments])
        .and_pods_of_daemons()
    }

    /// What health in full shows on a cluster that is well: Ceph's checks, and what Koor's findings are made of.
    /// Nothing of it grows with PGs. What the raised checks need beyond that is [`Selection::explaining`].
    #[must_use]
    pub fn health() -> Self {
        Self::of(&[
            Question::Health,
            Question::Quorum,
            Question::TimeSync,
            Question::PgSummary,
            Question::MgrDump,
            Question::FsDump,
            Question::Versions,
            Question::OsdDump,
            Question::OsdDf,
            Question::OsdPerf,
            Question::CrushDump,
        ])
        .and_kube(&Self::ROOK)
    }

    /// What the picture of Rook is made of, volumes apart.
    const ROOK: [KubeQuestion; 8] = [
        KubeQuestion::Kubernetes,
        KubeQuestion::RookClusters,
        KubeQuestion::RookResources,
        KubeQuestion::RookConfig,
        KubeQuestion::Deployments,
        KubeQuestion::Pods,
        KubeQuestion::Nodes,
        KubeQuestion::DisruptionBudgets,
    ];

    /// What Rook wants, what Kubernetes runs and what Ceph says, beside each other.
    #[must_use]
    pub fn rook() -> Self {
        Self::daemons()
            .and(Question::Health)
            .and(Question::Versions)
            .and(Question::PgSummary)
            .and_kube(&Self::ROOK)
            .and_kube(&[KubeQuestion::HelmReleases, KubeQuestion::Events])
    }

    /// What nodes show: which daemons are on them, and what a drain would meet. The PG map tells what Ceph would lose.
    #[must_use]
    pub fn nodes() -> Self {
        Self::daemons()
            .and(Question::Health)
            .and(Question::PgDump)
            .and(Question::CrushDump)
            .and_kube(&Self::ROOK)
    }

    /// What claims show: each with its volume, and the pool or file system behind it.
    #[must_use]
    pub fn claims() -> Self {
        Self::of(&[Question::OsdDump, Question::FsDump, Question::Df]).and_kube(&[
            KubeQuestion::Kubernetes,
            KubeQuestion::RookClusters,
            KubeQuestion::Claims,
            KubeQuestion::Volumes,
            KubeQuestion::StorageClasses,
        ])
    }

    /// What one claim shows: the PGs and OSDs under it, and the pods that use it, too.
    #[must_use]
    pub fn claim(namespace: &str) -> Self {
        Self::claims().and(Question::PgDump).and(Question::CrushDump).and_pods_of(namespace)
    }

    /// What explaining the checks of a first look takes beyond that look; `None` where that is nothing.
    ///
    /// The mgr is asked only where it answered the first time. `pg dump` (2.3 KB a PG, and up to a minute) is asked
    /// only where checks about PGs are raised and there are not too many of them: else the digest has to do.
    #[must_use]
    pub fn explaining(first: &Inventory) -> Option<Self> {
        let checks = first.health.value().map(|health| health.checks.as_slice()).unwrap_or_default();
        let mut all: BTreeSet<Question> =
            checks.iter().flat_map(|check| needed(&check.code)).copied().collect();
        if first.versions.value().is_some_and(|versions| versions.distinct().len() > 1) {
            // Who it is that runs another version.
            all.extend([
                Question::MonMetadata,
                Question::MgrMetadata,
                Question::MdsMetadata,
                Question::OsdMetadata,
            ]);
        }
        if first.pg_digest.seen().is_none_or(|digest| digest.stale.is_some()) {
            all.retain(|question| question.answered_by() == AnsweredBy::Mon);
        }
        if first.pg_digest.value().is_none_or(|digest| digest.total > PGS_MAX) {
            all.remove(&Question::PgDump);
        }
        if first.has_quorum() != Some(true) {
            all.clear();
        }
        (!all.is_empty()).then_some(Self::ceph(all))
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

    /// The same where PGs are chosen by host.
    #[must_use]
    pub fn pgs_by_host() -> Self {
        Self::pgs().and(Question::CrushDump)
    }

    /// What one PG by itself shows: why it is as it is needs the CRUSH map, how full OSDs are, and scrub intervals.
    #[must_use]
    pub fn pg_show() -> Self {
        Self::pgs().and(Question::CrushDump).and(Question::OsdDf).and(Question::ConfigDump)
    }

    /// What capacity shows: the OSD map holds the full ratios, the CRUSH map which OSDs a pool may use.
    #[must_use]
    pub fn df() -> Self {
        Self::of(&[
            Question::Df,
            Question::OsdDf,
            Question::OsdDump,
            Question::CrushDump,
            Question::PgSummary,
        ])
    }

    /// What a list of daemons shows: every map that has daemons, and what each said of itself.
    #[must_use]
    pub fn daemons() -> Self {
        Self::of(&[
            Question::Quorum,
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

    /// What mons show: their map, quorum, clocks, and what each said of itself.
    #[must_use]
    pub fn mons() -> Self {
        Self::of(&[Question::Health, Question::Quorum, Question::MonMetadata, Question::TimeSync])
    }

    /// What mgrs and their modules show. The PG summary is the sign that the active one lives.
    #[must_use]
    pub fn mgrs() -> Self {
        Self::of(&[Question::Health, Question::MgrDump, Question::MgrMetadata, Question::PgSummary])
    }

    /// What file systems and metadata servers show: the OSD map names their pools.
    #[must_use]
    pub fn file_systems() -> Self {
        Self::of(&[
            Question::Health,
            Question::FsDump,
            Question::MdsMetadata,
            Question::OsdDump,
            Question::Df,
            Question::PgSummary,
        ])
    }

    /// What RADOS gateways show.
    #[must_use]
    pub fn gateways() -> Self {
        Self::of(&[Question::ServiceDump])
    }

    /// What a dashboard shows. Never the full `pg dump`.
    #[must_use]
    pub fn top() -> Self {
        let mut all = Self::status();
        all.ceph.extend([
            Question::MgrDump,
            Question::PoolIo,
            Question::OsdPerf,
            Question::Log,
            Question::OsdDf,
            Question::CrushDump,
            Question::Df,
            Question::Autoscale,
            Question::OsdMetadata,
        ]);
        all
    }

    /// What one round of a dashboard asks: whether the cluster is well and what moves, each time; of the rest, what is
    /// due by its cadence `elapsed` after everything was asked, where `since` passed since the last round.
    #[must_use]
    pub fn top_due(elapsed: Duration, since: Duration) -> Self {
        let each = [Question::Status, Question::Health, Question::Quorum, Question::PgSummary];
        let due = |question: &Question| each.contains(question) || is_due(*question, elapsed, since);
        let mut all = Self::top();
        all.ceph.retain(due);
        all
    }

    /// What [`top`](Self::top) shows beside a status, as far as it is due.
    #[must_use]
    pub fn top_beside_status(elapsed: Duration, since: Duration) -> Self {
        let status = Self::status().ceph;
        let due = |question: &Question| !status.contains(question) && is_due(*question, elapsed, since);
        Self::ceph(Self::top().ceph.into_iter().filter(due).collect())
    }

    /// What says where OSDs are and how they are: asked out of turn where `status` counts others than the map.
    #[must_use]
    pub fn osd_maps() -> Self {
        Self::ceph([Question::OsdDump, Question::OsdDf, Question::CrushDump].into())
    }

    /// One more question.
    #[must_use]
    pub fn and(mut self, question: Question) -> Self {
        self.ceph.insert(question);
        self
    }

    /// These questions and the three that tell whether the answers can be trusted: is there a quorum, does the mgr
    /// answer, which cluster is it.
    #[must_use]
    pub fn of(questions: &[Question]) -> Self {
        let mut all: BTreeSet<_> = questions.iter().copied().collect();
        all.insert(Question::Status);
        if all.iter().any(|question| question.answered_by() == AnsweredBy::Mgr) {
            all.insert(Question::PgSummary);
        }
        Self::ceph(all)
    }

    fn ceph(questions: BTreeSet<Question>) -> Self {
        Self { ceph: questions, kube: KubeSelection::default() }
    }

    /// These, and questions to Kubernetes.
    #[must_use]
    pub fn and_kube(mut self, questions: &[KubeQuestion]) -> Self {
        self.kube.questions.extend(questions);
        self.kube.daemons_only &= !questions.contains(&KubeQuestion::Pods);
        self
    }

    /// These, and of pods those that carry Ceph's daemons.
    #[must_use]
    fn and_pods_of_daemons(mut self) -> Self {
        self.kube.daemons_only = self.kube.questions.insert(KubeQuestion::Pods) || self.kube.daemons_only;
        self
    }

    /// These, and the pods of one more namespace: those that may use a claim there.
    #[must_use]
    pub fn and_pods_of(mut self, namespace: &str) -> Self {
        self.kube.questions.insert(KubeQuestion::Pods);
        self.kube.pods_of = Some(namespace.to_owned());
        self
    }

    /// What one round of a recording asks, `elapsed` after everything was asked and looking every `period`: what a
    /// status shows, so that a replay tells each round as one moment, and whatever else is due by its cadence.
    #[must_use]
    pub fn due(elapsed: Duration, period: Duration) -> Self {
        // Replayed, the pods of any round may be all that there are.
        let mut all = Self::status().and_kube(&[KubeQuestion::Pods]);
        all.ceph.extend(Question::ALL.iter().copied().filter(|question| is_due(*question, elapsed, period)));
        if comes_round(KUBE_CADENCE, elapsed, period) { all.and_kube(KubeQuestion::ALL) } else { all }
    }

    /// The questions to Ceph, in order.
    pub fn questions(&self) -> impl Iterator<Item = Question> + '_ {
        self.ceph.iter().copied()
    }

    /// What is asked of Kubernetes, where there is one.
    #[must_use]
    pub const fn kube(&self) -> &KubeSelection {
        &self.kube
    }
}

/// What a check needs that [`Selection::health`] does not ask.
fn needed(code: &str) -> &'static [Question] {
    match code {
        "PG_AVAILABILITY"
        | "PG_DEGRADED"
        | "PG_BACKFILL_FULL"
        | "PG_RECOVERY_FULL"
        | "PG_SLOW_SNAP_TRIMMING"
        | "PG_NOT_SCRUBBED"
        | "PG_NOT_DEEP_SCRUBBED"
        | "OBJECT_UNFOUND"
        | "OBJECT_MISPLACED"
        | "SLOW_OPS" => &[Question::PgDump],
        // Which object it is stands in the log alone.
        "PG_DAMAGED" | "OSD_SCRUB_ERRORS" => &[Question::PgDump, Question::Log],
        "OSD_DOWN" | "RECENT_CRASH" | "RECENT_MGR_MODULE_CRASH" => &[Question::CrashLs],
        "OSD_NEARFULL" | "OSD_BACKFILLFULL" | "OSD_FULL" | "POOL_NEARFULL" | "POOL_BACKFILLFULL" => {
            &[Question::Balancer]
        }
        "OSDMAP_FLAGS" | "OSD_FLAGS" => &[Question::Log],
        "MON_DOWN" => &[Question::MonMetadata],
        "POOL_TOO_FEW_PGS" | "POOL_TOO_MANY_PGS" => &[Question::Autoscale, Question::Df],
        code if code.starts_with("POOL_") => &[Question::Df],
        _ => &[],
    }
}

/// Whether a question's turn came within the last `since` of `elapsed`.
fn is_due(question: Question, elapsed: Duration, since: Duration) -> bool {
    comes_round(question.cadence(), elapsed, since)
}

/// Whether what comes round every `cadence` did within the last `since` of `elapsed`.
fn comes_round(cadence: Duration, elapsed: Duration, since: Duration) -> bool {
    let times = |at: Duration| at.as_millis() / cadence.as_millis().max(1);
    times(elapsed) > times(elapsed.saturating_sub(since))
}
