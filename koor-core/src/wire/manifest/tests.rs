//! Manifests as people write them, and what is read out of them.

use super::read;
use crate::model::catalogue::{Product, Wanted};

fn wants(text: &str) -> Vec<(Product, Option<String>, Option<String>)> {
    let of = |one: Wanted| (one.product, one.written, one.version.map(|version| version.to_string()));
    read("file.yaml", text).unwrap().wants.into_iter().map(of).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "what it is compared with is an option")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_cephcluster_among_other_objects_is_found() {
    let text = "kind: ConfigMap\n---\napiVersion: ceph.rook.io/v1\nkind: CephCluster\nmetadata: {name: rook-ceph}\nspec:\n  cephVersion: {image: 'quay.io/ceph/ceph:v19.2.3-20250717'}\n  csi: {readAffinity: {enabled: true}}\n";
    assert_eq!(wants(text), [(Product::Ceph, some("quay.io/ceph/ceph:v19.2.3-20250717"), some("19.2.3"))]);
    let manifest = read("file.yaml", text).unwrap();
    assert_eq!(manifest.read_affinity, Some(true));
    assert_eq!(manifest.wants[0].place, "file.yaml: CephCluster rook-ceph spec.cephVersion.image");
}

#[test]
fn values_of_both_charts_are_told_apart() {
    assert_eq!(
        wants("image: {repository: docker.io/rook/ceph, tag: v1.20.7}\n"),
        [(Product::Rook, some("docker.io/rook/ceph:v1.20.7"), some("1.20.7"))]
    );
    assert_eq!(
        wants("cephImage: {tag: v20}\ncephClusterSpec: {mon: {count: 3}}\n"),
        [(Product::Ceph, some("quay.io/ceph/ceph:v20"), None)]
    );
    // Nobody says it: the chart decides.
    assert_eq!(wants("cephClusterSpec: {mon: {count: 3}}\n"), [(Product::Ceph, None, None)]);
}

#[test]
fn flux_and_argo_name_chart_and_values() {
    let flux = "kind: HelmRelease\nmetadata: {name: cluster}\nspec:\n  chart: {spec: {chart: rook-ceph-cluster, version: v1.20.7}}\n  values: {cephClusterSpec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}}\n";
    let both = [
        (Product::Rook, some("v1.20.7"), some("1.20.7")),
        (Product::Ceph, some("quay.io/ceph/ceph:v20.2.5"), some("20.2.5")),
    ];
    assert_eq!(wants(flux), both);
    let argo = "kind: Application\nmetadata: {name: cluster}\nspec:\n  source:\n    chart: rook-ceph-cluster\n    targetRevision: v1.20.7\n    helm: {valuesObject: {cephClusterSpec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}}}\n";
    assert_eq!(wants(argo), both);
}

#[test]
fn what_names_no_version_or_is_no_yaml_is_refused() {
    for (text, words) in
        [("kind: ConfigMap\n", "names no version"), ("a: [", "it is no YAML"), ("", "names no version")]
    {
        let why = read("file.yaml", text).unwrap_err();
        assert!(why.contains(words), "{text}: {why}");
    }
}

#[test]
fn a_release_is_read_as_helm_k3s_and_flux_describe_it() {
    let all = "NAME: cluster\nLAST DEPLOYED: Sat Nov 28 08:00:00 2026\nCHART: rook-ceph-cluster\nVERSION: v1.20.7\nREVISION: 3\nUSER-SUPPLIED VALUES:\ncephClusterSpec: {mon: {count: 3}}\n\nCOMPUTED VALUES:\ncephClusterSpec: {mon: {count: 3}}\n\nHOOKS:\nMANIFEST:\n---\n# Source: rook-ceph-cluster/templates/cephcluster.yaml\nkind: CephCluster\nmetadata: {name: rook-ceph}\nspec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}\n\nNOTES:\nThe cluster: [is being made\n";
    let both = [
        (Product::Rook, some("v1.20.7"), some("1.20.7")),
        (Product::Ceph, some("quay.io/ceph/ceph:v20.2.5"), some("20.2.5")),
    ];
    assert_eq!(wants(all), both, "helm get all");
    let values =
        "USER-SUPPLIED VALUES:\ncephClusterSpec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}\n";
    assert_eq!(wants(values), both[1..], "helm get values");
    let k3s = "kind: HelmChart\nmetadata: {name: cluster}\nspec:\n  chart: oci://ghcr.io/rook/rook-ceph-cluster\n  version: v1.20.7\n  valuesContent: |\n    cephClusterSpec: {cephVersion: {image: 'quay.io/ceph/ceph:v20.2.5'}}\n";
    assert_eq!(wants(k3s), both);
    let flux = "kind: HelmRelease\nmetadata: {name: cluster}\nspec:\n  chartRef: {kind: OCIRepository, name: rook}\n  values: {cephImage: {tag: v20.2.5}}\n";
    assert_eq!(wants(flux), both[1..], "the chart is another object's");
    for (reference, version) in [
        ("{tag: v1.20.7}", some("1.20.7")),
        ("{semver: '>=1.20', tag: v1.20.7}", None),
        ("{digest: 'sha256:6b5d', tag: v1.20.7}", some("1.20.7")),
        ("{digest: 'sha256:6b5d'}", None),
    ] {
        let source = format!(
            "kind: OCIRepository\nmetadata: {{name: rook}}\nspec: {{url: 'oci://ghcr.io/rook/rook-ceph-cluster', ref: {reference}}}\n"
        );
        let read = wants(&format!("{source}---\n{flux}"));
        assert_eq!((read[0].0, &read[0].2), (Product::Rook, &version), "{reference}");
        assert_eq!(read[1..], both[1..]);
    }
    let other = "kind: OCIRepository\nspec: {url: 'oci://ghcr.io/x/podinfo', ref: {tag: 6.9.0}}\n---\n";
    assert_eq!(wants(&format!("{other}{flux}")), both[1..], "a chart of somebody else");
    let argo = "kind: Application\nmetadata: {name: cluster}\nspec:\n  sources:\n  - chart: rook-ceph-cluster\n    targetRevision: v1.20.7\n    helm: {values: \"cephImage: {tag: v20.2.5}\"}\n";
    assert_eq!(wants(argo), both);
}

#[test]
fn whether_rook_is_told_to_run_what_it_does_not_support_is_read() {
    let of = |more: &str| {
        let text = format!(
            "kind: CephCluster\nmetadata: {{name: c}}\nspec: {{cephVersion: {{image: 'x/ceph:v20.2.5'{more}}}}}\n"
        );
        read("file.yaml", &text).unwrap().allows_unsupported
    };
    assert_eq!(of(""), None);
    assert_eq!(of(", allowUnsupported: false").map(|said| said.0), Some(false));
    let place = "file.yaml: CephCluster c spec.cephVersion.allowUnsupported";
    assert_eq!(of(", allowUnsupported: true"), Some((true, place.to_owned())));
}
