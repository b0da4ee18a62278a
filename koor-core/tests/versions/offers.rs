//! What the version service hands out.

use koor_core::assess::advice::offer;
use koor_core::model::catalogue::Product;
use koor_core::wire::catalogue::built_in;

fn offered(product: Product, running: &str) -> (String, bool) {
    let offered = offer(built_in(), product, running).unwrap();
    (offered.version, offered.offer.is_some())
}

#[test]
fn the_newest_that_is_handed_out_and_may_be_upgraded_to() {
    assert_eq!(offered(Product::KoorOperator, "v0.3.0"), ("0.3.8".into(), true));
    assert_eq!(offered(Product::Ksd, "v1.11.3"), ("1.12.0".into(), true));
    assert_eq!(offered(Product::Ceph, "17.2.5"), ("17.2.6".into(), true));
    assert_eq!(offered(Product::Ceph, "17.2.6"), ("17.2.6".into(), true));
    assert_eq!(offered(Product::Ceph, ""), ("17.2.6".into(), true));
    assert_eq!(offered(Product::Ceph, "17"), ("17.2.6".into(), true), "as the old service took it");
}

#[test]
fn what_is_newer_than_all_that_is_known_is_told_back() {
    assert_eq!(offered(Product::KoorOperator, "0.4.0"), ("0.4.0".into(), false));
    assert_eq!(offered(Product::Ceph, "v18.2.7"), ("18.2.7".into(), false));
    // A date behind the numbers is a build, and the release without it no upgrade.
    assert_eq!(offered(Product::Ceph, "17.2.6-20230826"), ("17.2.6-20230826".into(), false));
}

#[test]
fn a_way_that_is_not_legal_is_not_offered() {
    assert_eq!(offered(Product::Ceph, "14.2.22"), ("14.2.22".into(), false));
    assert_eq!(offered(Product::Ceph, "16.2.15").0, "17.2.6");
}

#[test]
fn what_is_no_version_is_refused_in_a_sentence() {
    for text in ["abc", "1.2.3.4", "1..2", "v", "-1", "1.2.3-"] {
        let refused = offer(built_in(), Product::Ksd, text).unwrap_err();
        assert_eq!(refused.to_string(), format!("`{text}` is no version of KSD: write for instance 1.12.0"));
    }
}
