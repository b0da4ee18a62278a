//! Which questions are asked for what.

use std::time::Duration;

use super::Selection;
use crate::model::{Check, Health, Inventory, Part, Seen, Severity, Source};
use crate::wire::Question;

#[test]
fn a_dashboard_asks_what_is_slow_rarely() {
    let at = |elapsed, since| {
        let all = Selection::top_due(Duration::from_secs(elapsed), Duration::from_secs(since));
        all.questions().collect::<Vec<_>>()
    };
    assert!(at(2, 2).contains(&Question::Status), "whether it is well is asked each time");
    assert!(!at(2, 2).contains(&Question::OsdPerf), "its turn comes after 5 s");
    assert!(at(6, 2).contains(&Question::OsdPerf) && !at(6, 2).contains(&Question::OsdDf));
    assert!(at(30, 5).contains(&Question::OsdDf) && !at(30, 5).contains(&Question::OsdMetadata));
    assert!(at(300, 5).contains(&Question::OsdMetadata));
    assert_eq!(at(600, 600), Selection::top().questions().collect::<Vec<_>>(), "after a pause, all of it");
}

#[test]
fn pg_dump_is_asked_only_where_pgs_are_shown() {
    let asks = |selection: &Selection| selection.questions().any(|question| question == Question::PgDump);
    for with in [Selection::everything(), Selection::osd_show(), Selection::pgs()] {
        assert!(asks(&with), "{with:?}");
    }
    for without in [
        Selection::status(),
        Selection::health(),
        Selection::osds(),
        Selection::osd_tree(),
        Selection::pools(),
        Selection::pool_show(),
        Selection::df(),
        Selection::daemons(),
        Selection::mons(),
        Selection::mgrs(),
        Selection::file_systems(),
        Selection::gateways(),
        Selection::versions(),
        Selection::top(),
    ] {
        assert!(!asks(&without), "{without:?}");
    }
}

/// A first look at a cluster with a check raised and so many PGs.
fn first(code: Option<&str>, pgs: u64, stale: Option<&str>) -> Inventory {
    let status = include_str!("../../../tests/answers/16.2.15/status.json");
    let (cluster, mut digest) = crate::wire::cluster::decode(status.as_bytes()).unwrap();
    digest.total = pgs;
    let source = Source {
        rung: String::new(),
        cluster: String::new(),
        detail: String::new(),
        chosen_by: None,
        passed_over: Vec::new(),
        mon_host: Vec::new(),
    };
    let check = code.map(|code| Check {
        code: code.into(),
        severity: Severity::Warn,
        summary: String::new(),
        detail: Vec::new(),
        count: None,
        muted: false,
    });
    let health = Health { status: Severity::Warn, checks: check.into_iter().collect(), mutes: Vec::new() };
    let now = jiff::Timestamp::UNIX_EPOCH;
    Inventory {
        cluster: seen(cluster, None),
        health: seen(health, None),
        pg_digest: seen(digest, stale),
        ..Inventory::empty(now, source)
    }
}

fn seen<T>(value: T, stale: Option<&str>) -> Part<T> {
    let stale = stale.map(str::to_owned);
    let asked_at = jiff::Timestamp::UNIX_EPOCH;
    Part::Seen(Seen {
        value,
        asked_at,
        as_of: None,
        stale,
        partial: None,
        took_ms: 0.0,
        source: String::new(),
    })
}

#[test]
fn a_second_look_asks_what_the_raised_checks_take_and_no_more() {
    let asked = |first: &Inventory| {
        Selection::explaining(first).map(|more| more.questions().collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(asked(&first(None, 8, None)), [], "a cluster that is well is asked nothing more");
    assert_eq!(asked(&first(Some("WHO_KNOWS"), 8, None)), []);
    assert_eq!(asked(&first(Some("PG_DEGRADED"), 8, None)), [Question::PgDump]);
    assert_eq!(asked(&first(Some("PG_DEGRADED"), 1_000_000, None)), [], "gigabytes");
    assert_eq!(
        asked(&first(Some("PG_DEGRADED"), 8, Some("silent"))),
        [],
        "nobody waits a minute for a mgr that is silent"
    );
    assert_eq!(asked(&first(Some("OSDMAP_FLAGS"), 8, Some("silent"))), [Question::Log], "the mons answer");
}

#[test]
fn what_the_mgr_told_the_mons_is_asked_with_the_mgrs_sign_of_life() {
    for selection in [Selection::pools(), Selection::df(), Selection::health(), Selection::status()] {
        assert!(selection.questions().any(|question| question == Question::PgSummary), "{selection:?}");
    }
}

/// A status needs Ceph's daemons alone; what a recording keeps of a round answers whoever asks for pods.
#[test]
fn a_recording_asks_for_all_pods_in_every_round() {
    assert!(Selection::status().kube().daemons_only);
    assert!(!Selection::rook().kube().daemons_only);
    let period = Duration::from_secs(5);
    for elapsed in [0, 5, 60, 65] {
        let due = Selection::due(Duration::from_secs(elapsed), period);
        assert!(!due.kube().daemons_only, "after {elapsed} s");
    }
}
