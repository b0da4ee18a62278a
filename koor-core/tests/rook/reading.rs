//! How objects of a real cluster read.

use koor_core::model::Bytes;
use koor_core::model::kube::ContainerState;
use koor_core::wire::kube::{KubeObject as _, PodObject, VolumeObject, list, object};
use koor_core::wire::rook::{CephClusterObject, KINDS};

use super::moment::{MOMENTS, moment, objects};

#[test]
fn every_object_of_every_moment_reads() {
    for name in MOMENTS {
        let inventory = moment(name);
        assert_eq!(inventory.nodes.value().unwrap().len(), 3, "{name}");
        assert!(inventory.deployments.value().unwrap().len() >= 16, "{name}");
        assert!(inventory.pods.value().unwrap().len() >= 18, "{name}");
        assert_eq!(inventory.disruption_budgets.value().unwrap().len(), 4, "{name}");
        let resources = inventory.rook_resources.value().unwrap();
        assert!(resources.iter().all(|one| KINDS.iter().any(|known| known.kind == one.kind)), "{name}");
        let pool = resources.iter().find(|one| one.kind == "CephBlockPool").unwrap();
        assert_eq!(pool.wants["replicated.size"], "3", "{name}");
    }
}

#[test]
fn a_cluster_reads_as_somebody_wants_it_and_as_rook_says_it() {
    let inventory = moment("28-complete");
    let cluster = inventory.rook_cluster().unwrap();
    assert_eq!(cluster.wants.image.as_deref(), Some("quay.io/ceph/ceph:v20.2.4"));
    assert_eq!((cluster.wants.mons, cluster.wants.mgrs), (Some(3), Some(2)));
    assert_eq!(cluster.wants.upgrade.osd_wait_min, Some(10));
    assert_eq!(cluster.wants.storage_nodes, ["node1", "node2", "node3"]);
    assert_eq!(cluster.version.as_ref().unwrap().version.as_deref(), Some("20.2.4-0"));
    assert_eq!(cluster.keys["mon"].made_by.as_deref(), Some("18.2.7-0"), "of the key, not of the daemon");
    let ceph = cluster.ceph.as_ref().unwrap();
    assert_eq!(ceph.health.as_deref(), Some("HEALTH_WARN"));
    let muted = ceph.checks.iter().find(|check| check.code == "AUTH_INSECURE_SERVICE_TICKETS").unwrap();
    assert_eq!(muted.severity, "HEALTH_ERR", "Rook does not tell that it is muted");
    let config = inventory.rook_config.value().unwrap();
    let mons = config.mon_endpoints.as_ref().unwrap();
    assert_eq!(mons.mons["a"], "10.97.0.121:6789");
    assert_eq!(mons.nodes["a"], "node3");
    assert_eq!(config.draining, None);
    assert_eq!(config.operator["ROOK_LOG_LEVEL"], "INFO");
}

#[test]
fn pods_and_nodes_read_with_their_units() {
    let inventory = moment("27-stuck");
    let pods = inventory.pods.value().unwrap();
    let osd = pods.iter().find(|pod| pod.name.starts_with("rook-ceph-osd-2-")).unwrap();
    assert_eq!(osd.daemon.as_ref().unwrap().to_string(), "osd.2");
    assert_eq!(osd.restarts(), 1);
    assert!(osd.is_ready());
    let container = osd.containers.iter().find(|one| one.name == "osd").unwrap();
    assert!(matches!(container.state, ContainerState::Running { since: Some(_) }), "{container:?}");
    let rgw = pods.iter().find(|pod| pod.name.starts_with("rook-ceph-rgw-")).unwrap();
    assert_eq!(rgw.daemon.as_ref().unwrap().to_string(), "rgw.my.store.a", "as Ceph's service map has it");
    let node = &inventory.nodes.value().unwrap()[0];
    assert_eq!(node.capacity.cpu_millis, Some(2000));
    assert_eq!(node.capacity.memory_bytes, Some(Bytes(24_684_084 * 1024)));
    assert_eq!(node.topology["topology.kubernetes.io/zone"], "zone1");
}

#[test]
fn a_wrong_type_is_told_by_its_path() {
    let error = object::<CephClusterObject>(br#"{"spec":{"mon":{"count":"three"}}}"#).unwrap_err();
    assert!(error.to_string().starts_with("field `spec.mon.count`"), "{error}");
}

#[test]
fn no_secret_of_a_cluster_is_kept() {
    let text = br#"{"metadata":{"name":"c","namespace":"n"},"spec":{"cephConfig":{"global":{"rgw_keystone_admin_password":
        "hunter2","osd_pool_default_size":"3"}}},"status":{"message":
        "failed to run: ceph --key AQBm1wVnAAAAABAAnjVjNqSyTZ3eVEWZzzzzzw== status"}}"#;
    let cluster = object::<CephClusterObject>(text).unwrap().into_row();
    let shown = format!("{cluster:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("AQBm1wVn"), "{shown}");
    assert_eq!(cluster.wants.config["global"]["osd_pool_default_size"], "3");
}

#[test]
fn a_volume_tells_what_stands_behind_it() {
    let volume = |driver: &str, attributes: &str| {
        let text = format!(
            r#"{{"metadata":{{"name":"pvc-1"}},"spec":{{"capacity":{{"storage":"5Gi"}},"claimRef":{{"namespace":"shop",
            "name":"db"}},"csi":{{"driver":"{driver}","volumeHandle":"0001-0009-rook-ceph-0000000000000001-b1e2",
            "volumeAttributes":{attributes}}}}},"status":{{"phase":"Bound"}}}}"#
        );
        object::<VolumeObject>(text.as_bytes()).unwrap().into_row()
    };
    let rbd = volume(
        "rook-ceph.rbd.csi.ceph.com",
        r#"{"clusterID":"rook-ceph","pool":"replicapool","imageName":"csi-vol-b1e2","imageFeatures":"layering"}"#,
    );
    let shown = format!("{:?}", rbd.backend);
    assert!(shown.contains("csi-vol-b1e2") && shown.contains("replicapool"), "{shown}");
    assert_eq!(rbd.capacity, Some(Bytes(5 << 30)));
    let fs = volume(
        "rook-ceph.cephfs.csi.ceph.com",
        r#"{"clusterID":"rook-ceph","fsName":"myfs","subvolumeName":"csi-vol-1","subvolumePath":"/volumes/csi/csi-vol-1/x"}"#,
    );
    assert!(format!("{:?}", fs.backend).contains("/volumes/csi/csi-vol-1/x"));
    assert_eq!(volume("ebs.csi.aws.com", r#"{"token":"hunter2"}"#).backend, None);
}

#[test]
fn the_same_list_with_a_bad_object_keeps_the_others() {
    let mut text = String::from_utf8(super::moment::bytes("27-stuck", "pods.json")).unwrap();
    text = text.replacen("\"phase\":\"Running\"", "\"phase\":true", 1);
    let all = list::<PodObject>(text.as_bytes()).unwrap();
    let before = objects::<PodObject>("27-stuck", "pods.json").items.len();
    assert_eq!((all.items.len(), all.unreadable.len()), (before - 1, 1));
    assert!(all.unreadable[0].why.to_string().contains("status.phase"), "{:?}", all.unreadable);
}
