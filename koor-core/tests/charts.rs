//! Charts of pretend clusters, as they are drawn: kept, so that a change of how they look is seen.
#![cfg(all(feature = "sim", feature = "recording"))]
#![allow(clippy::unwrap_used, reason = "a test says what must hold by unwrapping it")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use koor_core::port::Clock;
use koor_core::sim::Scenario;
use koor_core::view::chart::Plot;
use koor_core::view::{Chart, ChartKind};
use koor_core::{ChartSpan, Koor};

const DEMO: &[u8] = include_bytes!("../../examples/recordings/demo.tar.zst");

/// A clock that stands still.
#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        "2026-11-22T15:04:05Z".parse().unwrap()
    }
}

fn demo(scenario: Scenario) -> Koor {
    Koor::demo_at(scenario, 1, Arc::new(Still))
}

async fn drawn(scenario: Scenario, kind: ChartKind) -> Chart {
    let span = ChartSpan { duration: Some(Duration::from_mins(30)), every: Some(Duration::from_mins(1)) };
    demo(scenario).chart(kind, span).await
}

fn kept(name: &str, now: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts").join(name);
    if std::env::var_os("KOOR_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "{name} looks different: KOOR_BLESS=1 keeps the new one; look at it first\n{now}");
}

#[tokio::test]
async fn charts_look_as_they_are_kept() {
    for (name, scenario, kind) in [
        ("osd-latency.svg", Scenario::SlowOsds, ChartKind::OsdLatency),
        ("osd-fullness.svg", Scenario::NearFull, ChartKind::OsdFullness),
        ("recovery.svg", Scenario::HostDown, ChartKind::Recovery),
    ] {
        kept(name, &drawn(scenario, kind).await.to_svg());
    }
    kept("pools.txt", &drawn(Scenario::HealthySmall, ChartKind::Pools).await.to_string());
}

#[tokio::test]
async fn every_chart_of_every_scene_is_whole_and_the_same_again() {
    let scenes = [Scenario::HealthySmall, Scenario::HostDown, Scenario::Large { osds: 60 }];
    for scenario in scenes {
        for kind in ChartKind::ALL {
            let (first, again) = (drawn(scenario, kind).await, drawn(scenario, kind).await);
            let svg = first.to_svg();
            assert_eq!(svg, again.to_svg(), "{scenario} {kind}");
            assert!(first.plot.is_some(), "{scenario} {kind}: {:?}", first.empty);
            for tag in ["svg", "g", "text", "title", "desc", "style"] {
                let open =
                    svg.matches(&format!("<{tag} ")).count() + svg.matches(&format!("<{tag}>")).count();
                assert_eq!(open, svg.matches(&format!("</{tag}>")).count(), "{scenario} {kind} {tag}");
            }
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{scenario} {kind}");
        }
    }
}

#[tokio::test]
async fn a_recording_is_shown_whole() {
    let chart = Koor::replay(DEMO).unwrap().chart(ChartKind::ClientIo, ChartSpan::default()).await;
    let Some(Plot::Lines(lines)) = &chart.plot else { unreachable!("{chart}") };
    assert!(lines.moments.len() > 10, "{:?}", lines.moments);
    assert!(lines.moments.is_sorted_by(|a, b| a < b));
    assert!(chart.to_svg().contains("recording of 2026-11-22T18:51:17Z"));
}
