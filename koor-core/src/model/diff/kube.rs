//! What carries the cluster: Deployments, the pods of daemons, nodes, claims.
//!
//! Not compared: budgets, volumes, classes, releases and events, which follow from the others or come and go.

use std::collections::BTreeMap;

use super::super::Inventory;
use super::super::kube::{Claim, Condition, Deployment, KubeNode, KubeQuestion, Pod};
use super::change::{Direction, Subject, SubjectKind};
use super::field::{Field, list, on_off, text};
use super::ledger::{Ledger, values};
use super::pair::{Pair, pairs};
use super::rook;

const DEPLOYMENT: &[Field<Deployment>] = &[
    Field::new("replicas", |one| text(one.wanted)),
    Field::new("ready", |one: &Deployment| text(format!("{} of {}", one.ready, one.wanted)))
        .worse_by(|one| one.wanted.saturating_sub(one.ready) as f64),
    Field::new("image", |one: &Deployment| one.image.clone()),
    Field::new("ceph-version", |one| one.ceph_version().map(str::to_owned)),
    Field::new("rook-version", |one| one.rook_version().map(str::to_owned)),
    Field::new("do-not-reconcile", |one| on_off(one.is_left_alone())),
];

const NODE: &[Field<KubeNode>] = &[
    Field::new("Ready", ready).worse_by(|node| f64::from(node.ready() != Some(true))),
    Field::new("trouble", |node: &KubeNode| list(&troubles(node)))
        .worse_by(|node| troubles(node).len() as f64),
    Field::new("cordoned", |node| on_off(node.cordoned)),
];

/// What a kubelet may not have said.
const NODE_SAID: &[Field<KubeNode>] = &[
    Field::new("kubelet", |node| node.kubelet.clone()),
    Field::new("kernel", |node| node.kernel.clone()),
    Field::new("os_image", |node| node.os_image.clone()),
    Field::new("container_runtime", |node| node.container_runtime.clone()),
];

const CLAIM: &[Field<Claim>] = &[
    Field::new("phase", |claim: &Claim| text(&claim.phase))
        .worse_by(|claim| f64::from(claim.phase != "Bound")),
    Field::new("volume", |claim: &Claim| claim.volume.clone()),
    Field::new("requested", |claim| claim.requested.map(|bytes| bytes.to_string())),
    Field::new("capacity", |claim| claim.capacity.map(|bytes| bytes.to_string())),
    Field::new("storage_class", |claim: &Claim| claim.storage_class.clone()),
];

/// Everything that Kubernetes tells. Where one side knows nothing of it, that is said once and not by part.
pub(super) fn compare(ledger: &mut Ledger, before: &Inventory, after: &Inventory) {
    let asked = |inventory: &Inventory| inventory.asked().any(|part| Inventory::is_of_kubernetes(part.name));
    match (asked(before), asked(after)) {
        (false, false) => return,
        (true, true) => {}
        (before_asked, _) => {
            let (side, inventory) = if before_asked { ("after", after) } else { ("before", before) };
            let why = inventory.rook_clusters.why().map_or_else(String::new, ToString::to_string);
            ledger.not_compared(KubeQuestion::Kubernetes.part(), format!("not seen {side}: {why}"));
            return;
        }
    }
    let (b, a) = (before, after);
    ledger.part("rook_clusters", &b.rook_clusters, &a.rook_clusters, |ledger, before, after| {
        rook::clusters(ledger, before, after);
    });
    ledger.part("rook_resources", &b.rook_resources, &a.rook_resources, |ledger, before, after| {
        rook::resources(ledger, before, after);
    });
    ledger.part("rook_config", &b.rook_config, &a.rook_config, rook::config);
    ledger.part("deployments", &b.deployments, &a.deployments, |ledger, before, after| {
        deployments(ledger, before, after);
    });
    ledger.part("pods", &b.pods, &a.pods, |ledger, before, after| pods(ledger, before, after));
    ledger.part("nodes", &b.nodes, &a.nodes, |ledger, before, after| nodes(ledger, before, after));
    ledger.part("claims", &b.claims, &a.claims, |ledger, before, after| claims(ledger, before, after));
}

fn deployments(ledger: &mut Ledger, before: &[Deployment], after: &[Deployment]) {
    for pair in pairs(before, after, |one| (&one.namespace, &one.name)) {
        let subject = Subject::new(SubjectKind::Deployment, &pair.newest().name);
        match pair.sides() {
            (Some(before), Some(after)) => ledger.fields(&subject, before, after, DEPLOYMENT),
            (before, after) => {
                let words = |one: &Deployment| format!("{} of {} ready", one.ready, one.wanted);
                ledger.existence(&subject, (before.map(words), after.map(words)));
            }
        }
    }
}

/// Pods come and go with their Deployments; news is a daemon's pod elsewhere, and containers that were started anew.
fn pods(ledger: &mut Ledger, before: &[Pod], after: &[Pod]) {
    for pair in pairs(before, after, |pod| (&pod.namespace, &pod.name)) {
        let Pair::Both(before, after) = pair else { continue };
        let (was, is) = (before.restarts(), after.restarts());
        if was == is {
            continue;
        }
        let subject = Subject::new(SubjectKind::Pod, &after.name);
        let sentence = format!("{subject}: restarts {was} → {is}");
        let direction = Direction::of(was as f64, is as f64);
        ledger.push(subject, "restarts", values(was, is), direction, sentence);
    }
    let (was, is) = (places(before), places(after));
    for (daemon, after) in &is {
        let Some(before) = was.get(daemon).filter(|before| *before != after) else { continue };
        let subject = Subject::new(SubjectKind::Pod, daemon);
        let sentence = format!("the pod of {daemon} moved from {before} to {after}");
        ledger.push(subject, "node", values(before, after), Direction::Neutral, sentence);
    }
}

/// The node of each daemon whose pod has one, and only one.
fn places(pods: &[Pod]) -> BTreeMap<String, &str> {
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for pod in pods.iter().filter(|pod| pod.deleting_since.is_none() && !pod.has_ended()) {
        if let (Some(daemon), Some(node)) = (&pod.daemon, &pod.node) {
            places.entry(daemon.to_string()).or_default().push(node);
        }
    }
    places
        .into_iter()
        .filter_map(|(daemon, nodes)| Some((daemon, *nodes.first()?)).filter(|_| nodes.len() == 1))
        .collect()
}

fn nodes(ledger: &mut Ledger, before: &[KubeNode], after: &[KubeNode]) {
    for pair in pairs(before, after, |node| &node.name) {
        let subject = Subject::new(SubjectKind::Node, &pair.newest().name);
        match pair.sides() {
            (Some(before), Some(after)) => {
                ledger.fields(&subject, before, after, NODE);
                ledger.said_fields(&subject, before, after, NODE_SAID);
            }
            (before, after) => {
                let words = |node: &KubeNode| ready(node).unwrap_or_default();
                ledger.existence(&subject, (before.map(words), after.map(words)));
            }
        }
    }
}

fn ready(node: &KubeNode) -> Option<String> {
    let condition = Condition::find(&node.conditions, "Ready");
    text(condition.map_or("Unknown", |condition| condition.status.as_str()))
}

fn troubles(node: &KubeNode) -> Vec<String> {
    node.troubles().map(|condition| condition.name.clone()).collect()
}

fn claims(ledger: &mut Ledger, before: &[Claim], after: &[Claim]) {
    for pair in pairs(before, after, |claim| (&claim.namespace, &claim.name)) {
        let claim = pair.newest();
        let subject = Subject::new(SubjectKind::Claim, format!("{}/{}", claim.namespace, claim.name));
        match pair.sides() {
            (Some(before), Some(after)) => ledger.fields(&subject, before, after, CLAIM),
            (before, after) => {
                let words = |claim: &Claim| {
                    let size = claim.capacity.or(claim.requested).map(|bytes| format!(", {bytes}"));
                    format!("{}{}", claim.phase, size.unwrap_or_default())
                };
                ledger.existence(&subject, (before.map(words), after.map(words)));
            }
        }
    }
}
