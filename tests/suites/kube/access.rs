//! Who may not come in is told why, in one sentence, and what to do.

use std::fs;

use koor_core::adapter::kube::{Access, KubeApi, KubeError};
use koor_core::model::Kind;
use koor_testbed::kube::{ControlPlane, KubeShape};

use crate::seen::{self, DEADLINE};

async fn refused(access: &Access) -> KubeError {
    let api = KubeApi::open(access, DEADLINE).await.unwrap();
    api.place(DEADLINE).await.unwrap_err()
}

/// The administrator's kubeconfig with something else in it.
fn changed(plane: &ControlPlane, name: &str, change: impl Fn(&str) -> String) -> Access {
    let path = plane.dir().join(name);
    fs::write(&path, change(&fs::read_to_string(plane.kubeconfig()).unwrap())).unwrap();
    seen::by(&path)
}

#[tokio::test]
async fn a_server_that_can_not_be_used_is_told_from_one_that_is_not_there() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    let none = refused(&seen::by(&plane.kubeconfig())).await;
    assert_eq!(none.kind, Kind::NotFound, "{none}");
    assert!(none.message.contains("there is no CephCluster"), "{none}");

    let server = plane.server();
    let nobody = changed(&plane, "nobody.kubeconfig", |text| text.replace(&server, "https://127.0.0.1:1"));
    let nobody = refused(&nobody).await;
    assert_eq!(nobody.kind, Kind::Unreachable, "{nobody}");
    assert!(
        nobody.message.contains("https://127.0.0.1:1 can't be reached: the connection is refused"),
        "{nobody}"
    );

    let other_ca = ControlPlane::start(KubeShape::alone()).unwrap();
    let theirs = other_ca.server();
    let other = changed(&plane, "other.kubeconfig", |text| text.replace(&server, &theirs));
    let other = refused(&other).await;
    assert_eq!(other.kind, Kind::Denied, "{other}");
    assert!(other.message.contains("is not trusted ("), "{other}");
    other_ca.down().unwrap();

    let stranger = Access { user: Some("stranger".into()), ..seen::by(&plane.kubeconfig()) };
    let stranger = refused(&stranger).await;
    assert_eq!(stranger.kind, Kind::Denied, "{stranger}");
    assert!(stranger.message.contains("the right to `list` `cephclusters` of `ceph.rook.io`"), "{stranger}");

    plane.kill("kube-apiserver").unwrap();
    let gone = refused(&seen::by(&plane.kubeconfig())).await;
    assert_eq!(gone.kind, Kind::Unreachable, "{gone}");
    plane.down().unwrap();
}

#[tokio::test]
async fn the_namespace_is_the_one_that_is_said_or_the_contexts_or_rook_ceph_or_the_only_one() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    koor_testbed::kube::Rook::define(&plane, &[]).unwrap();
    let cluster = |namespace: &str| {
        plane.namespace(namespace).unwrap();
        let fields = serde_json::json!({"spec": {}});
        plane
            .apply(&seen::object("ceph.rook.io/v1", "CephCluster", Some(namespace), namespace, fields))
            .unwrap();
    };
    let found = async |access: &Access| KubeApi::open(access, DEADLINE).await.unwrap().place(DEADLINE).await;
    let admin = seen::by(&plane.kubeconfig());

    cluster("first");
    let only = found(&admin).await.unwrap();
    assert_eq!((only.namespace.as_str(), only.operator_namespace), ("first", None));
    cluster("second");
    let several = found(&admin).await.unwrap_err();
    assert_eq!(several.kind, Kind::InvalidInput);
    assert!(
        several.message.contains("several namespaces (first, second): say which with --namespace"),
        "{several}"
    );
    cluster("rook-ceph");
    assert_eq!(found(&admin).await.unwrap().namespace, "rook-ceph");
    let of_context = changed(&plane, "context.kubeconfig", |text| with_namespace(text, "second"));
    assert_eq!(found(&of_context).await.unwrap().namespace, "second");
    let elsewhere = changed(&plane, "elsewhere.kubeconfig", |text| with_namespace(text, "default"));
    assert_eq!(found(&elsewhere).await.unwrap().namespace, "rook-ceph", "there is none in the context's");
    let said = Access { namespace: Some("first".into()), ..of_context };
    assert_eq!(found(&said).await.unwrap().namespace, "first");
    plane.down().unwrap();
}

/// The same kubeconfig with a namespace in its context.
fn with_namespace(text: &str, namespace: &str) -> String {
    let changed =
        text.replace("\"user\":\"admin\"", &format!("\"user\":\"admin\",\"namespace\":\"{namespace}\""));
    assert_ne!(changed, text, "the kubeconfig of the test bed reads otherwise: {text}");
    changed
}
