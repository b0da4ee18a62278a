//! What every view says first and last: which cluster, from where, how old, and what is missing.

use jiff::Timestamp;
use serde::Serialize;

use super::age;
use super::report::{Block, Cell, Tone};
use crate::assess::{self, Finding, Grade};
use crate::model::{Fsid, Inventory, Kind, Part, SCHEMA_VERSION, Severity, Source, Why};

/// The head of every view.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Header {
    /// The version of this JSON.
    pub schema_version: u32,
    /// Which cluster.
    pub cluster: ClusterRef,
    /// From where.
    pub source: Source,
    /// When it was looked at.
    pub collected_at: Timestamp,
    /// What Koor itself found to be wrong on the way, worst first. Its advice is in the view of health alone.
    pub findings: Vec<Finding>,
    /// What was asked for and could not be seen.
    pub unseen: Vec<UnseenPart>,
    /// What was seen but may be older than it looks.
    pub stale: Vec<StalePart>,
    /// What was seen in part: what is not in it may be there all the same.
    pub partial: Vec<PartialPart>,
    #[serde(skip)]
    now: Timestamp,
    #[serde(skip)]
    verdict: Verdict,
}

/// Which cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClusterRef {
    /// Its id; null where nothing told.
    pub fsid: Option<Fsid>,
    /// The name it was opened by.
    pub name: String,
}

/// One unseen part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnseenPart {
    /// The part of the inventory.
    pub part: String,
    /// The reason.
    pub why: Why,
}

/// One stale part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StalePart {
    /// The part of the inventory.
    pub part: String,
    /// As of when it holds, where that is known.
    pub as_of: Option<Timestamp>,
    /// The reason.
    pub why: String,
}

/// One part of which some was seen and some could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartialPart {
    /// The part of the inventory.
    pub part: String,
    /// Why not all of it.
    pub why: String,
}

/// What a script wants to know of a view without reading it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Verdict {
    has_quorum: Option<bool>,
    severity: Option<Severity>,
    failure: Option<Why>,
}

impl Header {
    /// Of an inventory.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        let mut findings = assess::findings(inventory);
        findings.retain(|finding| finding.grade == Grade::Fault);
        let unseen = inventory
            .unseen()
            .filter_map(|part| Some(UnseenPart { part: part.name.to_owned(), why: part.why?.clone() }))
            .collect();
        let stale = inventory
            .stale()
            .filter_map(|part| {
                let why = part.stale?.to_owned();
                Some(StalePart { part: part.name.to_owned(), as_of: part.as_of, why })
            })
            .collect();
        let partial = inventory
            .partial()
            .filter_map(|part| {
                Some(PartialPart { part: part.name.to_owned(), why: part.partial?.to_owned() })
            })
            .collect();
        let fsid = inventory
            .cluster
            .value()
            .map(|cluster| cluster.fsid.clone())
            .or_else(|| inventory.mons.value().map(|mons| mons.fsid.clone()));
        Self {
            schema_version: SCHEMA_VERSION,
            cluster: ClusterRef { fsid, name: inventory.source.cluster.clone() },
            source: inventory.source.clone(),
            collected_at: inventory.collected_at,
            verdict: Verdict::of(inventory, &findings),
            findings,
            unseen,
            stale,
            partial,
            now,
        }
    }

    /// The worst of Ceph's health and Koor's findings; `None` where neither is known.
    #[must_use]
    pub const fn severity(&self) -> Option<Severity> {
        self.verdict.severity
    }

    /// Why this view can't be relied on as an answer, though what could be seen is shown: nothing could be, or the
    /// mons have no quorum. The command ends with this kind's exit code.
    #[must_use]
    pub const fn failure(&self) -> Option<&Why> {
        self.verdict.failure.as_ref()
    }

    /// Whether the mons have a quorum; `None` where nothing told.
    #[must_use]
    pub const fn has_quorum(&self) -> Option<bool> {
        self.verdict.has_quorum
    }

    /// The same of a view that is about one part: without that part it is no answer, whatever else was seen.
    #[must_use]
    pub(super) fn about<T>(mut self, part: &Part<T>) -> Self {
        if self.verdict.failure.is_none() {
            self.verdict.failure = part.why().cloned();
        }
        self
    }

    /// The same with a part that is no part of the inventory: where it was asked for and not seen, the footer says so.
    #[must_use]
    pub(super) fn beside<T>(mut self, part: &str, seen: &Part<T>) -> Self {
        if let Some(why) = seen.why().filter(|why| why.kind != Kind::NotAsked) {
            self.unseen.push(UnseenPart { part: part.to_owned(), why: why.clone() });
        }
        self
    }

    /// Whether the mons told that they have no quorum.
    pub(super) const fn no_quorum(&self) -> bool {
        matches!(self.verdict.has_quorum, Some(false))
    }

    /// The first line of a list, where what it shows can't be relied on: there is no quorum.
    pub(super) fn caution(&self) -> Vec<Block> {
        let text = "The mons have no quorum: what is shown here may be old.";
        self.no_quorum().then(|| Block::Line(vec![Cell::new(text, Tone::Bad)])).into_iter().collect()
    }

    /// A line that says that `what`, the inventory's part `part`, is not known, and why.
    pub(super) fn missing(&self, part: &str, what: &str) -> Block {
        let why = self.unseen.iter().find(|unseen| unseen.part == part).map_or_else(
            || format!("{what} was not asked for."),
            |unseen| format!("{what} could not be seen: {}.", unseen.why.message.trim_end_matches('.')),
        );
        Block::Line(vec![Cell::new(why, Tone::Warn)])
    }

    /// When it is now, for ages.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The last lines of every view: how old, from where, what is missing and what is stale.
    #[must_use]
    pub fn footer(&self) -> Vec<Block> {
        let mut lines = Vec::new();
        let faint = |text: String| Block::Line(vec![Cell::new(text, Tone::Faint)]);
        for stale in group(self.stale.iter().map(|stale| (stale.why.as_str(), stale.part.as_str()))) {
            lines.push(Block::Line(vec![Cell::new(
                format!("stale: {} ({})", stale.1.join(", "), stale.0),
                Tone::Warn,
            )]));
        }
        for partial in group(self.partial.iter().map(|partial| (partial.why.as_str(), partial.part.as_str())))
        {
            lines.push(Block::Line(vec![Cell::new(
                format!("not all seen: {} ({})", partial.1.join(", "), partial.0),
                Tone::Warn,
            )]));
        }
        for unseen in
            group(self.unseen.iter().map(|unseen| (unseen.why.message.as_str(), unseen.part.as_str())))
        {
            lines.push(Block::Line(vec![Cell::new(
                format!("not seen: {} ({})", unseen.1.join(", "), unseen.0),
                Tone::Warn,
            )]));
        }
        lines.push(faint(format!("seen {}: {}", self.when(), self.source)));
        lines
    }

    /// `now`, or the moment and its age.
    fn when(&self) -> String {
        match age::ago(self.now, self.collected_at) {
            now if now == "now" => now,
            ago => format!("{} ({ago})", self.collected_at.strftime("%Y-%m-%d %H:%M:%S UTC")),
        }
    }
}

impl Verdict {
    fn of(inventory: &Inventory, findings: &[Finding]) -> Self {
        let health = inventory.health.value().map(|health| health.status);
        let found = findings.iter().map(|finding| finding.severity).max();
        let has_quorum = inventory.has_quorum();
        let failure = match (has_quorum, inventory.blind()) {
            (Some(false), _) => Some(Why {
                kind: Kind::Unreachable,
                message: "the mons have no quorum: only what single mons say can be seen".into(),
            }),
            (_, Some(why)) => Some(Why { kind: why.kind, message: silent_mons(inventory, &why.message) }),
            _ => None,
        };
        Self { has_quorum, severity: health.max(found), failure }
    }
}

/// Why nothing was seen, and what is wrong with each mon where they were asked one by one.
fn silent_mons(inventory: &Inventory, why: &str) -> String {
    let pings = inventory.mon_pings.value().into_iter().flatten();
    let each = pings.filter_map(|ping| ping.why.as_deref());
    std::iter::once(why).chain(each).collect::<Vec<_>>().join("; ")
}

/// The same reason is said once, with all it concerns.
fn group<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (reason, part) in rows {
        match groups.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, parts)) => parts.push(part),
            None => groups.push((reason, vec![part])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::Header;
    use crate::model::{Kind, MonPing};
    use crate::view::sample::{self, now, seen, timed_out};

    fn ping(mon: &str, why: Option<&str>) -> MonPing {
        MonPing { mon: mon.into(), runs: why.is_none(), why: why.map(str::to_owned) }
    }

    #[test]
    fn silence_of_every_mon_is_a_failure() {
        let mut inventory = sample::empty();
        inventory.cluster = timed_out();
        inventory.health = timed_out();
        inventory.mon_pings = seen(vec![
            ping("10.0.0.1:3300", Some("the mon at 10.0.0.1:3300 hangs")),
            ping("10.0.0.2:3300", Some("the mon at 10.0.0.2:3300 does not run")),
        ]);
        let header = Header::of(&inventory, now());
        let failure = header.failure().unwrap();
        assert_eq!(failure.kind, Kind::Timeout);
        assert_eq!(
            failure.message,
            "the mgr did not answer within 5 s; the mon at 10.0.0.1:3300 hangs; the mon at 10.0.0.2:3300 does not run"
        );
        assert_eq!(header.has_quorum(), None, "nobody told");
    }
}
