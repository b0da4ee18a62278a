//! The rights of `examples/rbac.yaml` show all of it; with one of them less, one part says which, and no other is hidden.

use std::path::Path;

use koor_core::adapter::kube::Access;
use koor_core::port::Orchestrator;
use koor_testbed::kube::{ControlPlane, KubeShape};
use serde_json::{Value, json};

use crate::seen::{self, DEADLINE, SECRET};

const KOOR: &str = "system:serviceaccount:rook-ceph:koor";

/// Parts that a rule is for, by the resource that it names.
fn parts_of(rule: &Value) -> &'static [&'static str] {
    match rule["resources"][0].as_str().unwrap() {
        "*" => &["rook_clusters", "rook_resources"],
        "configmaps" => &["rook_config"],
        "deployments" => &["deployments"],
        "pods" => &["pods"],
        "poddisruptionbudgets" => &["disruption_budgets"],
        "events" => &["kube_events"],
        "nodes" => &["nodes"],
        "persistentvolumeclaims" => &["claims"],
        "persistentvolumes" => &["volumes"],
        "storageclasses" => &["storage_classes"],
        "secrets" => &["helm_releases"],
        other => panic!("what is `{other}` for?"),
    }
}

/// What the file says, in JSON.
fn documents(plane: &ControlPlane) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("examples/rbac.yaml");
    let text =
        plane.kubectl_ok(&["create", "--dry-run=client", "-o", "json", "-f", &file.display().to_string()]);
    let text = text.unwrap();
    let all: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&text).into_iter().collect();
    all.unwrap()
        .into_iter()
        .flat_map(|one| one["items"].as_array().cloned().unwrap_or_else(|| vec![one]))
        .collect()
}

/// As the account of that file.
fn least(plane: &ControlPlane) -> Access {
    Access { user: Some(KOOR.into()), ..seen::admin(plane) }
}

#[tokio::test]
async fn each_right_that_is_missing_is_named_and_hides_its_own_part_alone() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    seen::put_in_one_of_each(&plane);
    let documents = documents(&plane);
    for document in &documents {
        plane.apply(document).unwrap();
    }
    let asked = seen::lists(&least(&plane)).await;
    let all = seen::everything();

    let whole = seen::until(&asked, &all, "the whole picture", |parts| seen::gaps(parts).is_empty()).await;
    for (part, least) in [
        ("rook_clusters", 1),
        ("rook_resources", 1),
        ("deployments", 1),
        ("pods", 1),
        ("nodes", 1),
        ("disruption_budgets", 1),
        ("claims", 1),
        ("volumes", 1),
        ("storage_classes", 1),
        ("helm_releases", 1),
        ("kube_events", 2),
    ] {
        assert_eq!(seen::count(&whole, part), least, "{part}: {whole:#?}");
    }
    let kubernetes = whole.kubernetes.value().unwrap();
    assert_eq!(kubernetes.operator_namespace.as_deref(), Some("rook-ceph"));
    assert_eq!(kubernetes.impersonates.as_deref(), Some(KOOR));
    let mons = whole.rook_config.value().unwrap().mon_endpoints.as_ref().unwrap();
    assert_eq!(mons.mons["a"], "10.0.0.1:6789");
    assert!(!serde_json::to_string(&whole).unwrap().contains(SECRET), "a secret is told");
    assert!(!format!("{whole:?}").contains(SECRET), "a secret is told");

    let mut tried = 0;
    for document in documents.iter().filter(|document| document["rules"].is_array()) {
        for (index, rule) in document["rules"].as_array().unwrap().iter().enumerate() {
            let mut less = document.clone();
            less["rules"].as_array_mut().unwrap().remove(index);
            plane.apply(&less).unwrap();
            let parts = parts_of(rule);
            let what = format!("{rule} missing");
            let seen = seen::until(&asked, &all, &what, |seen| {
                let gaps = seen::gaps(seen);
                parts.iter().all(|part| gaps.iter().any(|(name, _)| name == part))
            })
            .await;
            let gaps = seen::gaps(&seen);
            assert_eq!(gaps.len(), parts.len(), "{what} hides more than its own: {gaps:?}");
            for (part, why) in gaps {
                let named = match rule["resources"][0].as_str().unwrap() {
                    "*" => "of `ceph.rook.io`".to_owned(),
                    resource => format!("the right to `list` `{resource}`"),
                };
                assert!(why.contains(&named), "{part} does not name {rule}: {why}");
                let namespace = document["metadata"]["namespace"].as_str();
                let scope =
                    namespace.map_or("in the whole cluster".into(), |ns| format!("in namespace `{ns}`"));
                assert!(why.contains(&scope), "{part} does not name {scope}: {why}");
            }
            plane.apply(document).unwrap();
            seen::until(&asked, &all, "the right given back", |parts| seen::gaps(parts).is_empty()).await;
            tried += 1;
        }
    }
    assert!(tried >= 12, "only {tried} rights were tried");
    plane.down().unwrap();
}

#[tokio::test]
async fn who_watches_is_told_which_right_is_missing_and_sees_it_once_it_is_given() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    seen::put_in_one_of_each(&plane);
    let rule = |verbs: &[&str]| json!({"apiGroups": [""], "resources": ["nodes"], "verbs": verbs});
    let kubeconfig = plane.user("jane", &[rule(&["list"])]).unwrap();
    let asked = seen::watch(&Access { namespace: Some("rook-ceph".into()), ..seen::by(&kubeconfig) }).await;
    let nodes = seen::only(&[koor_core::model::kube::KubeQuestion::Nodes]);

    let listed = seen::until(&asked, &nodes, "a list without a watch", |parts| {
        parts.nodes.seen().is_some_and(|seen| seen.stale.is_some())
    })
    .await;
    let listed = listed.nodes.seen().unwrap().clone();
    assert_eq!(listed.value.len(), 1);
    assert!(
        listed.stale.as_ref().unwrap().contains("the right to `watch` `nodes` in the whole cluster"),
        "{listed:?}"
    );
    assert!(listed.as_of.is_some(), "it does not say since when: {listed:?}");

    plane.user("jane", &[rule(&["list", "watch"])]).unwrap();
    plane.apply(&seen::object("v1", "Node", None, "node1", json!({}))).unwrap();
    seen::until(&asked, &nodes, "the watch", |parts| {
        parts.nodes.seen().is_some_and(|seen| seen.stale.is_none() && seen.value.len() == 2)
    })
    .await;
    drop(asked);
    plane.down().unwrap();
}

#[tokio::test]
async fn without_any_right_every_part_says_so_within_the_deadline() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    seen::put_in_one_of_each(&plane);
    let kubeconfig = plane.user("nobody", &[]).unwrap();
    let asked = seen::lists(&seen::by(&kubeconfig)).await;
    let parts = asked.look(&seen::everything(), DEADLINE).await;
    let gaps = seen::gaps(&parts);
    assert_eq!(gaps.len(), koor_core::model::kube::KubeQuestion::ALL.len(), "{gaps:?}");
    for (part, why) in gaps {
        assert!(why.contains("the right to `list`"), "{part}: {why}");
    }
    plane.down().unwrap();
}
