//! Claims whose pool or file system Ceph does not have.

use crate::assess::explain::{counted, names};
use crate::assess::{Finding, Grade};
use crate::model::kube::{StorageClass, Volume, VolumeBackend};
use crate::model::{Inventory, Severity};

/// How many are told one by one.
const SHOWN: usize = 12;

/// What a backend names that this Ceph cluster does not have; `None` where it has it, where another cluster is meant, or
/// where nobody told.
#[must_use]
pub fn missing(inventory: &Inventory, backend: &VolumeBackend) -> Option<String> {
    let cluster = inventory.rook_cluster();
    let is_mine = |cluster_id: &str| cluster.is_some_and(|cluster| cluster.namespace == cluster_id);
    let pool_is_gone = |name: &str| {
        let map = inventory.osd_map.value();
        map.is_some_and(|map| !map.pools.iter().any(|pool| pool.name == name))
    };
    let fs_is_gone = |name: &str| {
        let map = inventory.file_systems.value();
        map.is_some_and(|map| !map.file_systems.iter().any(|fs| fs.name == name))
    };
    match backend {
        VolumeBackend::Rbd { cluster_id, pool, data_pool, .. } if is_mine(cluster_id) => {
            let mut pools = std::iter::once(pool).chain(data_pool.iter());
            pools.find(|pool| pool_is_gone(pool)).map(|pool| format!("pool {pool}"))
        }
        VolumeBackend::CephFs { cluster_id, file_system, pool, .. } if is_mine(cluster_id) => {
            if fs_is_gone(file_system) {
                return Some(format!("file system {file_system}"));
            }
            pool.as_deref().filter(|pool| pool_is_gone(pool)).map(|pool| format!("pool {pool}"))
        }
        VolumeBackend::Rbd { .. } | VolumeBackend::CephFs { .. } => None,
    }
}

/// Volumes that point to nothing.
pub(super) fn without_backend(inventory: &Inventory) -> Option<Finding> {
    let volumes = inventory.volumes.value()?.iter();
    let rows: Vec<(&Volume, String)> =
        volumes.filter_map(|volume| Some((volume, missing(inventory, volume.backend.as_ref()?)?))).collect();
    let (first, what) = rows.first()?;
    let row = |(volume, what): &(&Volume, String)| {
        let claim = volume.claim.as_ref().map_or_else(String::new, |claim| format!(" (claim {claim})"));
        format!("volume {}{claim}: {what} does not exist", volume.name)
    };
    let mut evidence: Vec<String> = rows.iter().take(SHOWN).map(row).collect();
    if rows.len() > SHOWN {
        evidence.push(format!("and {} more", rows.len() - SHOWN));
    }
    Some(Finding {
        code: "KOOR_ROOK_VOLUME_WITHOUT_POOL",
        grade: Grade::Fault,
        severity: Severity::Err,
        sentence: format!(
            "{} on what Ceph does not have ({what}): nothing can be read there.",
            match rows.len() {
                1 => "A volume lies".to_owned(),
                many => format!("{} lie", counted(many as u64, "volume")),
            }
        ),
        evidence,
        next: match &first.claim {
            Some(claim) => format!(
                "see whether the pool was renamed or deleted, or this is another cluster: ceph osd pool ls detail, koor pvc \
                 show {}/{}",
                claim.namespace, claim.name
            ),
            None => "see whether the pool was renamed or deleted: ceph osd pool ls detail".into(),
        },
    })
}

/// Classes whose new claims can't be served.
pub(super) fn class_without_backend(inventory: &Inventory) -> Option<Finding> {
    let gone = |class: &StorageClass| missing(inventory, &backend(class)?);
    let classes = inventory.storage_classes.value()?.iter();
    let rows: Vec<(&str, String)> =
        classes.filter_map(|class| gone(class).map(|what| (class.name.as_str(), what))).collect();
    if rows.is_empty() {
        return None;
    }
    Some(Finding::advice(
        "KOOR_ROOK_CLASS_WITHOUT_POOL",
        format!(
            "New claims of {} stay pending: what the class names does not exist.",
            names(rows.iter().map(|(name, _)| *name))
        ),
        rows.iter().map(|(name, what)| format!("storage class {name}: {what} does not exist")).collect(),
        "make the pool or file system (CephBlockPool, CephFilesystem), or take the class away",
    ))
}

/// What volumes of a class would lie on.
fn backend(class: &StorageClass) -> Option<VolumeBackend> {
    let said = |key: &str| class.parameters.get(key).filter(|value| !value.is_empty()).cloned();
    let cluster_id = said("clusterID")?;
    if class.provisioner.ends_with("rbd.csi.ceph.com") {
        let (data_pool, rados_namespace) = (said("dataPool"), said("radosNamespace"));
        return Some(VolumeBackend::Rbd {
            cluster_id,
            pool: said("pool")?,
            data_pool,
            rados_namespace,
            image: None,
        });
    }
    let file_system = said("fsName").filter(|_| class.provisioner.ends_with("cephfs.csi.ceph.com"))?;
    Some(VolumeBackend::CephFs { cluster_id, file_system, pool: said("pool"), subvolume: None, path: None })
}
