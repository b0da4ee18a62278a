//! What Rook says of a cluster: `CephCluster.status`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::model::rook::{RookCapacity, RookCephStatus, RookCheck, RookKey, RookStorage, RookVersion};
use crate::model::{Bytes, CephVersion, DaemonType, Fsid, VersionCount, redact};
use crate::wire::kube::{ConditionObject, or_default};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Status {
    pub(super) phase: Option<String>,
    pub(super) state: Option<String>,
    pub(super) message: Option<String>,
    pub(super) observed_generation: Option<u64>,
    #[serde(deserialize_with = "or_default")]
    pub(super) conditions: Vec<ConditionObject>,
    ceph: Option<Ceph>,
    version: Option<Version>,
    #[serde(deserialize_with = "or_default")]
    storage: Storage,
    #[serde(deserialize_with = "or_default")]
    cephx: BTreeMap<String, Key>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Ceph {
    health: Option<String>,
    #[serde(deserialize_with = "or_default")]
    details: BTreeMap<String, Detail>,
    last_checked: Option<Timestamp>,
    last_changed: Option<Timestamp>,
    previous_health: Option<String>,
    fsid: Option<String>,
    capacity: Option<Capacity>,
    #[serde(deserialize_with = "or_default")]
    versions: BTreeMap<String, BTreeMap<String, u64>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Detail {
    severity: String,
    message: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Capacity {
    bytes_total: Option<u64>,
    bytes_used: Option<u64>,
    bytes_available: Option<u64>,
    last_updated: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Version {
    image: Option<String>,
    version: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Storage {
    #[serde(deserialize_with = "or_default")]
    device_classes: Vec<DeviceClass>,
    #[serde(deserialize_with = "or_default")]
    osd: Osds,
    #[serde(rename = "deprecatedOSDs", deserialize_with = "or_default")]
    deprecated: BTreeMap<String, Vec<u64>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct DeviceClass {
    name: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Osds {
    #[serde(deserialize_with = "or_default")]
    store_type: BTreeMap<String, u64>,
    #[serde(deserialize_with = "or_default")]
    migration_status: Migration,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Migration {
    // Left out where none waits.
    pending: u64,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Key {
    key_generation: Option<u64>,
    key_ceph_version: Option<String>,
    key_type: Option<String>,
    prior_key_count: Option<u64>,
}

impl Status {
    pub(super) fn ceph(&self) -> Option<RookCephStatus> {
        let ceph = self.ceph.as_ref()?;
        Some(RookCephStatus {
            health: said(ceph.health.as_ref()),
            checks: ceph
                .details
                .iter()
                .map(|(code, detail)| RookCheck {
                    code: code.clone(),
                    severity: detail.severity.clone(),
                    message: redact::text(&detail.message).into_owned(),
                })
                .collect(),
            last_checked: ceph.last_checked,
            last_changed: ceph.last_changed,
            previous_health: said(ceph.previous_health.as_ref()),
            fsid: said(ceph.fsid.as_ref()).map(Fsid),
            capacity: ceph.capacity.as_ref().and_then(capacity),
            versions: versions(&ceph.versions),
        })
    }

    pub(super) fn version(&self) -> Option<RookVersion> {
        let version = self.version.as_ref()?;
        Some(RookVersion { image: said(version.image.as_ref()), version: said(version.version.as_ref()) })
    }

    pub(super) fn storage(&self) -> RookStorage {
        RookStorage {
            device_classes: self.storage.device_classes.iter().map(|class| class.name.clone()).collect(),
            stores: self.storage.osd.store_type.clone(),
            migration_pending: self.storage.osd.migration_status.pending,
            deprecated: self.storage.deprecated.clone(),
        }
    }

    /// The keys of which anything is said: Rook writes empty ones of those it does not keep.
    pub(super) fn keys(&self) -> BTreeMap<String, RookKey> {
        let key = |key: &Key| RookKey {
            generation: key.key_generation,
            made_by: said(key.key_ceph_version.as_ref()),
            key_type: said(key.key_type.as_ref()),
            prior_keys: key.prior_key_count,
        };
        let kept =
            |key: &RookKey| key.generation.is_some() || key.made_by.is_some() || key.key_type.is_some();
        self.cephx.iter().map(|(whom, said)| (whom.clone(), key(said))).filter(|(_, key)| kept(key)).collect()
    }
}

fn said(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

fn capacity(said: &Capacity) -> Option<RookCapacity> {
    Some(RookCapacity {
        total_bytes: Bytes(said.bytes_total?),
        // Go leaves zero out.
        used_bytes: Bytes(said.bytes_used.unwrap_or(0)),
        available_bytes: Bytes(said.bytes_available.unwrap_or(0)),
        as_of: said.last_updated,
    })
}

/// In the order of Ceph's own `versions`. A version that reads otherwise is passed over: Ceph's own word is what counts.
fn versions(said: &BTreeMap<String, BTreeMap<String, u64>>) -> Vec<VersionCount> {
    let mut rows: Vec<_> = said
        .iter()
        .filter(|(daemon_type, _)| *daemon_type != "overall")
        .flat_map(|(daemon_type, counts)| counts.iter().map(move |(text, count)| (daemon_type, text, *count)))
        .filter_map(|(daemon_type, text, count)| {
            let version = CephVersion::parse(text)?;
            Some(VersionCount { daemon_type: DaemonType(daemon_type.clone()), version, count })
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &VersionCount| (row.daemon_type.order(), row.daemon_type.clone());
        key(a).cmp(&key(b)).then_with(|| a.version.cmp(&b.version))
    });
    rows
}
