//! The control plane of the testbed is a real one, Rook's objects lead to a real cluster, and nothing is left of either.
#![allow(clippy::unwrap_used, reason = "helpers of tests say what must hold, as tests do")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

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
    assert_eq!(groups(&name), "");
}

/// The control groups of that name.
fn groups(name: &str) -> String {
    let found = Command::new("find").args(["/sys/fs/cgroup", "-name", name]).output().unwrap();
    String::from_utf8_lossy(&found.stdout).into_owned()
}

/// Every process whose command line names the folder, every mount that does, and the folder.
fn traces(dir: &Path) -> Vec<String> {
    let name = dir.to_str().unwrap();
    let mut found = Vec::new();
    for process in fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path()) {
        for file in ["cmdline", "mountinfo"] {
            let text = fs::read(process.join(file)).unwrap_or_default();
            if text.windows(name.len()).any(|part| part == name.as_bytes()) {
                found.push(format!("{}: {file}", process.display()));
            }
        }
    }
    found.extend(dir.exists().then(|| format!("{name} exists")));
    found
}

#[test]
fn nothing_of_a_real_node_survives_the_death_of_the_test_run() {
    // A program that holds a control plane in the part of the test run; SIGKILL runs no destructor of it.
    let mut holder = Command::new(env!("CARGO_BIN_EXE_koor-testbed"))
        .args(["kube", "--real"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let described: serde_json::Value = serde_json::from_str(&line).unwrap();
    let dir = Path::new(described["dir"].as_str().unwrap()).to_owned();
    let name = dir.file_name().unwrap().to_str().unwrap();
    // A pod of it runs, in control groups of its own.
    let pod = json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "sleeper"},
        "spec": {
            "hostNetwork": true, "automountServiceAccountToken": false,
            "containers": [{
                "name": "main", "image": "docker.io/local/empty:1", "imagePullPolicy": "Never",
                "command": ["sleep", "infinity"], "volumeMounts": [{"name": "usr", "mountPath": "/usr"}],
            }],
            "volumes": [{"name": "usr", "hostPath": {"path": "/usr"}}],
        },
    });
    let file = dir.join("pod.json");
    fs::write(&file, pod.to_string()).unwrap();
    let kubectl = |args: &[&str]| {
        let mut command = Command::new(described["kubectl"].as_str().unwrap());
        let done =
            command.args(args).env("KUBECONFIG", described["kubeconfig"].as_str().unwrap()).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    kubectl(&["wait", "--for=create", "serviceaccount/default", "--timeout=60s"]);
    kubectl(&["create", "-f", file.to_str().unwrap()]);
    kubectl(&["wait", "--for=condition=Ready", "pod/sleeper", "--timeout=60s"]);
    assert!(!groups(name).is_empty() && traces(&dir).len() > 5, "the search finds nothing while it runs");

    holder.kill().unwrap();
    holder.wait().unwrap();
    let start = Instant::now();
    while !(traces(&dir).is_empty() && groups(name).is_empty()) && start.elapsed() < Duration::from_secs(30) {
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(traces(&dir), Vec::<String>::new());
    assert_eq!(groups(name), "");
}
