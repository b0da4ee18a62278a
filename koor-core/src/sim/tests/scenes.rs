//! What is to be seen in each scene, and how it goes on.

use serde_json::Value;

use super::{said, simulator};
use crate::model::Command;
use crate::sim::{Scenario, Simulator};

fn codes(simulator: &Simulator) -> Vec<String> {
    let health = said(simulator, &Command::new("health"));
    health["checks"].as_object().unwrap().keys().cloned().collect()
}

fn pgmap(simulator: &Simulator, name: &str) -> u64 {
    said(simulator, &Command::new("status"))["pgmap"][name].as_u64().unwrap_or_default()
}

#[test]
fn the_first_look_shows_the_scene() {
    let expected: [(Scenario, &[&str]); 12] = [
        (Scenario::HealthySmall, &[]),
        (Scenario::NearFull, &["OSD_NEARFULL", "POOL_NEARFULL"]),
        // Whether it is down just now is a matter of the clock: see `an_osd_flaps`.
        (Scenario::OsdFlapping, &["RECENT_CRASH"]),
        (Scenario::SlowOsds, &[]),
        (Scenario::ClockSkew, &["MON_CLOCK_SKEW"]),
        (Scenario::HostDown, &["MON_DOWN", "OSD_DOWN", "OSD_HOST_DOWN", "PG_DEGRADED"]),
        (Scenario::MixedVersions, &["DAEMON_OLD_VERSION", "OSDMAP_FLAGS"]),
        (
            Scenario::UpgradeStuck,
            &[
                "AUTH_INSECURE_CLIENT_KEY_TYPE",
                "AUTH_INSECURE_KEYS_ALLOWED",
                "AUTH_INSECURE_SERVICE_KEY_TYPE",
                "AUTH_INSECURE_SERVICE_TICKETS",
            ],
        ),
        (Scenario::OperatorGone, &["OSD_DOWN", "PG_DEGRADED"]),
        (Scenario::ScrubBehind, &["OSDMAP_FLAGS", "PG_NOT_DEEP_SCRUBBED", "PG_NOT_SCRUBBED"]),
        (Scenario::StuckPgs, &["OSDMAP_FLAGS", "OSD_DOWN", "PG_AVAILABILITY", "PG_DEGRADED", "SLOW_OPS"]),
        (Scenario::Large { osds: 120 }, &[]),
    ];
    for (scene, wanted) in expected {
        let (simulator, _) = simulator(scene, 3);
        let mut raised = codes(&simulator);
        if scene == Scenario::OsdFlapping {
            raised.retain(|code| {
                !["OSD_DOWN", "OSD_HOST_DOWN", "PG_DEGRADED", "SLOW_OPS"].contains(&code.as_str())
            });
        }
        assert_eq!(raised, wanted, "{scene}");
    }
}

#[test]
fn a_dead_host_is_marked_out_and_its_data_recovers() {
    let (simulator, hands) = simulator(Scenario::HostDown, 4);
    let degraded = pgmap(&simulator, "degraded_objects");
    assert!(
        degraded > 0 && pgmap(&simulator, "recovering_bytes_per_sec") == 0,
        "nothing recovers before it is out"
    );
    hands.forward(180);
    assert!(!codes(&simulator).contains(&"OSD_DOWN".to_owned()), "who is out is not missed");
    assert!(pgmap(&simulator, "recovering_bytes_per_sec") > 0);
    let states = said(&simulator, &Command::new("status"))["pgmap"]["pgs_by_state"].to_string();
    assert!(states.contains("remapped+backfilling"), "{states}");
    let events = said(&simulator, &Command::new("progress json"));
    assert!(events["events"].to_string().contains("Rebalancing after osd.8 marked out"), "{events}");
    let mut left = pgmap(&simulator, "degraded_objects");
    for _ in 0..4 {
        hands.forward(600);
        let now = pgmap(&simulator, "degraded_objects");
        assert!(now < left || now == 0, "{left} were left, now {now}");
        left = now;
    }
    hands.forward(40_000);
    assert_eq!(pgmap(&simulator, "degraded_objects") + pgmap(&simulator, "misplaced_objects"), 0);
    assert_eq!(codes(&simulator), ["MON_DOWN"]);
    let log = said(&simulator, &Command::new("log last")).to_string();
    assert!(log.contains("overall HEALTH_WARN"), "{log}");
}

#[test]
fn a_drained_host_costs_no_redundancy() {
    let (simulator, hands) = simulator(Scenario::Large { osds: 120 }, 2);
    let misplaced = pgmap(&simulator, "misplaced_objects");
    assert!(misplaced > 0 && pgmap(&simulator, "degraded_objects") == 0);
    hands.forward(600);
    assert!(pgmap(&simulator, "misplaced_objects") < misplaced);
    hands.forward(300_000);
    assert_eq!(pgmap(&simulator, "misplaced_objects"), 0);
    let events = said(&simulator, &Command::new("progress json"));
    assert_eq!(events["events"], Value::Array(Vec::new()), "{events}");
}

#[test]
fn an_osd_flaps() {
    let (simulator, hands) = simulator(Scenario::OsdFlapping, 1);
    let mut ups = Vec::new();
    for _ in 0..60 {
        let map = said(&simulator, &Command::new("osd dump"));
        ups.push(map["osds"][4]["up"] == 1);
        hands.forward(10);
    }
    let changes = ups.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!((8..=12).contains(&changes), "in ten minutes it changed {changes} times");
    let log = said(&simulator, &Command::new("log last").text("level", "info")).to_string();
    for words in ["osd.4 failed (root=default,host=node3)", "boot", "Health check cleared: OSD_DOWN"] {
        let all = said(
            &simulator,
            &Command::new("log last").with("num", crate::model::Word::Number(1000)).text("level", "info"),
        );
        assert!(all.to_string().contains(words), "`{words}` is not in the log: {log}");
    }
}

#[test]
fn slow_osds_stand_out_of_their_class_at_any_time() {
    let (simulator, hands) = simulator(Scenario::SlowOsds, 1);
    for _ in 0..40 {
        let perf = said(&simulator, &Command::new("osd perf"));
        let latency = |id: u64| {
            let rows = perf["osdstats"]["osd_perf_infos"].as_array().unwrap();
            rows.iter().find(|row| row["id"] == id).unwrap()["perf_stats"]["commit_latency_ms"]
                .as_u64()
                .unwrap()
        };
        // The first disk of the third host and the first SSD of the fourth.
        assert!(latency(12) > 50 && latency(22) > 25, "{perf}");
        assert!((0..4).all(|usual| latency(usual) < 20), "{perf}");
        hands.forward(7);
    }
}

#[test]
fn stuck_pgs_say_whom_they_wait_for() {
    let (simulator, _) = simulator(Scenario::StuckPgs, 1);
    simulator.with_world(|world| {
        let dead: Vec<usize> = (0..world.osds.len()).filter(|osd| !world.osds[*osd].up).collect();
        assert_eq!(dead.len(), 2);
        let down: Vec<_> = world.pgs.iter().filter(|pg| pg.down).collect();
        assert!(!down.is_empty());
        for pg in down {
            assert_eq!(pg.blocked_by(|osd| world.osds[osd].up), dead, "{pg:?}");
        }
    });
    let states = said(&simulator, &Command::new("status"))["pgmap"]["pgs_by_state"].to_string();
    assert!(states.contains("undersized+degraded+peered"), "{states}");
}

#[test]
fn names_are_read_and_written() {
    for scene in Scenario::all() {
        assert_eq!(scene.to_string().parse(), Ok(scene));
        assert!(scene.summary().ends_with('.'));
    }
    assert_eq!("large:200".parse(), Ok(Scenario::Large { osds: 200 }));
    assert_eq!(Scenario::Large { osds: 200 }.to_string(), "large:200");
    let error = "no-such".parse::<Scenario>().unwrap_err();
    assert!(error.contains("`no-such`") && error.contains("host-down") && error.contains("large"), "{error}");
    for bad in ["large:", "large:5", "large:5001", "large:x"] {
        let error = bad.parse::<Scenario>().unwrap_err();
        assert!(error.contains("12 to 5000"), "{error}");
    }
}
