//! The control plane of the testbed is a real one, Rook's objects lead to a real cluster, and nothing is left of either.
#![allow(clippy::unwrap_used, reason = "helpers of tests say what must hold, as tests do")]

use koor_testbed::kube::{ControlPlane, KubeShape, Rook, RookShape};
use koor_testbed::{Cluster, Shape};
use serde_json::json;

#[test]
fn pods_run_programs_reach_ceph_and_objects_outlive_a_killed_api_server() {
    let cluster = Cluster::start(Shape::small()).unwrap();
    let plane = ControlPlane::start(KubeShape::full().exec(cluster.conf())).unwrap();
    println!("{:?}", plane.timings());
    let dir = plane.dir().to_owned();
    Rook::define(&plane, &[]).unwrap();
    let rook = Rook::install(&plane, &cluster, RookShape::default()).unwrap();

    // Pods are where Rook would have put them.
    let osds = rook.pods("rook-ceph-osd").unwrap();
    let mut nodes: Vec<&str> = osds.iter().map(|pod| pod["spec"]["nodeName"].as_str().unwrap()).collect();
    nodes.sort_unstable();
    assert_eq!(nodes, ["node0", "node1", "node2"]);
    let status = plane.get(&rook.path()).unwrap().unwrap();
    assert_eq!(status["status"]["ceph"]["fsid"], cluster.fsid());

    // exec reaches the cluster.
    let said = plane.kubectl_ok(&["-n", "rook-ceph", "exec", "deploy/rook-ceph-tools", "--", "ceph", "fsid"]);
    assert_eq!(said.unwrap().trim(), cluster.fsid());

    // A claim is bound, and its image is there.
    let image = rook.claim("default", "data", 64).unwrap();
    rook.use_claim("default", "data", "app", "node1").unwrap();
    assert!(cluster.run_ok(&["rbd", "ls", "rbd"]).unwrap().contains(&image));

    // A user may what its rules say, and nothing else.
    let reader = json!({"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]});
    let kubeconfig = plane.user("reader", &[reader]).unwrap();
    let may = |what: &[&str]| plane.kubectl_command(&kubeconfig, what).output().unwrap();
    plane.wait_for("the role to be known", |_| Ok(may(&["get", "pods", "-A"]).status.success())).unwrap();
    let refused = may(&["get", "nodes"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Forbidden"), "{refused:?}");

    // Neither a killed API server nor a killed etcd loses anything.
    for program in ["kube-apiserver", "etcd"] {
        plane.kill(program).unwrap();
        assert_eq!(plane.pid(program).unwrap(), None);
        plane.start_program(program).unwrap();
        plane.wait_ready().unwrap();
        assert!(plane.get(&rook.path()).unwrap().is_some());
    }
    println!("apiserver {} MiB", plane.memory("kube-apiserver").unwrap() >> 20);
    plane.down().unwrap();
    assert!(!dir.exists());
    cluster.down().unwrap();
}

#[test]
fn without_controllers_objects_stay_as_they_are_put_in() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    let node = json!({
        "apiVersion": "v1", "kind": "Node", "metadata": {"name": "kept"},
        "status": {"conditions": [{
            "type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown", "message": "silent",
            "lastHeartbeatTime": "2026-01-01T00:00:00Z", "lastTransitionTime": "2026-01-01T00:00:00Z",
        }]},
    });
    plane.apply(&node).unwrap();
    let kept = plane.get("/api/v1/nodes/kept").unwrap().unwrap();
    assert_eq!(kept["status"]["conditions"], node["status"]["conditions"]);
    assert_eq!(kept["spec"]["taints"], json!(null));
    assert!(plane.kill("kwok").is_err());
    assert!(plane.kill("no-such-program").is_err());
    plane.down().unwrap();
}

#[test]
fn a_real_node_runs_real_pods_and_leaves_nothing() {
    let cluster = Cluster::start(Shape::small()).unwrap();
    let plane = ControlPlane::start(KubeShape::real()).unwrap();
    println!("{:?}", plane.timings());
    let name = plane.dir().file_name().unwrap().to_str().unwrap().to_owned();
    Rook::define(&plane, &[]).unwrap();
    Rook::install(&plane, &cluster, RookShape { real: true, nodes: 1, ..RookShape::default() }).unwrap();
    let exec = |what: &str, words: &[&str]| {
        plane
            .kubectl(&[&["-n", "rook-ceph", "exec", what, "-c", words[0], "--"], &words[1..]].concat())
            .unwrap()
    };
    let fsid = exec("deploy/rook-ceph-tools", &["rook-ceph-tools", "ceph", "fsid"]);
    assert_eq!(String::from_utf8_lossy(&fsid.stdout).trim(), cluster.fsid(), "{fsid:?}");
    let conf = "--conf=/var/lib/rook/rook-ceph/rook-ceph.config";
    let fsid = exec("deploy/rook-ceph-operator", &["rook-ceph-operator", "ceph", conf, "fsid"]);
    assert_eq!(String::from_utf8_lossy(&fsid.stdout).trim(), cluster.fsid(), "{fsid:?}");
    let python = exec("deploy/rook-ceph-tools", &["rook-ceph-tools", "python3", "-c", "import rados"]);
    assert!(python.status.success(), "{python:?}");
    let mon = ["mon", "ceph", "--name=mon.", "--keyring=/etc/ceph/keyring-store/keyring", "fsid"];
    let fsid = exec("deploy/rook-ceph-mon-a", &mon);
    assert_eq!(String::from_utf8_lossy(&fsid.stdout).trim(), cluster.fsid(), "{fsid:?}");
    // An exit code arrives as it is.
    let seven = exec("deploy/rook-ceph-tools", &["rook-ceph-tools", "sh", "-c", "exit 7"]);
    assert_eq!(seven.status.code(), Some(7), "{seven:?}");
    plane.down().unwrap();
    cluster.down().unwrap();
    let groups =
        std::process::Command::new("find").args(["/sys/fs/cgroup", "-name", &name]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&groups.stdout), "");
}
