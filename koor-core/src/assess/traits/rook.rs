//! Traits that Rook and Kubernetes tell.

use std::collections::BTreeMap;

use semver::Version;

use super::ceph::kernel_number;
use super::told::{Known, TraitValue};
use crate::model::rook::RookCluster;
use crate::model::{Inventory, image_version};

/// A version as Kubernetes writes it: `v1.35.4`, `v1.35.4+k3s1`, `v1.35.4-eks-…`.
fn number(text: &str) -> Option<Version> {
    kernel_number(text.strip_prefix('v').unwrap_or(text))
}

fn one(version: Version, who: impl Into<String>) -> Known {
    Known::all(TraitValue::Versions(BTreeMap::from([(version, vec![who.into()])])))
}

pub(super) fn operator(inventory: &Inventory) -> Known {
    let Some(all) = inventory.deployments.value() else {
        return Known::unseen(&inventory.deployments, "deployments");
    };
    let operator = all.iter().find(|one| one.is_operator());
    if let Some(version) = operator.and_then(|one| image_version(one.image.as_deref()?)) {
        return one(version, "the operator's image");
    }
    // A tag that is no version (`master`, a digest): what the operator writes on its Deployments is its own.
    let label = all.iter().filter_map(|one| one.rook_version()).filter_map(number).max();
    match label {
        Some(version) => one(version, "the label rook-version"),
        None => Known::Unknown("no Deployment tells the operator's version".to_owned()),
    }
}

pub(super) fn kubernetes(inventory: &Inventory) -> Known {
    match inventory.kubernetes.value() {
        None => Known::unseen(&inventory.kubernetes, "kubernetes"),
        Some(kubernetes) => match kubernetes.version.as_deref().and_then(number) {
            Some(version) => one(version, "the API server"),
            None => Known::Unknown("the API server told no version".to_owned()),
        },
    }
}

pub(super) fn kubelet(inventory: &Inventory) -> Known {
    let Some(nodes) = inventory.nodes.value() else {
        return Known::unseen(&inventory.nodes, "nodes");
    };
    let mut versions: BTreeMap<Version, Vec<String>> = BTreeMap::new();
    for node in nodes {
        if let Some(version) = node.kubelet.as_deref().and_then(number) {
            versions.entry(version).or_default().push(format!("node {}", node.name));
        }
    }
    Known::all(TraitValue::Versions(versions))
}

pub(super) fn csi(inventory: &Inventory) -> Known {
    let Some(pods) = inventory.pods.value() else {
        return Known::unseen(&inventory.pods, "pods");
    };
    let mut versions: BTreeMap<Version, Vec<String>> = BTreeMap::new();
    for pod in pods {
        let driver = pod.containers.iter().find(|container| container.image.contains("cephcsi/cephcsi"));
        if let Some(version) = driver.and_then(|container| image_version(&container.image)) {
            versions.entry(version).or_default().push(format!("pod {}", pod.name));
        }
    }
    if versions.is_empty() {
        return Known::Unknown(
            "no pod of Rook's namespaces runs an image of cephcsi with a version".to_owned(),
        );
    }
    Known::all(TraitValue::Versions(versions))
}

/// The CephCluster, or what is known where there is none.
fn cluster_of(inventory: &Inventory) -> Result<&RookCluster, Known> {
    if inventory.rook_clusters.value().is_none() {
        return Err(Known::unseen(&inventory.rook_clusters, "cephclusters"));
    }
    inventory.rook_cluster().ok_or_else(|| Known::Unknown("no CephCluster carries this cluster".to_owned()))
}

pub(super) fn cluster(inventory: &Inventory) -> Known {
    if inventory.rook_clusters.value().is_none() {
        return Known::unseen(&inventory.rook_clusters, "cephclusters");
    }
    let found = inventory.rook_cluster();
    let name = found.map_or_else(String::new, |one| format!("CephCluster {}/{}", one.namespace, one.name));
    Known::flag(found.is_some(), name)
}

pub(super) fn helm(inventory: &Inventory) -> Known {
    let Some(all) = inventory.helm_releases.value() else {
        return Known::unseen(&inventory.helm_releases, "helm releases");
    };
    let rooks = |chart: &Option<String>| chart.as_deref().is_some_and(|chart| chart.starts_with("rook-ceph"));
    let found = all.iter().find(|release| rooks(&release.chart));
    Known::flag(found.is_some(), found.map_or_else(String::new, |one| format!("Helm release {}", one.name)))
}

pub(super) fn charts(inventory: &Inventory) -> Known {
    let Some(all) = inventory.helm_releases.value() else {
        return Known::unseen(&inventory.helm_releases, "helm releases");
    };
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for release in all {
        if let Some(name) = release.chart.as_deref().map(chart_name) {
            words.entry(name.to_owned()).or_default().push(format!("Helm release {}", release.name));
        }
    }
    Known::all(TraitValue::Words(words))
}

/// `rook-ceph-cluster` of `rook-ceph-cluster-v1.18.11`.
fn chart_name(chart: &str) -> &str {
    let version = chart.rmatch_indices('-').map(|(at, _)| at).find(|at| {
        let rest = &chart[at + 1..];
        rest.trim_start_matches('v').starts_with(|letter: char| letter.is_ascii_digit())
    });
    version.map_or(chart, |at| &chart[..at])
}

pub(super) fn read_affinity(inventory: &Inventory) -> Known {
    match cluster_of(inventory) {
        Err(unknown) => unknown,
        Ok(cluster) => {
            Known::flag(cluster.wants.read_affinity == Some(true), "spec.csi.readAffinity.enabled is true")
        }
    }
}

pub(super) fn multisite(inventory: &Inventory) -> Known {
    let Some(all) = inventory.rook_resources.value() else {
        return Known::unseen(&inventory.rook_resources, "Rook's objects");
    };
    let zones: Vec<&str> =
        all.iter().filter(|one| one.kind == "CephObjectZone").map(|one| one.name.as_str()).collect();
    // One zone may replicate with one that is elsewhere; where Rook has none, gateways stand alone.
    Known::flag(!zones.is_empty(), format!("CephObjectZone {}", zones.join(", ")))
}

pub(super) fn key_types(inventory: &Inventory) -> Known {
    match cluster_of(inventory) {
        Err(unknown) => unknown,
        Ok(cluster) => {
            let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (who, key) in &cluster.keys {
                if let Some(kind) = &key.key_type {
                    words.entry(kind.clone()).or_default().push(who.clone());
                }
            }
            if words.is_empty() {
                return Known::Unknown("the CephCluster's status tells no type of a key".to_owned());
            }
            Known::all(TraitValue::Words(words))
        }
    }
}

pub(super) fn csi_key_type(inventory: &Inventory) -> Known {
    match cluster_of(inventory) {
        Err(unknown) => unknown,
        Ok(cluster) => {
            let kind = cluster.wants.key_policies.get("csi").and_then(|policy| policy.key_type.clone());
            let who = vec!["spec.security.cephx.csi.keyType".to_owned()];
            Known::all(TraitValue::Words(kind.map(|kind| (kind, who)).into_iter().collect()))
        }
    }
}

pub(super) fn keys_rotated(inventory: &Inventory) -> Known {
    match cluster_of(inventory) {
        Err(unknown) => unknown,
        Ok(cluster) => {
            let rotates =
                |rotation: &Option<String>| rotation.as_deref().is_some_and(|word| word != "Disabled");
            let policy = cluster.wants.key_policies.get("daemon");
            let holds = policy.is_some_and(|policy| rotates(&policy.rotation));
            Known::flag(holds, "spec.security.cephx.daemon.keyRotationPolicy")
        }
    }
}

pub(super) fn external(inventory: &Inventory) -> Known {
    match cluster_of(inventory) {
        Err(unknown) => unknown,
        Ok(cluster) => Known::flag(cluster.wants.external, "spec.external.enable is true"),
    }
}
