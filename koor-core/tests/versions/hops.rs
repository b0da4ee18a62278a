//! Upgrades: whatever is asked, the verdict is one of four, and never legal for a downgrade.

use koor_core::assess::advice::{HopVerdict, hop, route};
use koor_core::assess::traits::Traits;
use koor_core::model::catalogue::Product;
use semver::Version;

use super::base::{base, catalogue, version};

/// Every release that the catalogue names of a product.
fn releases(product: Product) -> Vec<Version> {
    let lines = catalogue().lines_of(product);
    let mut all: Vec<Version> = lines
        .iter()
        .flat_map(|line| {
            [&line.first, &line.newest]
                .into_iter()
                .chain(&line.releases)
                .map(|release| release.version.clone())
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

#[test]
fn between_any_two_releases_the_verdict_is_told_and_a_downgrade_is_never_legal() {
    let traits = Traits::of(&base());
    let mut told = 0;
    for product in [Product::Ceph, Product::Rook, Product::Kubernetes, Product::CephCsi] {
        let all = releases(product);
        for from in &all {
            for to in &all {
                told += 1;
                let words = format!("{product} {from} to {to}");
                match hop(catalogue(), product, from, to, &traits) {
                    HopVerdict::Same => assert_eq!(from, to, "{words}"),
                    HopVerdict::Legal { by } => {
                        assert!(to > from, "{words}");
                        let within = product.line_of(from) == product.line_of(to);
                        assert_eq!(by.is_none(), within, "{words}");
                    }
                    HopVerdict::Illegal { why, .. } => assert!(why.ends_with('.'), "{words}: {why}"),
                    HopVerdict::Unknown(why) => assert!(!why.is_empty() && to > from, "{words}"),
                }
            }
        }
    }
    assert!(told > 5_000, "{told} pairs");
}

#[test]
fn a_skipped_major_says_the_way_round() {
    let traits = Traits::of(&base());
    let verdict = hop(catalogue(), Product::Ceph, &version("17.2.7"), &version("20.2.5"), &traits);
    let HopVerdict::Illegal { why, instead, sources } = verdict else { panic!("{verdict:?}") };
    assert_eq!(why, "Ceph 20 can only be reached from 18 or 19, and 17.2.7 runs.");
    assert_eq!(instead, ["19", "20"]);
    assert!(!sources.is_empty());
    let rook = route(catalogue(), Product::Rook, "1.15", "1.18").unwrap();
    assert_eq!(rook, ["1.16", "1.17", "1.18"]);
    assert_eq!(route(catalogue(), Product::Ceph, "21", "20"), None);
}

#[test]
fn builds_of_one_release_are_the_same() {
    let traits = Traits::of(&base());
    let verdict = hop(catalogue(), Product::Ceph, &version("19.2.5-20260801"), &version("19.2.5"), &traits);
    assert_eq!(verdict, HopVerdict::Same);
    let newer = hop(catalogue(), Product::Ceph, &version("21.2.0"), &version("22.2.0"), &traits);
    assert!(matches!(newer, HopVerdict::Unknown(_)), "{newer:?}");
}
