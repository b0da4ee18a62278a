//! The object storage daemons: what the map wants of them, what they say of themselves, what the mgr measured.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Bytes, CephVersion, EcProfile, OsdId, Pool, Ratio};

/// The OSD map (`ceph osd dump`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdMap {
    /// The map's epoch.
    pub epoch: u64,
    /// When it last changed.
    pub modified: Option<Timestamp>,
    /// Cluster-wide flags, sorted: `noout`, `pause`, and the ones that are always there (`sortbitwise`).
    pub flags: Vec<String>,
    /// The oldest release that OSDs may run.
    pub require_osd_release: String,
    /// The oldest release that clients must speak.
    pub require_min_compat_client: String,
    /// An OSD fuller than this raises `OSD_NEARFULL`.
    pub nearfull_ratio: Ratio,
    /// An OSD fuller than this takes no backfill.
    pub backfillfull_ratio: Ratio,
    /// An OSD fuller than this stops writes to its PGs.
    pub full_ratio: Ratio,
    /// The OSDs by id.
    pub osds: Vec<OsdState>,
    /// The pools by id.
    pub pools: Vec<Pool>,
    /// Erasure-code profiles by name.
    pub ec_profiles: BTreeMap<String, EcProfile>,
    /// Flags set on a CRUSH bucket, by its name: `rack1` → `noout`.
    pub bucket_flags: BTreeMap<String, Vec<String>>,
    /// Flags set on a device class, by its name.
    pub class_flags: BTreeMap<String, Vec<String>>,
}

impl OsdMap {
    /// Flags that every cluster carries and that nobody has to look at.
    pub const USUAL_FLAGS: [&'static str; 4] =
        ["pglog_hardlimit", "purged_snapdirs", "recovery_deletes", "sortbitwise"];

    /// The flags that somebody set: all but the usual ones.
    pub fn set_flags(&self) -> impl Iterator<Item = &str> {
        self.flags.iter().map(String::as_str).filter(|flag| !Self::USUAL_FLAGS.contains(flag))
    }
}

/// One OSD in the OSD map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdState {
    /// Its number.
    pub id: OsdId,
    /// Its own id, a UUID.
    pub uuid: String,
    /// Whether it is up.
    pub up: bool,
    /// Whether it takes data.
    #[serde(rename = "in")]
    pub is_in: bool,
    /// The override weight, 0 to 1 (`ceph osd reweight`).
    pub reweight: f64,
    /// How readily it becomes a primary, 0 to 1.
    pub primary_affinity: f64,
    /// Ceph's words for its state beyond `exists` and `up`: `nearfull`, `full`, `noout`, `destroyed`, `new`, …
    pub state: Vec<String>,
    /// Where clients reach it.
    pub public_addresses: Vec<String>,
    /// Where other OSDs reach it.
    pub cluster_addresses: Vec<String>,
    /// When it was last marked down; `None` where it never was.
    pub down_at: Option<Timestamp>,
}

/// What an OSD said of itself when it booted (`ceph osd metadata`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdMetadata {
    /// Its number.
    pub id: OsdId,
    /// The host it runs on, as the kernel names it; in Kubernetes the pod's or node's.
    pub hostname: Option<String>,
    /// What it runs.
    pub version: Option<CephVersion>,
    /// The version that created it.
    pub created_with: Option<CephVersion>,
    /// `bluestore`, `filestore`, `memstore`.
    pub objectstore: Option<String>,
    /// The kernel's names of its devices: `sdb`, `nvme0n1`.
    pub devices: Vec<String>,
    /// The devices' vendor ids, `sdb=VENDOR_MODEL_SERIAL`.
    pub device_ids: Vec<String>,
    /// Whether its main device spins.
    pub rotational: Option<bool>,
    /// The size of its main device.
    pub device_size: Option<Bytes>,
    /// `x86_64`, `aarch64`.
    pub arch: Option<String>,
    /// The kernel's release.
    pub kernel: Option<String>,
}

/// How full an OSD is (`ceph osd df`, from the mgr). Ceph says zero for every size of an OSD that is out, whatever is
/// still on it, and of one that is destroyed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdUsage {
    /// Its number.
    pub id: OsdId,
    /// Its device class; `None` where it has none.
    pub device_class: Option<String>,
    /// Its weight in CRUSH, about its size in TiB.
    pub crush_weight: f64,
    /// Its size.
    pub size: Bytes,
    /// What is used, all told.
    pub used: Bytes,
    /// What users' data takes.
    pub data: Bytes,
    /// What omap takes.
    pub omap: Bytes,
    /// What the store itself takes.
    pub meta: Bytes,
    /// What is left.
    pub available: Bytes,
    /// Used of size.
    pub utilization: Ratio,
    /// How full it is beside the average; 1.0 is the average.
    pub variance: Option<f64>,
    /// PGs on it.
    pub pgs: u64,
}

/// How long an OSD takes (`ceph osd perf`, from the mgr; averages since the last report).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdLatency {
    /// Its number.
    pub id: OsdId,
    /// Commit latency in milliseconds.
    pub commit_ms: f64,
    /// Apply latency in milliseconds.
    pub apply_ms: f64,
}

/// One OSD with all that is known of it, put together from the parts of an inventory by
/// [`Inventory::osds`](super::Inventory::osds). What no part told is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Osd {
    /// Its name, `osd.3`.
    pub name: String,
    /// Number, up, in, weights, addresses.
    #[serde(flatten)]
    pub state: OsdState,
    /// The CRUSH host above it.
    pub host: Option<String>,
    /// Its place in CRUSH from the root down, as type and name: `root=default`, `rack=r1`, `host=node1`.
    pub location: Vec<String>,
    /// Its device class.
    pub device_class: Option<String>,
    /// Its weight in CRUSH.
    pub crush_weight: Option<f64>,
    /// How full it is.
    pub usage: Option<OsdUsage>,
    /// How long it takes.
    pub latency: Option<OsdLatency>,
    /// What it said of itself.
    pub metadata: Option<OsdMetadata>,
}
