//! Placement groups: the digest that every status carries, and each one by itself.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Bytes, OsdId, PgId, ProgressEvent};

/// The state of a PG: a set of words joined by `+`, `active+undersized+degraded`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PgState(pub Box<str>);

impl PgState {
    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split('+')
    }

    /// Whether one word is in it.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.words().any(|have| have == word)
    }

    /// Whether it serves and all copies are in place: `active+clean`, scrubbing or trimming snapshots at most.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.has("active")
            && self.has("clean")
            && self.words().all(|word| {
                matches!(
                    word,
                    "active" | "clean" | "scrubbing" | "deep" | "snaptrim" | "snaptrim_wait" | "repair"
                )
            })
    }
}

impl fmt::Display for PgState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Input and output a second. What Ceph leaves out of an answer is nothing moving: it says a rate only when it
/// is above zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IoRate {
    /// Bytes read a second.
    pub read_bytes_per_s: u64,
    /// Bytes written a second.
    pub write_bytes_per_s: u64,
    /// Reads a second.
    pub read_ops_per_s: u64,
    /// Writes a second.
    pub write_ops_per_s: u64,
}

impl IoRate {
    /// Bytes read and written a second.
    #[must_use]
    pub const fn bytes_per_s(self) -> u64 {
        self.read_bytes_per_s.saturating_add(self.write_bytes_per_s)
    }

    /// Reads and writes a second.
    #[must_use]
    pub const fn ops_per_s(self) -> u64 {
        self.read_ops_per_s.saturating_add(self.write_ops_per_s)
    }
}

/// What the mgr last told the mons of all PGs (`pgmap` of `ceph status`). It has no stamp of its own: behind a
/// silent mgr it stays as it was, and only [`Seen::stale`](super::Seen) says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgDigest {
    /// How many PGs there are.
    pub total: u64,
    /// How many are in each state.
    pub by_state: BTreeMap<PgState, u64>,
    /// How many pools there are.
    pub pools: u64,
    /// Objects stored.
    pub objects: u64,
    /// Bytes stored, before replication.
    pub stored: Bytes,
    /// Raw bytes used.
    pub used: Bytes,
    /// Raw bytes left.
    pub available: Bytes,
    /// Raw bytes in all.
    pub size: Bytes,
    /// Objects with fewer copies than wanted, times the copies missing.
    pub degraded_objects: u64,
    /// Objects not where they should be.
    pub misplaced_objects: u64,
    /// Objects whose only copies can't be found.
    pub unfound_objects: u64,
    /// Copies in all, that degraded and misplaced ones are counted against.
    pub object_copies: Option<u64>,
    /// Clients.
    pub client: IoRate,
    /// Bytes recovered a second.
    pub recovery_bytes_per_s: u64,
    /// Objects recovered a second.
    pub recovery_objects_per_s: u64,
    /// What goes on, without when it began.
    #[serde(default)]
    pub progress: Vec<ProgressEvent>,
}

impl PgDigest {
    /// PGs that serve and have all copies in place.
    #[must_use]
    pub fn healthy(&self) -> u64 {
        super::total(self.by_state.iter().filter(|(state, _)| state.is_healthy()).map(|(_, count)| *count))
    }
}

/// All PGs one by one (`ceph pg dump`, from the mgr).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgMap {
    /// The map's version; it grows with every report.
    pub version: u64,
    /// The PGs by id.
    pub pgs: Vec<Pg>,
}

/// One placement group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pg {
    /// Its id.
    pub id: PgId,
    /// Its state.
    pub state: PgState,
    /// Where CRUSH wants it; `null` where CRUSH found nobody.
    pub up: Vec<Option<OsdId>>,
    /// Where it is served from now.
    pub acting: Vec<Option<OsdId>>,
    /// The OSD that leads it; `None` where nobody does.
    pub acting_primary: Option<OsdId>,
    /// The OSDs it waits for.
    pub blocked_by: Vec<OsdId>,
    /// Objects in it.
    pub objects: u64,
    /// Bytes in it.
    pub bytes: Bytes,
    /// Object copies that are missing.
    pub degraded: u64,
    /// Object copies in the wrong place.
    pub misplaced: u64,
    /// Objects nobody has.
    pub unfound: u64,
    /// Errors the last scrubs found.
    pub scrub_errors: u64,
    /// When it was last scrubbed.
    pub last_scrub: Option<Timestamp>,
    /// When it was last deep-scrubbed.
    pub last_deep_scrub: Option<Timestamp>,
    /// When its primary last reported it.
    pub last_fresh: Option<Timestamp>,
    /// When its state last changed.
    pub last_change: Option<Timestamp>,
    /// When it was last active.
    pub last_active: Option<Timestamp>,
    /// When it was last clean.
    pub last_clean: Option<Timestamp>,
}
