//! Manifests that are judged before they are applied.
#![cfg(feature = "manifest")]

use koor_core::assess::advice::{Outcome, Ruling, against};
use koor_core::assess::traits::Traits;
use koor_core::model::Inventory;
use koor_core::model::catalogue::Product::{Ceph, Rook};
use koor_core::wire::manifest;

use super::base::{TODAY, base, catalogue, run};

fn judged(inventory: &Inventory, text: &str) -> Vec<Ruling> {
    let manifest = manifest::read("file.yaml", text).unwrap();
    let all = against(&manifest, &Traits::of(inventory), catalogue(), TODAY);
    all.into_iter().filter(|one| one.outcome == Outcome::Found).collect()
}

fn ids(inventory: &Inventory, text: &str) -> Vec<String> {
    judged(inventory, text).into_iter().map(|one| one.id).collect()
}

fn cluster(image: &str, more: &str) -> String {
    format!(
        "kind: CephCluster\nmetadata: {{name: rook-ceph}}\nspec:\n  cephVersion: {{image: '{image}'}}\n{more}"
    )
}

#[test]
fn what_runs_already_is_no_matter() {
    assert_eq!(ids(&base(), &cluster("quay.io/ceph/ceph:v20.2.5", "")), Vec::<String>::new());
}

#[test]
fn a_downgrade_is_told_and_so_is_what_would_run_then() {
    let all = ids(&base(), &cluster("quay.io/ceph/ceph:v20.2.0", "  csi: {readAffinity: {enabled: true}}\n"));
    for id in ["ceph-20.2.5-to-20.2.0", "ceph-20.2.0-read-affinity", "CVE-2025-30156"] {
        assert!(all.contains(&id.to_owned()), "{id}: {all:?}");
    }
    // Only the manifest says that clients read from the nearest OSD.
    let twin = ids(&base(), &cluster("quay.io/ceph/ceph:v20.2.0", ""));
    assert!(!twin.contains(&"ceph-20.2.0-read-affinity".to_owned()), "{twin:?}");
}

#[test]
fn a_skipped_major_names_the_file_and_the_way() {
    let mut inventory = base();
    run(&mut inventory, Ceph, "17.2.7");
    let all = judged(&inventory, &cluster("quay.io/ceph/ceph:v20.2.5", ""));
    let hop = all.iter().find(|one| one.id == "ceph-17.2.7-to-20.2.5").unwrap();
    assert_eq!(hop.next.as_deref(), Some("go by 19, then 20"));
    assert_eq!(hop.evidence, ["file.yaml: CephCluster rook-ceph spec.cephVersion.image"]);
}

#[test]
fn a_floating_tag_is_told() {
    for image in [
        "quay.io/ceph/ceph:v20",
        "quay.io/ceph/ceph:latest",
        "quay.io/ceph/ceph",
        "quay.io/ceph/ceph@sha256:00",
    ] {
        assert_eq!(ids(&base(), &cluster(image, "")), ["ceph-not-pinned"], "{image}");
    }
}

/// Who pins by a digest is not told that it may change.
#[test]
fn a_digest_alone_is_told_as_one() {
    let rulings = judged(&base(), &cluster("quay.io/ceph/ceph@sha256:00", ""));
    assert!(rulings[0].sentence.contains("is a digest alone: it will not change by itself"), "{rulings:?}");
    let beside = cluster("quay.io/ceph/ceph:v20.2.5@sha256:00", "");
    assert!(!ids(&base(), &beside).contains(&"ceph-not-pinned".to_owned()));
}

#[test]
fn a_chart_that_brings_another_major_by_itself_is_told() {
    let mut inventory = base();
    run(&mut inventory, Ceph, "19.2.5");
    run(&mut inventory, Rook, "1.19.9");
    let chart = |values: &str| {
        format!(
            "kind: HelmRelease\nmetadata: {{name: cluster}}\nspec:\n  chart: {{spec: {{chart: rook-ceph-cluster, version: v1.20.6}}}}\n  values: {values}\n"
        )
    };
    let all = ids(&inventory, &chart("{cephClusterSpec: {mon: {count: 3}}}"));
    assert!(all.contains(&"ceph-not-pinned".to_owned()), "{all:?}");
    // The chart of 1.20 starts Ceph 20: what speaks against that hop is told as if it was written.
    assert!(all.iter().any(|id| id == "ceph-keys-health-err"), "{all:?}");
    let pinned = ids(&inventory, &chart("{cephImage: {tag: v19.2.5}, cephClusterSpec: {mon: {count: 3}}}"));
    assert!(!pinned.contains(&"ceph-not-pinned".to_owned()), "{pinned:?}");
    assert!(!pinned.iter().any(|id| id == "ceph-keys-health-err"), "{pinned:?}");
}

#[test]
fn a_pair_that_nobody_supports_is_told_before_it_runs() {
    let mut inventory = base();
    run(&mut inventory, Rook, "1.18.11");
    run(&mut inventory, Ceph, "18.2.7");
    let all = ids(&inventory, "image: {repository: docker.io/rook/ceph, tag: v1.19.9}\n");
    assert!(all.contains(&"rook-1.19-with-ceph".to_owned()), "{all:?}");
}

#[test]
fn a_ceph_that_this_rook_does_not_support_is_told_also_where_rook_is_told_to_keep_quiet() {
    let mut inventory = base();
    run(&mut inventory, Rook, "1.18.11");
    run(&mut inventory, Ceph, "19.2.5");
    let image = |more: &str| {
        format!(
            "kind: CephCluster\nmetadata: {{name: rook-ceph}}\nspec: {{cephVersion: {{image: 'quay.io/ceph/ceph:v17.2.7'{more}}}}}\n"
        )
    };
    let plain = judged(&inventory, &image(""));
    let pair = plain.iter().find(|one| one.id == "rook-1.18-with-ceph").unwrap();
    assert!(!plain.iter().any(|one| one.id == "rook-allows-unsupported"));
    let silenced = judged(&inventory, &image(", allowUnsupported: true"));
    let said = silenced.iter().find(|one| one.id == "rook-allows-unsupported").unwrap();
    assert_eq!(said.weight, pair.weight);
    assert!(said.sentence.contains("it silences Rook's own refusal"), "{}", said.sentence);
    assert_eq!(said.evidence, ["file.yaml: CephCluster rook-ceph spec.cephVersion.allowUnsupported"]);
    // Where the pair is a good one it is no more than something to take out.
    let good = cluster("quay.io/ceph/ceph:v20.2.5', allowUnsupported: true, x: '", "");
    let all = judged(&base(), &good);
    assert_eq!(all.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["rook-allows-unsupported"]);
    assert_eq!(all[0].weight, koor_core::assess::advice::Weight::Note);
}
