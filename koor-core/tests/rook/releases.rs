//! CephClusters as releases of Rook from 1.10 to today write them: what a release lacks is absent, what it has is read.
//!
//! Each is written by hand after that release's definitions and what its operator writes; since 1.10 no field that Koor
//! reads changed its type or its place, fields were only added.

use koor_core::model::rook::RookCluster;
use koor_core::wire::kube::{KubeObject as _, object};
use koor_core::wire::rook::{CephClusterObject, ResourceObject, daemon, resource};
use serde_json::{Value, json};

fn cluster(spec: &Value, status: &Value) -> RookCluster {
    let whole = json!({
        "apiVersion": "ceph.rook.io/v1", "kind": "CephCluster",
        "metadata": {"name": "rook-ceph", "namespace": "rook-ceph", "generation": 2},
        "spec": spec, "status": status,
    });
    object::<CephClusterObject>(whole.to_string().as_bytes()).unwrap().into_row()
}

/// What every release has, with the words of its own Ceph.
fn status(image: &str, version: &str) -> Value {
    json!({
        "phase": "Ready", "state": "Created", "message": "Cluster created successfully", "observedGeneration": 2,
        "conditions": [{"type": "Ready", "status": "True", "reason": "ClusterCreated",
            "message": "Cluster created successfully", "lastHeartbeatTime": "2026-11-22T15:43:01Z",
            "lastTransitionTime": "2026-11-22T15:29:19Z"}],
        "ceph": {"health": "HEALTH_OK", "fsid": "5f2b1a3c-0000-4000-8000-000000000001",
            "lastChecked": "2026-11-22T15:43:01Z", "capacity": {"bytesTotal": 3, "bytesAvailable": 3,
            "lastUpdated": "2026-11-22T15:43:01Z"},
            "versions": {"mon": {format!("ceph version {version} (00) quincy (stable)"): 3}}},
        "version": {"image": image, "version": format!("{version}-0")},
        "storage": {"deviceClasses": [{"name": "hdd"}]},
    })
}

/// 1.10 has neither `cephConfig` nor ratios, `readAffinity`, `requireMsgr2`, `cephx` and stores of OSDs, and its
/// definitions write `null` for what is nullable.
#[test]
fn what_rook_1_10_lacks_is_absent() {
    let spec = json!({
        "cephVersion": {"image": "quay.io/ceph/ceph:v17.2.6"}, "dataDirHostPath": "/var/lib/rook",
        "mon": {"count": 3, "allowMultiplePerNode": false},
        "mgr": {"count": 2, "modules": [{"name": "pg_autoscaler", "enabled": true}]},
        "network": {"connections": {"encryption": {"enabled": false}, "compression": {"enabled": false}},
            "provider": null, "selectors": null, "hostNetwork": true},
        "crashCollector": {"disable": false}, "cleanupPolicy": {"confirmation": "", "sanitizeDisks": {}},
        "storage": {"useAllNodes": true, "useAllDevices": true, "config": null, "onlyApplyOSDPlacement": false},
        "disruptionManagement": {"managePodBudgets": true, "osdMaintenanceTimeout": 30, "pgHealthCheckTimeout": 0,
            "manageMachineDisruptionBudgets": false, "machineDisruptionBudgetNamespace": "openshift-machine-api"},
        "healthCheck": {"daemonHealth": {"mon": {"disabled": false, "interval": "45s"}}, "livenessProbe": null},
        "security": null, "external": null,
    });
    let row = cluster(&spec, &status("quay.io/ceph/ceph:v17.2.6", "17.2.6"));
    let wants = &row.wants;
    assert_eq!((wants.mons, wants.mgrs, wants.network.as_deref()), (Some(3), Some(2), Some("host")));
    assert_eq!((wants.all_nodes, wants.manages_budgets), (Some(true), Some(true)));
    assert_eq!((wants.nearfull, wants.backfillfull, wants.full), (None, None, None));
    assert_eq!((wants.requires_msgr2, wants.read_affinity, wants.upgrade.osds_at_once), (None, None, None));
    assert!(wants.config.is_empty() && wants.mutes.is_empty() && wants.key_policies.is_empty());
    assert!(wants.external_mons.is_empty() && !wants.external);
    assert!(row.keys.is_empty() && row.storage.stores.is_empty());
    assert_eq!(row.observed_generation, Some(2));
    let ceph = row.ceph.unwrap();
    assert_eq!(ceph.versions[0].version.to_string(), "17.2.6 quincy");
    assert_eq!(ceph.capacity.unwrap().used_bytes.0, 0, "Go leaves a zero out");
}

/// 1.12 tells OSDs by their store, 1.14 takes Ceph's options and ratios and names OSDs that are deprecated, 1.16 moves
/// OSDs to another store or encryption.
#[test]
fn what_came_with_1_12_1_14_and_1_16_is_read() {
    let spec = json!({
        "cephVersion": {"image": "quay.io/ceph/ceph:v18.2.4"},
        "cephConfig": {"global": {"osd_pool_default_size": "3"}, "osd.*": {"osd_max_scrubs": "2"}},
        "network": {"provider": "", "connections": {"requireMsgr2": true}},
        "csi": {"readAffinity": {"enabled": true, "crushLocationLabels": ["topology.kubernetes.io/zone"]}, "cephfs": {}},
        "storage": {"nearFullRatio": 0.8, "backfillFullRatio": null, "fullRatio": null,
            "store": {"type": "bluestore", "updateStore": "yes-really-update-store"},
            "migration": {"confirmation": "yes-really-migrate-osds"}, "flappingRestartIntervalHours": 24},
        "upgradeOSDRequiresHealthyPGs": true,
    });
    let mut said = status("quay.io/ceph/ceph:v18.2.4", "18.2.4");
    said["storage"] = json!({"deviceClasses": [{"name": "hdd"}], "osd": {"storeType": {"bluestore": 5, "filestore": 1},
        "migrationStatus": {}}, "deprecatedOSDs": {"LegacyLVMbasedOSDsOnPVC": [3]}});
    let row = cluster(&spec, &said);
    assert_eq!(row.wants.nearfull.map(|ratio| ratio.0), Some(0.8));
    assert_eq!((row.wants.backfillfull, row.wants.full, row.wants.network.as_deref()), (None, None, None));
    assert_eq!((row.wants.requires_msgr2, row.wants.read_affinity), (Some(true), Some(true)));
    assert_eq!(row.wants.config["osd.*"]["osd_max_scrubs"], "2");
    assert!(row.wants.upgrade.waits_for_pgs);
    assert_eq!((row.storage.stores["filestore"], row.storage.migration_pending), (1, 0));
    assert_eq!(row.storage.deprecated["LegacyLVMbasedOSDsOnPVC"], [3]);
}

/// 1.17 knows mons outside of the cluster and options out of Secrets, of which no value is in the object.
#[test]
fn what_came_with_1_17_is_read() {
    let spec = json!({
        "cephVersion": {"image": "quay.io/ceph/ceph:v19.2.3"},
        "mon": {"count": 2, "externalMonIDs": ["c", "tie"]},
        "cephConfigFromSecret": {"client.rgw": {"rgw_keystone_admin_password": {"name": "keystone", "key": "password"}}},
    });
    let wants = cluster(&spec, &status("quay.io/ceph/ceph:v19.2.3", "19.2.3")).wants;
    assert_eq!((wants.mons, wants.external_mons), (Some(2), vec!["c".to_owned(), "tie".to_owned()]));
    assert!(wants.config.is_empty());
}

/// 1.18 tells keys without their type, 1.19 with it, and mutes checks; 1.20 knows a mon that floats between two nodes.
#[test]
fn what_came_with_1_18_1_19_and_1_20_is_read() {
    let key = json!({"keyGeneration": 1, "keyCephVersion": "19.2.3-0"});
    let mut said = status("quay.io/ceph/ceph:v20.2.4", "20.2.4");
    said["cephx"] = json!({"mon": key, "csi": {"keyGeneration": 1, "keyCephVersion": "19.2.3-0", "priorKeyCount": 1},
        "rbdMirrorPeer": {}});
    let image = json!({"image": "quay.io/ceph/ceph:v20.2.4"});
    let older = json!({"cephVersion": image, "security": {"cephx": {"csi": {"keepPriorKeyCountMax": 1,
        "keyRotationPolicy": "KeyGeneration", "keyGeneration": 2}, "daemon": {}, "rbdMirrorPeer": {}}},
        "storage": {"osdMaxUpdatesInParallel": 5}});
    let row = cluster(&older, &said);
    assert_eq!((row.keys.len(), row.keys["csi"].prior_keys), (2, Some(1)), "one that says nothing is none");
    assert_eq!(row.keys["mon"].key_type, None, "1.18 does not tell it");
    assert_eq!(row.wants.key_policies.keys().collect::<Vec<_>>(), ["csi"]);
    assert_eq!((&row.wants.key_policies["csi"].key_type, row.wants.upgrade.osds_at_once), (&None, Some(5)));
    said["cephx"]["mon"]["keyType"] = "aes256k".into();
    let newer = json!({"cephVersion": image, "mon": {"count": 3, "floatingMon": {"name": "c", "configmapName": "drbd"}},
        "security": {"cephx": {"allowedCiphers": ["aes", "aes256k"], "daemon": {"keyType": "aes256k"}}},
        "healthCheck": {"muteHealthWarning": {"AUTH_INSECURE_SERVICE_TICKETS": {"policy": "mute"}}}});
    let row = cluster(&newer, &said);
    assert_eq!(row.keys["mon"].key_type.as_deref(), Some("aes256k"));
    assert_eq!(row.wants.key_policies["daemon"].key_type.as_deref(), Some("aes256k"));
    assert_eq!(row.wants.mutes["AUTH_INSECURE_SERVICE_TICKETS"], "mute");
    assert_eq!(row.wants.mons, Some(3), "the floating one is among them");
    let labels = [
        ("app", "rook-ceph-floating-mon"),
        ("ceph_daemon_type", "mon"),
        ("ceph_daemon_id", "c"),
        ("mon", "c"),
    ];
    let labels = labels.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    assert_eq!(daemon(&labels, "rook-ceph-mon-c").unwrap().to_string(), "mon.c");
}

/// What stands in an object before the operator has seen it, and in one of 1.10's kinds that have no conditions.
#[test]
fn an_object_of_which_nothing_was_said_yet_reads() {
    let row = cluster(&json!({"cephVersion": {"image": "x:v18.2.7"}}), &Value::Null);
    assert_eq!((row.phase, row.observed_generation, row.wants.mons), (None, None, None));
    assert!(row.ceph.is_none() && row.version.is_none() && row.conditions.is_empty());
    let namespace =
        br#"{"metadata":{"name":"a","namespace":"n","generation":1},"spec":{"blockPoolName":"rbd"},"status":
        {"phase":"Ready","info":{"clusterID":"80fc4f4bacc064be641633e6ed25ba7e"}}}"#;
    let row = resource("CephBlockPoolRadosNamespace", object::<ResourceObject>(namespace).unwrap());
    assert_eq!((row.phase.as_deref(), row.observed_generation), (Some("Ready"), None));
    assert_eq!(row.wants["blockPoolName"], "rbd");
}

/// A Rook of later, with fields that nobody knows yet.
#[test]
fn what_nobody_knows_yet_is_passed_over() {
    let new = br#"{"metadata":{"name":"c","namespace":"n","labels":{"ceph.rook.io/do-not-reconcile":"true"}},"spec":
        {"cephVersion":{"image":"x:v21.2.0"},"mon":{"count":3,"someday":{}},"someday":{"a":[1]}},"status":{"phase":
        "Someday","storage":{"osd":{"migrationStatus":{"pending":2}}},"someday":true}}"#;
    let new = object::<CephClusterObject>(new).unwrap().into_row();
    assert!(new.left_alone);
    assert_eq!((new.phase.as_deref(), new.wants.mons), (Some("Someday"), Some(3)));
    assert_eq!(new.storage.migration_pending, 2);
}
