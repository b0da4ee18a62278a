//! Commands through exec into pods on a real kubelet.

use std::time::Duration;

use koor_core::model::{Command, Kind, Target};
use koor_tests::command::on_host;
use serde_json::{Value, json};

use crate::contract;
use crate::pod::{NAMESPACE, Site, koor};

const TOOLBOX: &str = "rook-ceph-tools";
const DEADLINE: Duration = Duration::from_secs(15);

fn source(said: &koor_tests::command::Said) -> Value {
    said.json()["source"].clone()
}

#[test]
fn each_pod_of_rook_is_a_way_to_ceph() {
    let site = Site::start();
    let facts = site.facts();
    // From the last hope to the first: each is preferred as soon as it is there.
    for (role, word) in [("rook-ceph-mon", "mon"), ("rook-ceph-operator", "operator"), (TOOLBOX, "toolbox")] {
        site.pod(role, &json!({}));
        let said = koor(&site.kubeconfig(), &["--rung", "exec", "status", "-o", "json"]).well();
        let source = source(&said);
        let detail = source["detail"].as_str().unwrap();
        assert!(
            detail.starts_with(&format!("exec into pod {NAMESPACE}/{role} ({word}), librados API ")),
            "{detail}"
        );
        assert_eq!(
            (source["rung"].as_str(), &said.json()["cluster"]["fsid"]),
            (Some("exec"), &facts.fsid.as_str().into())
        );
        contract::holds(&site.cluster, &facts, &site.kubeconfig(), NAMESPACE, "exec");
    }
    // One `ceph` a command, where there is no Python.
    for role in ["rook-ceph-mon", "rook-ceph-operator", TOOLBOX] {
        site.remove(role);
    }
    for role in ["rook-ceph-mon", "rook-ceph-operator", TOOLBOX] {
        site.pod_without_python(role);
        contract::holds(&site.cluster, &facts, &site.kubeconfig(), NAMESPACE, "exec");
    }
    site.down();
}

#[test]
fn nothing_is_left_running_in_the_pod() {
    let site = Site::start();
    site.pod(TOOLBOX, &json!({}));
    let until = |runs: bool| {
        let what = if runs { "the script to run" } else { "the script to end" };
        site.plane.wait_for(what, |_| Ok(site.is_script_running(TOOLBOX) == runs)).unwrap();
    };
    // Ended by SIGKILL in the middle of a long watch: nobody says goodbye.
    let args = ["--namespace", NAMESPACE, "--rung", "exec", "--watch=1", "status", "-o", "json"];
    let mut command = on_host(&args);
    command.env("KUBECONFIG", site.kubeconfig()).stdout(std::process::Stdio::null());
    let mut watching = command.spawn().unwrap();
    until(true);
    watching.kill().unwrap();
    watching.wait().unwrap();
    until(false);
    // And with a command that ends by itself.
    let _ = koor(&site.kubeconfig(), &["--rung", "exec", "status"]).well();
    until(false);
    site.down();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_outlives_its_pod_and_its_api_server() {
    let site = Site::start();
    site.pod(TOOLBOX, &json!({}));
    let koor = site.open().await;
    let status = Command::new("status");
    let ask = async || koor.transport().command(&Target::Mon, &status, DEADLINE).await;
    let before = ask().await.unwrap();
    assert_eq!(before.status, 0);

    site.remove(TOOLBOX);
    let gone = ask().await.unwrap_err();
    assert!(matches!(gone.kind, Kind::Unreachable | Kind::Unsupported), "{gone:?}");
    site.pod(TOOLBOX, &json!({}));
    assert_eq!(ask().await.unwrap().status, 0, "another pod is entered");

    site.plane.kill("kube-apiserver").unwrap();
    let lost = ask().await.unwrap_err();
    assert_eq!(lost.kind, Kind::Unreachable, "{lost:?}");
    site.plane.start_program("kube-apiserver").unwrap();
    site.plane.wait_ready().unwrap();
    assert_eq!(ask().await.unwrap().status, 0, "it is entered anew");
    drop(koor);
    site.down();
}

#[test]
fn a_right_that_is_missing_is_named() {
    let site = Site::start();
    site.pod(TOOLBOX, &json!({}));
    let list = json!({"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]});
    let exec = |verbs: &[&str]| json!({"apiGroups": [""], "resources": ["pods/exec"], "verbs": verbs});
    let both = format!(
        "exec into pods of namespace {NAMESPACE} takes the rights `get` and `create` on `pods/exec` there"
    );
    for (user, rules, words) in [
        ("nobody", vec![], format!("the pods of namespace {NAMESPACE} may not be listed")),
        ("no-exec", vec![list.clone()], both.clone()),
        ("no-create", vec![list.clone(), exec(&["get"])], both.clone()),
        ("no-get", vec![list.clone(), exec(&["create"])], format!("{both}, and this user lacks `get`")),
    ] {
        let kubeconfig = site.plane.user(user, &rules).unwrap();
        let ask = || koor(&kubeconfig, &["--rung", "exec", "status"]);
        // A role is known a moment after it was made.
        let said = |said: &koor_tests::command::Said| format!("{}{}", said.stdout, said.stderr);
        site.plane.wait_for(&format!("{user}: {words}"), |_| Ok(said(&ask()).contains(&words))).unwrap();
        assert_eq!(ask().code, Some(4), "{}", ask());
    }
    let all = site.plane.user("enough", &[list, exec(&["get", "create"])]).unwrap();
    site.plane
        .wait_for(
            "the rights to be enough",
            |_| Ok(koor(&all, &["--rung", "exec", "status"]).code == Some(0)),
        )
        .unwrap();
    site.down();
}
