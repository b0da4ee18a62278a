//! Definitions of Rook's kinds, for an API server of a test: as much as it takes to hold real objects of any release.

use serde_json::{Value, json};

use super::kinds::{GROUP, KINDS, RookKind, VERSION};

/// The `CustomResourceDefinition` of one kind: in namespaces, with a status of its own, keeping every field it is given.
#[must_use]
pub fn crd(kind: RookKind) -> Value {
    let singular = kind.kind.to_ascii_lowercase();
    let anything = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{}.{GROUP}", kind.plural)},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {
                "kind": kind.kind,
                "listKind": format!("{}List", kind.kind),
                "plural": kind.plural,
                "singular": singular,
            },
            "versions": [{
                "name": VERSION,
                "served": true,
                "storage": true,
                "subresources": {"status": {}},
                "schema": {"openAPIV3Schema": {
                    "type": "object",
                    "x-kubernetes-preserve-unknown-fields": true,
                    "properties": {"spec": anything.clone(), "status": anything},
                }},
            }],
        },
    })
}

/// The definitions of all [`KINDS`].
#[must_use]
pub fn crds() -> Vec<Value> {
    KINDS.into_iter().map(crd).collect()
}

#[cfg(test)]
mod tests {
    use super::crds;

    #[test]
    fn a_definition_keeps_what_rook_wrote_and_has_a_status() {
        let all = crds();
        assert_eq!(all[0]["metadata"]["name"], "cephclusters.ceph.rook.io");
        for crd in &all {
            let version = &crd["spec"]["versions"][0];
            assert!(version["subresources"]["status"].is_object(), "{crd}");
            let schema = &version["schema"]["openAPIV3Schema"];
            assert_eq!(schema["properties"]["spec"]["x-kubernetes-preserve-unknown-fields"], true);
        }
    }
}
