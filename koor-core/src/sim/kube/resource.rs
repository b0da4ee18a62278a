//! Rook's other objects: what pools, the file system and the object store were asked for with.

use std::collections::BTreeMap;

use super::{NAMESPACE, at};
use crate::model::rook::RookResource;
use crate::sim::world::{Kind, World};

pub(super) fn rows(world: &World) -> Vec<RookResource> {
    let mut rows = vec![
        row(world, "CephBlockPool", "rbd", "Ready", &pool(world, "rbd", "")),
        row(world, "CephBlockPool", "builtin-mgr", "Ready", &pool(world, ".mgr", "")),
        row(world, "CephFilesystem", "cephfs", "Ready", &file_system(world)),
        row(
            world,
            "CephFilesystemSubVolumeGroup",
            "cephfs-csi",
            "Ready",
            &[("filesystemName".into(), "cephfs".into()), ("name".into(), "csi".into())],
        ),
        row(world, "CephObjectStore", "store", store_phase(world), &store(world)),
        row(world, "CephObjectStoreUser", "backup", "Ready", &[("store".into(), "store".into())]),
    ];
    rows.sort_by(|a, b| (&a.namespace, &a.kind, &a.name).cmp(&(&b.namespace, &b.kind, &b.name)));
    rows
}

/// The store's controller says that it is at work as long as gateways are old. That of file systems says nothing.
fn store_phase(world: &World) -> &'static str {
    let behind = !world.rook.names_old && world.rgws.iter().any(|rgw| rgw.old);
    if behind { "Progressing" } else { "Ready" }
}

type Wants = Vec<(String, String)>;

/// A pool's wants, below `path`.
fn pool(world: &World, name: &str, path: &str) -> Wants {
    let Some(pool) = world.pools.iter().find(|pool| pool.name == name) else { return Vec::new() };
    let mut wants = vec![(format!("{path}failureDomain"), pool.failure_domain.to_owned())];
    match pool.kind {
        Kind::Replicated { size } => wants.push((format!("{path}replicated.size"), size.to_string())),
        Kind::Erasure { k, m } => wants.extend([
            (format!("{path}erasureCoded.dataChunks"), k.to_string()),
            (format!("{path}erasureCoded.codingChunks"), m.to_string()),
        ]),
    }
    wants
}

fn file_system(world: &World) -> Wants {
    let mut wants = pool(world, "cephfs.cephfs.meta", "metadataPool.");
    wants.push(("metadataServer.activeCount".into(), "1".into()));
    wants.push(("metadataServer.activeStandby".into(), "true".into()));
    wants
}

fn store(world: &World) -> Wants {
    let mut wants = pool(world, "default.rgw.buckets.data", "dataPool.");
    wants.push(("gateway.instances".into(), world.rgws.len().to_string()));
    wants.push(("gateway.port".into(), "8080".into()));
    wants
}

fn row(world: &World, kind: &str, name: &str, phase: &str, wants: &[(String, String)]) -> RookResource {
    let wants: BTreeMap<String, String> = wants.iter().cloned().collect();
    RookResource {
        kind: kind.into(),
        namespace: NAMESPACE.into(),
        name: name.into(),
        phase: Some(phase.into()),
        message: None,
        conditions: Vec::new(),
        generation: Some(2),
        observed_generation: Some(2),
        wants,
        left_alone: false,
        created: Some(at(world.created + 30)),
        deleting_since: None,
    }
}
