//! The card of versions: one line a product, and nothing that is not in the check.

use jiff::Timestamp;
use koor_core::assess::advice::{Outcome, Weight};
use koor_core::model::catalogue::{HeldCatalogue, Product};
use koor_core::model::{Inventory, Kind, Part};
use koor_core::view::{VersionCard, VersionCheck};

use super::base::{base, catalogue, run};

fn check(inventory: &Inventory) -> VersionCheck {
    let held = HeldCatalogue { catalogue: catalogue().clone(), origin: "built into a test".into() };
    let now: Timestamp = "2026-11-28T12:00:00Z".parse().unwrap();
    VersionCheck::of(inventory, &held, now)
}

#[test]
fn a_cluster_that_nothing_speaks_against_has_a_quiet_card() {
    let card = VersionCard::of(&check(&base()));
    assert_eq!((card.worst, card.counts.errors, card.counts.warnings), (None, 0, 0));
    let text = card.to_string();
    let ceph = text.lines().find(|line| line.starts_with("Ceph ")).unwrap();
    let words: Vec<&str> = ceph.split_whitespace().collect();
    assert_eq!(words, ["Ceph", "20.2.5", "runs", "2027-06-01", "nothing"], "{text}");
    assert_eq!(text.lines().filter(|line| line.contains("nothing")).count(), 4, "{text}");
}

#[test]
fn the_card_counts_what_the_check_found() {
    let mut inventory = base();
    run(&mut inventory, Product::Ceph, "18.2.4");
    let check = check(&inventory);
    let card = VersionCard::of(&check);
    assert_eq!(card.worst, check.worst);
    let found = |weight| {
        let all = check.rulings.iter().filter(|one| one.outcome == Outcome::Found && one.weight == weight);
        all.count() as u64
    };
    assert!(card.counts.errors > 0);
    assert_eq!(
        (card.counts.errors, card.counts.warnings, card.counts.notes),
        (found(Weight::Error), found(Weight::Warning), found(Weight::Note))
    );
    let of_products = card.products.iter().map(|row| row.counts.errors).sum::<u64>();
    assert_eq!(of_products, card.counts.errors, "each ruling is of one product");
    let ceph = &card.products[0];
    assert_eq!((ceph.product, ceph.ended, ceph.worst), (Product::Ceph, Some(true), Some(Weight::Error)));
    assert_eq!(ceph.newest_patch.as_ref().unwrap().version.to_string(), "18.2.8");
    assert!(!ceph.mixed && ceph.unknown.is_none());
    let json = serde_json::to_value(&card).unwrap();
    assert!(json["schema_version"].is_number() && json["products"][0]["counts"]["errors"].is_number());
}

#[test]
fn what_was_not_seen_is_unknown_and_no_all_clear() {
    let mut inventory = base();
    inventory.deployments = Part::unseen(Kind::Denied, "deployments may not be listed");
    let card = VersionCard::of(&check(&inventory));
    let rook = card.products.iter().find(|row| row.product == Product::Rook).unwrap();
    assert!(rook.running.is_empty() && rook.unknown.as_deref().unwrap().contains("may not be listed"));
    let text = card.to_string();
    let line = text.lines().find(|line| line.starts_with("Rook ")).unwrap();
    assert!(line.contains("unknown") && !line.contains("nothing"), "{text}");
}
