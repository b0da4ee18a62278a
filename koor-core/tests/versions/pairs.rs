//! What goes with what.

use koor_core::assess::advice::{Rule, Weight};
use koor_core::model::catalogue::Product::{Ceph, Kubernetes, Rook};

use super::base::{base, found, run};

fn pairs(runs: &[(koor_core::model::catalogue::Product, &str)]) -> Vec<(String, Weight)> {
    let mut inventory = base();
    for (product, number) in runs {
        run(&mut inventory, *product, number);
    }
    let all = found(&inventory).into_iter().filter(|one| one.rule == Rule::Pair);
    all.map(|one| (one.id, one.weight)).collect()
}

#[test]
fn a_rook_too_old_for_the_kubernetes_under_it_is_told() {
    let all = pairs(&[(Rook, "1.18.11"), (Kubernetes, "1.36.0")]);
    assert!(all.iter().any(|(id, _)| id == "rook-1.18-with-kubernetes"), "{all:?}");
    let twin = pairs(&[(Rook, "1.18.11"), (Ceph, "19.2.5"), (Kubernetes, "1.34.2")]);
    assert!(!twin.iter().any(|(id, _)| id == "rook-1.18-with-kubernetes"), "{twin:?}");
}

#[test]
fn a_ceph_that_rook_runs_but_nobody_promises_weighs_less_than_one_it_refuses() {
    let of = |ceph| {
        let all = pairs(&[(Rook, "1.18.11"), (Ceph, ceph)]);
        all.into_iter().find(|(id, _)| id == "rook-1.18-with-ceph").map(|(_, weight)| weight)
    };
    assert_eq!(of("19.2.5"), None);
    assert_eq!(of("20.2.4"), Some(Weight::Warning));
    assert_eq!(of("17.2.7"), Some(Weight::Error));
}
