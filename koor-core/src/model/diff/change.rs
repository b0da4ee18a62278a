//! One change: of what, from what to what, and whether that is good news.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::{OsdId, PgId, PoolId};

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// What changed.
    pub subject: Subject,
    /// The change in a word: `down`, `added`, `pg_num`. Ceph's own name of a setting, where it is one.
    pub what: String,
    /// What it was; `None` where there was nothing.
    pub before: Option<String>,
    /// What it is; `None` where there is nothing any more.
    pub after: Option<String>,
    /// Whether that is good news.
    pub direction: Direction,
    /// Whether a side may be older than it looks, so that this may be old news too.
    #[serde(default)]
    pub stale: bool,
    /// The change as a sentence, without a full stop.
    pub sentence: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        if self.stale {
            f.write_str(" (as last known)")?;
        }
        Ok(())
    }
}

/// Whether a change is good news. Only what Ceph itself calls bad, or what costs copies, service or daemons, is
/// worse; whatever somebody may have meant to do is neutral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Bad news.
    Worse,
    /// Good news.
    Better,
    /// Neither.
    Neutral,
}

impl Direction {
    /// By how bad it was and is; more is worse.
    ///
    /// Every direction is made this way, so that the opposite change has the opposite direction by construction.
    pub(super) fn of(before: f64, after: f64) -> Self {
        match after.partial_cmp(&before) {
            Some(Ordering::Greater) => Self::Worse,
            Some(Ordering::Less) => Self::Better,
            Some(Ordering::Equal) | None => Self::Neutral,
        }
    }

    /// By whether it was bad and is bad.
    pub(super) fn of_bad(before: bool, after: bool) -> Self {
        Self::of(f64::from(before), f64::from(after))
    }

    /// The word before a sentence: `worse`, `better`, or nothing.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
            Self::Neutral => "",
        }
    }
}

/// Makes the enum and the words in front of a subject's name from one table.
macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $kind:ident $prefix:literal, )+) => {
        /// The kind of thing that changed, in the order in which changes are listed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum SubjectKind { $( $(#[doc = $doc])+ $kind, )+ }

        impl SubjectKind {
            /// What stands before the name in a sentence.
            const fn prefix(self) -> &'static str {
                match self { $( Self::$kind => $prefix, )+ }
            }
        }
    };
}

kinds! {
    /// The health's status.
    Health "",
    /// One health check, by its code.
    HealthCheck "",
    /// The mons' quorum.
    Quorum "",
    /// The monmap as a whole.
    MonMap "",
    /// One mon, `mon.a`.
    Mon "",
    /// The mgrs as a whole.
    MgrMap "",
    /// One mgr, `mgr.x`.
    Mgr "",
    /// One mgr module.
    MgrModule "mgr module ",
    /// The OSD map's own settings and flags.
    OsdMap "",
    /// One OSD, `osd.3`.
    Osd "",
    /// All PGs together.
    Pgs "",
    /// One PG, `1.2f`.
    Pg "pg ",
    /// One pool.
    Pool "pool ",
    /// Raw capacity of the cluster.
    Capacity "",
    /// One file system.
    FileSystem "file system ",
    /// One MDS, `mds.a`.
    Mds "",
    /// One daemon of a service, `rgw.a`.
    ServiceDaemon "",
    /// The CRUSH map's own settings.
    CrushMap "",
    /// One CRUSH bucket.
    CrushBucket "CRUSH bucket ",
    /// One CRUSH rule.
    CrushRule "CRUSH rule ",
    /// One device class.
    DeviceClass "device class ",
    /// One erasure-code profile.
    EcProfile "erasure-code profile ",
    /// The versions that the daemons of one type run.
    Versions "",
    /// One entry of the central configuration: `osd osd_max_backfills`.
    Config "config ",
    /// One disk.
    Device "device ",
    /// One crash, by its id.
    Crash "crash ",
    /// The balancer.
    Balancer "",
    /// One CephCluster of Rook.
    RookCluster "CephCluster ",
    /// Any other object of Rook, with its kind: `CephBlockPool rbd`.
    RookResource "",
    /// Rook's `ConfigMaps`.
    RookConfig "",
    /// One Deployment.
    Deployment "Deployment ",
    /// One pod, or the pod of a daemon.
    Pod "pod ",
    /// One node of Kubernetes.
    Node "node ",
    /// One claim, with its namespace.
    Claim "claim ",
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Ceph's number of it, where it has one (OSDs, pools, rules, file systems).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Its name. Of something renamed, the new one.
    pub name: String,
}

impl Subject {
    pub(super) fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self { kind, id: None, name: name.into() }
    }

    pub(super) fn numbered(kind: SubjectKind, id: u64, name: impl Into<String>) -> Self {
        Self { kind, id: Some(id), name: name.into() }
    }

    pub(super) fn osd(id: OsdId) -> Self {
        Self::numbered(SubjectKind::Osd, u64::from(id.0), id.to_string())
    }

    pub(super) fn pool(id: PoolId, name: &str) -> Self {
        Self::numbered(SubjectKind::Pool, id.0, name)
    }

    pub(super) fn pg(id: PgId) -> Self {
        Self::new(SubjectKind::Pg, id.to_string())
    }

    /// Its place among its kind: numbers as numbers (`osd.10` behind `osd.9`), the rest by name.
    pub(super) fn place(&self) -> (SubjectKind, Option<(u64, u32)>, &str) {
        let number = match self.kind {
            SubjectKind::Pg => self.name.parse::<PgId>().ok().map(|pg| (pg.pool.0, pg.seed)),
            _ => self.id.map(|id| (id, 0)),
        };
        (self.kind, number, &self.name)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.prefix(), self.name)
    }
}
