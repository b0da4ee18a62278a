//! Rook's `ConfigMaps`, and what Helm installed.

use super::{NAMESPACE, ROOK, at, budget};
use crate::model::kube::HelmRelease;
use crate::model::rook::{MonEndpoints, RookConfig};
use crate::sim::world::World;

/// Until Rook writes down that a mon is out of quorum.
const MISSED_S: i64 = 28;

const OPERATOR: [(&str, &str); 8] = [
    ("CSI_PROVISIONER_REPLICAS", "2"),
    ("ROOK_CEPH_ALLOW_LOOP_DEVICES", "false"),
    ("ROOK_CEPH_COMMANDS_TIMEOUT_SECONDS", "15"),
    ("ROOK_CSI_ENABLE_CEPHFS", "true"),
    ("ROOK_CSI_ENABLE_RBD", "true"),
    ("ROOK_LOG_LEVEL", "INFO"),
    ("ROOK_OBC_WATCH_OPERATOR_NAMESPACE", "true"),
    ("ROOK_USE_CSI_OPERATOR", "true"),
];

pub(super) fn row(world: &World) -> RookConfig {
    // Without a quorum nobody tells Rook who is missing.
    let told = !world.quorum().is_empty() && world.rook.gone_since.is_none();
    let missed = |mon: &&crate::sim::world::Mon| told && !mon.alive && world.now >= mon.died + MISSED_S;
    let name = |mon: &crate::sim::world::Mon| mon.name.to_owned();
    RookConfig {
        config_override: Some(String::new()),
        operator: OPERATOR.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        mon_endpoints: Some(MonEndpoints {
            mons: world
                .mons
                .iter()
                .map(|mon| (name(mon), format!("{}:6789", World::host_ip(mon.host))))
                .collect(),
            out_of_quorum: world.mons.iter().filter(missed).map(name).collect(),
            nodes: world.mons.iter().map(|mon| (name(mon), world.hosts[mon.host].name.clone())).collect(),
        }),
        draining: budget::draining(world).map(|(domain, _)| domain),
    }
}

pub(super) fn releases(world: &World) -> Vec<HelmRelease> {
    let release = |name: &str, revision: u64| HelmRelease {
        namespace: NAMESPACE.into(),
        name: name.into(),
        revision: Some(revision),
        status: "deployed".into(),
        chart: Some(format!("{name}-{ROOK}")),
        changed: Some(at(world.rook.operator_since - 60)),
    };
    vec![release("rook-ceph", 3), release("rook-ceph-cluster", 5)]
}
