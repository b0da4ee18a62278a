//! A pretend Kubernetes with Rook in it, behind [`Orchestrator`](crate::port::Orchestrator): the same cluster as the
//! answers of Ceph tell, seen from the other side.
//!
//! - `look`: the port, and which question is told by which file;
//! - `workload`: what runs, as Deployments with their pods: daemons, Rook itself, its helpers, CSI; `roster` lists them;
//! - `node`, `budget`, `cluster`, `resource`, `settings`, `storage`, `event`: one kind of object a file.
//!
//! Invariants:
//! - every row is told from the [`World`](super::world::World): nodes are its hosts, pods its daemons, pools its pools;
//!   what lags in life (the CephCluster's health, budgets) lags by the world's own laws (`world::rook`);
//! - names, labels and phases are those of Rook 1.18 and Kubernetes 1.34, as captured of a real cluster;
//! - rows are the model's, sorted by namespace and name; no Secret is among them.
//!
//! Deliberately absent: the API's JSON (nothing here knows `wire`), watching, refusing for want of a right.

mod budget;
mod cluster;
mod event;
mod look;
mod node;
mod resource;
mod roster;
mod settings;
mod storage;
mod workload;

pub(crate) use self::look::PretendKubernetes;

use jiff::Timestamp;

use super::dice;
use super::world::World;

/// Where Rook and its cluster are.
const NAMESPACE: &str = "rook-ceph";
/// The operator.
const ROOK: &str = "v1.18.11";
/// What Ceph-CSI runs.
const CSI_IMAGE: &str = "quay.io/cephcsi/cephcsi:v3.15.0";

/// Until the node controller believes that a kubelet is silent.
const NOT_READY_S: i64 = 50;
/// Until pods that can't be reached are taken away, and Rook has removed what is left of them.
const EVICTED_S: i64 = NOT_READY_S + 300 + 60;

/// A moment of the world.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `quay.io/ceph/ceph:v18.2.7`
fn image(world: &World, old: bool) -> String {
    format!("quay.io/ceph/ceph:v{}", world.version_of(old))
}

/// The hash of a pod's template, and the end of its name.
fn hash(world: &World, words: &[u64], letters: usize) -> String {
    const ALPHABET: [char; 27] = [
        'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'z',
        '2', '4', '5', '6', '7', '8', '9',
    ];
    let mut number = dice::hash(world.seed, words);
    let mut text = String::new();
    for _ in 0..letters {
        text.push(ALPHABET[(number % 27) as usize]);
        number = dice::more(number, 27);
    }
    text
}

/// A number for a text, for the dice.
fn key(text: &str) -> u64 {
    text.bytes().fold(7, |sum, byte| dice::more(sum, u64::from(byte)))
}

/// Since when a host is dead: all its OSDs and mons are. `None` of one that lives.
fn host_died(world: &World, host: usize) -> Option<i64> {
    let osds = &world.hosts[host].osds;
    let mons = world.mons_on(host);
    let dead = !osds.is_empty()
        && osds.iter().all(|osd| !world.osds[*osd].alive && !is_renewed(world, *osd))
        && mons.iter().all(|mon| !world.mons[*mon].alive);
    let died = osds.iter().map(|osd| world.osds[*osd].died).max();
    died.filter(|_| dead)
}

fn is_renewed(world: &World, osd: usize) -> bool {
    world.rook.renewing.contains_key(&super::world::Who::Osd(osd))
}

/// Since when a node is silent for Kubernetes.
fn not_ready_since(world: &World, host: usize) -> Option<i64> {
    host_died(world, host).map(|died| died + NOT_READY_S).filter(|since| *since <= world.now)
}
