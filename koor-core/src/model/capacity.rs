//! How much there is and how much is left (`ceph df detail`, from the mgr's digest).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Bytes, PoolId, Ratio};

/// Capacity, raw and by pool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capacity {
    /// All OSDs together.
    pub raw: RawCapacity,
    /// By device class.
    pub classes: BTreeMap<String, ClassCapacity>,
    /// By pool id.
    pub pools: Vec<PoolCapacity>,
}

/// Raw capacity of all OSDs together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RawCapacity {
    /// All of it.
    pub size: Bytes,
    /// What is used, the stores' own share included.
    pub used: Bytes,
    /// What is left.
    pub available: Bytes,
}

/// Raw capacity of one device class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassCapacity {
    /// All of it.
    pub size: Bytes,
    /// What is used.
    pub used: Bytes,
    /// What is left.
    pub available: Bytes,
}

/// Capacity of one pool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolCapacity {
    /// The pool.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// What users stored.
    pub stored: Bytes,
    /// Objects.
    pub objects: u64,
    /// What that takes, raw.
    pub used: Bytes,
    /// What users may still store before the first OSD is full.
    pub max_available: Bytes,
    /// Used of used and available.
    pub percent_used: Ratio,
    /// Raw bytes that compressed data takes.
    pub compressed_used: Bytes,
    /// Bytes of the data that was compressed, before compression.
    pub compressed_stored: Bytes,
}
