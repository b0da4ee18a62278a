//! Advice: one thing is changed about a cluster that needs none, and just that is told.

use super::cluster::{change, clock, healthy, raise, seen_mut, usage};
use super::findings;
use crate::assess::{Finding, Grade};
use crate::model::{Inventory, OsdId, Part};

/// The only finding, which has to be advice.
fn only(inventory: &Inventory) -> Finding {
    let found = findings(inventory);
    assert_eq!(found.len(), 1, "{found:#?}");
    let found = found.into_iter().next().unwrap();
    assert_eq!(found.grade, Grade::Advice, "{found}");
    assert!(!found.evidence.is_empty() && !found.next.is_empty(), "{found:#?}");
    found
}

/// With one thing changed.
fn with(changed: impl FnOnce(&mut Inventory)) -> Inventory {
    let mut inventory = healthy();
    changed(&mut inventory);
    inventory
}

#[test]
fn a_cluster_that_is_well_needs_none() {
    assert_eq!(findings(&healthy()), []);
}

#[test]
fn too_few_or_too_many_mons() {
    let mons = |count: usize| {
        with(|inventory| {
            let one = change(&mut inventory.mons).mons[0].clone();
            change(&mut inventory.mons).mons = vec![one; count];
            inventory.quorum = Part::not_asked();
        })
    };
    assert_eq!(only(&mons(1)).code, "KOOR_MON_SINGLE");
    for even in [2, 4] {
        assert_eq!(only(&mons(even)).code, "KOOR_MON_EVEN");
    }
    assert!(only(&mons(4)).evidence[0].ends_with("1 may fail"), "as with three");
    assert_eq!(findings(&mons(5)), []);
}

#[test]
fn nobody_stands_by() {
    let mgr = only(&with(|inventory| change(&mut inventory.mgrs).standbys.clear()));
    assert_eq!(mgr.code, "KOOR_MGR_SINGLE");
    assert!(mgr.sentence.contains("mgr x"), "{mgr}");
    let mut alone = with(|inventory| change(&mut inventory.file_systems).standbys.clear());
    assert_eq!(only(&alone).code, "KOOR_MDS_NO_STANDBY");
    raise(&mut alone, "MDS_INSUFFICIENT_STANDBY", "insufficient standby MDS daemons available", &[]);
    assert_eq!(findings(&alone), [], "Ceph says it");
}

#[test]
fn clocks_that_come_near_the_limit() {
    let skewed = |skew| with(|inventory| change(&mut inventory.clocks).push(clock("d", skew)));
    assert_eq!(findings(&skewed(0.039)), []);
    let found = only(&skewed(-0.041));
    assert_eq!(found.code, "KOOR_CLOCK_NEAR_LIMIT");
    assert_eq!(found.evidence, ["the clock of mon.d is -0.041 s from the leader's, 0.05 s are allowed"]);
}

#[test]
fn flags_that_ceph_does_not_tell() {
    let mut flagged = with(|inventory| change(&mut inventory.osd_map).flags.push("noout".into()));
    let found = only(&flagged);
    assert_eq!(
        (found.code, found.next.ends_with("ceph osd unset noout")),
        ("KOOR_FLAGS_SET", true),
        "{found:?}"
    );
    raise(&mut flagged, "OSDMAP_FLAGS", "noout flag(s) set", &[]);
    assert_eq!(findings(&flagged), [], "Ceph says it, and the explanation of that check says the rest");
    change(&mut flagged.health).checks[0].muted = true;
    assert_eq!(only(&flagged).evidence.last().map(String::as_str), Some("OSDMAP_FLAGS is muted"));
}

#[test]
fn pools_that_stop_or_lose_data_at_the_first_failure() {
    let strict = only(&with(|inventory| change(&mut inventory.osd_map).pools[0].min_size = 3));
    assert_eq!(strict.code, "KOOR_MIN_SIZE_IS_SIZE");
    assert_eq!(strict.next, "ceph osd pool set rbd min_size 2");
    let mut single = with(|inventory| {
        let pool = &mut change(&mut inventory.osd_map).pools[0];
        (pool.size, pool.min_size) = (1, 1);
    });
    assert_eq!(only(&single).code, "KOOR_POOL_SIZE_ONE", "its PGs are no news beside that");
    raise(&mut single, "POOL_NO_REDUNDANCY", "1 pool(s) have no replicas configured", &[]);
    assert_eq!(findings(&single), [], "Ceph says it");
}

#[test]
fn an_osd_far_slower_than_its_class() {
    let slow = |ms: f64, usual: f64| {
        with(|inventory| {
            for row in change(&mut inventory.osd_latency) {
                row.commit_ms = if row.id == OsdId(3) { ms } else { usual };
            }
        })
    };
    for (ms, usual) in [(1.0, 0.0), (19.0, 0.0), (90.0, 20.0), (24.0, 5.0)] {
        assert_eq!(findings(&slow(ms, usual)), [], "{ms} ms beside {usual} ms is nothing to get up for");
    }
    let found = only(&slow(120.0, 5.0));
    assert_eq!(found.code, "KOOR_OSD_SLOW");
    assert_eq!(found.evidence, ["osd.3 (host node1) commits in 120 ms, the median of class hdd is 5 ms"]);
    let mut stale = slow(120.0, 5.0);
    seen_mut(&mut stale.osd_latency).stale = Some("the mgr is silent".into());
    assert_eq!(findings(&stale), []);
}

#[test]
fn an_osd_far_fuller_than_its_class() {
    let full = |percent| with(|inventory| change(&mut inventory.osd_usage)[4] = usage(OsdId(4), percent));
    assert_eq!(findings(&full(48)), [], "half of it is free");
    let found = only(&full(68));
    assert_eq!(found.code, "KOOR_OSD_FULLER");
    // 42.8 % on average; at 53.5 % this one is at 85 %.
    assert_eq!(
        found.evidence,
        [
            "osd.4 is 68.0 % full, class hdd is 42.8 % on average: it is nearfull (85.0 %) when the class is at 53.5 %"
        ]
    );
    assert_eq!(findings(&full(86)), [], "from there on Ceph says OSD_NEARFULL");
}

#[test]
fn no_place_to_heal_to() {
    let four = only(&with(|inventory| {
        for osd in &mut change(&mut inventory.osd_map).osds[8..] {
            osd.is_in = false;
            // Else they are told, too.
            osd.state = vec!["destroyed".into()];
        }
    }));
    assert_eq!(four.code, "KOOR_NO_SPARE_DOMAIN");
    assert!(
        four.evidence[0].starts_with("4 hosts serve") && four.evidence[0].ends_with("archive"),
        "{four:?}"
    );
    assert!(four.next.contains("with 5 it heals"), "{four:?}");
}

#[test]
fn one_host_holding_too_much() {
    let found = only(&with(|inventory| {
        for (at, row) in change(&mut inventory.osd_usage).iter_mut().enumerate() {
            *row = usage(row.id, if at < 2 { 84 } else { 78 });
        }
    }));
    assert_eq!(found.code, "KOOR_HOST_TOO_LARGE");
    // The largest holds 168 GiB, four others have 8 × 12 GiB left below 90 %; each other host is too large as well.
    assert_eq!(
        found.evidence[0],
        "host node0 holds 168 GiB of class hdd, the others have room for 96.0 GiB up to the backfillfull limit"
    );
}
