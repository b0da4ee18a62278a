//! librados, fed with what Rook keeps in Kubernetes: the mons of a ConfigMap and the key of a Secret.

use std::path::{Path, PathBuf};

use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use koor_tests::command::{Said, end, on_host};
use koor_tests::contract::Facts;
use serde_json::{Value, json};

/// Runs `koor` on this host with that kubeconfig.
fn koor(kubeconfig: &Path, args: &[&str]) -> Said {
    let mut command = on_host(args);
    command.env("KUBECONFIG", kubeconfig);
    end(command)
}

/// The source of a status that must be this cluster's.
fn source(kubeconfig: &Path, cluster: &Cluster, args: &[&str]) -> Value {
    let said = koor(kubeconfig, &[&["status", "-o", "json"], args].concat()).well();
    let status = said.json();
    assert_eq!(status["cluster"]["fsid"], cluster.fsid(), "{said}");
    status["source"].clone()
}

/// Every text that a run printed holds what must be said, and no key.
fn says(said: &Said, words: &[&str], secrets: &[String]) {
    for word in words {
        assert!(format!("{}{}", said.stdout, said.stderr).contains(word), "no `{word}`: {said}");
    }
    for secret in secrets {
        assert!(!said.stdout.contains(secret) && !said.stderr.contains(secret), "a key is shown");
    }
}

struct Scene {
    cluster: Cluster,
    plane: ControlPlane,
}

impl Scene {
    /// A control plane in which nobody but the test changes anything, and one Ceph cluster.
    fn start() -> Self {
        let cluster = Cluster::start(Shape::small()).unwrap();
        let plane = ControlPlane::start(KubeShape::alone()).unwrap();
        Rook::define(&plane, &[]).unwrap();
        Self { cluster, plane }
    }

    fn kubeconfig(&self) -> PathBuf {
        self.plane.kubeconfig()
    }
}

#[test]
fn the_secret_and_the_endpoints_are_enough() {
    let scene = Scene::start();
    let rook = Rook::install(&scene.plane, &scene.cluster, RookShape::default()).unwrap();
    let (kubeconfig, key) = (scene.kubeconfig(), scene.cluster.admin_key().unwrap());
    let found = source(&kubeconfig, &scene.cluster, &["--namespace", "rook-ceph"]);
    assert_eq!(
        (found["rung"].as_str(), found["chosen_by"].as_str()),
        (Some("librados"), Some("the command line"))
    );
    assert!(
        found["detail"].as_str().unwrap().contains("the Secret rook-ceph-mon of namespace rook-ceph"),
        "{found}"
    );
    // Nobody names anything: Rook is found in the Kubernetes cluster of this user.
    let found = source(&kubeconfig, &scene.cluster, &[]);
    assert!(found["chosen_by"].as_str().unwrap().starts_with("Rook in this Kubernetes cluster"), "{found}");
    let said = koor(&kubeconfig, &["status", "-o", "json"]).well();
    says(&said, &[], std::slice::from_ref(&key));

    // A client that Rook made for somebody.
    let made = scene.cluster.run_ok(&[
        "ceph",
        "auth",
        "get-or-create-key",
        "client.koor",
        "mon",
        "allow r",
        "mgr",
        "allow r",
        "osd",
        "allow r",
    ]);
    let made = made.unwrap().trim().to_owned();
    scene.plane.apply(&rook.secret("rook-ceph-client-koor", &[("koor", &made)])).unwrap();
    let found = source(&kubeconfig, &scene.cluster, &["--namespace", "rook-ceph", "--name", "client.koor"]);
    assert!(
        found["detail"].as_str().unwrap().contains("client.koor of the Secret rook-ceph-client-koor"),
        "{found}"
    );

    // The whole contract of a transport.
    let facts = Facts {
        fsid: scene.cluster.fsid().to_owned(),
        osds: u32::try_from(scene.cluster.shape().osds).unwrap(),
        mons: scene.cluster.shape().mons,
        secrets: vec![key, made],
    };
    crate::contract::holds(&scene.cluster, &facts, &kubeconfig, "rook-ceph", "librados");
    scene.plane.down().unwrap();
    scene.cluster.down().unwrap();
}

#[test]
fn a_secret_that_is_missing_empty_wrong_or_closed_is_one_sentence() {
    let scene = Scene::start();
    let rook = Rook::install(&scene.plane, &scene.cluster, RookShape::default()).unwrap();
    let kubeconfig = scene.kubeconfig();
    let real = scene.cluster.admin_key().unwrap();
    let fed = |args: &[&str]| {
        koor(&kubeconfig, &[&["--namespace", "rook-ceph", "--rung", "librados", "status"], args].concat())
    };
    let own = |key: &str| {
        let secret = rook.secret("rook-ceph-mon", &[("ceph-username", "client.admin"), ("ceph-secret", key)]);
        scene.plane.delete(&rook.path_of("v1", "secrets", "rook-ceph-mon")).unwrap();
        scene.plane.apply(&secret).unwrap();
    };

    // One of the two is enough.
    scene.plane.delete(&rook.path_of("v1", "secrets", "rook-ceph-mon")).unwrap();
    says(&fed(&[]).well(), &["rook-ceph-admin-keyring"], std::slice::from_ref(&real));
    scene.plane.delete(&rook.path_of("v1", "secrets", "rook-ceph-admin-keyring")).unwrap();
    let said = fed(&[]);
    says(&said, &["there is no Secret rook-ceph-mon in namespace rook-ceph"], &[]);
    let _ = said.refusal(2);
    // Nothing else stands either: no pod runs here.
    let said = koor(&kubeconfig, &["--namespace", "rook-ceph", "status"]);
    says(
        &said,
        &["librados: there is no Secret", "exec: no pod to exec into runs in namespace rook-ceph"],
        &[],
    );
    let _ = said.refusal(2);

    scene.plane.apply(&rook.secret("rook-ceph-mon", &[("ceph-secret", "")])).unwrap();
    let said = fed(&[]);
    says(&said, &["the Secret rook-ceph-mon of namespace rook-ceph holds no key for client.admin"], &[]);
    let _ = said.refusal(2);

    own("planted-word");
    let said = fed(&[]);
    says(&said, &["is no cephx key"], &["planted-word".to_owned()]);
    let _ = said.refusal(2);

    // It was cut while it was copied.
    let cut = real[..24].to_owned();
    own(&cut);
    let said = fed(&[]);
    says(
        &said,
        &["the key of client.admin that the Secret rook-ceph-mon of namespace rook-ceph holds is damaged"],
        &[cut],
    );

    // A key of another cluster, of the right form.
    let (head, tail) = real.split_at(30);
    let other = format!("{head}{}{}", if tail.starts_with('A') { 'B' } else { 'A' }, &tail[1..]);
    own(&other);
    let said = fed(&[]);
    let words =
        "does not accept the key of client.admin that the Secret rook-ceph-mon of namespace rook-ceph holds";
    says(&said, &[words], &[other, real.clone()]);
    assert_eq!(said.code, Some(4), "{said}");

    own(&real);
    let rules = [
        json!({"apiGroups": ["ceph.rook.io"], "resources": ["cephclusters"], "verbs": ["list"]}),
        json!({"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}),
    ];
    let closed = scene.plane.user("closed", &rules).unwrap();
    let args = ["--namespace", "rook-ceph", "--rung", "librados", "status"];
    scene
        .plane
        .wait_for("the role to be known", |_| Ok(!koor(&closed, &args).stderr.contains("`configmaps`")))
        .unwrap();
    let said = koor(&closed, &args);
    says(&said, &["`get`", "`secrets`", "`rook-ceph-mon`", "namespace `rook-ceph`"], &[real]);
    let _ = said.refusal(4);
    scene.plane.down().unwrap();
    scene.cluster.down().unwrap();
}

#[test]
fn mons_that_can_not_be_reached_are_passed_over() {
    let scene = Scene::start();
    let rook = Rook::install(&scene.plane, &scene.cluster, RookShape::default()).unwrap();
    // Addresses for documents: nobody has them.
    rook.say_mons("a=192.0.2.1:6789,b=192.0.2.2:3300", "").unwrap();
    let said = koor(&scene.kubeconfig(), &["--namespace", "rook-ceph", "status"]);
    says(
        &said,
        &["the mons (192.0.2.1:3300, 192.0.2.2:3300) can't be reached from here", "exec: no pod"],
        &[],
    );
    let _ = said.refusal(2);
    rook.say_mons("", "").unwrap();
    let said = koor(&scene.kubeconfig(), &["--namespace", "rook-ceph", "--rung", "librados", "status"]);
    says(&said, &["the ConfigMap rook-ceph-mon-endpoints of namespace rook-ceph names no mon"], &[]);
    let _ = said.refusal(2);
    scene.plane.down().unwrap();
    scene.cluster.down().unwrap();
}

#[test]
fn two_clusters_in_two_namespaces_are_told_apart() {
    let scene = Scene::start();
    let second = Cluster::start(Shape::small()).unwrap();
    let shape = |namespace: &str| RookShape {
        namespace: namespace.into(),
        operator_namespace: Some("operator".into()),
        ..RookShape::default()
    };
    let _one = Rook::install(&scene.plane, &scene.cluster, shape("one")).unwrap();
    let _two =
        Rook::install(&scene.plane, &second, RookShape { operator_namespace: None, ..shape("two") }).unwrap();
    let kubeconfig = scene.kubeconfig();
    source(&kubeconfig, &scene.cluster, &["--namespace", "one"]);
    source(&kubeconfig, &second, &["--namespace", "two"]);
    let said = koor(&kubeconfig, &["--operator-namespace", "operator", "status"]);
    says(&said, &["CephClusters in several namespaces (one, two): say which with --namespace"], &[]);
    let _ = said.refusal(2);
    let said = koor(&kubeconfig, &["--namespace", "three", "status"]);
    says(&said, &["there is no ConfigMap rook-ceph-mon-endpoints in namespace three"], &[]);
    let _ = said.refusal(2);
    // Kubernetes beside a cluster that is named otherwise.
    let conf = second.conf().display().to_string();
    let beside = source(&kubeconfig, &second, &["--conf", &conf, "--namespace", "one"]);
    assert!(beside["detail"].as_str().unwrap().contains(&conf), "{beside}");
    scene.plane.down().unwrap();
    scene.cluster.down().unwrap();
    second.down().unwrap();
}
