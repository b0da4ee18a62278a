//! The CephCluster, and which Kubernetes it is in.

use std::collections::BTreeMap;

use super::{NAMESPACE, at, image};
use crate::model::kube::{Condition, Kubernetes};
use crate::model::rook::{
    MgrModuleWanted, RookCapacity, RookCephStatus, RookCheck, RookCluster, RookKey, RookStorage, RookVersion,
    RookWants, UpgradePolicy,
};
use crate::model::{Bytes, CephVersion, DaemonType, Fsid, VersionCount};
use crate::sim::answer::version;
use crate::sim::world::{Heard, World};

pub(super) fn kubernetes() -> Kubernetes {
    Kubernetes {
        version: Some("v1.34.2".into()),
        server: "https://10.0.0.10:6443".into(),
        context: Some("demo".into()),
        impersonates: None,
        namespace: NAMESPACE.into(),
        operator_namespace: Some(NAMESPACE.into()),
    }
}

pub(super) fn row(world: &World) -> RookCluster {
    let rook = &world.rook;
    RookCluster {
        namespace: NAMESPACE.into(),
        name: "rook-ceph".into(),
        wants: wants(world),
        generation: Some(rook.generation),
        observed_generation: Some(rook.said.observed),
        phase: Some(rook.said.phase.into()),
        state: Some(rook.said.state.into()),
        message: Some(rook.said.message.into()),
        conditions: conditions(world),
        ceph: rook.heard.as_ref().map(|heard| ceph(world, heard)),
        version: Some(RookVersion {
            image: Some(image(world, rook.names_old)),
            version: Some(format!("{}-0", world.version_of(rook.names_old))),
        }),
        storage: storage(world),
        keys: keys(world),
        left_alone: false,
        created: Some(at(world.created)),
        deleting_since: None,
    }
}

fn wants(world: &World) -> RookWants {
    let module = |name: &str| MgrModuleWanted { name: name.into(), enabled: true };
    let global =
        [("osd_pool_default_pg_autoscale_mode", "on")].map(|(name, value)| (name.into(), value.into()));
    RookWants {
        image: Some(image(world, world.rook.wants_old)),
        upgrade: UpgradePolicy { osd_wait_min: Some(10), ..UpgradePolicy::default() },
        mons: Some(world.rook.wants_mons),
        mgrs: Some(world.mgrs.len() as u64),
        mgr_modules: vec![module("rook")],
        manages_budgets: Some(true),
        osd_maintenance_timeout_min: Some(30),
        all_nodes: Some(true),
        all_devices: Some(true),
        config: [("global".to_owned(), global.into())].into(),
        network: Some("host".into()),
        monitoring: Some(true),
        dashboard: Some(true),
        ..RookWants::default()
    }
}

/// `Ready` stays while Rook is at work; it goes where Rook can't ask Ceph.
fn conditions(world: &World) -> Vec<Condition> {
    let said = &world.rook.said;
    let heard = world.rook.heard.as_ref().map_or(world.rook.operator_since, |heard| heard.at);
    let ready_since = if said.ready {
        world.rook.operator_since + 300
    } else {
        world.rook.heard.as_ref().map_or(heard, |heard| heard.changed)
    };
    let message = if said.ready { "Cluster created successfully" } else { said.message };
    let mut all = vec![Condition {
        name: "Ready".into(),
        status: if said.ready { "True" } else { "False" }.into(),
        reason: Some("ClusterCreated".into()),
        message: Some(message.into()),
        since: Some(at(ready_since)),
        heartbeat: Some(at(heard)),
    }];
    if let Some(since) = said.at_work_since {
        all.push(Condition {
            name: "Progressing".into(),
            status: "True".into(),
            reason: Some("ClusterProgressing".into()),
            message: Some(said.message.into()),
            since: Some(at(since)),
            heartbeat: Some(at(since)),
        });
    }
    all
}

fn ceph(world: &World, heard: &Heard) -> RookCephStatus {
    let check = |(code, severity, message): &(&str, &str, String)| RookCheck {
        code: (*code).into(),
        severity: (*severity).into(),
        message: message.clone(),
    };
    let mut versions = Vec::new();
    for (kind, all, old) in &heard.running {
        for (count, is_old) in [(*old, true), (all - old, false)] {
            let text = version::long(world.version_of(is_old));
            if let Some(version) = CephVersion::parse(&text).filter(|_| count > 0) {
                versions.push(VersionCount { daemon_type: DaemonType((*kind).into()), version, count });
            }
        }
    }
    RookCephStatus {
        health: Some(heard.health.into()),
        checks: heard.checks.iter().map(check).collect(),
        last_checked: Some(at(heard.at)),
        last_changed: Some(at(heard.changed)),
        previous_health: heard.previous.map(Into::into),
        fsid: Some(Fsid(world.fsid.clone())),
        capacity: Some(RookCapacity {
            total_bytes: Bytes(heard.room.total),
            used_bytes: Bytes(heard.room.used),
            available_bytes: Bytes(heard.room.total - heard.room.used),
            as_of: Some(at(heard.at)),
        }),
        versions,
    }
}

fn storage(world: &World) -> RookStorage {
    let mut classes: Vec<String> = world.osds.iter().map(|osd| osd.class.to_owned()).collect();
    classes.sort_unstable();
    classes.dedup();
    RookStorage {
        device_classes: classes,
        stores: [("bluestore".to_owned(), world.osds.len() as u64)].into(),
        ..RookStorage::default()
    }
}

/// Made by the version that the cluster began with, whatever runs now.
fn keys(world: &World) -> BTreeMap<String, RookKey> {
    let made_by = format!("{}-0", world.version_of(world.was_old()));
    let key = RookKey { generation: Some(1), made_by: Some(made_by), key_type: None, prior_keys: None };
    let whom = ["crashCollector", "csi", "mgr", "mon", "osd", "rbdMirrorPeer"];
    whom.map(|who| (who.to_owned(), key.clone())).into()
}
