//! Pools: what the OSD map says of them, and what the mgr measured.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Bytes, IoRate, PoolId, Ratio};

/// How a pool keeps its data safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PoolKind {
    /// Whole copies.
    Replicated,
    /// Data and coding chunks.
    Erasure {
        /// The profile's name; its k and m are in [`OsdMap::ec_profiles`](super::OsdMap).
        profile: String,
    },
}

/// One pool (`ceph osd dump`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pool {
    /// Its number.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// Replicated or erasure-coded.
    pub kind: PoolKind,
    /// Copies, or chunks (k + m), that are kept.
    pub size: u64,
    /// Copies, or chunks, without which it stops.
    pub min_size: u64,
    /// Placement groups now.
    pub pg_num: u64,
    /// Placement groups wanted.
    pub pg_num_target: u64,
    /// Placement groups for placement.
    pub pgp_num: u64,
    /// `on`, `off`, `warn`.
    pub autoscale_mode: String,
    /// The CRUSH rule's id.
    pub crush_rule: u64,
    /// Applications enabled on it: `rbd`, `cephfs`, `rgw`.
    pub applications: Vec<String>,
    /// Flags, sorted: `hashpspool`, `nodelete`, `full_quota`, `ec_overwrites`, …
    pub flags: Vec<String>,
    /// Bytes that may be stored; `None` without a quota.
    pub quota_bytes: Option<Bytes>,
    /// Objects that may be stored; `None` without a quota.
    pub quota_objects: Option<u64>,
    /// `none`, `passive`, `aggressive`, `force`; `None` where the OSDs' default rules.
    pub compression_mode: Option<String>,
    /// The algorithm, where the pool sets one.
    pub compression_algorithm: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Everything else that was set on it with `ceph osd pool set`, as text.
    pub options: BTreeMap<String, String>,
}

/// An erasure-code profile: free words by name, of which `k`, `m`, `plugin` matter most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EcProfile(pub BTreeMap<String, String>);

impl EcProfile {
    /// Data chunks.
    #[must_use]
    pub fn k(&self) -> Option<u64> {
        self.0.get("k")?.parse().ok()
    }

    /// Coding chunks.
    #[must_use]
    pub fn m(&self) -> Option<u64> {
        self.0.get("m")?.parse().ok()
    }

    /// The plug-in that computes it: `jerasure`, `isa`.
    #[must_use]
    pub fn plugin(&self) -> Option<&str> {
        self.0.get("plugin").map(String::as_str)
    }

    /// The plug-in's technique: `reed_sol_van`.
    #[must_use]
    pub fn technique(&self) -> Option<&str> {
        self.0.get("technique").map(String::as_str)
    }
}

/// What a pool's clients and its recovery do just now (`ceph osd pool stats`, from the mgr).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolIo {
    /// The pool.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// Clients.
    pub client: IoRate,
    /// Bytes recovered a second.
    pub recovery_bytes_per_s: u64,
    /// Objects recovered a second.
    pub recovery_objects_per_s: u64,
}

/// What the autoscaler thinks of a pool (`ceph osd pool autoscale-status`, from the mgr).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolAutoscale {
    /// The pool.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// `on`, `off`, `warn`.
    pub mode: String,
    /// PGs it would give.
    pub pg_num_final: u64,
    /// PGs that are set as target now.
    pub pg_num_target: u64,
    /// Whether it would change them if it were allowed to.
    pub would_adjust: bool,
    /// The pool's share of its CRUSH root.
    pub capacity_ratio: Ratio,
    /// The size somebody told it to expect; `None` where nobody did.
    pub target_size: Option<Bytes>,
    /// The share somebody told it to expect; `None` where nobody did.
    pub target_ratio: Option<Ratio>,
    /// Whether it is meant to hold much (`bulk`); `None` where the release does not know such pools.
    pub bulk: Option<bool>,
}
