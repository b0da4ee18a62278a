//! What a check affects here.

use serde::Serialize;

use super::detail::Named;
use super::scene::Scene;
use crate::model::{Bytes, DaemonName, OsdId, Pg, PgId, PoolId};

/// How many PGs are named one by one.
const FIRST: usize = 10;

/// What is affected here. A list that is empty names nothing; a figure that is null is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Affected {
    /// OSDs, by id.
    pub osds: Vec<OsdId>,
    /// Mons, mgrs and MDSs.
    pub daemons: Vec<DaemonName>,
    /// The CRUSH hosts that those are on, sorted.
    pub hosts: Vec<String>,
    /// Pools by name, sorted.
    pub pools: Vec<String>,
    /// PGs.
    pub pgs: Option<AffectedPgs>,
    /// Objects in the affected PGs or pools.
    pub objects: Option<u64>,
    /// What users stored in the affected PGs or pools, in bytes, before replication. Of PGs without all of their
    /// copies these are the bytes at risk.
    pub bytes: Option<Bytes>,
    /// Copies of objects that are missing, misplaced or unfound, whichever the check is about.
    pub object_copies: Option<u64>,
    /// Reports of crashes, by id, latest first.
    pub crashes: Vec<String>,
    /// Cluster-wide flags that are set.
    pub flags: Vec<String>,
}

/// PGs that a check affects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AffectedPgs {
    /// How many.
    pub count: u64,
    /// The first ten of them, by id. Fewer where only their number is known.
    pub first: Vec<PgId>,
}

impl Affected {
    /// What the check's own lines name, and where it is.
    pub(super) fn named(scene: &Scene<'_>, named: &Named) -> Self {
        let mut affected = Self {
            osds: named.osds.iter().copied().collect(),
            daemons: named.daemons.clone(),
            pools: named.pools.iter().cloned().collect(),
            pgs: (!named.pgs.is_empty()).then(|| AffectedPgs::of(named.pgs.iter().copied())),
            ..Self::default()
        };
        affected.hosts = scene.hosts_of(&affected.osds);
        let known = scene.by_host();
        let host = |host: &&String| known.is_empty() || known.contains_key(host.as_str());
        affected.hosts.extend(named.hosts.iter().filter(host).cloned());
        affected.hosts.sort();
        affected.hosts.dedup();
        affected
    }

    /// PGs one by one, with all that is in them.
    pub(super) fn of_pgs(scene: &Scene<'_>, pgs: &[&Pg]) -> Self {
        Self {
            pools: scene.pool_names(pgs.iter().map(|pg| pg.id.pool)),
            pgs: Some(AffectedPgs::of(pgs.iter().map(|pg| pg.id))),
            objects: Some(crate::model::total(pgs.iter().map(|pg| pg.objects))),
            bytes: Some(pgs.iter().map(|pg| pg.bytes).sum()),
            ..Self::default()
        }
    }

    /// Adds these OSDs and their hosts.
    pub(super) fn with_osds(mut self, scene: &Scene<'_>, osds: impl IntoIterator<Item = OsdId>) -> Self {
        self.osds.extend(osds);
        self.osds.sort_unstable();
        self.osds.dedup();
        self.hosts.extend(scene.hosts_of(&self.osds));
        self.hosts.sort();
        self.hosts.dedup();
        self
    }

    /// A step with what is affected in place of its braces: the first of each; `<osd>` where there is none.
    pub(super) fn fill(&self, step: &str) -> String {
        let daemon = |kind: &str| {
            self.daemons.iter().find(|name| name.daemon_type.0 == kind).map(|name| name.id.clone())
        };
        let words = [
            ("osd", self.osds.first().map(|id| id.0.to_string())),
            ("host", self.hosts.first().cloned()),
            ("pool", self.pools.first().cloned()),
            ("pg", self.pgs.as_ref().and_then(|pgs| pgs.first.first()).map(ToString::to_string)),
            ("mon", daemon("mon")),
            ("mds", daemon("mds")),
            ("crash", self.crashes.first().cloned()),
            ("flag", self.flags.first().cloned()),
        ];
        words.into_iter().fold(step.to_owned(), |step, (name, word)| {
            step.replace(&format!("{{{name}}}"), &word.unwrap_or_else(|| format!("<{name}>")))
        })
    }

    /// Whether it names nothing and counts nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AffectedPgs {
    fn of(ids: impl Iterator<Item = PgId>) -> Self {
        let mut first: Vec<PgId> = ids.collect();
        let count = first.len() as u64;
        first.sort_unstable();
        first.truncate(FIRST);
        Self { count, first }
    }

    /// Of a number alone, and of those that the check's lines name.
    pub(super) fn counted(count: u64, named: &Named) -> Self {
        let named = Self::of(named.pgs.iter().copied());
        Self { count: count.max(named.count), first: named.first }
    }
}

impl Scene<'_> {
    /// The names of pools, sorted; the number of one that the map does not name.
    pub(super) fn pool_names(&self, ids: impl Iterator<Item = PoolId>) -> Vec<String> {
        let ids: std::collections::BTreeSet<PoolId> = ids.collect();
        let mut names: Vec<String> = ids.into_iter().map(|id| self.pool_name(id)).collect();
        names.sort();
        names
    }
}
