//! From nothing to a full picture.

use koor_core::collect::Selection;
use koor_core::model::kube::KubeQuestion;
use koor_core::model::{Inventory, Kind};
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_tests::kube::{await_seen, define, findings, koor, look};

/// The parts of Kubernetes that are unseen, and why.
fn unseen(inventory: &Inventory) -> Vec<(&str, Kind, String)> {
    let parts: Vec<&str> = KubeQuestion::ALL.iter().map(|question| question.part()).collect();
    let all = inventory.unseen().filter(|part| parts.contains(&part.name));
    all.filter_map(|part| Some((part.name, part.why?.kind, part.why?.message.clone()))).collect()
}

#[test]
fn from_nothing_to_a_full_picture() {
    let cluster = crate::cluster();
    let plane = ControlPlane::start(KubeShape::full()).unwrap();
    let koor_here = koor(cluster, &plane, None);

    // A Kubernetes without Rook: Ceph is seen all the same, and what is missing is said.
    let inventory = look(&koor_here, &Selection::rook());
    assert_eq!(inventory.cluster.value().unwrap().fsid.to_string(), cluster.fsid());
    let missing = unseen(&inventory);
    let clusters = missing.iter().find(|(part, ..)| *part == "rook_clusters").unwrap();
    assert_eq!(clusters.1, Kind::NotFound, "{missing:?}");
    assert!(clusters.2.contains("CephCluster"), "{missing:?}");

    // Rook's kinds are there, and nobody made anything of them.
    define(&plane);
    let inventory = look(&koor(cluster, &plane, None), &Selection::rook());
    let missing = unseen(&inventory);
    assert!(
        missing.iter().any(|(part, kind, _)| *part == "rook_clusters" && *kind == Kind::NotFound),
        "{missing:?}"
    );

    // Rook is there, and all of it is seen.
    let rook = Rook::install(&plane, cluster, RookShape::default()).unwrap();
    rook.claim("default", "data", 64).unwrap();
    // Opened anew: where Rook is, is looked for once.
    let koor_here = koor(cluster, &plane, None);
    let inventory =
        await_seen(&koor_here, &Selection::everything(), "every budget to have counted its pods", |seen| {
            seen.disruption_budgets.value().is_some_and(|all| all.iter().all(|one| one.allowed > 0))
        });
    assert_eq!(unseen(&inventory), [], "the whole is seen");
    let kubernetes = inventory.kubernetes.value().unwrap();
    assert_eq!(kubernetes.server, plane.server());
    assert_eq!(
        (kubernetes.namespace.as_str(), kubernetes.operator_namespace.as_deref()),
        ("rook-ceph", Some("rook-ceph"))
    );
    let clusters = inventory.rook_clusters.value().unwrap();
    assert_eq!(clusters.len(), 1);
    assert_eq!(clusters[0].ceph.as_ref().unwrap().fsid.as_ref().unwrap().to_string(), cluster.fsid());
    assert_eq!(clusters[0].wants.mons, Some(3));
    let nodes = inventory.nodes.value().unwrap();
    assert_eq!(nodes.iter().filter(|node| node.ready() == Some(true)).count(), 3);
    assert!(nodes.iter().all(|node| node.kubelet.as_deref() == Some("v1.35.4")), "{nodes:?}");

    // Every daemon of Ceph has its Deployment and its pod; OSDs are where CRUSH has them.
    let deployments = inventory.deployments.value().unwrap();
    let pods = inventory.pods.value().unwrap();
    for osd in 0..3 {
        let name = format!("osd.{osd}");
        let is = |daemon: Option<&koor_core::model::DaemonName>| {
            daemon.is_some_and(|daemon| daemon.to_string() == name)
        };
        let deployment = deployments.iter().find(|one| is(one.daemon.as_ref())).unwrap();
        assert_eq!((deployment.wanted, deployment.ready), (1, 1), "{deployment:?}");
        let pod = pods.iter().find(|one| is(one.daemon.as_ref())).unwrap();
        assert_eq!(pod.node.as_deref(), Some(format!("node{osd}").as_str()));
    }
    for daemon in ["mon.a", "mon.b", "mon.c", "mgr.x", "mgr.y"] {
        let has = pods.iter().filter_map(|pod| pod.daemon.as_ref()).any(|name| name.to_string() == daemon);
        assert!(has, "{daemon} has no pod");
    }
    let config = inventory.rook_config.value().unwrap();
    let mons = &config.mon_endpoints.as_ref().unwrap().mons;
    assert_eq!(mons.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(inventory.rook_resources.value().unwrap().iter().any(|one| one.kind == "CephBlockPool"));
    assert_eq!(inventory.claims.value().unwrap().len(), 1);
    // Nothing that was seen holds a key.
    let text = serde_json::to_string(&inventory).unwrap();
    assert!(!text.contains(&cluster.admin_key().unwrap()), "the administrator's key is in the inventory");

    let found = findings(&inventory);
    assert!(found.is_empty(), "{found:#?}");
    plane.down().unwrap();
}
