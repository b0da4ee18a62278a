//! Nodes: the world's hosts, as their kubelets tell them.

use jiff::Timestamp;

use super::{at, not_ready_since};
use crate::model::Bytes;
use crate::model::kube::{Condition, KubeNode, NodeResources, Taint};
use crate::sim::world::World;

const GIB: u64 = 1 << 30;

pub(super) fn rows(world: &World) -> Vec<KubeNode> {
    let mut rows: Vec<KubeNode> = (0..world.hosts.len()).map(|host| row(world, host)).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

/// Whether somebody cordoned it: a host that is emptied of its data, while it runs.
pub(super) fn cordoned(world: &World, host: usize) -> bool {
    let osds = &world.hosts[host].osds;
    !osds.is_empty() && osds.iter().all(|osd| world.osds[*osd].up && !world.osds[*osd].is_in)
}

fn row(world: &World, host: usize) -> KubeNode {
    let state = &world.hosts[host];
    let silent = not_ready_since(world, host);
    let cordoned = cordoned(world, host);
    let taint = |key: &str, effect: &str| Taint {
        key: format!("node.kubernetes.io/{key}"),
        value: String::new(),
        effect: effect.into(),
    };
    let mut taints = Vec::new();
    if cordoned {
        taints.push(taint("unschedulable", "NoSchedule"));
    }
    if silent.is_some() {
        taints.extend([taint("unreachable", "NoExecute"), taint("unreachable", "NoSchedule")]);
    }
    let (cores, memory) = (48, 252 * GIB);
    let resources = |cores: u64, memory: u64| NodeResources {
        cpu_millis: Some(cores * 1000),
        memory_bytes: Some(Bytes(memory)),
        pods: Some(110),
    };
    let mut topology =
        std::collections::BTreeMap::from([("topology.kubernetes.io/region".into(), "demo".into())]);
    if let Some(zone) = state.zone {
        topology.insert("topology.kubernetes.io/zone".into(), world.zones[zone].clone());
    }
    KubeNode {
        name: state.name.clone(),
        hostname: state.name.clone(),
        conditions: conditions(world, silent),
        cordoned,
        taints,
        topology,
        addresses: vec![World::host_ip(host)],
        capacity: resources(cores, memory),
        allocatable: resources(cores, memory - GIB),
        kernel: Some("5.14.0-503.el9.x86_64".into()),
        architecture: Some("amd64".into()),
        os_image: Some("CentOS Stream 9".into()),
        kubelet: Some("v1.34.2".into()),
        container_runtime: Some("containerd://2.1.4".into()),
        created: Some(at(world.created - 7200 - host as i64 * 40)),
    }
}

/// What the kubelet says, every five minutes and when it changes; `Unknown` once it is silent.
fn conditions(world: &World, silent: Option<i64>) -> Vec<Condition> {
    let joined = world.created - 7100;
    let heartbeat = at(silent.map_or(world.now.div_euclid(300) * 300, |since| since - super::NOT_READY_S));
    let usual = [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];
    let condition = |(name, status, reason, message): (&str, &str, &str, &str), since: Timestamp| Condition {
        name: name.into(),
        status: status.into(),
        reason: Some(reason.into()),
        message: Some(message.into()),
        since: Some(since),
        heartbeat: Some(heartbeat),
    };
    match silent {
        None => usual.map(|words| condition(words, at(joined))).into(),
        Some(since) => usual
            .map(|(name, ..)| {
                let words = "Kubelet stopped posting node status.";
                condition((name, "Unknown", "NodeStatusUnknown", words), at(since))
            })
            .into(),
    }
}
