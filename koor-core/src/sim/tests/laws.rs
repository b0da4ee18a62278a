//! What holds in every scene, at every time.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{START, questions, said, scenes, simulator};
use crate::model::{Command, Word};
use crate::sim::{Scenario, Simulator, answer};

/// Moments after the first look: while things happen, and much later.
const STEPS: [i64; 6] = [0, 9, 51, 150, 900, 90_000];

/// Every law at each moment of each scene.
#[test]
fn every_law_holds_in_every_scene_at_every_time() {
    let laws: [fn(&Simulator, &str); 5] =
        [states_and_places_add_up, room_adds_up, copies_lie_apart, who_serves_has_enough, health_agrees];
    for (scene, seed) in scenes().into_iter().zip([1, 7, 2, 4, 8, 3, 5, 6, 9, 10, 11, 12, 13, 14]) {
        let (simulator, hands) = simulator(scene, seed);
        for step in STEPS {
            hands.forward(step);
            for law in laws {
                law(&simulator, &format!("{scene}, seed {seed}, +{step} s"));
            }
        }
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no whole number"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

fn dump() -> Command {
    Command::new("pg dump").with("dumpcontents", Word::List(vec!["all".into()]))
}

fn states_and_places_add_up(simulator: &Simulator, moment: &str) {
    let status = said(simulator, &Command::new("status"));
    let pgmap = &status["pgmap"];
    let by_state: u64 = list(&pgmap["pgs_by_state"]).iter().map(|row| number(&row["count"])).sum();
    assert_eq!(by_state, number(&pgmap["num_pgs"]), "{moment}");
    let pgs = said(simulator, &dump());
    let rows = list(&pgs["pg_map"]["pg_stats"]);
    assert_eq!(rows.len() as u64, by_state, "{moment}");
    let mut serving: BTreeMap<u64, u64> = BTreeMap::new();
    for osd in rows.iter().flat_map(|row| list(&row["acting"])).map(number).filter(|osd| *osd < 0x7fff_ffff) {
        *serving.entry(osd).or_default() += 1;
    }
    for row in list(&said(simulator, &Command::new("osd df"))["nodes"]) {
        let served = serving.get(&number(&row["id"])).copied().unwrap_or_default();
        assert_eq!(number(&row["pgs"]), served, "{moment}: {row}");
    }
    let total = |name: &str| rows.iter().map(|row| number(&row["stat_sum"][name])).sum::<u64>();
    assert_eq!(total("num_objects"), number(&pgmap["num_objects"]), "{moment}");
    assert_eq!(total("num_bytes"), number(&pgmap["data_bytes"]), "{moment}");
    let degraded = pgmap["degraded_objects"].as_u64().unwrap_or_default();
    assert_eq!(total("num_objects_degraded"), degraded, "{moment}");
    let misplaced = pgmap["misplaced_objects"].as_u64().unwrap_or_default();
    assert_eq!(total("num_objects_misplaced"), misplaced, "{moment}");
}

fn room_adds_up(simulator: &Simulator, moment: &str) {
    let df = said(simulator, &Command::new("df").text("detail", "detail"));
    let osd_df = said(simulator, &Command::new("osd df"));
    let raw = &df["stats"];
    let (size, used, free) = (
        number(&raw["total_bytes"]),
        number(&raw["total_used_raw_bytes"]),
        number(&raw["total_avail_bytes"]),
    );
    assert_eq!(size, used + free, "{moment}");
    let nodes = list(&osd_df["nodes"]);
    let total = |name: &str| nodes.iter().map(|row| number(&row[name])).sum::<u64>() * 1024;
    assert_eq!((total("kb"), total("kb_used"), total("kb_avail")), (size, used, free), "{moment}");
    let classes = df["stats_by_class"].as_object().unwrap();
    let by_class: u64 = classes.values().map(|class| number(&class["total_used_raw_bytes"])).sum();
    assert_eq!(by_class, used, "{moment}");
    let status = said(simulator, &Command::new("status"));
    assert_eq!(number(&status["pgmap"]["bytes_used"]), used, "{moment}");
    let pools: u64 = list(&df["pools"]).iter().map(|pool| number(&pool["stats"]["bytes_used"])).sum();
    let data = total("kb_used_data");
    assert_eq!(pools, data, "{moment}");
}

/// Where all is well, a pool takes its stored bytes times what its kind costs.
#[test]
fn a_pool_takes_what_its_kind_costs() {
    let (simulator, _) = simulator(Scenario::HealthySmall, 3);
    let map = said(&simulator, &Command::new("osd dump"));
    let df = said(&simulator, &Command::new("df").text("detail", "detail"));
    let mut seen = 0;
    for (pool, row) in list(&map["pools"]).iter().zip(list(&df["pools"])) {
        let stored = number(&row["stats"]["stored"]) as f64;
        // Smaller ones are rounded up to the smallest piece of disk.
        if stored < 1e11 {
            continue;
        }
        let erasure = number(&pool["type"]) == 3;
        let size = number(&pool["size"]) as f64;
        let rate = if erasure { size / (size - 1.0) } else { size };
        let taken = number(&row["stats"]["bytes_used"]) as f64;
        assert!((taken / (stored * rate) - 1.0).abs() < 1e-4, "{}: {taken} of {stored}", pool["pool_name"]);
        seen += 1;
    }
    assert_eq!(seen, 3, "rbd, cephfs data, rgw data");
}

fn copies_lie_apart(simulator: &Simulator, moment: &str) {
    simulator.with_world(|world| {
        for pg in &world.pgs {
            let domain = world.pools[pg.pool].failure_domain;
            let mut places: Vec<usize> =
                pg.up_osds()
                    .map(|osd| {
                        if domain == "zone" { world.host_of(osd).zone.unwrap() } else { world.osds[osd].host }
                    })
                    .collect();
            places.sort_unstable();
            let count = places.len();
            places.dedup();
            assert_eq!(places.len(), count, "{moment}: {pg:?}");
            assert!(pg.up_osds().all(|osd| world.osds[osd].up), "{moment}: {pg:?}");
        }
    });
}

fn who_serves_has_enough(simulator: &Simulator, moment: &str) {
    simulator.with_world(|world| {
        let quorum = world.quorum();
        assert!(quorum.is_empty() || quorum.len() * 2 > world.mons.len(), "{moment}");
        for (index, pg) in world.pgs.iter().enumerate() {
            let state = world.pg_state(index);
            let active = state.split('+').any(|word| word == "active");
            assert_eq!(active, pg.serves(world.now), "{moment}: {state}");
            assert!(!active || pg.serving() >= pg.min_size, "{moment}: {state} {pg:?}");
            assert!(!state.is_empty() && (active || !state.contains("clean")), "{moment}: {state}");
        }
    });
}

#[test]
fn epochs_and_stamps_never_go_back() {
    for scene in scenes() {
        let (simulator, hands) = simulator(scene, 5);
        let (mut epoch, mut version, mut maps) = (0, 0, String::new());
        for step in [0, 1, 1, 13, 60, 300, 1000] {
            hands.forward(step);
            let map = said(&simulator, &Command::new("osd dump"));
            let now = number(&map["epoch"]);
            assert!(now >= epoch, "{scene}");
            let state = format!("{}{}{}", map["osds"], map["pg_temp"], map["flags"]);
            if epoch > 0 && state != maps {
                assert!(now > epoch, "{scene}: the map changed without a new epoch");
            }
            (epoch, maps) = (now, state);
            let dump = said(&simulator, &dump());
            assert!(number(&dump["pg_map"]["version"]) >= version, "{scene}");
            version = number(&dump["pg_map"]["version"]);
        }
    }
}

/// Health says what the PGs and OSDs show.
fn health_agrees(simulator: &Simulator, moment: &str) {
    let health = said(simulator, &Command::new("health").text("detail", "detail"));
    let checks = health["checks"].as_object().unwrap();
    let worst = checks.values().filter_map(|check| check["severity"].as_str()).min().unwrap_or("HEALTH_OK");
    assert_eq!(health["status"], worst, "{moment}");
    let dump = said(simulator, &dump());
    let states: Vec<&str> =
        list(&dump["pg_map"]["pg_stats"]).iter().map(|row| row["state"].as_str().unwrap()).collect();
    let degraded = states.iter().filter(|state| state.split('+').any(|word| word == "degraded")).count();
    let told = checks.get("PG_DEGRADED").map_or("", |check| check["summary"]["message"].as_str().unwrap());
    let words = format!("{degraded} pg{} degraded", if degraded == 1 { "" } else { "s" });
    assert_eq!(degraded > 0, told.contains(&words), "{moment}: {degraded} are, and it says `{told}`");
    let down = states.iter().filter(|state| **state == "down" || state.starts_with("down+")).count();
    let told =
        checks.get("PG_AVAILABILITY").map_or("", |check| check["summary"]["message"].as_str().unwrap());
    let words = format!("{down} pg{} down", if down == 1 { "" } else { "s" });
    assert_eq!(down > 0, told.contains(&words), "{moment}: {down} are down, and it says `{told}`");
    let map = said(simulator, &Command::new("osd dump"));
    let down = list(&map["osds"]).iter().filter(|osd| osd["up"] == 0 && osd["in"] == 1).count();
    let told = checks.get("OSD_DOWN").map_or(0, |check| number(&check["summary"]["count"]));
    assert_eq!(down as u64, told, "{moment}");
    let full = list(&said(simulator, &Command::new("osd df"))["nodes"])
        .iter()
        .filter(|osd| (85.0..=90.0).contains(&osd["utilization"].as_f64().unwrap()))
        .count();
    let told = checks.get("OSD_NEARFULL").map_or(0, |check| number(&check["summary"]["count"]));
    assert_eq!(full as u64, told, "{moment}");
}

#[test]
fn the_same_seed_says_the_same_and_another_seed_does_not() {
    for scene in [Scenario::HealthySmall, Scenario::OsdFlapping, Scenario::HostDown] {
        let run = |seed| {
            let (simulator, hands) = simulator(scene, seed);
            let mut all = Vec::new();
            for step in [0, 3, 61, 700] {
                hands.forward(step);
                for command in questions() {
                    all.push(simulator.with_world(|world| answer::of(world, &command)).body);
                }
            }
            all
        };
        assert_eq!(run(11), run(11), "{scene}");
        assert_ne!(run(11), run(12), "{scene}");
    }
}

#[test]
fn it_lives() {
    let (simulator, hands) = simulator(Scenario::HealthySmall, 1);
    let look = || said(&simulator, &Command::new("status"))["pgmap"].clone();
    let scrubbed = || {
        let rows = said(&simulator, &dump());
        let stamps: Vec<String> =
            list(&rows["pg_map"]["pg_stats"]).iter().map(|row| row["last_scrub_stamp"].to_string()).collect();
        stamps
    };
    let (before, stamps) = (look(), scrubbed());
    hands.forward(3600);
    let (after, later) = (look(), scrubbed());
    for name in ["read_bytes_sec", "write_op_per_sec", "num_objects", "bytes_used", "bytes_avail"] {
        assert_ne!(before[name], after[name], "{name}");
    }
    assert!(number(&after["data_bytes"]) > number(&before["data_bytes"]));
    let moved = stamps.iter().zip(&later).filter(|(before, after)| before != after).count();
    assert!((1..stamps.len()).contains(&moved), "{moved} of {} PGs were scrubbed in an hour", stamps.len());
    assert!(stamps.iter().zip(&later).all(|(before, after)| before <= after));
}

/// A clock that jumps by years costs no more steps than one that jumps by hours.
#[test]
fn a_clock_that_jumps_far_is_followed() {
    let (simulator, hands) = simulator(Scenario::HostDown, 1);
    hands.forward(5 * 365 * 86_400);
    let health = said(&simulator, &Command::new("health"));
    simulator.with_world(|world| assert_eq!(world.now, START + 5 * 365 * 86_400));
    assert!(health["checks"]["PG_DEGRADED"].is_null(), "everything is recovered long ago: {health}");
}
