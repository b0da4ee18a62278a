//! A claim, traced to its volume, its image, the PGs and the OSDs under it.

use koor_core::assess::rook::trace;
use koor_core::collect::Selection;
use koor_core::model::OsdId;
use koor_core::model::kube::{ClaimRef, VolumeBackend};
use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_tests::kube::{await_seen, define, koor, look};
use serde_json::json;

#[test]
fn a_claim_leads_to_its_image_and_its_osds() {
    let cluster = crate::cluster();
    let plane = ControlPlane::start(KubeShape::full()).unwrap();
    define(&plane);
    let shape = RookShape { daemons: false, ..RookShape::default() };
    let rook = Rook::install(&plane, cluster, shape).unwrap();
    let image = rook.claim("shop", "orders", 64).unwrap();
    rook.use_claim("shop", "orders", "till", "node1").unwrap();
    let koor = koor(cluster, &plane, Some("rook-ceph"));
    let claim = |name: &str| ClaimRef { namespace: "shop".into(), name: name.into() };

    let mounted = |seen: &koor_core::model::Inventory| {
        trace(seen, &claim("orders")).is_some_and(|trace| trace.pods.is_some_and(|pods| !pods.is_empty()))
    };
    let inventory = await_seen(&koor, &Selection::claim("shop"), "the pod that mounts it", mounted);
    let found = trace(&inventory, &claim("orders")).unwrap();
    assert_eq!(found.claim.phase, "Bound");
    let Some(VolumeBackend::Rbd { pool, image: Some(seen), .. }) =
        found.volume.as_ref().unwrap().backend.as_ref()
    else {
        panic!("no image: {found:?}");
    };
    assert_eq!((pool.as_str(), seen.as_str()), ("rbd", image.as_str()));
    // The image of the volume is one that Ceph has.
    let images = cluster.run_ok(&["rbd", "ls", pool]).unwrap();
    assert!(images.lines().any(|line| line == seen), "{images}");
    assert_eq!(found.pools, ["rbd"]);
    assert_eq!(found.pgs, Some(8));
    assert_eq!(found.osds, [OsdId(0), OsdId(1), OsdId(2)]);
    assert_eq!(found.pods.as_deref(), Some(&["till".to_owned()][..]));
    assert!(found.troubles.is_empty() && found.sick_pgs.is_empty(), "{found:?}");

    // One that nobody binds.
    plane
        .apply(&json!({
            "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "metadata": {"name": "waiting", "namespace": "shop"},
            "spec": {
                "accessModes": ["ReadWriteOnce"], "storageClassName": rook.storage_class_name(),
                "resources": {"requests": {"storage": "1Gi"}},
            },
        }))
        .unwrap();
    let inventory = look(&koor, &Selection::claim("shop"));
    let found = trace(&inventory, &claim("waiting")).unwrap();
    assert!(found.volume.is_none() && !found.troubles.is_empty(), "{found:?}");
    assert_eq!(trace(&inventory, &claim("nobody")), None);
    plane.down().unwrap();
}
