//! What a drain of a node would meet: budgets that let no pod go, and what Ceph would lose.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::node::daemons_on;
use super::picture::Picture;
use crate::assess::explain::{counted, names};
use crate::model::kube::{KubeNode, Pod};
use crate::model::{Inventory, OsdId, Severity};

/// What a drain of one node would meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drain {
    /// The node.
    pub node: String,
    /// The daemons that would stop.
    pub daemons: Vec<String>,
    /// Those of them that start nowhere else: they are kept for this node.
    pub bound: Vec<String>,
    /// The budgets that would not let their pods go now.
    pub blocked_by: Vec<BlockingBudget>,
    /// What Ceph would lose, worst first.
    pub losses: Vec<DrainLoss>,
    /// What could not be judged, because it was not seen.
    pub unknown: Vec<String>,
}

/// A budget that lets not all of its pods on the node go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockingBudget {
    /// Its name.
    pub name: String,
    /// How many it lets go now.
    pub allowed: u64,
    /// How many of its pods are on the node.
    pub on_node: u64,
    /// Why it is so, in a sentence.
    pub text: String,
}

/// One thing that Ceph would lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DrainLoss {
    /// How bad.
    pub severity: Severity,
    /// What.
    pub text: String,
}

impl Drain {
    /// Whether it would go through and Ceph would go on serving; `None` where too little was seen to say so.
    #[must_use]
    pub fn is_safe(&self) -> Option<bool> {
        // A budget that lets one go at a time only takes longer.
        let hurts = self.blocked_by.iter().any(|one| one.allowed == 0)
            || self.losses.iter().any(|one| one.severity == Severity::Err);
        match (hurts, self.unknown.is_empty()) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        }
    }
}

/// What a drain of `node` would meet; `None` where no such node was seen.
#[must_use]
pub fn drain(inventory: &Inventory, node: &str) -> Option<Drain> {
    let picture = Picture::of(inventory);
    let node = picture.node(node)?;
    let daemons = daemons_on(&picture, node);
    let bound = picture.deployments().filter(|one| {
        one.node_selector.get("kubernetes.io/hostname").is_some_and(|host| *host == node.hostname)
    });
    let bound: BTreeSet<String> =
        bound.filter_map(|one| one.daemon.as_ref()).map(ToString::to_string).collect();
    let mut losses: Vec<DrainLoss> = Vec::new();
    losses.extend(mons(&picture, &daemons));
    losses.extend(pgs(&picture, node, &daemons));
    losses.extend(mgrs(&picture, &daemons));
    losses.extend(servers(&picture, &daemons));
    losses.sort_by_key(|one| Reverse(one.severity));
    Some(Drain {
        node: node.name.clone(),
        daemons: daemons.into_iter().collect(),
        bound: bound.into_iter().collect(),
        blocked_by: budgets(&picture, node),
        losses,
        unknown: unknown(inventory),
    })
}

fn unknown(inventory: &Inventory) -> Vec<String> {
    let mut all = Vec::new();
    let mut need = |why: Option<&crate::model::Why>, what: &str| {
        if let Some(why) = why {
            all.push(format!("{what} ({})", why.message.trim_end_matches('.')));
        }
    };
    need(inventory.pods.why(), "the pods");
    need(inventory.disruption_budgets.why(), "the disruption budgets");
    need(inventory.quorum.why(), "the quorum");
    need(inventory.osd_map.why(), "the OSD map");
    need(inventory.pgs.why(), "the PGs");
    all
}

fn budgets(picture: &Picture<'_>, node: &KubeNode) -> Vec<BlockingBudget> {
    let here: Vec<&Pod> = picture
        .pods_on(node)
        .filter(|pod| !pod.owner.as_deref().is_some_and(|owner| owner.starts_with("DaemonSet/")))
        .collect();
    let all = picture.inventory.disruption_budgets.value().into_iter().flatten();
    all.filter_map(|budget| {
        let mine = here
            .iter()
            .filter(|pod| pod.namespace == budget.namespace && budget.selector.selects(&pod.labels));
        let mine: Vec<&str> = mine.map(|pod| pod.name.as_str()).collect();
        let on_node = mine.len() as u64;
        // The first OSD that goes makes Rook open this node and close the others: more than one is no obstacle there.
        let opens = budget.allowed > 0 && budget.name.starts_with("rook-ceph-osd");
        if on_node <= budget.allowed || opens {
            return None;
        }
        let text = if budget.allowed == 0 {
            format!(
                "PodDisruptionBudget {} lets none go: {} of {} wanted are healthy; it holds {}",
                budget.name,
                budget.healthy,
                budget.desired,
                names(mine.iter().copied())
            )
        } else {
            format!(
                "PodDisruptionBudget {} lets {} of {on_node} go, the rest once those are back elsewhere: {}",
                budget.name,
                budget.allowed,
                names(mine.iter().copied())
            )
        };
        Some(BlockingBudget { name: budget.name.clone(), allowed: budget.allowed, on_node, text })
    })
    .collect()
}

fn of_type<'a>(daemons: &'a BTreeSet<String>, daemon_type: &'a str) -> impl Iterator<Item = &'a str> {
    daemons.iter().filter_map(move |name| name.strip_prefix(daemon_type)?.strip_prefix('.'))
}

fn mons(picture: &Picture<'_>, daemons: &BTreeSet<String>) -> Option<DrainLoss> {
    let members = &picture.inventory.quorum.value()?.members;
    let total = picture.inventory.mons.value()?.mons.len();
    let going: Vec<&str> = of_type(daemons, "mon").filter(|mon| members.iter().any(|m| m == mon)).collect();
    if going.is_empty() {
        return None;
    }
    let left = members.len() - going.len();
    let majority = total / 2 + 1;
    let which = names(going.iter().copied());
    let (severity, text) = match left.cmp(&majority) {
        Ordering::Less => {
            let text = format!("{left} of {total} stay without {which}, {majority} must agree");
            (Severity::Err, format!("the mons lose their quorum: {text}"))
        }
        Ordering::Equal => {
            let text = format!("mon {which} stops: {left} of {total} stay, and no further one may fail");
            (Severity::Warn, text)
        }
        Ordering::Greater => (Severity::Ok, format!("mon {which} stops: {left} of {total} stay")),
    };
    Some(DrainLoss { severity, text })
}

/// PGs that stop serving, and such that have no copy to spare, by pool.
fn pgs(picture: &Picture<'_>, node: &KubeNode, daemons: &BTreeSet<String>) -> Vec<DrainLoss> {
    let (Some(map), Some(pgs)) = (picture.inventory.osd_map.value(), picture.inventory.pgs.value()) else {
        return Vec::new();
    };
    let mut going: BTreeSet<OsdId> =
        of_type(daemons, "osd").filter_map(|id| id.parse().ok().map(OsdId)).collect();
    let here = |host: Option<&str>| host == Some(node.hostname.as_str()) || host == Some(node.name.as_str());
    going.extend(
        picture.inventory.osds().iter().filter(|osd| here(osd.host.as_deref())).map(|osd| osd.state.id),
    );
    let up: BTreeSet<OsdId> = map.osds.iter().filter(|osd| osd.up).map(|osd| osd.id).collect();
    // By pool: those that stop, those that go on at min_size.
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for pg in pgs.pgs.iter().filter(|pg| pg.acting.iter().flatten().any(|osd| going.contains(osd))) {
        let Some(pool) = map.pools.iter().find(|pool| pool.id == pg.id.pool) else { continue };
        let stay =
            pg.acting.iter().flatten().filter(|osd| up.contains(osd) && !going.contains(osd)).count() as u64;
        let count = counts.entry(&pool.name).or_default();
        if stay < pool.min_size {
            count.0 += 1;
        } else if stay == pool.min_size {
            count.1 += 1;
        }
    }
    let mut losses = Vec::new();
    for (pool, (stop, edge)) in counts {
        if stop > 0 {
            let text = format!(
                "{} of pool {pool} stop serving: fewer than min_size copies stay",
                counted(stop, "PG")
            );
            losses.push(DrainLoss { severity: Severity::Err, text });
        }
        if edge > 0 {
            let text = format!(
                "{} of pool {pool} go on at min_size: one more failure stops them",
                counted(edge, "PG")
            );
            losses.push(DrainLoss { severity: Severity::Warn, text });
        }
    }
    losses
}

fn mgrs(picture: &Picture<'_>, daemons: &BTreeSet<String>) -> Option<DrainLoss> {
    let map = picture.inventory.mgrs.value()?;
    let active = map.active.as_deref()?;
    let here = |name: &str| of_type(daemons, "mgr").any(|mgr| mgr == name);
    if !here(active) {
        return None;
    }
    let text = match map.standbys.iter().find(|standby| !here(standby)) {
        Some(standby) => {
            let text = format!("the active mgr {active} stops, {standby} takes over");
            return Some(DrainLoss { severity: Severity::Ok, text });
        }
        None => {
            format!("no mgr is left until {active} starts elsewhere: figures stand still, modules are gone")
        }
    };
    Some(DrainLoss { severity: Severity::Warn, text })
}

/// File systems and object stores of which every server is here.
fn servers(picture: &Picture<'_>, daemons: &BTreeSet<String>) -> Vec<DrainLoss> {
    let mut all: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for deployment in picture.deployments().filter(|one| one.wanted > 0) {
        let Some(name) = &deployment.daemon else { continue };
        let label = match name.daemon_type.0.as_str() {
            "mds" => "rook_file_system",
            "rgw" => "rook_object_store",
            _ => continue,
        };
        let Some(of) = deployment.labels.get(label) else { continue };
        let count = all.entry((label, of)).or_default();
        count.0 += 1;
        count.1 += u64::from(daemons.contains(&name.to_string()));
    }
    let lost = all.into_iter().filter(|(_, (total, here))| total == here);
    lost.map(|((label, of), (total, _))| {
        let text = if label == "rook_file_system" {
            format!("file system {of} loses all {total} of its MDSs until they start elsewhere")
        } else {
            format!("object store {of} loses all {total} of its gateways until they start elsewhere")
        };
        DrainLoss { severity: Severity::Warn, text }
    })
    .collect()
}
