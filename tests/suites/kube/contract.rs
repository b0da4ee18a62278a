//! The contract of a transport, over the ways that lead through Kubernetes.

use std::path::Path;

use koor_testbed::Cluster;
use koor_tests::bed::logs;
use koor_tests::command::Said;
use koor_tests::contract::Facts;

/// Runs it in a process of its own, which ends with whatever hangs in it.
pub(crate) fn holds(cluster: &Cluster, facts: &Facts, kubeconfig: &Path, namespace: &str, rung: &str) {
    let said = run(facts, kubeconfig, namespace, rung);
    print!("--- {rung} through Kubernetes\n{}", said.stdout);
    assert_eq!(said.code, Some(0), "{said}\n{}", logs(cluster));
    // A suite that ran nothing would pass, too.
    assert!(said.stdout.lines().filter(|line| line.starts_with("passed")).count() >= 7, "{said}");
}

fn run(facts: &Facts, kubeconfig: &Path, namespace: &str, rung: &str) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.json");
    std::fs::write(&file, serde_json::to_vec(facts).unwrap()).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_koor-contract"));
    command.arg("--facts").arg(&file).arg("--kubeconfig").arg(kubeconfig);
    command.args(["--namespace", namespace, "--rung", rung]);
    Said::of(format!("koor-contract --rung {rung}"), &command.output().unwrap())
}
