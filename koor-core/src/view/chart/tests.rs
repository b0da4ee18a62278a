//! Charts of the sample, of what could not be seen, and of very many things.

use super::{Chart, ChartHistory, ChartKind, Plot};
use crate::model::{Inventory, OsdId, Part, Seen};
use crate::view::report::Block;
use crate::view::sample::{self, before, now, timed_out};

fn of(inventory: &Inventory, kind: ChartKind) -> Chart {
    Chart::of(inventory, kind, &ChartHistory::default(), now())
}

#[test]
fn what_is_not_known_is_no_bar_of_zero() {
    let chart = of(&sample::inventory(), ChartKind::OsdLatency);
    let Some(Plot::Bars(bars)) = &chart.plot else { panic!("{chart}") };
    let known: Vec<_> =
        bars.bars.iter().filter(|bar| bar.values.is_some()).map(|bar| bar.said.as_str()).collect();
    assert_eq!(
        known,
        ["3 ms", "2 ms"],
        "the slowest first; what osd.2 said before it went down does not count"
    );
    let unknown: Vec<_> =
        bars.bars.iter().filter(|bar| bar.values.is_none()).map(super::Bar::words).collect();
    assert_eq!(unknown, ["unknown: it is down", "unknown"]);
    assert!(
        chart.to_string().contains("unknown of 2 OSDs, down or not reported yet: osd.2, osd.3"),
        "{chart}"
    );
    let svg = chart.to_svg();
    assert!(svg.contains(">unknown: it is down</text>") && !svg.contains("90 ms"), "{svg}");
}

#[test]
fn who_is_not_known_is_in_no_range() {
    let chart = of(&sample::inventory(), ChartKind::OsdFullness);
    let Some(Plot::Histogram(histogram)) = &chart.plot else { panic!("{chart}") };
    let counted: u64 = histogram.bins.iter().map(super::Bin::total).sum();
    assert_eq!((counted, histogram.unknown), (2, 2));
    let filled: Vec<_> =
        histogram.bins.iter().filter(|bin| bin.total() > 0).map(|bin| (bin.from, bin.to)).collect();
    assert_eq!(filled, [(10.0, 15.0), (90.0, 95.0)]);
    let limits: Vec<_> = histogram.limits.iter().map(|limit| (limit.name.as_str(), limit.at)).collect();
    assert_eq!(limits, [("nearfull", 85.0), ("backfillfull", 90.0), ("full", 95.0)]);
    assert!(chart.lead.ends_with("1 is above nearfull."), "{}", chart.lead);
    assert!(chart.notes[0].contains("osd.2, osd.3"), "{:?}", chart.notes);
}

#[test]
fn room_adds_up() {
    let inventory = sample::inventory();
    let capacity = inventory.capacity.value().unwrap().clone();
    let chart = of(&inventory, ChartKind::Pools);
    let Some(Plot::Bars(bars)) = &chart.plot else { panic!("{chart}") };
    let all: f64 = bars.bars.iter().map(super::Bar::length).sum();
    assert!(
        (all - capacity.raw.size.0 as f64).abs() < 1.0,
        "pools, what is no pool's, and what is left: {bars:?}"
    );
    assert_eq!(chart.figures[0].as_of, before(4), "as of when the figures are, not when they were asked for");
    assert!(chart.to_svg().contains("as of 2026-11-22 15:04:01 UTC (4 s ago)"));
}

#[test]
fn what_could_not_be_seen_says_why_and_is_no_answer() {
    let mut inventory = sample::inventory();
    (inventory.osd_latency, inventory.osd_usage) = (timed_out(), timed_out());
    (inventory.capacity, inventory.pg_digest) = (timed_out(), timed_out());
    for kind in ChartKind::ALL {
        let chart = of(&inventory, kind);
        assert_eq!(chart.plot, None, "{kind}");
        assert!(chart.header.failure().is_some(), "{kind}");
        for said in [chart.to_string(), chart.to_svg()] {
            assert!(said.contains("could not be seen: the mgr did not answer within 5 s."), "{kind}: {said}");
        }
    }
    let chart = of(&sample::without_quorum(sample::inventory()), ChartKind::Pools);
    assert!(chart.to_string().starts_with("The mons have no quorum"), "{chart}");
    assert!(chart.to_svg().contains("The mons have no quorum"));
}

#[test]
fn a_drawing_does_not_grow_with_the_cluster() {
    let mut inventory = sample::inventory();
    let Part::Seen(Seen { value: map, .. }) = &mut inventory.osd_map else { panic!() };
    let Part::Seen(Seen { value: latency, .. }) = &mut inventory.osd_latency else { panic!() };
    let Part::Seen(Seen { value: usage, .. }) = &mut inventory.osd_usage else { panic!() };
    for id in 4..3004 {
        let (mut state, mut slow, mut used) = (map.osds[0].clone(), latency[0].clone(), usage[0].clone());
        (state.id, slow.id, used.id) = (OsdId(id), OsdId(id), OsdId(id));
        slow.commit_ms = f64::from(id);
        map.osds.push(state);
        latency.push(slow);
        usage.push(used);
    }
    for kind in [ChartKind::OsdLatency, ChartKind::OsdFullness, ChartKind::OsdPgs] {
        let chart = of(&inventory, kind);
        assert!(chart.to_svg().len() < 20_000, "{kind}: {}", chart.to_svg().len());
        assert!(chart.to_string().lines().count() < 60, "{kind}");
    }
    let chart = of(&inventory, ChartKind::OsdLatency);
    assert!(chart.notes.iter().any(|note| note.starts_with("2972 OSDs are not drawn")), "{:?}", chart.notes);
}

#[test]
fn names_of_a_cluster_are_words_and_no_tags() {
    let mut inventory = sample::inventory();
    let Part::Seen(Seen { value: capacity, .. }) = &mut inventory.capacity else { panic!() };
    capacity.pools[0].name = "<script>alert(1)</script>&\"".into();
    let svg = of(&inventory, ChartKind::Pools).to_svg();
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;alert(1)"), "{svg}");
    for needed in ["role=\"img\"", "<title>What fills the cluster, cluster ceph</title>", "<desc>"] {
        assert!(svg.contains(needed), "no {needed}");
    }
}

#[test]
fn drawn_lines_keep_to_the_width() {
    for kind in ChartKind::ALL {
        let chart = of(&sample::inventory(), kind);
        for columns in [60, 80, 120] {
            for block in chart.drawn(columns) {
                let Block::Line(cells) = block else { continue };
                let line: String = cells.iter().map(|cell| cell.text.as_str()).collect();
                let is_drawn = line.contains(['█', '▒', '░', '·', '▏']);
                assert!(!is_drawn || line.chars().count() <= columns, "{kind}, {columns}: {line}");
            }
        }
    }
}

#[test]
fn a_gap_is_a_gap() {
    let mut history = ChartHistory::default();
    let mut inventory = sample::inventory();
    for (seconds, written, stale) in [(30, 5, None), (20, 7, Some("the mgr is silent")), (10, 9, None)] {
        inventory.collected_at = before(seconds);
        inventory.pg_digest =
            crate::view::top::tests::told(crate::view::top::tests::digest(written << 20), seconds, stale);
        history.note(&inventory);
        // The same answer again is no new one.
        history.note(&inventory);
    }
    let chart = Chart::of(&inventory, ChartKind::ClientIo, &history, now());
    let Some(Plot::Lines(lines)) = &chart.plot else { panic!("{chart}") };
    let mib = f64::from(1 << 20);
    assert_eq!(lines.lines[1].values, [Some(5.0 * mib), None, Some(9.0 * mib)]);
    assert!(chart.notes.iter().any(|note| note == "1 gap: not seen then, not zero"), "{:?}", chart.notes);
    let svg = chart.to_svg();
    let path = svg.lines().find(|line| line.contains("kc-line kc-1") && line.contains("path")).unwrap();
    assert_eq!(path.matches('M').count(), 2, "the pen is lifted over a gap: {path}");
}
