//! File systems and their metadata servers (`ceph fs dump`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::PoolId;

/// All file systems of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsMap {
    /// The map's epoch.
    pub epoch: u64,
    /// The file systems by id.
    pub file_systems: Vec<FileSystem>,
    /// MDS daemons that stand by for any of them.
    pub standbys: Vec<Mds>,
}

/// One file system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileSystem {
    /// Its number (`fscid`).
    pub id: u64,
    /// Its name.
    pub name: String,
    /// When its map last changed.
    pub modified: Option<Timestamp>,
    /// The pool its metadata is in.
    pub metadata_pool: PoolId,
    /// The pools its data is in, the first being the default.
    pub data_pools: Vec<PoolId>,
    /// Active MDSs wanted.
    pub max_mds: u64,
    /// Standbys wanted.
    pub standbys_wanted: u64,
    /// Whether clients may join.
    pub joinable: bool,
    /// The flags that are set on it, in Ceph's words: `allow_snaps`, `allow_standby_replay`, … One that has no name yet is
    /// told by its bit.
    #[serde(default)]
    pub flags: Vec<String>,
    /// Ranks in use.
    pub ranks: Vec<u64>,
    /// Ranks nobody holds.
    pub failed_ranks: Vec<u64>,
    /// Ranks whose metadata is damaged.
    pub damaged_ranks: Vec<u64>,
    /// The MDS daemons that hold a rank or follow one, by rank.
    pub mds: Vec<Mds>,
}

/// One metadata server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mds {
    /// Its name.
    pub name: String,
    /// The rank it holds, or follows as `up:standby-replay`; `None` for one that stands by.
    pub rank: Option<u64>,
    /// Ceph's word: `up:active`, `up:standby`, `up:replay`, …
    pub state: String,
    /// Since when the mons wait for its beacon, where they do. A dead MDS with no standby stays
    /// `up:active` under `HEALTH_OK`, and this is all that says so.
    pub laggy_since: Option<Timestamp>,
    /// Where it listens.
    pub addresses: Vec<String>,
}

impl Mds {
    /// Whether it follows the one that holds its rank instead of holding it (`up:standby-replay`).
    #[must_use]
    pub fn follows(&self) -> bool {
        self.state == "up:standby-replay"
    }
}
