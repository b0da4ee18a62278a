//! Each event by itself says what it should, and nothing else.

use super::event::EVENTS;
use super::{Direction, diff, example, sentences};
use crate::model::{OsdMap, PgState};

#[test]
fn every_event_is_said_once() {
    for event in EVENTS {
        let before = example::cluster();
        let mut after = before.clone();
        (event.happens)(&mut after);
        assert_eq!(sentences(&diff(&before, &after)), event.said);
    }
}

#[test]
fn the_way_back_is_good_news() {
    let before = example::cluster();
    let mut after = before.clone();
    let said_back = |event: usize, after: &mut crate::model::Inventory| {
        (EVENTS[event].happens)(after);
        sentences(&diff(after, &before))
    };
    assert_eq!(
        said_back(0, &mut after),
        [
            "+ health went from HEALTH_WARN to HEALTH_OK: OSD_DOWN cleared",
            "+ OSD_DOWN cleared (was: 1 osds down)"
        ]
    );
    let mut after = before.clone();
    super::value(&mut after.osd_map).osds[1].up = false;
    assert_eq!(sentences(&diff(&after, &before)), ["+ osd.1 on node1 came up"]);
}

#[test]
fn worse_comes_first_and_numbers_are_numbers() {
    let before = example::cluster();
    let mut after = before.clone();
    let map: &mut OsdMap = super::value(&mut after.osd_map);
    map.osds[2].up = false;
    map.osds.push(example::osd(10));
    map.osds.push(example::osd(9));
    map.full_ratio = crate::model::Ratio(0.96);
    let diff = diff(&before, &after);
    let order: Vec<_> = diff.changes.iter().map(|change| change.subject.name.as_str()).collect();
    assert_eq!(order, ["osd.2", "OSD map", "osd.9", "osd.10"]);
    assert_eq!(diff.of_direction(Direction::Worse).count(), 1);
}

#[test]
fn many_pgs_are_counted() {
    let before = example::cluster();
    let mut after = before.clone();
    for pg in &mut super::value(&mut after.pgs).pgs[..25] {
        pg.state = PgState("active+undersized".into());
    }
    let diff = diff(&before, &after);
    assert_eq!(diff.changes.len(), 21);
    assert_eq!(diff.changes[0].sentence, "5 more PGs got worse; 25 in all");
    assert_eq!(diff.changes[17].subject.name, "1.10", "hexadecimal, in order");
}

#[test]
fn a_host_made_anew_under_its_name_moves_nothing() {
    let before = example::cluster();
    let mut after = before.clone();
    let crush = super::value(&mut after.crush);
    crush.buckets[1].id = -20;
    crush.buckets[0].items[0].id = -20;
    let said = sentences(&diff(&before, &after));
    assert!(said.iter().all(|sentence| !sentence.contains("osd.0")), "{said:?}");
}

#[test]
fn a_rack_that_is_renamed_moves_nothing() {
    let before = example::cluster();
    let mut after = before.clone();
    super::value(&mut after.crush).buckets[1].name = "node0-new".into();
    assert_eq!(sentences(&diff(&before, &after)), ["  CRUSH bucket node0-new: name node0 → node0-new"]);
}
