//! Disruption budgets as Rook keeps them: one for all OSDs, and while a failure domain is down and PGs suffer by it, one
//! for each of the others that lets nobody go.

use std::collections::BTreeSet;

use super::{NAMESPACE, at, host_died, workload};
use crate::model::kube::{DisruptionBudget, LabelSelector, Pod, SelectorRule};
use crate::sim::world::World;

pub(super) fn rows(world: &World) -> Vec<DisruptionBudget> {
    let made = world.created + 90;
    let mut wanted = vec![
        ("rook-ceph-mds-cephfs".to_owned(), label("rook_file_system", "cephfs"), Rule::Stay(1), made),
        ("rook-ceph-mgr-pdb".to_owned(), label("app", "rook-ceph-mgr"), Rule::Go(1), made),
        ("rook-ceph-mon-pdb".to_owned(), label("app", "rook-ceph-mon"), Rule::Go(1), made),
    ];
    match draining(world) {
        None => {
            let rule = SelectorRule {
                key: "app".into(),
                operator: "In".into(),
                values: vec!["rook-ceph-osd".into()],
            };
            let all = LabelSelector { rules: vec![rule], ..LabelSelector::default() };
            wanted.push(("rook-ceph-osd".to_owned(), all, Rule::Go(1), world.created + 400));
        }
        Some((down, since)) => {
            let kind = failure_domain(world);
            let all: BTreeSet<String> = (0..world.osds.len()).map(|osd| domain_of(world, osd)).collect();
            wanted.extend(all.into_iter().filter(|domain| *domain != down).map(|domain| {
                let selector = label(&format!("topology-location-{kind}"), &domain);
                (format!("rook-ceph-osd-{kind}-{domain}"), selector, Rule::Go(0), since)
            }));
        }
    }
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    let pods = workload::pods(world);
    let budget = |(name, selector, rule, made)| budget(name, selector, &rule, made, &pods);
    wanted.into_iter().map(budget).collect()
}

/// Whether an OSD's pod is ready, as far as Kubernetes knows.
fn serves(world: &World, osd: usize) -> bool {
    let lost = host_died(world, world.osds[osd].host);
    let known = lost.is_none_or(|died| world.now >= died + super::NOT_READY_S);
    world.osds[osd].alive || !known
}

/// The failure domain that is down while PGs suffer by it, and since when, as Rook sees it. An operator that is gone
/// sees nothing.
pub(super) fn draining(world: &World) -> Option<(String, i64)> {
    if world.unclean().is_empty() || world.rook.gone_since.is_some() {
        return None;
    }
    let down = (0..world.osds.len()).filter(|osd| !serves(world, *osd));
    down.map(|osd| (domain_of(world, osd), world.osds[osd].died)).min()
}

/// `host` or `zone`: the smallest that a pool keeps its copies apart by.
fn failure_domain(world: &World) -> &'static str {
    if world.pools.iter().any(|pool| pool.failure_domain == "host") { "host" } else { "zone" }
}

fn domain_of(world: &World, osd: usize) -> String {
    let host = world.host_of(osd);
    match (failure_domain(world), host.zone) {
        ("zone", Some(zone)) => world.zones[zone].clone(),
        _ => host.name.clone(),
    }
}

/// How many must stay, or may go.
enum Rule {
    Stay(usize),
    Go(usize),
}

fn label(name: &str, value: &str) -> LabelSelector {
    LabelSelector { labels: [(name.to_owned(), value.to_owned())].into(), rules: Vec::new() }
}

/// Kubernetes counts the pods that it selects, and those of them that are ready.
fn budget(name: String, selector: LabelSelector, rule: &Rule, made: i64, pods: &[Pod]) -> DisruptionBudget {
    let selected: Vec<&Pod> = pods.iter().filter(|pod| selector.selects(&pod.labels)).collect();
    let (expected, healthy) = (selected.len(), selected.iter().filter(|pod| pod.is_ready()).count());
    let (min_available, max_unavailable, desired) = match rule {
        Rule::Stay(count) => (Some(count.to_string()), None, *count),
        Rule::Go(count) => (None, Some(count.to_string()), expected.saturating_sub(*count)),
    };
    DisruptionBudget {
        namespace: NAMESPACE.into(),
        name,
        selector,
        min_available,
        max_unavailable,
        allowed: healthy.saturating_sub(desired) as u64,
        healthy: healthy as u64,
        desired: desired as u64,
        expected: expected as u64,
        created: Some(at(made)),
    }
}
