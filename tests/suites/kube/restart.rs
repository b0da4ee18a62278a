//! API servers that go and come back under a watch.

use koor_core::model::kube::{KubeParts, KubeQuestion};
use koor_testbed::kube::{ControlPlane, KubeShape};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::seen;

/// A runtime that stands still while the test does something else: so does whoever watches in it.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn node(plane: &ControlPlane, name: &str) {
    plane.apply(&seen::object("v1", "Node", None, name, json!({}))).unwrap();
}

fn names(parts: &KubeParts) -> Vec<String> {
    let nodes = parts.nodes.value().map(Vec::as_slice).unwrap_or_default();
    nodes.iter().map(|node| node.name.clone()).collect()
}

fn is_current(parts: &KubeParts) -> bool {
    parts.nodes.seen().is_some_and(|seen| seen.stale.is_none())
}

#[test]
fn what_was_seen_outlives_a_killed_api_server_and_is_current_again_after_it() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    let runtime = runtime();
    seen::put_in_one_of_each(&plane);
    let asked = runtime.block_on(seen::watch(&seen::admin(&plane)));
    let all = seen::everything();
    let whole =
        runtime.block_on(seen::until(&asked, &all, "the first sync", |parts| seen::gaps(parts).is_empty()));
    assert_eq!(names(&whole), ["node0"]);

    plane.kill("kube-apiserver").unwrap();
    let old = runtime.block_on(seen::until(&asked, &all, "the silence", |parts| {
        seen::gaps(parts).len() == KubeQuestion::ALL.len()
    }));
    let nodes = old.nodes.seen().unwrap();
    assert_eq!(names(&old), ["node0"], "what was seen is lost");
    assert!(nodes.stale.as_ref().unwrap().contains("can't be reached"), "{nodes:?}");
    assert!(nodes.as_of.is_some_and(|as_of| as_of <= nodes.asked_at), "{nodes:?}");

    plane.start_program("kube-apiserver").unwrap();
    plane.wait_ready().unwrap();
    node(&plane, "node1");
    plane.delete("/api/v1/nodes/node0").unwrap();
    let new = runtime.block_on(seen::until(&asked, &all, "the server's return", |parts| {
        seen::gaps(parts).is_empty() && names(parts) == ["node1"]
    }));
    assert_eq!(new.nodes.seen().unwrap().as_of, None);
    drop(asked);
    drop(runtime);
    plane.down().unwrap();
}

#[test]
fn a_server_that_stands_still_is_noticed_though_its_connections_stand() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    let runtime = runtime();
    node(&plane, "node0");
    let asked = runtime.block_on(seen::watch(&seen::admin(&plane)));
    let nodes = seen::only(&[KubeQuestion::Nodes]);
    runtime.block_on(seen::until(&asked, &nodes, "the first sync", is_current));
    plane.pause("kube-apiserver").unwrap();
    let old = runtime.block_on(seen::until(&asked, &nodes, "the silence", |parts| !is_current(parts)));
    assert_eq!(names(&old), ["node0"]);
    plane.resume("kube-apiserver").unwrap();
    runtime.block_on(seen::until(&asked, &nodes, "the server's return", is_current));
    drop(asked);
    drop(runtime);
    plane.down().unwrap();
}

#[test]
fn a_watch_whose_version_etcd_has_forgotten_is_listed_anew() {
    // Without its cache the API server watches etcd itself, which forgets what is older than a second or two.
    let forgets = ["--watch-cache=false", "--etcd-compaction-interval=1s"];
    let plane = forgets.iter().fold(KubeShape::alone(), |shape, flag| shape.with(flag));
    let mut plane = ControlPlane::start(plane).unwrap();
    let runtime = runtime();
    node(&plane, "gone");
    let asked = runtime.block_on(seen::watch(&seen::admin(&plane)));
    let nodes = seen::only(&[KubeQuestion::Nodes]);
    runtime.block_on(seen::until(&asked, &nodes, "the first sync", is_current));
    let version = plane.get("/api/v1/nodes").unwrap().unwrap()["metadata"]["resourceVersion"].clone();
    let version = version.as_str().unwrap().to_owned();

    // Whoever watches stands still meanwhile, and its connection ends.
    plane.restart_api_server(&forgets).unwrap();
    plane.delete("/api/v1/nodes/gone").unwrap();
    let path = format!("/api/v1/nodes?watch=true&timeoutSeconds=1&resourceVersion={version}");
    let mut round = 0;
    plane
        .wait_for("etcd to forget", |plane| {
            // What happens is what a compaction takes up.
            round += 1;
            let label = json!({"metadata": {"labels": {"round": round.to_string()}}});
            plane.patch("/api/v1/namespaces/default", &label)?;
            let said = plane.kubectl(&["get", "--raw", &path])?;
            let said = [said.stdout, said.stderr].concat();
            Ok(String::from_utf8_lossy(&said).contains("too old"))
        })
        .unwrap();
    node(&plane, "new");
    let now = runtime.block_on(seen::until(&asked, &nodes, "the new list", |parts| {
        is_current(parts) && names(parts) == ["new"]
    }));
    assert_eq!(seen::gaps(&now), []);
    drop(asked);
    drop(runtime);
    plane.down().unwrap();
}
