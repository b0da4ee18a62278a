//! How long what runs is supported.

use jiff::civil::date;
use koor_core::assess::advice::{Weight, advise};
use koor_core::assess::traits::Traits;
use koor_core::model::catalogue::Product::{Ceph, Rook};

use super::base::{base, catalogue, found, run};

#[test]
fn what_is_end_of_life_is_said_as_that() {
    let mut inventory = base();
    run(&mut inventory, Ceph, "18.2.8");
    let all = found(&inventory);
    let end = all.iter().find(|one| one.id == "ceph-18-end-of-life").unwrap();
    assert_eq!(end.weight, Weight::Warning);
    assert!(end.sentence.starts_with("Ceph 18 reef is end of life since 2026-03"), "{}", end.sentence);
    assert!(!end.sources.is_empty() && end.next.as_deref().unwrap().starts_with("plan the upgrade to Ceph"));
}

#[test]
fn what_ends_soon_is_a_note_and_what_does_not_is_nothing() {
    let traits = Traits::of(&base());
    let line = catalogue().lines.iter().find(|line| line.product == Ceph && line.line == "20").unwrap();
    let end = line.first_end().unwrap();
    let of = |today| {
        let advice = advise(&traits, catalogue(), today);
        advice
            .found()
            .find(|one| one.id == "ceph-20-end-of-life")
            .map(|one| (one.weight, one.sentence.clone()))
    };
    let before = |days: i64| end.checked_sub(jiff::Span::new().days(days)).unwrap();
    assert_eq!(of(before(91)), None);
    let (weight, sentence) = of(before(90)).unwrap();
    assert_eq!(weight, Weight::Note);
    assert!(sentence.ends_with("in 90 days."), "{sentence}");
    assert_eq!(of(date(2035, 1, 1)).unwrap().0, Weight::Warning);
}

#[test]
fn what_the_catalogue_does_not_know_yet_is_said_to_be_so() {
    let mut inventory = base();
    run(&mut inventory, Rook, "1.40.0");
    let ids: Vec<String> = found(&inventory).into_iter().map(|one| one.id).collect();
    assert!(ids.contains(&"rook-1.40-line-unknown".to_owned()), "{ids:?}");
    run(&mut inventory, Rook, "1.20.99");
    let ids: Vec<String> = found(&inventory).into_iter().map(|one| one.id).collect();
    assert!(ids.contains(&"rook-1.20-release-unknown".to_owned()), "{ids:?}");
}
