//! A large cluster: what is counted is right. What it takes is printed, for the reader; `benches/speed` holds targets.

use std::fs;
use std::time::Instant;

use koor_core::model::kube::KubeQuestion;
use koor_core::port::{KubeSelection, Orchestrator};
use koor_testbed::kube::{ControlPlane, KubeShape};
use koor_tests::large_kube::{self, NODES, PODS_ELSEWHERE, PODS_OF_ROOK};

use crate::seen::{self, DEADLINE};

/// What this process holds now, in MiB.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

#[tokio::test]
async fn five_hundred_nodes_and_five_thousand_pods_are_all_seen() {
    let plane = ControlPlane::start(KubeShape::alone()).unwrap();
    large_kube::fill(&plane).unwrap();
    let rook = seen::only(&[KubeQuestion::Nodes, KubeQuestion::Pods]);
    let selection = KubeSelection { pods_of: Some(large_kube::ELSEWHERE.into()), ..rook.clone() };

    let (asked, before, began) = (seen::lists(&seen::admin(&plane)).await, memory(), Instant::now());
    let all = asked.look(&selection, DEADLINE).await;
    println!("listed in {:?}, {} MiB more", began.elapsed(), memory() - before);
    assert_eq!(seen::gaps(&all), []);
    assert_eq!(seen::count(&all, "nodes"), NODES);
    assert_eq!(seen::count(&all, "pods"), PODS_OF_ROOK + PODS_ELSEWHERE);
    let pods = all.pods.value().unwrap();
    assert!(pods.is_sorted_by_key(|pod| (&pod.namespace, &pod.name)), "the rows are not sorted");
    drop(all);

    let (watched, before, began) = (seen::watch(&seen::admin(&plane)).await, memory(), Instant::now());
    let first = watched.look(&rook, DEADLINE).await;
    println!("first sync in {:?}, {} MiB more", began.elapsed(), memory().saturating_sub(before));
    assert_eq!((seen::count(&first, "nodes"), seen::count(&first, "pods")), (NODES, PODS_OF_ROOK));
    drop(first);
    let began = Instant::now();
    let again = watched.look(&rook, DEADLINE).await;
    println!("told from memory in {:?}", began.elapsed());
    assert_eq!(seen::gaps(&again), []);

    plane.delete(&format!("/api/v1/nodes/{}", large_kube::node(7))).unwrap();
    seen::until(&watched, &rook, "the node's end", |parts| seen::count(parts, "nodes") == NODES - 1).await;
    drop(watched);
    plane.down().unwrap();
}
