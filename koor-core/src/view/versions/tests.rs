//! What runs, of small clusters with and without Kubernetes.

use serde_json::json;

use super::VersionList;
use crate::model::kube::{
    Container, ContainerState, Deployment, HelmRelease, KubeNode, Kubernetes, NodeResources, Pod,
};
use crate::model::rook::RookConfig;
use crate::model::{CephVersion, DaemonType, Inventory, Kind, Part};
use crate::view::sample::{FOOTER, now, seen, timed_out, version};
use crate::view::sample_daemons::{inventory, versions};
use crate::view::{List as _, Report, Sort};

fn newer() -> CephVersion {
    CephVersion::parse("ceph version 18.2.7 (6b0e98) reef (stable)").unwrap()
}

fn list(inventory: &Inventory, what: Option<&str>) -> VersionList {
    VersionList::of(inventory, what.map(|what| DaemonType(what.into())).as_ref(), now())
}

fn text(counts: &[(&str, &CephVersion, u64)], what: Option<&str>) -> String {
    list(&Inventory { versions: seen(versions(counts)), ..inventory() }, what).to_string()
}

#[test]
fn daemons_that_are_all_alike() {
    let expected = format!(
        "\
TYPE    VERSION  RELEASE  WANTED  COUNT  MIXED  READ IN            DAEMONS
mon     16.2.15  pacific              3  no     ceph versions      a, b
mgr     16.2.15  pacific              2  no     ceph versions      x, y
kernel  6.1.0                        10  no     daemons' metadata  node-a, node-b and 8 more
koor    {}                       1  no     itself             this program
All 5 daemons run 16.2.15 pacific.
2 daemons have not told a version: mon.c, osd.3.
Not known: ceph-csi, helm-chart, kubelet, kubernetes, rook, toolbox (no Kubernetes was asked).
",
        format_args!("{:7}", env!("CARGO_PKG_VERSION"))
    );
    let text = text(&[("mon", &version(), 3), ("mgr", &version(), 2)], None);
    assert_eq!(text, format!("{expected}{FOOTER}"));
}

#[test]
fn those_that_are_behind_are_named() {
    let (old, new) = (version(), newer());
    let mixed = [("mon", &new, 3), ("mgr", &old, 1), ("mgr", &new, 1), ("osd", &old, 3)];
    let all = text(&mixed, None);
    assert!(all.contains("\nMixed versions: behind 18.2.7 reef are 1 mgr and 3 osd of 8.\n"), "{all}");
    let osds = text(&mixed, Some("osd"));
    let behind = "\nAll 3 osd daemons run 16.2.15 pacific, behind 18.2.7 reef, which runs elsewhere.\n";
    assert!(osds.contains(behind) && !osds.contains("mgr ") && !osds.contains("Not known"), "{osds}");
    let inventory = Inventory { versions: seen(versions(&mixed)), ..inventory() };
    let json = serde_json::to_value(list(&inventory, None)).unwrap();
    assert_eq!((&json["alike"], &json["newest"]["version"]), (&json!(false), &json!("18.2.7")));
    let rows = json["versions"].as_array().unwrap();
    let mixed: Vec<bool> = rows.iter().map(|row| row["mixed"] == true).collect();
    assert_eq!(mixed, [false, true, true, false, false, false], "{json}");
    assert_eq!((&rows[3]["behind"], &rows[3]["daemon_type"]), (&json!(true), &json!("osd")));
    assert_eq!(rows[3]["daemons"], json!(["osd.0", "osd.1", "osd.2"]));
    assert_eq!((&rows[4]["what"], &rows[4]["daemon_type"]), (&json!("kernel"), &json!(null)));
}

#[test]
fn two_builds_of_one_version_are_not_alike() {
    let other = CephVersion { build: "abc".into(), ..version() };
    let text = text(&[("mon", &version(), 2), ("mon", &other, 1)], Some("mon"));
    assert!(
        text.contains("\nAll 3 mon daemons run 16.2.15 pacific, in more than one build: -o wide.\n"),
        "{text}"
    );
}

#[test]
fn why_there_is_none() {
    let none = text(&[("mon", &version(), 3)], Some("iscsi"));
    let words = "No iscsi daemon told its version; types are kernel, koor, mon.\n";
    assert!(none.starts_with(words), "{none}");
    let unseen = Inventory { versions: timed_out(), ..inventory() };
    let all = list(&unseen, None);
    assert!(all.to_string().starts_with("What runs could not be seen: "), "{all}");
    assert!(all.to_string().contains("\nkernel "), "what else was seen is told: {all}");
    assert!(all.header().failure().is_some());
    let kernels = list(&unseen, Some("kernel"));
    assert!(kernels.header().failure().is_none(), "what was asked for was seen");
    let nothing = list(&Inventory { versions: timed_out(), ..crate::view::sample::empty() }, None);
    assert_eq!(nothing.versions, None, "what koor itself is, is nothing of the cluster");
}

fn pod(name: &str, app: &str, image: &str, runs: bool) -> Pod {
    let state = if runs {
        ContainerState::Running { since: None }
    } else {
        ContainerState::Waiting { reason: None, message: None }
    };
    Pod {
        namespace: "rook-ceph".into(),
        name: name.into(),
        labels: [("app".to_owned(), app.to_owned())].into(),
        daemon: None,
        node: None,
        phase: "Running".into(),
        reason: None,
        conditions: Vec::new(),
        containers: vec![Container {
            name: "main".into(),
            image: image.into(),
            image_id: None,
            init: false,
            ready: runs,
            restarts: 0,
            state,
            last_end: None,
        }],
        owner: None,
        claims: Vec::new(),
        address: None,
        started: None,
        created: None,
        deleting_since: None,
    }
}

fn deployment(name: &str, image: &str) -> Deployment {
    Deployment {
        namespace: "rook-ceph".into(),
        name: name.into(),
        labels: [("app".to_owned(), name.to_owned())].into(),
        daemon: None,
        image: Some(image.into()),
        wanted: 1,
        ready: 1,
        updated: 1,
        available: 1,
        generation: None,
        observed_generation: None,
        conditions: Vec::new(),
        node_selector: [].into(),
        created: None,
    }
}

fn node(name: &str, kubelet: Option<&str>) -> KubeNode {
    KubeNode {
        name: name.into(),
        hostname: name.into(),
        conditions: Vec::new(),
        cordoned: false,
        taints: Vec::new(),
        topology: [].into(),
        addresses: Vec::new(),
        capacity: NodeResources::default(),
        allocatable: NodeResources::default(),
        kernel: Some("6.1.0-18-amd64".into()),
        architecture: None,
        os_image: None,
        kubelet: kubelet.map(str::to_owned),
        container_runtime: None,
        created: None,
    }
}

fn release(name: &str, chart: Option<&str>) -> HelmRelease {
    HelmRelease {
        namespace: "rook-ceph".into(),
        name: name.into(),
        revision: None,
        status: "deployed".into(),
        chart: chart.map(str::to_owned),
        changed: None,
    }
}

/// Rook in the middle of everything: its operator is being replaced, kubelets differ, CSI is not what is set.
fn in_kubernetes() -> Inventory {
    Inventory {
        versions: seen(versions(&[("mon", &version(), 3)])),
        kubernetes: seen(Kubernetes {
            version: Some("v1.35.4+k3s1".into()),
            server: "https://10.0.0.1:6443".into(),
            context: None,
            impersonates: None,
            namespace: "rook-ceph".into(),
            operator_namespace: None,
        }),
        pods: seen(vec![
            pod("operator-1", "rook-ceph-operator", "docker.io/rook/ceph:v1.18.11", true),
            pod("operator-2", "rook-ceph-operator", "docker.io/rook/ceph:v1.19.0", false),
            pod("csi-1", "csi", "quay.io/cephcsi/cephcsi:v3.15.0", true),
            pod("tools", "rook-ceph-tools", "quay.io/ceph/ceph:v20", true),
        ]),
        deployments: seen(vec![
            deployment("rook-ceph-operator", "docker.io/rook/ceph:v1.19.0"),
            deployment("rook-ceph-tools", "quay.io/ceph/ceph:v20"),
        ]),
        rook_config: seen(RookConfig {
            operator: [("ROOK_CSI_CEPH_IMAGE".to_owned(), "quay.io/cephcsi/cephcsi:v3.16.1".to_owned())]
                .into(),
            ..RookConfig::default()
        }),
        nodes: seen(vec![node("n0", Some("v1.35.4")), node("n1", Some("v1.34.2")), node("n2", None)]),
        helm_releases: seen(vec![
            release("rook-ceph", Some("rook-ceph-v1.18.11")),
            release("rook-ceph-cluster", None),
            release("shop", Some("shop-3.0.0")),
        ]),
        ..inventory()
    }
}

#[test]
fn everything_in_kubernetes_stands_beside_what_is_wanted() {
    let list = list(&in_kubernetes(), None);
    let row = |what: &str| {
        let rows = list.versions.iter().flatten().filter(|row| row.what == what);
        rows.map(|row| (row.version.clone().unwrap_or_default(), row.wanted.clone(), row.as_wanted))
            .collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(row("mon"), [("16.2.15".to_owned(), None, None)], "no CephCluster was seen");
    assert_eq!(row("rook"), [("1.18.11".to_owned(), some("1.19.0"), Some(false))], "what waits does not run");
    assert_eq!(row("ceph-csi"), [("3.15.0".to_owned(), some("3.16.1"), Some(false))]);
    // A floating tag names no release: the image is all there is.
    assert_eq!(row("toolbox"), [(String::new(), some("quay.io/ceph/ceph:v20"), Some(true))]);
    assert_eq!(row("helm-chart"), [("1.18.11".to_owned(), None, None)], "and no other product's");
    assert_eq!(row("kubernetes"), [("1.35.4+k3s1".to_owned(), None, None)]);
    assert_eq!(row("kubelet").len(), 2);
    let text = list.to_string();
    for line in [
        "Wanted is rook 1.19.0, and 1.18.11 runs.",
        "Wanted is ceph-csi 3.16.1, and 3.15.0 runs.",
        "Mixed kubelet: 1.34.2 on n1; 1.35.4 on n0.",
        "Not known: kubelet (node n2 does not tell it).",
        "Not known: helm-chart (nothing that release rook-ceph-cluster installed says by which chart).",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
    }
}

#[test]
fn a_part_that_was_refused_is_unknown_with_its_reason() {
    let refused = || Part::unseen(Kind::Denied, "nodes may not be listed");
    let seen = list(&Inventory { nodes: refused(), ..in_kubernetes() }, None);
    let why = seen.unknown.iter().find(|one| one.what == "kubelet").map(|one| one.why.as_str());
    assert_eq!(why, Some("nodes may not be listed"));
    let text = seen.to_string();
    assert!(!text.contains("Not known: kubelet") && text.contains("not seen: nodes"), "said once: {text}");
    let asleep = Inventory {
        pods: crate::view::sample::seen(vec![pod("o", "rook-ceph-operator", "rook/ceph:v1.19.0", false)]),
        ..in_kubernetes()
    };
    let text = list(&asleep, Some("rook")).to_string();
    assert!(text.contains("no pod of Deployment rook-ceph-operator runs, which wants docker.io/"), "{text}");
}

#[test]
fn the_table_sorts_by_all_of_its_columns() {
    for column in Sort::<super::VersionRow>::columns() {
        let rows = list(&in_kubernetes(), None).sorted(column.parse().unwrap()).versions.unwrap();
        assert!(rows.len() > 8, "{column}");
    }
    let by_wanted = list(&in_kubernetes(), None).sorted("wanted".parse().unwrap()).versions.unwrap();
    assert_eq!(by_wanted[0].what, "rook");
}
