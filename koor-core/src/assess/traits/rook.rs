//! Traits that Rook and Kubernetes tell.

use semver::Version;

use super::told::{Known, TraitValue, grouped};
use crate::model::rook::{RookCluster, RookRelease};
use crate::model::{Inventory, image_version, lenient_version};

/// A version as Kubernetes writes it: `v1.35.4`, `v1.35.4+k3s1`, `v1.35.4-eks-…`.
fn number(text: &str) -> Option<Version> {
    lenient_version(text)
}

pub(super) fn operator(inventory: &Inventory) -> Known {
    Known::of(&inventory.deployments, "deployments", |all| {
        let release = RookRelease::of(all).and_then(|one| Some((one.version?, one.told_by.to_owned())));
        match release {
            Some(told) => Known::versions([told]),
            None => Known::Unknown("no Deployment tells the operator's version".to_owned()),
        }
    })
}

pub(super) fn kubernetes(inventory: &Inventory) -> Known {
    Known::of(&inventory.kubernetes, "kubernetes", |kubernetes| {
        match kubernetes.version.as_deref().and_then(number) {
            Some(version) => Known::versions([(version, "the API server".to_owned())]),
            None => Known::Unknown("the API server told no version".to_owned()),
        }
    })
}

pub(super) fn kubelet(inventory: &Inventory) -> Known {
    Known::of(&inventory.nodes, "nodes", |nodes| {
        Known::versions(nodes.iter().filter_map(|node| {
            Some((node.kubelet.as_deref().and_then(number)?, format!("node {}", node.name)))
        }))
    })
}

pub(super) fn csi(inventory: &Inventory) -> Known {
    Known::of(&inventory.pods, "pods", |pods| {
        let versions = grouped(pods.iter().filter_map(|pod| {
            let driver =
                pod.containers.iter().find(|container| container.image.contains("cephcsi/cephcsi"))?;
            Some((image_version(&driver.image)?, format!("pod {}", pod.name)))
        }));
        if versions.is_empty() {
            return Known::Unknown(
                "no pod of Rook's namespaces runs an image of cephcsi with a version".to_owned(),
            );
        }
        Known::all(TraitValue::Versions(versions))
    })
}

/// What is read of the CephCluster that carries this cluster.
fn of_cluster(inventory: &Inventory, read: impl FnOnce(&RookCluster) -> Known) -> Known {
    Known::of(&inventory.rook_clusters, "cephclusters", |_| match inventory.rook_cluster() {
        Some(cluster) => read(cluster),
        None => Known::Unknown("no CephCluster carries this cluster".to_owned()),
    })
}

pub(super) fn cluster(inventory: &Inventory) -> Known {
    Known::of(&inventory.rook_clusters, "cephclusters", |_| {
        let found = inventory.rook_cluster();
        let name =
            found.map_or_else(String::new, |one| format!("CephCluster {}/{}", one.namespace, one.name));
        Known::flag(found.is_some(), name)
    })
}

pub(super) fn helm(inventory: &Inventory) -> Known {
    Known::of(&inventory.helm_releases, "helm releases", |all| {
        let rooks =
            |chart: &Option<String>| chart.as_deref().is_some_and(|chart| chart.starts_with("rook-ceph"));
        let found = all.iter().find(|release| rooks(&release.chart));
        Known::flag(
            found.is_some(),
            found.map_or_else(String::new, |one| format!("Helm release {}", one.name)),
        )
    })
}

pub(super) fn charts(inventory: &Inventory) -> Known {
    Known::of(&inventory.helm_releases, "helm releases", |all| {
        Known::words(all.iter().filter_map(|release| {
            let name = chart_name(release.chart.as_deref()?);
            Some((name.to_owned(), format!("Helm release {}", release.name)))
        }))
    })
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
    of_cluster(inventory, |cluster| {
        Known::flag(cluster.wants.read_affinity == Some(true), "spec.csi.readAffinity.enabled is true")
    })
}

pub(super) fn multisite(inventory: &Inventory) -> Known {
    Known::of(&inventory.rook_resources, "Rook's objects", |all| {
        let zones: Vec<&str> =
            all.iter().filter(|one| one.kind == "CephObjectZone").map(|one| one.name.as_str()).collect();
        // One zone may replicate with one that is elsewhere; where Rook has none, gateways stand alone.
        Known::flag(!zones.is_empty(), format!("CephObjectZone {}", zones.join(", ")))
    })
}

pub(super) fn key_types(inventory: &Inventory) -> Known {
    of_cluster(inventory, |cluster| {
        let keys = cluster.keys.iter();
        let words = grouped(keys.filter_map(|(who, key)| Some((key.key_type.clone()?, who.clone()))));
        if words.is_empty() {
            return Known::Unknown("the CephCluster's status tells no type of a key".to_owned());
        }
        Known::all(TraitValue::Words(words))
    })
}

pub(super) fn csi_key_type(inventory: &Inventory) -> Known {
    of_cluster(inventory, |cluster| {
        let kind = cluster.wants.key_policies.get("csi").and_then(|policy| policy.key_type.clone());
        Known::words(kind.map(|kind| (kind, "spec.security.cephx.csi.keyType".to_owned())))
    })
}

pub(super) fn keys_rotated(inventory: &Inventory) -> Known {
    of_cluster(inventory, |cluster| {
        let rotation = cluster.wants.key_policies.get("daemon").and_then(|policy| policy.rotation.as_deref());
        let holds = rotation.is_some_and(|word| word != "Disabled");
        Known::flag(holds, "spec.security.cephx.daemon.keyRotationPolicy")
    })
}

pub(super) fn external(inventory: &Inventory) -> Known {
    of_cluster(inventory, |cluster| Known::flag(cluster.wants.external, "spec.external.enable is true"))
}
