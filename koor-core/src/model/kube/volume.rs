//! Storage as Kubernetes hands it out: claims, volumes, classes.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::Bytes;

/// A `PersistentVolumeClaim`: what an application asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claim {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `Pending`, `Bound` or `Lost`.
    pub phase: String,
    /// The class it asked for.
    pub storage_class: Option<String>,
    /// The volume it is bound to.
    pub volume: Option<String>,
    /// How much was asked for.
    pub requested: Option<Bytes>,
    /// How much it got.
    pub capacity: Option<Bytes>,
    /// `ReadWriteOnce`, `ReadWriteMany`, …
    pub access_modes: Vec<String>,
    /// `Filesystem` or `Block`.
    pub mode: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
}

/// Which claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimRef {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

impl fmt::Display for ClaimRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.namespace, self.name))
    }
}

impl FromStr for ClaimRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() && !name.contains('/') => {
                Ok(Self { namespace: namespace.into(), name: name.into() })
            }
            _ => Err(format!(
                "`{text}` is no claim: write its namespace and its name, such as `shop/orders-db-0`"
            )),
        }
    }
}

/// A `PersistentVolume`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Volume {
    /// Its name.
    pub name: String,
    /// `Pending`, `Available`, `Bound`, `Released` or `Failed`.
    pub phase: String,
    /// Its size.
    pub capacity: Option<Bytes>,
    /// Its class.
    pub storage_class: Option<String>,
    /// What becomes of it after its claim: `Delete` or `Retain`.
    pub reclaim_policy: Option<String>,
    /// The claim it is bound to.
    pub claim: Option<ClaimRef>,
    /// The CSI driver, `rook-ceph.rbd.csi.ceph.com`; `None` of a volume without CSI.
    pub driver: Option<String>,
    /// What the driver calls it.
    pub handle: Option<String>,
    /// What stands behind it in Ceph; `None` where the driver is none of Ceph's, or does not say.
    pub backend: Option<VolumeBackend>,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// What stands behind a volume in Ceph, as ceph-csi wrote it into the volume's attributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VolumeBackend {
    /// An image of RBD.
    Rbd {
        /// Ceph-CSI's id of the cluster: Rook uses the CephCluster's namespace.
        cluster_id: String,
        /// The pool that holds the image's metadata.
        pool: String,
        /// The pool that holds its data, where that is another one.
        data_pool: Option<String>,
        /// The namespace within the pool.
        rados_namespace: Option<String>,
        /// The image; `None` where the attributes do not tell it.
        image: Option<String>,
    },
    /// A subvolume of CephFS.
    CephFs {
        /// Ceph-CSI's id of the cluster.
        cluster_id: String,
        /// The file system.
        file_system: String,
        /// The pool its data goes to, where one is named.
        pool: Option<String>,
        /// The subvolume; `None` where the attributes do not tell it.
        subvolume: Option<String>,
        /// The path of it.
        path: Option<String>,
    },
}

/// A `StorageClass`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StorageClass {
    /// Its name.
    pub name: String,
    /// The CSI driver that makes its volumes.
    pub provisioner: String,
    /// Whether claims that name no class get this one.
    pub is_default: bool,
    /// `Delete` or `Retain`.
    pub reclaim_policy: Option<String>,
    /// `Immediate` or `WaitForFirstConsumer`.
    pub binding_mode: Option<String>,
    /// Whether its volumes can grow.
    pub expands: bool,
    /// What it tells the driver: `pool`, `fsName`, `clusterID`, names of Secrets.
    pub parameters: BTreeMap<String, String>,
}
