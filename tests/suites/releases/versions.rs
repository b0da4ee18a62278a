//! What the catalogue says of a real cluster that is well: what is true of its release, and nothing else.

use koor_core::Koor;
use koor_core::assess::advice::{Outcome, Rule, Ruling};
use koor_core::ladder::Environment;
use koor_core::model::Inventory;
use koor_core::view::VersionCheck;
use koor_testbed::Release;
use koor_tests::command::inside;

use crate::Site;

/// What both old releases have: no release of theirs mends these any more, and the clusters have a gateway.
const OLD: [&str; 6] = [
    "CVE-2024-47866",
    "CVE-2024-48916",
    "CVE-2025-30156",
    "CVE-2026-39944",
    "CVE-2026-50152",
    "CVE-2026-54330",
];

/// What must be found, by its name: what is end of life is said as that, and CVEs are those that the release has.
fn expected(release: Release) -> Vec<&'static str> {
    let end = match release {
        Release::Pacific => "ceph-16-end-of-life",
        Release::Reef => "ceph-18-end-of-life",
        // Supported, and the newest of the testbed: nothing speaks against it.
        Release::Tentacle => return Vec::new(),
    };
    OLD.into_iter().chain([end]).collect()
}

pub(crate) fn are_judged(site: &Site) {
    let cluster = &site.cluster;
    let release = cluster.shape().release;
    let said = inside(cluster, &["inventory", "-o", "json"]).well();
    let inventory: Inventory = serde_json::from_value(said.json()).unwrap();
    let held = Koor::catalogue_in(None, &Environment::default()).unwrap();
    // By the day of the catalogue: ends of lines must not come nearer by themselves.
    let now = held.catalogue.dated.at(12, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
    let check = VersionCheck::of(&inventory, &held, now);
    let ids = |outcome: Outcome| -> Vec<&str> {
        let of = check.rulings.iter().filter(|ruling| ruling.outcome == outcome);
        let mut ids: Vec<&str> = of.map(|ruling| ruling.id.as_str()).collect();
        ids.sort_unstable();
        ids
    };
    let told =
        |ruling: &Ruling| format!("{}: {} [{}]", ruling.id, ruling.sentence, ruling.evidence.join("; "));
    let all: Vec<String> = check.rulings.iter().map(told).collect();
    assert_eq!(ids(Outcome::Found), expected(release), "{release}:\n{}", all.join("\n"));
    // No Kubernetes stands beside it: whatever hangs on one is unknown, with that reason, and never a finding.
    for ruling in check.rulings.iter().filter(|ruling| ruling.outcome == Outcome::Unknown) {
        let why = ruling.missing.as_deref().unwrap_or_default();
        assert!(why.contains("not asked"), "{release}: {} is unknown: {why}", ruling.id);
    }
    let ends = check
        .rulings
        .iter()
        .filter(|ruling| ruling.rule == Rule::Support && ruling.outcome == Outcome::Found);
    assert_eq!(ends.count(), usize::from(release != Release::Tentacle), "{}", all.join("\n"));
    // The command says the same, but for ends that have come nearer since.
    let command = inside(cluster, &["versions", "check", "-o", "json"]).well().json();
    let lasting = |id: &&str| !id.ends_with("-end-of-life");
    let rulings = command["rulings"].as_array().unwrap().iter();
    let mut theirs: Vec<&str> = rulings
        .filter(|ruling| ruling["outcome"] == "found")
        .map(|ruling| ruling["id"].as_str().unwrap())
        .filter(lasting)
        .collect();
    theirs.sort_unstable();
    assert_eq!(theirs, ids(Outcome::Found).into_iter().filter(lasting).collect::<Vec<_>>(), "{release}");
}
