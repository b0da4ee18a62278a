//! Warnings: of nodes that are silent, of pods that crash or wait for a node, of claims that nobody serves.

use super::workload::{self, State};
use super::{EVICTED_S, NAMESPACE, at, host_died, not_ready_since, roster, storage};
use crate::model::kube::KubeEvent;
use crate::sim::world::World;

/// How long Kubernetes keeps an event.
const KEPT_S: i64 = 3600;

pub(super) fn rows(world: &World) -> Vec<KubeEvent> {
    let mut rows = Vec::new();
    for host in 0..world.hosts.len() {
        let name = &world.hosts[host].name;
        if let Some(since) = not_ready_since(world, host) {
            let words = format!("Node {name} status is now: NodeNotReady");
            let about = format!("Node/{name}");
            rows.push(warning(None, about, "NodeNotReady", words, (1, since), "node-controller"));
        }
    }
    for one in roster::workloads(world) {
        for (place, run) in one.runs.iter().enumerate() {
            let pod = workload::pod_name(world, &one, place);
            let about = format!("Pod/{pod}");
            match (host_died(world, run.host), run.state) {
                (Some(died), _) if one.pinned && world.now >= died + EVICTED_S => {
                    let words = workload::unschedulable(world);
                    let tries = 1 + ((world.now - died - EVICTED_S) / 300) as u64;
                    let last = (tries, world.now.div_euclid(300) * 300);
                    rows.push(warning(
                        Some(NAMESPACE),
                        about,
                        "FailedScheduling",
                        words,
                        last,
                        "default-scheduler",
                    ));
                }
                (None, State::Crashes(seconds)) if seconds >= 10 => {
                    let container = one.containers.first().copied().unwrap_or_default();
                    let words =
                        format!("Back-off restarting failed container {container} in pod {pod}_{NAMESPACE}");
                    let last = (workload::attempts(seconds), world.now - (seconds % 10));
                    rows.push(warning(Some(NAMESPACE), about, "BackOff", words, last, "kubelet"));
                }
                _ => {}
            }
        }
    }
    for claim in storage::claims(world).iter().filter(|claim| claim.phase == "Pending") {
        let words = "failed to provision volume with StorageClass \"rook-ceph-block\": rpc error: code = \
                     DeadlineExceeded desc = context deadline exceeded";
        let about = format!("PersistentVolumeClaim/{}", claim.name);
        let from = "rook-ceph.rbd.csi.ceph.com_csi-provisioner";
        let last = (4, world.now.div_euclid(60) * 60);
        rows.push(warning(Some(&claim.namespace), about, "ProvisioningFailed", words.into(), last, from));
    }
    rows.retain(|event| event.at.is_some_and(|last| last >= at(world.now - KEPT_S)));
    rows.sort_by(|a, b| (&a.namespace, &a.about, &a.reason).cmp(&(&b.namespace, &b.about, &b.reason)));
    rows
}

fn warning(
    namespace: Option<&str>,
    about: String,
    reason: &str,
    message: String,
    (count, last): (u64, i64),
    from: &str,
) -> KubeEvent {
    KubeEvent {
        namespace: namespace.map(Into::into),
        about,
        kind: "Warning".into(),
        reason: reason.into(),
        message,
        count,
        at: Some(at(last)),
        from: Some(from.into()),
    }
}
