//! `PersistentVolumeClaim`, `PersistentVolume` and `StorageClass`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::condition::said;
use super::object::kube_object;
use super::{ObjectMeta, Quantity, or_default};
use crate::model::kube::{Claim, ClaimRef, StorageClass, Volume, VolumeBackend};
use crate::model::{REDACTED, secret};

/// A `PersistentVolumeClaim`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ClaimObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    spec: ClaimSpec,
    #[serde(deserialize_with = "or_default")]
    status: ClaimStatus,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ClaimSpec {
    storage_class_name: Option<String>,
    volume_name: Option<String>,
    volume_mode: Option<String>,
    #[serde(deserialize_with = "or_default")]
    access_modes: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    resources: Resources,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Resources {
    #[serde(deserialize_with = "or_default")]
    requests: Sizes,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Sizes {
    storage: Option<Quantity>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct ClaimStatus {
    phase: Option<String>,
    #[serde(deserialize_with = "or_default")]
    capacity: Sizes,
}

kube_object!(ClaimObject => Claim, "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);

impl ClaimObject {
    fn row(self) -> Claim {
        let Self { metadata, spec, status } = self;
        Claim {
            namespace: metadata.namespace,
            name: metadata.name,
            phase: status.phase.unwrap_or_else(|| "Pending".into()),
            storage_class: said(spec.storage_class_name),
            volume: said(spec.volume_name),
            requested: spec.resources.requests.storage.and_then(Quantity::bytes),
            capacity: status.capacity.storage.and_then(Quantity::bytes),
            access_modes: spec.access_modes,
            mode: spec.volume_mode,
            created: metadata.creation_timestamp,
            deleting_since: metadata.deletion_timestamp,
        }
    }
}

/// A `PersistentVolume`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct VolumeObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    spec: VolumeSpec,
    #[serde(deserialize_with = "or_default")]
    status: VolumeStatus,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct VolumeSpec {
    #[serde(deserialize_with = "or_default")]
    capacity: Sizes,
    storage_class_name: Option<String>,
    persistent_volume_reclaim_policy: Option<String>,
    claim_ref: Option<Reference>,
    csi: Option<Csi>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Reference {
    namespace: String,
    name: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Csi {
    driver: String,
    volume_handle: String,
    #[serde(deserialize_with = "or_default")]
    volume_attributes: Attributes,
}

/// What ceph-csi writes; other drivers' attributes, whatever they hold, are passed over.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Attributes {
    #[serde(rename = "clusterID")]
    cluster_id: Option<String>,
    pool: Option<String>,
    data_pool: Option<String>,
    rados_namespace: Option<String>,
    image_name: Option<String>,
    fs_name: Option<String>,
    subvolume_name: Option<String>,
    subvolume_path: Option<String>,
    root_path: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct VolumeStatus {
    phase: Option<String>,
}

kube_object!(VolumeObject => Volume, "", "v1", "PersistentVolume", "persistentvolumes", false);

impl VolumeObject {
    fn row(self) -> Volume {
        let Self { metadata, spec, status } = self;
        let csi = spec.csi;
        Volume {
            name: metadata.name,
            phase: status.phase.unwrap_or_else(|| "Pending".into()),
            capacity: spec.capacity.storage.and_then(Quantity::bytes),
            storage_class: said(spec.storage_class_name),
            reclaim_policy: spec.persistent_volume_reclaim_policy,
            claim: spec.claim_ref.map(|claim| ClaimRef { namespace: claim.namespace, name: claim.name }),
            backend: csi.as_ref().and_then(backend),
            driver: csi.as_ref().map(|csi| csi.driver.clone()),
            handle: csi.map(|csi| csi.volume_handle),
            created: metadata.creation_timestamp,
        }
    }
}

/// What stands behind it. A volume that somebody wrote by hand names its image as the handle.
///
/// Source: <https://github.com/ceph/ceph-csi/blob/devel/docs/static-pvc.md>.
fn backend(csi: &Csi) -> Option<VolumeBackend> {
    let said = &csi.volume_attributes;
    let cluster_id = said.cluster_id.clone()?;
    let is = |kind: &str| {
        csi.driver.strip_suffix(kind).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    if is("rbd.csi.ceph.com") {
        let made_by_hand = !csi.volume_handle.starts_with("0001-");
        return Some(VolumeBackend::Rbd {
            cluster_id,
            pool: said.pool.clone()?,
            data_pool: said.data_pool.clone(),
            rados_namespace: said.rados_namespace.clone().filter(|name| !name.is_empty()),
            image: said.image_name.clone().or_else(|| made_by_hand.then(|| csi.volume_handle.clone())),
        });
    }
    is("cephfs.csi.ceph.com").then_some(())?;
    Some(VolumeBackend::CephFs {
        cluster_id,
        file_system: said.fs_name.clone()?,
        pool: said.pool.clone().filter(|pool| !pool.is_empty()),
        subvolume: said.subvolume_name.clone(),
        path: said.subvolume_path.clone().or_else(|| said.root_path.clone()),
    })
}

/// A `StorageClass` of `storage.k8s.io/v1`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct StorageClassObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    provisioner: String,
    reclaim_policy: Option<String>,
    volume_binding_mode: Option<String>,
    allow_volume_expansion: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    parameters: BTreeMap<String, String>,
}

kube_object!(StorageClassObject => StorageClass, "storage.k8s.io", "v1", "StorageClass", "storageclasses", false);

impl StorageClassObject {
    fn row(self) -> StorageClass {
        let flags = &self.metadata.annotations;
        let shown = |(name, value): (String, String)| {
            let value = if secret::is_secret(&name) { REDACTED.to_owned() } else { value };
            (name, value)
        };
        StorageClass {
            is_default: [&flags.default_class, &flags.default_class_beta]
                .iter()
                .any(|flag| flag.as_deref() == Some("true")),
            name: self.metadata.name,
            provisioner: self.provisioner,
            reclaim_policy: self.reclaim_policy,
            binding_mode: self.volume_binding_mode,
            expands: self.allow_volume_expansion.unwrap_or(false),
            parameters: self.parameters.into_iter().map(shown).collect(),
        }
    }
}
