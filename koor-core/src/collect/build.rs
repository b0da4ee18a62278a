//! Putting answers together: which answer feeds which part, and how old each part is.

use jiff::Timestamp;

use super::freshness::Freshness;
use super::round::Round;
use crate::model::{
    Cluster, Command, Inventory, Kind, MonMap, MonPing, Part, PgDigest, PgMap, SCHEMA_VERSION, Seen, Source,
    Unseen, Why,
};
use crate::port::{Answer, TransportError};
use crate::wire::{self, AnsweredBy, DecodeError, Question, question};

/// The inventory of one round.
pub(super) fn inventory(round: &Round, collected_at: Timestamp, source: Source) -> Inventory {
    let builder = Builder { round, freshness: Freshness::of(round) };
    let (cluster, pg_digest) = builder.status();
    let daemons = |question, daemon_type: &'static str| {
        builder.part(question, move |bytes| wire::daemon::metadata(daemon_type, bytes))
    };
    // Every part by name and no `..`: a new part must say here where it comes from.
    Inventory {
        schema_version: SCHEMA_VERSION,
        collected_at,
        source,
        cluster,
        health: builder.part(Question::Health, wire::health::decode),
        mons: builder.mons(),
        quorum: builder.part(Question::Quorum, wire::mon::quorum),
        clocks: builder.part(Question::TimeSync, wire::mon::clocks),
        mon_pings: builder.pings(collected_at),
        mgrs: builder.part(Question::MgrDump, wire::mgr::decode),
        osd_map: builder.part(Question::OsdDump, wire::osd_map::decode),
        osd_metadata: builder.part(Question::OsdMetadata, wire::osd::metadata),
        osd_usage: builder.part(Question::OsdDf, wire::osd::usage),
        osd_latency: builder.part(Question::OsdPerf, wire::osd::latency),
        crush: builder.part(Question::CrushDump, wire::crush::decode),
        capacity: builder.digest(Question::Df, wire::capacity::decode),
        pool_io: builder.part(Question::PoolIo, wire::pool::io),
        pool_autoscale: builder.part(Question::Autoscale, wire::pool::autoscale),
        pg_digest,
        pgs: builder.pgs(),
        file_systems: builder.part(Question::FsDump, wire::fs::decode),
        services: builder.part(Question::ServiceDump, wire::service::decode),
        versions: builder.part(Question::Versions, wire::version::decode),
        mon_metadata: daemons(Question::MonMetadata, "mon"),
        mgr_metadata: daemons(Question::MgrMetadata, "mgr"),
        mds_metadata: daemons(Question::MdsMetadata, "mds"),
        config: builder.part(Question::ConfigDump, wire::config::entries),
        devices: builder.part(Question::DeviceLs, wire::device::decode),
        crashes: builder.part(Question::CrashLs, wire::crash::decode),
        progress: builder.part(Question::Progress, wire::event::progress),
        balancer: builder.part(Question::Balancer, wire::event::balancer),
        features: builder.part(Question::Features, wire::feature::decode),
        log: builder.part(Question::Log, wire::log::decode),
        // What Kubernetes tells is put beside it by who asked it.
        kubernetes: Part::not_asked(),
        rook_clusters: Part::not_asked(),
        rook_resources: Part::not_asked(),
        rook_config: Part::not_asked(),
        deployments: Part::not_asked(),
        pods: Part::not_asked(),
        nodes: Part::not_asked(),
        disruption_budgets: Part::not_asked(),
        claims: Part::not_asked(),
        volumes: Part::not_asked(),
        storage_classes: Part::not_asked(),
        helm_releases: Part::not_asked(),
        kube_events: Part::not_asked(),
    }
}

struct Builder<'a> {
    round: &'a Round,
    freshness: Freshness,
}

impl Builder<'_> {
    /// One answer as one part.
    fn part<T>(&self, question: Question, decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>) -> Part<T> {
        match self.round.answers.get(&question) {
            None => Part::not_asked(),
            Some(Err(TransportError { kind, message })) => Part::unseen(*kind, message.clone()),
            Some(Ok(answer)) => match read(&question.command(), answer, decode) {
                Ok(value) => Part::Seen(Seen {
                    value,
                    asked_at: answer.asked_at,
                    as_of: None,
                    stale: match question.answered_by() {
                        AnsweredBy::Mon => self.freshness.mons_stale.clone(),
                        AnsweredBy::Mgr => None,
                    },
                    partial: None,
                    took_ms: answer.took.as_secs_f64() * 1e3,
                    source: question.source(),
                }),
                Err(why) => Part::Unseen(Unseen { why, asked_at: Some(answer.asked_at) }),
            },
        }
    }

    /// One answer as one part whose figures the mons only repeat: they are as old as the mgr's last digest.
    fn digest<T>(&self, question: Question, decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>) -> Part<T> {
        match self.part(question, decode) {
            Part::Seen(seen) => Part::Seen(self.freshness.digest(seen)),
            unseen @ Part::Unseen(_) => unseen,
        }
    }

    /// The mon map. `quorum_status` brings it along, for whoever does not ask for it by itself.
    fn mons(&self) -> Part<MonMap> {
        if self.round.answers.contains_key(&Question::MonDump) {
            return self.part(Question::MonDump, wire::mon::map);
        }
        self.part(Question::Quorum, wire::mon::map_of_quorum)
    }

    /// Every PG, as of the mgr's own stamp.
    fn pgs(&self) -> Part<PgMap> {
        match self.part(Question::PgDump, wire::pg::map) {
            Part::Seen(seen) => {
                let stamp = seen.value.1;
                let mut seen = seen.map(|(pgs, _)| pgs);
                seen.as_of = stamp.map(|stamp| stamp.min(seen.asked_at));
                Part::Seen(seen)
            }
            Part::Unseen(unseen) => Part::Unseen(unseen),
        }
    }

    /// Each mon that was asked alone. A mon that does not answer is part of what was seen.
    fn pings(&self, collected_at: Timestamp) -> Part<Vec<MonPing>> {
        let answers = || self.round.pings.values().flatten();
        if self.round.pings.is_empty() {
            return Part::not_asked();
        }
        Part::Seen(Seen {
            value: self.round.pings.iter().map(|(name, outcome)| ping(name, outcome)).collect(),
            asked_at: answers().map(|answer| answer.asked_at).min().unwrap_or(collected_at),
            as_of: None,
            stale: None,
            partial: None,
            took_ms: answers().map(|answer| answer.took.as_secs_f64() * 1e3).fold(0.0, f64::max),
            source: format!("mon: {}", question::ping()),
        })
    }

    /// Who is the active mgr, where that was asked: `status` does not say it.
    fn active_mgr(&self) -> Option<String> {
        let said = |question: Question, decode: fn(&[u8]) -> Result<Option<String>, DecodeError>| {
            let answer = self.round.answers.get(&question)?.as_ref().ok()?;
            read(&question.command(), answer, decode).ok().flatten()
        };
        said(Question::MgrStat, wire::mgr::active)
            .or_else(|| said(Question::MgrDump, |bytes| wire::mgr::decode(bytes).map(|map| map.active)))
    }

    /// `status` feeds two parts: what the maps say, and the digest.
    fn status(&self) -> (Part<Cluster>, Part<PgDigest>) {
        match self.part(Question::Status, wire::cluster::decode) {
            Part::Seen(seen) => {
                let cluster = seen.clone().map(|(mut cluster, _)| {
                    cluster.mgr.active = self.active_mgr();
                    cluster
                });
                let digest = self.freshness.digest(seen.map(|(_, digest)| digest));
                (Part::Seen(cluster), Part::Seen(digest))
            }
            Part::Unseen(unseen) => (Part::Unseen(unseen.clone()), Part::Unseen(unseen)),
        }
    }
}

/// Whether one mon runs.
fn ping(mon: &str, outcome: &Result<Answer, TransportError>) -> MonPing {
    let why = outcome.as_ref().err().map(|error| error.message.clone());
    MonPing { mon: mon.to_owned(), runs: why.is_none(), why }
}

/// The value of an answer, or why there is none.
fn read<T>(
    command: &Command,
    answer: &Answer,
    decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>,
) -> Result<T, Why> {
    if answer.status != 0 {
        return Err(wire::errno::why(command, answer.status, &answer.message));
    }
    decode(&answer.body).map_err(|error| Why {
        kind: Kind::Corrupt,
        message: format!("the answer to `{command}` can't be read: {error}"),
    })
}
