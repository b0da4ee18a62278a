//! What runs: a Deployment with its pods, and the rows that are made of it.

use std::collections::BTreeMap;

use super::{EVICTED_S, NAMESPACE, ROOK, at, hash, host_died, key, not_ready_since, roster};
use crate::model::DaemonName;
use crate::model::kube::{Condition, Container, ContainerState, Deployment, Pod};
use crate::sim::world::World;

/// A Deployment, told from the world.
pub(super) struct Workload {
    pub name: String,
    /// Labels of the Deployment and of its pods.
    pub labels: BTreeMap<String, String>,
    /// Labels of the Deployment alone.
    pub own_labels: BTreeMap<String, String>,
    pub daemon: Option<DaemonName>,
    /// Its containers; the first one is what it is for.
    pub containers: &'static [&'static str],
    pub image: String,
    /// The version of Ceph that Rook wrote there; none of what is not Ceph's.
    pub written: Option<&'static str>,
    pub wanted: u64,
    /// The host that its pods must be on.
    pub pinned: bool,
    pub runs: Vec<Run>,
    /// Since when Deployment and template are as they are.
    pub made: i64,
    pub changed: i64,
    /// A `DaemonSet`: it has pods, and is no Deployment.
    pub daemon_set: bool,
    pub left_alone: bool,
}

/// One of its pods.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub host: usize,
    pub state: State,
    pub restarts: u64,
    pub since: i64,
}

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Works,
    /// Its pod is new, and not ready yet.
    Begins,
    /// It ends again and again, for so many seconds by now.
    Crashes(i64),
}

/// What Kubernetes makes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Ready,
    Begins,
    Crashes(i64),
    /// Its node is silent since then.
    Lost(i64),
    /// It waits for its node since then.
    Waits(i64),
}

impl Run {
    fn seen(self, world: &World, pinned: bool) -> Seen {
        match (not_ready_since(world, self.host), host_died(world, self.host)) {
            (_, Some(died)) if pinned && world.now >= died + EVICTED_S => Seen::Waits(died + EVICTED_S),
            (Some(since), _) => Seen::Lost(since),
            // Nobody knows yet.
            (None, Some(_)) => Seen::Ready,
            (None, None) => match self.state {
                State::Works => Seen::Ready,
                State::Begins => Seen::Begins,
                State::Crashes(seconds) => Seen::Crashes(seconds),
            },
        }
    }
}

/// How often a container was tried anew in so many seconds of backing off: after 10 s, 20 s, … 5 min.
pub(super) fn attempts(seconds: i64) -> u64 {
    let (mut passed, mut pause, mut count) = (0, 10, 0);
    while passed + pause <= seconds && count < 5 {
        passed += pause;
        pause *= 2;
        count += 1;
    }
    count + ((seconds - passed) / 300).max(0) as u64
}

pub(super) fn deployments(world: &World) -> Vec<Deployment> {
    let all = roster::workloads(world);
    let mut rows: Vec<Deployment> =
        all.iter().filter(|one| !one.daemon_set).map(|one| deployment(world, one)).collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}

pub(super) fn pods(world: &World) -> Vec<Pod> {
    let all = roster::workloads(world);
    all.iter()
        .flat_map(|one| one.runs.iter().enumerate().map(|(place, run)| pod(world, one, place, *run)))
        .collect()
}

fn deployment(world: &World, one: &Workload) -> Deployment {
    let seen: Vec<Seen> = one.runs.iter().map(|run| run.seen(world, one.pinned)).collect();
    let ready = seen.iter().filter(|seen| **seen == Seen::Ready).count() as u64;
    let mut labels = one.labels.clone();
    labels.extend(one.own_labels.clone());
    if let Some(version) = one.written {
        labels.insert("rook-version".into(), ROOK.into());
        labels.insert("ceph-version".into(), format!("{version}-0"));
    }
    if one.left_alone {
        labels.insert("ceph.rook.io/do-not-reconcile".into(), "true".into());
    }
    let whole = ready >= one.wanted;
    let condition = |name: &str, holds: bool, reason: &str, message: String| Condition {
        name: name.into(),
        status: if holds { "True" } else { "False" }.into(),
        reason: Some(reason.into()),
        message: Some(message),
        since: Some(at(one.changed)),
        heartbeat: None,
    };
    let available = if whole {
        ("MinimumReplicasAvailable", "Deployment has minimum availability.")
    } else {
        ("MinimumReplicasUnavailable", "Deployment does not have minimum availability.")
    };
    let set = replica_set(world, one);
    Deployment {
        namespace: NAMESPACE.into(),
        name: one.name.clone(),
        labels,
        daemon: one.daemon.clone(),
        image: Some(one.image.clone()),
        wanted: one.wanted,
        ready,
        updated: one.runs.len() as u64,
        available: ready,
        generation: Some(3),
        observed_generation: Some(3),
        conditions: vec![
            condition("Available", whole, available.0, available.1.into()),
            condition(
                "Progressing",
                true,
                if whole { "NewReplicaSetAvailable" } else { "ReplicaSetUpdated" },
                format!(
                    "ReplicaSet \"{set}\" {}",
                    if whole { "has successfully progressed." } else { "is progressing." }
                ),
            ),
        ],
        node_selector: match one.runs.first() {
            Some(run) if one.pinned => {
                [("kubernetes.io/hostname".to_owned(), world.hosts[run.host].name.clone())].into()
            }
            _ => BTreeMap::new(),
        },
        created: Some(at(one.made)),
    }
}

/// `rook-ceph-osd-0-646c8bc9f5`
fn replica_set(world: &World, one: &Workload) -> String {
    let template = hash(world, &[0x7e, key(&one.name), key(&one.image)], 10);
    format!("{}-{template}", one.name)
}

/// The name of one of its pods.
pub(super) fn pod_name(world: &World, one: &Workload, place: usize) -> String {
    let run = one.runs[place];
    let end = hash(world, &[0x90d, key(&one.name), place as u64, run.since as u64], 5);
    if one.daemon_set { format!("{}-{end}", one.name) } else { format!("{}-{end}", replica_set(world, one)) }
}

/// The words for a pod that waits for its node.
pub(super) fn unschedulable(world: &World) -> String {
    let hosts = world.hosts.len();
    format!(
        "0/{hosts} nodes are available: 1 node(s) had untolerated taint(s), {} node(s) didn't match Pod's node \
         affinity/selector.",
        hosts - 1
    )
}

fn pod(world: &World, one: &Workload, place: usize, run: Run) -> Pod {
    let seen = run.seen(world, one.pinned);
    let since = match seen {
        Seen::Waits(since) => since,
        _ => run.since,
    };
    let waits = matches!(seen, Seen::Waits(_));
    let name = pod_name(world, one, place);
    let containers =
        one.containers.iter().enumerate().map(|(nth, name)| container(world, one, nth, name, run, seen));
    let mut labels = one.labels.clone();
    if !one.daemon_set {
        labels.insert("pod-template-hash".into(), hash(world, &[0x7e, key(&one.name), key(&one.image)], 10));
    }
    Pod {
        namespace: NAMESPACE.into(),
        name,
        labels,
        daemon: one.daemon.clone(),
        node: (!waits).then(|| world.hosts[run.host].name.clone()),
        phase: match seen {
            Seen::Begins | Seen::Waits(_) => "Pending",
            Seen::Ready | Seen::Crashes(_) | Seen::Lost(_) => "Running",
        }
        .into(),
        reason: matches!(seen, Seen::Lost(_)).then(|| "NodeLost".into()),
        conditions: pod_conditions(world, run, seen, since),
        containers: containers.collect(),
        owner: Some(if one.daemon_set {
            format!("DaemonSet/{}", one.name)
        } else {
            format!("ReplicaSet/{}", replica_set(world, one))
        }),
        claims: Vec::new(),
        address: (!waits && seen != Seen::Begins)
            .then(|| format!("10.244.{}.{}", run.host, 10 + key(&one.name) % 200)),
        started: (!waits).then(|| at(since)),
        created: Some(at(since)),
        deleting_since: None,
    }
}

fn pod_conditions(world: &World, run: Run, seen: Seen, since: i64) -> Vec<Condition> {
    let condition = |name: &str, holds: bool, why: Option<(&str, String)>, since: i64| Condition {
        name: name.into(),
        status: if holds { "True" } else { "False" }.into(),
        reason: why.as_ref().map(|why| why.0.into()),
        message: why.map(|why| why.1),
        since: Some(at(since)),
        heartbeat: None,
    };
    match seen {
        Seen::Waits(since) => {
            vec![condition("PodScheduled", false, Some(("Unschedulable", unschedulable(world))), since)]
        }
        Seen::Lost(lost) => {
            let words = "Node is not ready".to_owned();
            vec![
                condition("PodScheduled", true, None, since),
                condition("Initialized", true, None, since),
                condition("ContainersReady", true, None, since),
                condition("Ready", false, Some(("NodeNotReady", words)), lost),
            ]
        }
        Seen::Ready | Seen::Begins | Seen::Crashes(_) => {
            let ready = seen == Seen::Ready;
            let why =
                || (!ready).then(|| ("ContainersNotReady", "containers with unready status".to_owned()));
            let changed = match seen {
                Seen::Crashes(seconds) => world.now - seconds,
                _ => run.since,
            };
            vec![
                condition("PodScheduled", true, None, since),
                condition("Initialized", seen != Seen::Begins, None, since),
                condition("ContainersReady", ready, why(), changed),
                condition("Ready", ready, why(), changed),
            ]
        }
    }
}

fn container(world: &World, one: &Workload, nth: usize, name: &str, run: Run, seen: Seen) -> Container {
    // Helpers beside it go on while it crashes.
    let first = nth == 0;
    let ended = |ago: i64| ContainerState::Ended {
        code: if one.daemon.is_some() { 1 } else { 2 },
        reason: Some("Error".into()),
        message: None,
        at: Some(at(world.now - ago)),
    };
    let (state, ready, restarts, last_end) = match seen {
        Seen::Waits(_) => (ContainerState::Unknown, false, 0, None),
        Seen::Begins => {
            let words = ContainerState::Waiting { reason: Some("PodInitializing".into()), message: None };
            (words, false, 0, None)
        }
        Seen::Crashes(seconds) if first => {
            let message = format!("back-off 5m0s restarting failed container={name}");
            let words =
                ContainerState::Waiting { reason: Some("CrashLoopBackOff".into()), message: Some(message) };
            (words, false, run.restarts + attempts(seconds), Some(ended((seconds % 300).min(seconds))))
        }
        Seen::Ready | Seen::Crashes(_) | Seen::Lost(_) => {
            let restarts = if first { run.restarts } else { 0 };
            let last = (restarts > 0).then(|| ended(world.now - run.since));
            (ContainerState::Running { since: Some(at(run.since)) }, true, restarts, last)
        }
    };
    let digest = hash(world, &[0xd19, key(&one.image)], 12);
    Container {
        name: name.into(),
        image: one.image.clone(),
        image_id: (!matches!(seen, Seen::Waits(_) | Seen::Begins)).then(|| format!("sha256:{digest}")),
        init: false,
        ready,
        restarts,
        state,
        last_end,
    }
}
