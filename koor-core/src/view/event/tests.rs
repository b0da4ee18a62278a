use super::{EventFilter, EventKind, EventList, EventState, line};
use crate::model::{Crash, Inventory, LogEntry, LogTail, ProgressEvent, Ratio};
use crate::view::sample::{self, before, now, seen, timed_out};

fn entry(seconds: i64, priority: &str, message: &str) -> LogEntry {
    LogEntry {
        at: Some(before(seconds)),
        daemon: "mon.a".into(),
        channel: "cluster".into(),
        priority: priority.into(),
        message: message.into(),
    }
}

fn inventory() -> Inventory {
    let progress = |message: &str, share, finished| ProgressEvent {
        id: message.into(),
        message: message.into(),
        progress: Ratio(share),
        started: Some(before(100)),
        finished,
        failed: false,
    };
    let crash = Crash {
        id: "c1".into(),
        at: Some(before(200)),
        entity: "osd.2".into(),
        version: None,
        hostname: None,
        archived: None,
        stack_sig: None,
    };
    Inventory {
        progress: seen(vec![
            progress("Rebalancing after osd.2 marked out", 0.25, None),
            progress("Rebalancing after osd.1 marked in", 1.0, Some(before(50))),
        ]),
        crashes: seen(vec![crash]),
        ..sample::inventory()
    }
}

fn log() -> LogTail {
    LogTail {
        lines: vec![
            entry(90, "WRN", "Health check failed: 1 osds down (OSD_DOWN)"),
            entry(80, "INF", "1.0 deep-scrub starts"),
            entry(70, "INF", "osd.2 [v2:10.0.0.2:6800/1] boot"),
        ],
        begins: Some(before(95)),
        begins_exactly: true,
    }
}

#[test]
fn one_timeline_of_all_that_is_known() {
    let text = EventList::of(&inventory(), &seen(log()), EventFilter::default(), now()).to_string();
    let expected = "\
UNDER WAY                           PROGRESS                   %  SINCE   LEFT
Rebalancing after osd.2 marked out  [#####...............]  25.0  100 s  5 min

WHEN (UTC)           AGO      KIND      WHAT
2026-11-22 15:00:45  3 min ago  crash";
    assert!(text.starts_with(expected.split("\n\n").next().unwrap()), "{text}");
    let order: Vec<usize> =
        ["osd.2 crashed (c1)", "Health check failed", "boot", "Rebalancing after osd.1 marked in"]
            .iter()
            .map(|words| text.find(words).unwrap_or_else(|| panic!("{words}: {text}")))
            .collect();
    assert!(order.is_sorted(), "{text}");
    assert!(!text.contains("deep-scrub starts"), "{text}");
    assert!(text.contains("the log begins 2026-11-22 15:02:30 UTC (95 s ago): what was before"), "{text}");
}

#[test]
fn events_are_chosen() {
    let of = |state, kind| {
        let filter = EventFilter { state, kind };
        EventList::of(&inventory(), &seen(log()), filter, now()).events.len()
    };
    assert_eq!(of(Some(EventState::Running), None), 1);
    assert_eq!(of(Some(EventState::Done), None), 4);
    assert_eq!(of(None, Some(EventKind::Progress)), 2);
    assert_eq!(of(None, Some(EventKind::Mds)), 0);
    assert!("x".parse::<EventKind>().unwrap_err().contains("progress, health, osd"));
}

#[test]
fn silence_is_not_mistaken_for_peace() {
    let list = EventList::of(&sample::inventory(), &timed_out(), EventFilter::default(), now());
    assert!(list.to_string().contains("The cluster log could not be seen: the mgr did not answer"), "{list}");
}

#[test]
fn which_line_tells_what() {
    for (priority, message, kind) in [
        ("INF", "osd.1 marked itself down and dead", Some(EventKind::Osd)),
        ("INF", "Client client.admin marked osd.2 out, while it was still marked up", Some(EventKind::Osd)),
        ("INF", "mon.a calling monitor election", Some(EventKind::Mon)),
        ("INF", "Active manager daemon x restarted", Some(EventKind::Mgr)),
        ("ERR", "2.5 shard 1 soid 2:a : data_digest != in deep-scrub", Some(EventKind::Scrub)),
        ("ERR", "2.5 deep-scrub 0 missing, 1 inconsistent objects", Some(EventKind::Scrub)),
        ("INF", "2.5 scrub ok", None),
        ("WRN", "something nobody knows", Some(EventKind::Other)),
        ("INF", "overall HEALTH_OK", None),
        ("WRN", "overall HEALTH_WARN noout flag(s) set", None),
        ("WRN", "Health check failed: 1 osds down (OSD_DOWN)", Some(EventKind::Health)),
        ("INF", "Health check cleared: OSD_DOWN (was: 1 osds down)", Some(EventKind::Health)),
    ] {
        assert_eq!(line::kind(&entry(0, priority, message)), kind, "{message}");
    }
}

/// They are warnings, too, and must not come back as something bad that nobody knows.
#[test]
fn a_check_that_counts_on_is_no_event() {
    let update = "Health check update: Degraded data redundancy: 7/21 objects degraded (PG_DEGRADED)";
    let mut log = log();
    let before = EventList::of(&inventory(), &seen(log.clone()), EventFilter::default(), now()).events;
    log.lines.extend((0..30).map(|seconds| entry(seconds, "WRN", update)));
    let after = EventList::of(&inventory(), &seen(log), EventFilter::default(), now()).events;
    assert_eq!(before, after);
}

#[test]
fn an_osd_that_repeats_itself_is_slow_once() {
    let slow = |seconds, osd: &str| LogEntry {
        daemon: osd.into(),
        ..entry(seconds, "WRN", "12 slow requests (by type [ 'delayed' : 12 ])")
    };
    let lines = vec![
        slow(300, "osd.1"),
        slow(150, "osd.1"),
        slow(120, "osd.1"),
        slow(119, "osd.2"),
        slow(90, "osd.1"),
        slow(60, "osd.1"),
    ];
    let log = LogTail { lines, begins: None, begins_exactly: false };
    let list = EventList::of(&sample::inventory(), &seen(log), EventFilter::default(), now());
    let told: Vec<_> = list.events.iter().filter(|event| event.message.contains("slow")).collect();
    let told: Vec<_> = told.iter().map(|event| (event.from.as_str(), event.at.unwrap())).collect();
    assert_eq!(told, [("osd.1", before(300)), ("osd.1", before(150)), ("osd.2", before(119))]);
}
