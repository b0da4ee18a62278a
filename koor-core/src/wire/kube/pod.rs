//! `Pod`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::condition::{message, said};
use super::object::kube_object;
use super::{ConditionObject, ObjectMeta, conditions, or_default};
use crate::model::kube::{Container, ContainerState, Pod};
use crate::wire::rook;

/// A `Pod`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PodObject {
    /// Its metadata.
    pub metadata: ObjectMeta,
    #[serde(deserialize_with = "or_default")]
    spec: Spec,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    node_name: Option<String>,
    #[serde(deserialize_with = "or_default")]
    containers: Vec<Wanted>,
    #[serde(deserialize_with = "or_default")]
    init_containers: Vec<Wanted>,
    #[serde(deserialize_with = "or_default")]
    volumes: Vec<Mounted>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    name: String,
    image: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Mounted {
    name: String,
    persistent_volume_claim: Option<ClaimSource>,
    // A claim of the pod's own, which is named after both.
    ephemeral: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ClaimSource {
    claim_name: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    phase: Option<String>,
    reason: Option<String>,
    #[serde(deserialize_with = "or_default")]
    conditions: Vec<ConditionObject>,
    #[serde(deserialize_with = "or_default")]
    container_statuses: Vec<ContainerStatus>,
    #[serde(deserialize_with = "or_default")]
    init_container_statuses: Vec<ContainerStatus>,
    #[serde(rename = "podIP")]
    pod_ip: Option<String>,
    start_time: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ContainerStatus {
    name: String,
    #[serde(rename = "imageID")]
    image_id: Option<String>,
    ready: bool,
    restart_count: u64,
    #[serde(deserialize_with = "or_default")]
    state: State,
    #[serde(deserialize_with = "or_default")]
    last_state: State,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct State {
    running: Option<Running>,
    waiting: Option<Waiting>,
    terminated: Option<Terminated>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Running {
    started_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Waiting {
    reason: Option<String>,
    message: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Terminated {
    exit_code: i64,
    reason: Option<String>,
    message: Option<String>,
    finished_at: Option<Timestamp>,
}

kube_object!(PodObject => Pod, "", "v1", "Pod", "pods", true);

impl PodObject {
    /// Which pods carry a daemon of Ceph, as a label selector: Rook writes it on those alone.
    pub const OF_DAEMONS: &'static str = "ceph_daemon_type";

    fn row(self) -> Pod {
        let Self { metadata, spec, status } = self;
        let owner = metadata.owner();
        let workload = owner.map_or(metadata.name.as_str(), |owner| {
            let hash = metadata.label("pod-template-hash").unwrap_or_default();
            owner.name.strip_suffix(hash).and_then(|name| name.strip_suffix('-')).unwrap_or(&owner.name)
        });
        let mut containers = containers(spec.containers, status.container_statuses, false);
        containers.extend(self::containers(spec.init_containers, status.init_container_statuses, true));
        Pod {
            daemon: rook::daemon(&metadata.labels, workload),
            owner: owner.map(|owner| format!("{}/{}", owner.kind, owner.name)),
            claims: claims(&metadata.name, spec.volumes),
            namespace: metadata.namespace,
            name: metadata.name,
            labels: metadata.labels,
            node: said(spec.node_name),
            phase: status.phase.unwrap_or_else(|| "Unknown".into()),
            reason: said(status.reason),
            conditions: conditions(status.conditions),
            containers,
            address: said(status.pod_ip),
            started: status.start_time,
            created: metadata.creation_timestamp,
            deleting_since: metadata.deletion_timestamp,
        }
    }
}

fn claims(pod: &str, volumes: Vec<Mounted>) -> Vec<String> {
    let mut all: Vec<_> = volumes
        .into_iter()
        .filter_map(|volume| match volume.persistent_volume_claim {
            Some(source) => Some(source.claim_name),
            None => volume.ephemeral.map(|_| format!("{pod}-{}", volume.name)),
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// What is wanted, each with what its kubelet says of it.
fn containers(wanted: Vec<Wanted>, statuses: Vec<ContainerStatus>, init: bool) -> Vec<Container> {
    let mut statuses: BTreeMap<_, _> =
        statuses.into_iter().map(|status| (status.name.clone(), status)).collect();
    wanted
        .into_iter()
        .map(|wanted| {
            let status = statuses.remove(&wanted.name).unwrap_or_default();
            Container {
                name: wanted.name,
                image: wanted.image.unwrap_or_default(),
                image_id: said(status.image_id),
                init,
                ready: status.ready,
                restarts: status.restart_count,
                state: state(status.state).unwrap_or(ContainerState::Unknown),
                last_end: state(status.last_state),
            }
        })
        .collect()
}

fn state(state: State) -> Option<ContainerState> {
    let State { running, waiting, terminated } = state;
    let running = running.map(|one| ContainerState::Running { since: one.started_at });
    let waiting = || {
        waiting.map(|one| ContainerState::Waiting { reason: said(one.reason), message: message(one.message) })
    };
    let ended = || {
        terminated.map(|one| ContainerState::Ended {
            code: one.exit_code,
            reason: said(one.reason),
            message: message(one.message),
            at: one.finished_at,
        })
    };
    running.or_else(waiting).or_else(ended)
}
