//! The dashboard of the sample, of what it could not see, and of a cluster that stopped to answer.

use jiff::SignedDuration;

use super::{Choice, Heat, OsdSort, Top, TopHistory, Trend, worst};
use crate::model::{Bytes, Inventory, IoRate, Kind, Part, PgDigest, PgState, Ratio, Seen};
use crate::view::report::Tone;
use crate::view::sample::{self, before, now, timed_out};

fn of(inventory: &Inventory) -> Top {
    Top::of(inventory, &TopHistory::default(), now())
}

fn text(cells: &[crate::view::Cell]) -> String {
    cells.iter().map(|cell| cell.text.as_str()).collect()
}

pub(in crate::view) fn digest(written: u64) -> PgDigest {
    PgDigest {
        total: 4,
        by_state: [(PgState("active+clean".into()), 3), (PgState("down".into()), 1)].into(),
        pools: 2,
        objects: 460,
        stored: Bytes(30 << 20),
        used: Bytes(10 << 30),
        available: Bytes(10 << 30),
        size: Bytes(20 << 30),
        degraded_objects: 0,
        misplaced_objects: 12,
        unfound_objects: 1,
        object_copies: Some(1200),
        client: IoRate { write_bytes_per_s: written, write_ops_per_s: 3, ..IoRate::default() },
        recovery_bytes_per_s: 0,
        recovery_objects_per_s: 0,
        progress: Vec::new(),
    }
}

/// As the mgr told it at that moment.
pub(in crate::view) fn told(value: PgDigest, seconds: i64, stale: Option<&str>) -> Part<PgDigest> {
    let (as_of, stale) = (Some(before(seconds)), stale.map(str::to_owned));
    Part::Seen(Seen {
        value,
        asked_at: now(),
        as_of,
        stale,
        partial: None,
        took_ms: 1.0,
        source: "mon: status".into(),
    })
}

#[test]
fn the_sample_is_told_in_few_words() {
    let mut inventory = sample::inventory();
    inventory.pg_digest = told(digest(5 << 20), 4, None);
    let top = of(&inventory);
    assert_eq!(
        text(&top.headline()),
        "ceph HEALTH_OK (Koor: HEALTH_ERR)",
        "one of its PGs has a single copy"
    );
    let capacity: Vec<String> = top.capacity_lines().iter().map(|line| text(line)).collect();
    assert_eq!(
        capacity,
        [
            "raw 10.0 GiB of 20.0 GiB (50.0 %)",
            "stored 30.0 MiB, 460 objects",
            "usable 3.0 GiB left for archive",
            "fullest osd.1 90.0 %; near 85, full 95",
        ]
    );
    assert_eq!(text(&top.pg_line()), "3 of 4 active+clean, 1 unfound, 1.0 % misplaced");
    let states: Vec<_> = top.pg_states().into_iter().map(|(_, cell)| (cell.text, cell.tone)).collect();
    assert_eq!(states, [("3 active+clean".to_owned(), Tone::Good), ("1 down".to_owned(), Tone::Bad)]);
    assert_eq!(text(&top.client_line()), "clients read 0 B/s in 0 op/s, write 5.0 MiB/s in 3 op/s");
    assert_eq!(top.io.age(now()).text, "4 s ago");
    assert!(top.alarm.is_none());
}

#[test]
fn what_has_no_figure_comes_last_whichever_way_it_is_sorted() {
    let top = of(&sample::inventory());
    let ids = |sort, reversed| {
        let choice = Choice { sort, reversed, ..Choice::default() };
        top.osds(&choice).iter().map(|osd| osd.id.0).collect::<Vec<_>>()
    };
    // osd.2 is down: its last latency counts for nothing. osd.3 was never measured.
    assert_eq!(ids(OsdSort::Latency, false), [1, 0, 2, 3]);
    assert_eq!(ids(OsdSort::Latency, true), [0, 1, 2, 3]);
    assert_eq!(ids(OsdSort::Fullness, false), [1, 0, 2, 3]);
    assert_eq!(ids(OsdSort::Id, true), [3, 2, 1, 0]);
}

#[test]
fn heat_has_a_mark_for_each_and_says_without_colour_what_is_wrong() {
    let mut inventory = sample::inventory();
    let of_heat = |inventory: &Inventory, heat| {
        let hosts = of(inventory).heat(heat);
        hosts
            .iter()
            .map(|host| (host.host.clone(), host.marks.iter().map(|mark| mark.mark).collect()))
            .collect()
    };
    let fullness: Vec<(String, String)> = of_heat(&inventory, Heat::Fullness);
    let expected = [("node0", "1"), ("node1", "9"), ("node2", "X"), ("", "?")];
    assert_eq!(fullness, expected.map(|(host, marks)| (host.to_owned(), marks.to_owned())));
    let latency: Vec<(String, String)> = of_heat(&inventory, Heat::Latency);
    assert_eq!(latency.iter().map(|(_, marks)| marks.as_str()).collect::<String>(), "22X?");
    let Part::Seen(usage) = &mut inventory.osd_usage else { panic!("it is seen") };
    usage.value[0].utilization = Ratio(0.96);
    let marks = of(&inventory).heat(Heat::Fullness);
    assert_eq!((marks[0].marks[0].mark, marks[0].marks[0].tone), ('9', Tone::Bad));
    let all: Vec<_> = marks.iter().flat_map(|host| host.marks.clone()).collect();
    assert_eq!(worst(&all).map(|mark| mark.mark), Some('X'));
}

#[test]
fn a_look_that_fails_keeps_what_was_seen_before_with_its_age_and_the_reason() {
    let mut earlier = sample::inventory();
    earlier.pg_digest = told(digest(0), 0, None);
    let mut later = sample::empty();
    later.cluster = timed_out();
    later.pg_digest = timed_out();
    later.health = timed_out();
    later.osd_latency = timed_out();
    let later = later.carrying(&earlier);
    let at = now() + SignedDuration::from_secs(40);
    let top = Top::of(&later, &TopHistory::default(), at);
    let alarm = top.alarm.as_ref().unwrap();
    assert_eq!((alarm.title, alarm.sentence.as_str()), ("NO ANSWER", "the mgr did not answer within 5 s."));
    assert_eq!(text(&top.headline()), "ceph NO ANSWER", "what was true then is not said to be true now");
    assert_eq!(top.health.age(at).text, "not seen");
    assert_eq!(top.osd_latency.age(at).text, "stale, 40 s ago");
    assert_eq!(top.osds.age(at).text, "40 s ago", "nobody asked for it since");
    assert_eq!(
        top.io.trouble.as_deref(),
        Some("the mgr did not answer within 5 s; this is what was seen last")
    );
    assert_eq!(top.history.series(Trend::Write), [None], "a figure that is only repeated is no measurement");
    let again = sample::inventory().carrying(&later);
    assert!(of(&again).alarm.is_none() && of(&again).osd_latency.is_fresh());
}

#[test]
fn without_a_quorum_that_comes_first() {
    let top = of(&sample::without_quorum(sample::inventory()));
    assert_eq!(text(&top.headline()), "ceph NO QUORUM");
    assert_eq!(text(&top.daemons()[0]), "mon 0/3");
    let denied =
        Inventory { cluster: Part::unseen(Kind::Denied, "the key is not accepted"), ..sample::empty() };
    assert_eq!(of(&denied).alarm.unwrap().title, "DENIED");
}

#[test]
fn what_was_never_seen_says_why() {
    let mut inventory = sample::inventory();
    inventory.osd_map = timed_out();
    inventory.pg_digest = timed_out();
    let top = of(&inventory);
    let listed = top.osd_list(&Choice::default());
    assert_eq!(listed.table.empty, "OSDs not seen: the mgr did not answer within 5 s");
    assert_eq!(text(&top.pg_line()), "not seen: the mgr did not answer within 5 s");
    assert_eq!(top.gaps().unwrap().text, "not seen: osd_map, pg_digest");
    assert!(top.heat(Heat::Latency).is_empty());
}

#[test]
fn a_trend_grows_by_what_is_new() {
    let mut history = TopHistory::default();
    for (written, seconds, stale) in [
        (1, 30, None),
        (2, 25, None),
        // The same digest again.
        (2, 25, None),
        (2, 25, Some("the mgr does not answer")),
        (9, 5, None),
    ] {
        let mut inventory = sample::inventory();
        inventory.pg_digest = told(digest(written), seconds, stale);
        history = Top::of(&inventory, &history, now()).history;
    }
    assert_eq!(history.series(Trend::Write), [Some(1), Some(2), None, Some(9)]);
    assert_eq!(history.series(Trend::Used), [Some(0), Some(0), None, Some(0)], "how it grows");
}

#[test]
fn a_map_that_is_older_than_a_change_is_noticed() {
    let mut inventory = sample::inventory();
    assert!(!Top::osds_have_changed(&inventory));
    let Part::Seen(cluster) = &mut inventory.cluster else { panic!("it is seen") };
    cluster.value.counts.osds_up -= 1;
    assert!(Top::osds_have_changed(&inventory));
    inventory.osd_map = timed_out();
    assert!(!Top::osds_have_changed(&inventory), "nothing to compare with");
}
