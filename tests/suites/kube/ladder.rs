//! Which way is chosen, what is said of the others, and the command as a plugin of `kubectl`.

use koor_tests::command;
use serde_json::json;

use crate::pod::{NAMESPACE, Site, koor};

#[test]
fn the_ladder_goes_down_rung_by_rung_and_says_why() {
    let site = Site::start();
    let rook = |name: &str| format!("/api/v1/namespaces/{NAMESPACE}/{name}");
    site.pod("rook-ceph-tools", &json!({}));
    let status = || koor(&site.kubeconfig(), &["status", "-o", "json"]).well().json()["source"].clone();
    let first = status();
    assert_eq!((first["rung"].as_str(), first.get("passed_over")), (Some("librados"), None), "{first}");
    for secret in ["rook-ceph-mon", "rook-ceph-admin-keyring"] {
        site.plane.delete(&rook(&format!("secrets/{secret}"))).unwrap();
    }
    let second = status();
    assert_eq!(second["rung"], "exec", "{second}");
    let why = second["passed_over"][0].as_str().unwrap();
    assert_eq!(why, format!("librados: there is no Secret rook-ceph-mon in namespace {NAMESPACE}"));
    site.down();
}

#[test]
fn kubectl_runs_and_completes_it() {
    let site = Site::start();
    let folder = tempfile::tempdir().unwrap();
    for name in ["kubectl-koor", "kubectl_complete-koor"] {
        std::os::unix::fs::symlink(command::koor(), folder.path().join(name)).unwrap();
    }
    let kubectl = |args: &[&str]| {
        let mut command = site.plane.kubectl_command(&site.kubeconfig(), args);
        command.env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    // `-n` is the namespace there, and it finds the kubeconfig that `kubectl` has.
    let said = kubectl(&["koor", "-n", NAMESPACE, "status", "-o", "json"]);
    let status: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(status["cluster"]["fsid"], site.cluster.fsid());
    let offered = kubectl(&["__complete", "koor", "osd", "tr"]);
    assert!(offered.lines().any(|line| line.split('\t').next() == Some("tree")), "{offered}");
    site.down();
}
