//! One moment as an inventory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;
use koor_core::model::kube::Kubernetes;
use koor_core::model::{DaemonMetadata, DaemonName, Inventory, Part, Seen, Source};
use koor_core::wire::kube::{
    BudgetObject, ConfigMapObject, DeploymentObject, EventObject, KubeObject, List, NodeObject, PodObject,
    list,
};
use koor_core::wire::rook::{CephClusterObject, ResourceObject, config, resource};
use koor_core::wire::{self};
use serde::de::DeserializeOwned;

/// Every moment, in order.
pub(crate) const MOMENTS: [&str; 6] =
    ["02-healthy", "20-before", "23-t25", "24-t75", "27-stuck", "28-complete"];

pub(crate) fn bytes(moment: &str, file: &str) -> Vec<u8> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "kube", moment, file].iter().collect();
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A list, of which every object must read.
pub(crate) fn objects<T: DeserializeOwned>(moment: &str, file: &str) -> List<T> {
    let list = list::<T>(&bytes(moment, file)).unwrap_or_else(|error| panic!("{moment}/{file}: {error}"));
    assert!(list.unreadable.is_empty(), "{moment}/{file}: {:?}", list.unreadable);
    list
}

pub(crate) fn when(moment: &str) -> Timestamp {
    String::from_utf8(bytes(moment, "when")).unwrap().trim().parse().unwrap()
}

pub(crate) fn seen<T>(value: T, at: Timestamp) -> Part<T> {
    Part::Seen(Seen {
        value,
        asked_at: at,
        as_of: None,
        stale: None,
        partial: None,
        took_ms: 0.5,
        source: "a capture".into(),
    })
}

/// What is inside a part that was seen.
pub(crate) fn value<T>(part: &mut Part<T>) -> &mut T {
    match part {
        Part::Seen(seen) => &mut seen.value,
        Part::Unseen(unseen) => panic!("unseen: {}", unseen.why),
    }
}

fn rows<T: KubeObject>(moment: &str, file: &str, at: Timestamp) -> Part<Vec<T::Row>> {
    seen(objects::<T>(moment, file).into_rows(), at)
}

/// Everything that was captured of a moment.
pub(crate) fn moment(name: &str) -> Inventory {
    let at = when(name);
    let source = Source {
        rung: "recording".into(),
        cluster: "ceph".into(),
        detail: "a capture".into(),
        chosen_by: None,
        passed_over: Vec::new(),
        mon_host: Vec::new(),
    };
    let answer = |file: &str| bytes(name, file);
    let mut inventory = Inventory::empty(at, source);
    let (cluster, digest) = wire::cluster::decode(&answer("ceph-status.json")).unwrap();
    inventory.cluster = seen(cluster, at);
    inventory.pg_digest = seen(digest, at);
    inventory.health = seen(wire::health::decode(&answer("ceph-health.json")).unwrap(), at);
    inventory.versions = seen(wire::version::decode(&answer("ceph-versions.json")).unwrap(), at);
    inventory.quorum = seen(wire::mon::quorum(&answer("ceph-quorum.json")).unwrap(), at);
    let quorum: serde_json::Value = serde_json::from_slice(&answer("ceph-quorum.json")).unwrap();
    inventory.mons = seen(wire::mon::map(quorum["monmap"].to_string().as_bytes()).unwrap(), at);
    inventory.mgrs = seen(wire::mgr::decode(&answer("ceph-mgrs.json")).unwrap(), at);
    inventory.osd_map = seen(wire::osd_map::decode(&answer("ceph-osds.json")).unwrap(), at);
    let status: serde_json::Value = serde_json::from_slice(&answer("ceph-status.json")).unwrap();
    inventory.services =
        seen(wire::service::decode(status["servicemap"].to_string().as_bytes()).unwrap(), at);
    hosts(&mut inventory, &answer("ceph-nodes.json"), at);

    inventory.kubernetes = seen(kubernetes(), at);
    inventory.rook_clusters = rows::<CephClusterObject>(name, "cephclusters.json", at);
    let resources = objects::<ResourceObject>(name, "resources.json").items;
    inventory.rook_resources = seen(resources.into_iter().map(|one| resource("", one)).collect(), at);
    inventory.rook_config = seen(config(&objects::<ConfigMapObject>(name, "configmaps.json").items), at);
    inventory.deployments = rows::<DeploymentObject>(name, "deployments.json", at);
    inventory.pods = rows::<PodObject>(name, "pods.json", at);
    inventory.nodes = rows::<NodeObject>(name, "nodes.json", at);
    inventory.disruption_budgets = rows::<BudgetObject>(name, "poddisruptionbudgets.json", at);
    inventory.kube_events = rows::<EventObject>(name, "events.json", at);
    inventory
}

fn kubernetes() -> Kubernetes {
    Kubernetes {
        version: Some("v1.35.4".into()),
        server: "https://10.0.0.1:6443".into(),
        context: Some("prod".into()),
        impersonates: None,
        namespace: "rook-ceph".into(),
        operator_namespace: Some("rook-ceph".into()),
    }
}

/// `ceph node ls`: which daemon is on which host, as the daemons said themselves.
fn hosts(inventory: &mut Inventory, nodes: &[u8], at: Timestamp) {
    let nodes: BTreeMap<String, BTreeMap<String, Vec<serde_json::Value>>> =
        serde_json::from_slice(nodes).unwrap();
    let of = |daemon_type: &str| -> Vec<DaemonMetadata> {
        let hosts = nodes.get(daemon_type).into_iter().flatten();
        hosts
            .flat_map(|(host, ids)| {
                ids.iter().map(move |id| (host, id.as_str().map_or(id.to_string(), str::to_owned)))
            })
            .map(|(host, id)| DaemonMetadata {
                name: DaemonName::new(daemon_type, id),
                hostname: Some(host.clone()),
                version: None,
                arch: None,
                kernel: None,
                distribution: None,
            })
            .collect()
    };
    inventory.mon_metadata = seen(of("mon"), at);
    inventory.mgr_metadata = seen(of("mgr"), at);
    inventory.mds_metadata = seen(of("mds"), at);
}
