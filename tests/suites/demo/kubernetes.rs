//! Rook and Kubernetes of a pretend cluster, as a user meets them: pictures, lists, things, exit codes, recordings.

use koor_tests::command::{self, Said};
use serde_json::Value;

fn koor(line: &str) -> Said {
    let words: Vec<&str> = line.split(' ').collect();
    command::end(command::on_host(&words))
}

fn contains(said: &Said, words: &[&str]) {
    for word in words {
        assert!(said.stdout.contains(word), "no {word:?}: {said}");
    }
}

/// What a stuck upgrade is about: Rook says Ready, and Ceph's own versions say who stayed behind, and why.
#[test]
fn a_stuck_upgrade_is_named() {
    let said = koor("--demo=upgrade-stuck rook").well();
    contains(&said, &["Ready", "18.2.7", "20.2.4", "mds", "HEALTH_ERR"]);
    let json = koor("--demo=upgrade-stuck rook -o json").well().json();
    assert_eq!(json["rook"]["phase"], "Ready");
    assert_eq!(json["upgrade"]["state"], "stuck");
    let behind = json["upgrade"]["behind"].as_array().unwrap();
    let types: Vec<&Value> = behind.iter().map(|row| &row["daemon_type"]).collect();
    assert_eq!(types, ["mds", "rgw"]);
    assert_eq!(koor("--demo=upgrade-stuck rook --fail-on warn").code, Some(1));
    let json = koor("--demo=upgrade rook -o json").well().json();
    assert_eq!(json["upgrade"]["state"], "under_way");
}

/// Nothing is wrong: nothing is found, and nothing fails.
#[test]
fn a_healthy_cluster_finds_nothing() {
    let said = koor("--demo rook --fail-on warn").well();
    contains(&said, &["Ready", "v1.18.11"]);
    let json = koor("--demo rook -o json").well().json();
    let faults = json["rook_findings"].as_array().unwrap();
    let faults: Vec<&Value> = faults.iter().filter(|finding| finding["grade"] == "fault").collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(json["upgrade"]["state"], "settled");
    let said = koor("--demo rook ls --unhealthy").well();
    contains(&said, &["No object of Rook is unwell."]);
}

#[test]
fn an_operator_that_is_gone_is_told() {
    let json = koor("--demo=operator-gone rook -o json").well().json();
    assert_eq!(json["operator"]["ready"], 0);
    let codes = json["rook_findings"].to_string();
    assert!(codes.contains("OPERATOR"), "{codes}");
    assert_eq!((&json["rook"]["health"], &json["rook"]["taken_up"]), (&"HEALTH_OK".into(), &false.into()));
}

#[test]
fn nodes_are_listed_chosen_and_shown() {
    let said = koor("--demo=host-down node ls").well();
    contains(&said, &["NODE", "node1", "node3"]);
    let json = koor("--demo=host-down node ls --unhealthy -o json").well().json();
    let names: Vec<&Value> = json["nodes"].as_array().unwrap().iter().map(|node| &node["name"]).collect();
    assert_eq!(names, ["node3"]);
    let wide = koor("--demo=host-down node ls -o wide").well();
    contains(&wide, &["KERNEL", "5.14.0"]);
    let sorted = koor("--demo node ls --sort node --reverse -o json").well().json();
    assert_eq!(sorted["nodes"][0]["name"], "node3");
    let yaml = koor("--demo node show node1 -o yaml").well();
    contains(&yaml, &["name: node1"]);
    // While a host is down, Rook's budgets let nobody else go.
    let shown = koor("--demo=host-down node show node1").well();
    contains(&shown, &["rook-ceph-osd-host-node1"]);
    let missing = koor("--demo node show node9");
    assert!(missing.refusal(2).contains("node9"), "{missing}");
    let empty = koor("--demo node ls --unhealthy").well();
    contains(&empty, &["Every node is ready"]);
}

#[test]
fn claims_are_listed_chosen_and_followed() {
    let json = koor("--demo pvc ls --of shop -o json").well().json();
    let names: Vec<&Value> = json["claims"].as_array().unwrap().iter().map(|claim| &claim["name"]).collect();
    assert_eq!(names, ["cart", "orders-db-0", "orders-db-1"]);
    let said = koor("--demo pvc ls --pool rbd --sort size --reverse").well();
    contains(&said, &["NAMESPACE", "registry", "csi-vol-"]);
    let said = koor("--demo pvc ls --of shopp").well();
    contains(&said, &["No claim is in namespace shopp", "shop"]);
    let said = koor("--demo pvc show media/uploads").well();
    contains(&said, &["cephfs", "csi-vol-"]);
    let missing = koor("--demo pvc show shop/cat");
    assert!(missing.refusal(2).contains("shop/cat"), "{missing}");
    let wrong = koor("--demo pvc show cart");
    assert!(wrong.stderr.contains("write its namespace and its name"), "{wrong}");
}

/// The mons have no quorum, and Kubernetes answers all the same.
#[test]
fn without_a_quorum_kubernetes_still_tells() {
    let json = koor("--demo=no-quorum --timeout 1 node ls -o json").stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["nodes"].as_array().map(Vec::len), Some(3));
    let said = koor("--demo=no-quorum --timeout 1 pvc ls --unhealthy");
    contains(&said, &["nightly", "Pending"]);
}

/// What was recorded answers as the cluster did.
#[test]
fn a_recording_answers_from_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept.tar.zst");
    let path = path.to_str().unwrap();
    let _said = koor(&format!("--demo=upgrade-stuck record {path}")).well();
    for line in ["rook", "rook ls", "node ls", "node show node1", "pvc ls", "pvc show shop/cart", "status"] {
        let said = koor(&format!("--recording {path} {line}")).well();
        contains(&said, &["recording"]);
    }
    let json = koor(&format!("--recording {path} rook -o json")).well().json();
    assert_eq!((&json["upgrade"]["state"], &json["rook"]["phase"]), (&"stuck".into(), &"Ready".into()));
    let live = koor("--demo=upgrade-stuck pvc ls -o json").well().json();
    let kept = koor(&format!("--recording {path} pvc ls -o json")).well().json();
    assert_eq!(live["claims"].as_array().map(Vec::len), kept["claims"].as_array().map(Vec::len));
    let status = koor(&format!("--recording {path} status")).well();
    contains(&status, &["rook"]);
}

/// A recording of before Kubernetes was recorded is read as ever, and says what it lacks.
#[test]
fn an_older_recording_says_that_it_has_no_kubernetes() {
    let older = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/recordings/demo.tar.zst");
    let status = koor(&format!("--recording {older} status -o json")).well().json();
    let unseen = status["unseen"].as_array().map_or(0, Vec::len);
    assert_eq!(unseen, 0, "{}", status["unseen"]);
    for line in ["rook", "node ls", "pvc ls"] {
        let said = koor(&format!("--recording {older} {line}"));
        assert!(said.refusal(2).contains("Kubernetes is not in this recording"), "{said}");
    }
}
