//! PGs that have nothing left to lose: a fault, and Ceph only says that they are degraded.

use super::cluster::{change, healthy, take_down};
use super::findings;
use crate::assess::Grade;
use crate::model::{Part, Severity};

/// The faults, with their evidence.
fn faults(inventory: &crate::model::Inventory) -> Vec<(&'static str, Severity, Vec<String>)> {
    let found = findings(inventory).into_iter().filter(|found| found.grade == Grade::Fault);
    found.map(|found| (found.code, found.severity, found.evidence)).collect()
}

#[test]
fn the_last_copy_is_told_from_the_last_that_serves() {
    let mut inventory = healthy();
    // PG 1.0 is on osd.0, 2, 4; PG 2.0 on osd.0, 2, 4, 6: one of three copies is left, and just the two chunks needed.
    take_down(&mut inventory, &[0, 2]);
    let faults = faults(&inventory);
    assert_eq!(faults[0].0, "KOOR_NO_REDUNDANCY_LEFT");
    assert_eq!(faults[0].1, Severity::Err);
    assert_eq!(faults[0].2, ["pool archive: 1 PG with 1.0 MiB", "pool rbd: 1 PG with 1.0 MiB"]);
    assert_eq!(faults[1].0, "KOOR_PG_AT_MIN_SIZE");
    assert_eq!(faults[1].2, ["pool archive: 1 PG with 1.0 MiB"], "2.2, on osd.0 and three others");
}

#[test]
fn without_the_pgs_nothing_is_claimed() {
    let mut inventory = healthy();
    take_down(&mut inventory, &[0, 2]);
    inventory.pgs = Part::not_asked();
    assert_eq!(faults(&inventory), []);
    inventory = healthy();
    change(&mut inventory.osd_map).ec_profiles.clear();
    take_down(&mut inventory, &[0, 2]);
    assert_eq!(
        faults(&inventory)[0].2,
        ["pool rbd: 1 PG with 1.0 MiB"],
        "nobody told how many chunks archive needs"
    );
}
