//! The definitions of Rook's kinds, for who has none.

use serde_json::{Value, json};

use crate::Error;
use crate::kube::ControlPlane;

/// Every kind of `ceph.rook.io/v1`, and its plural.
const KINDS: &[(&str, &str)] = &[
    ("CephBlockPool", "cephblockpools"),
    ("CephBlockPoolRadosNamespace", "cephblockpoolradosnamespaces"),
    ("CephBucketNotification", "cephbucketnotifications"),
    ("CephBucketTopic", "cephbuckettopics"),
    ("CephClient", "cephclients"),
    ("CephCluster", "cephclusters"),
    ("CephCOSIDriver", "cephcosidrivers"),
    ("CephFilesystem", "cephfilesystems"),
    ("CephFilesystemMirror", "cephfilesystemmirrors"),
    ("CephFilesystemSubVolumeGroup", "cephfilesystemsubvolumegroups"),
    ("CephNFS", "cephnfses"),
    ("CephObjectRealm", "cephobjectrealms"),
    ("CephObjectStore", "cephobjectstores"),
    ("CephObjectStoreUser", "cephobjectstoreusers"),
    ("CephObjectZone", "cephobjectzones"),
    ("CephObjectZoneGroup", "cephobjectzonegroups"),
    ("CephRBDMirror", "cephrbdmirrors"),
];

/// Definitions that take every field.
pub(super) fn permissive() -> Vec<Value> {
    let definition = |(kind, plural): &(&str, &str)| {
        json!({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": format!("{plural}.ceph.rook.io")},
            "spec": {
                "group": "ceph.rook.io", "scope": "Namespaced",
                "names": {"kind": kind, "plural": plural, "singular": kind.to_lowercase()},
                "versions": [{
                    "name": "v1", "served": true, "storage": true, "subresources": {"status": {}},
                    "schema": {"openAPIV3Schema": {
                        "type": "object", "x-kubernetes-preserve-unknown-fields": true,
                    }},
                }],
            },
        })
    };
    KINDS.iter().map(definition).collect()
}

/// Waits until the API server serves every kind that is defined.
pub(super) fn wait(plane: &ControlPlane) -> Result<(), Error> {
    let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    plane.wait_for("the definitions to be established", |plane| {
        let all = plane.list(path)?;
        let is_established = |one: &Value| {
            one["status"]["conditions"].as_array().is_some_and(|conditions| {
                conditions.iter().any(|c| c["type"] == "Established" && c["status"] == "True")
            })
        };
        Ok(!all.is_empty() && all.iter().all(is_established))
    })?;
    // Established, and yet a moment until it is served.
    plane.wait_for("the kinds of Rook to be served", |plane| {
        let served = plane.get("/apis/ceph.rook.io/v1")?.unwrap_or_default();
        let kinds = served["resources"].as_array().into_iter().flatten();
        let served: Vec<&str> =
            kinds.filter_map(|kind| kind["name"].as_str().filter(|name| !name.contains('/'))).collect();
        let defined = plane.list(path)?.iter().filter(|one| one["spec"]["group"] == "ceph.rook.io").count();
        Ok(served.len() >= defined && all_answer(plane, &served)?)
    })
}

/// Whether each kind can be asked for: right after it is served the API server says 429, "storage is (re)initializing".
fn all_answer(plane: &ControlPlane, plurals: &[&str]) -> Result<bool, Error> {
    for plural in plurals {
        match plane.get(&format!("/apis/ceph.rook.io/v1/{plural}")) {
            Ok(_) => {}
            Err(Error::Api { status: 429, .. }) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
