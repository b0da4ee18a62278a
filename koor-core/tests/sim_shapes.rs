//! The shapes of the simulator's answers are those of real clusters: each path with its type, for every question.
//!
//! Real answers stand in `tests/answers`. Lists count as one element, and maps whose keys are data (names, ids) as one
//! entry. What is not the same is stated here, each with its reason.
#![cfg(feature = "sim")]
#![allow(clippy::unwrap_used, reason = "helpers of tests say what must hold, as tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use koor_core::Koor;
use koor_core::model::{Command, DaemonName, Target};
use koor_core::port::{CephTransport, Clock};
use koor_core::sim::{Scenario, Simulator};
use koor_core::wire::{Question, question, single};
use serde_json::Value;

/// The file of a question's real answers.
fn file(question: Question) -> &'static str {
    match question {
        Question::Status => "status",
        Question::Health => "health_detail",
        Question::Quorum => "quorum_status",
        Question::PgSummary => "pg_dump_summary",
        Question::PoolIo => "pool_stats",
        Question::Progress => "progress",
        Question::OsdPerf => "osd_perf",
        Question::Log => "log_last",
        Question::MonDump => "mon_dump",
        Question::TimeSync => "time_sync",
        Question::MgrDump => "mgr_dump",
        Question::MgrStat => "mgr_stat",
        Question::OsdDump => "osd_dump",
        Question::OsdDf => "osd_df",
        Question::CrushDump => "crush_dump",
        Question::Df => "df_detail",
        Question::FsDump => "fs_dump",
        Question::ServiceDump => "service_dump",
        Question::Versions => "versions",
        Question::Autoscale => "autoscale",
        Question::Balancer => "balancer",
        Question::CrashLs => "crash_ls",
        Question::Features => "features",
        Question::PgDump => "pg_dump",
        Question::OsdMetadata => "osd_metadata",
        Question::MonMetadata => "mon_metadata",
        Question::MgrMetadata => "mgr_metadata",
        Question::MdsMetadata => "mds_metadata",
        Question::ConfigDump => "config_dump",
        Question::DeviceLs => "device_ls",
    }
}

/// Maps whose keys are data, by the end of their path.
const DATA_KEYS: [&str; 26] = [
    ".checks",
    ".progress_events",
    ".time_skew_status",
    ".services",
    ".daemons",
    ".metadata",
    ".stats_by_class",
    ".erasure_code_profiles",
    ".application_metadata",
    ".application_metadata.*",
    ".options",
    ".crush_node_flags",
    ".device_class_flags",
    ".module_options",
    ".always_on_modules",
    ".mdsmap.info",
    ".up",
    ".compat",
    ".incompat",
    ".erasure_code_profiles.*",
    ".blocklist",
    ".mgrmap.services",
    "versions",
    "versions.*",
    "features",
    "config_get",
];

/// What the simulator says and no capture holds, with the reason.
const MORE: [(&str, &str); 14] = [
    ("status.pgmap.degraded", "no PG was degraded when the captures were made"),
    ("status.pgmap.inactive_pgs_ratio", "no PG was inactive when the captures were made"),
    ("status.pgmap.read_bytes_sec", "said only above zero"),
    ("pool_stats[].recovery.degraded", "no PG was degraded when the captures were made"),
    ("pool_stats[].recovery_rate.", "nothing recovered when the captures were made"),
    ("pool_stats[].client_io_rate.", "each rate is said only above zero"),
    ("mgr_dump.available_modules[].module_options.*", "the captures are cut to one option in all"),
    (
        "mgr_dump.standbys[].available_modules[].module_options.*.enum_allowed[]",
        "the captures are cut to one option",
    ),
    ("pg_dump.pg_map.osd_stats[].op_queue_age_hist.histogram[]", "the one captured OSD is out and idle"),
    ("pg_dump.pg_map.pg_stats[].blocked_by[]", "no PG was blocked when the captures were made"),
    ("device_ls[].location[]", "the captured device is on no host"),
    ("device_ls[].daemons[]", "the captured device is used by no daemon"),
    ("pg_query_undersized.peer_info[].stats.", "the captured peer is one of 16.2, which says less"),
    ("device_ls[].wear_level", "the captured device does not say"),
];

/// What a real cluster of 18.2 says and no scene of the simulator does, with the reason.
const LESS: [(&str, &str); 11] = [
    ("status.health.mutes[]", "nothing is muted in any scene"),
    ("health_detail.mutes[]", "nothing is muted in any scene"),
    ("osd_df.stray[]", "every OSD of a scene is in the tree"),
    ("osd_dump.crush_node_flags.*", "no scene sets flags of hosts"),
    ("osd_dump.device_class_flags.*", "no scene sets flags of classes"),
    ("fs_dump.filesystems[].mdsmap.info.*.epoch", "an active MDS has none"),
    ("config_help.see_also[]", "options of the simulator point to no others"),
    ("config_help_size.see_also[]", "options of the simulator point to no others"),
    ("crash_info.assert_", "no crash of the simulator is a failed assertion"),
    ("crash_info.io_error", "no crash of the simulator is an IO error"),
    ("fs_dump.filesystems[].mdsmap.failed[]", "no rank failed"),
];

#[derive(Debug)]
struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(Still("2026-11-22T18:15:00Z".parse().unwrap()))
}

fn paths(at: &str, value: &Value, found: &mut BTreeSet<(String, &'static str)>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "map",
    };
    found.insert((at.to_owned(), kind));
    match value {
        Value::Array(list) => list.iter().for_each(|item| paths(&format!("{at}[]"), item, found)),
        Value::Object(map) => {
            let data = DATA_KEYS.iter().any(|end| at == *end || (end.starts_with('.') && at.ends_with(end)));
            for (key, item) in map {
                let inside = if data { format!("{at}.*") } else { format!("{at}.{key}") };
                // The counters' names of `up` sets are lists; a text beside daemons is no daemon.
                if !(data && key == "summary") {
                    paths(&inside, item, found);
                }
            }
        }
        _ => {}
    }
}

fn real(release: &str, name: &str) -> BTreeSet<(String, &'static str)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/answers/{release}/{name}.json"));
    let value: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut found = BTreeSet::new();
    paths(name, &value, &mut found);
    found
}

fn scenes() -> Vec<Scenario> {
    let mut scenes = Scenario::all().to_vec();
    scenes.retain(|scene| !matches!(scene, Scenario::NoQuorum | Scenario::Large { .. }));
    scenes.push(Scenario::Large { osds: 40 });
    scenes
}

fn stated(list: &[(&str, &str)], path: &str) -> bool {
    list.iter().any(|(begin, _)| path.starts_with(begin))
}

async fn body(simulator: &Simulator, target: &Target, command: &Command) -> Value {
    let answer = simulator.command(target, command, Duration::from_secs(5)).await.unwrap();
    assert_eq!(answer.status, 0, "{command}: {}", answer.message);
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn every_answer_has_the_shape_of_a_real_one() {
    let mut pretended: BTreeMap<&str, BTreeSet<(String, &'static str)>> = BTreeMap::new();
    for scene in scenes() {
        let simulator = Simulator::new(scene, 1, clock());
        for question in Question::ALL {
            let value = body(&simulator, &question.target(), &question.command()).await;
            paths(file(*question), &value, pretended.entry(file(*question)).or_default());
        }
    }
    let mut wrong = Vec::new();
    for (name, shapes) in &pretended {
        let same = real("18.2.7", name);
        let any: BTreeSet<_> =
            ["16.2.15", "18.2.7", "20.2.4"].iter().flat_map(|release| real(release, name)).collect();
        for (path, kind) in shapes.difference(&any).filter(|(path, _)| !stated(&MORE, path)) {
            wrong.push(format!("{path} is a {kind}, and no real answer has that"));
        }
        for (path, kind) in same.difference(shapes).filter(|(path, _)| !stated(&LESS, path)) {
            wrong.push(format!("{path} is a {kind} in 18.2.7, and not in the simulator"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Questions about one thing, of which captures of 16.2 and 20.2 tell: nothing that neither has, and all that both have.
#[tokio::test]
async fn every_answer_about_one_thing_has_the_shape_of_a_real_one() {
    let simulator = Simulator::new(Scenario::StuckPgs, 1, clock());
    let koor = Koor::demo_at(Scenario::StuckPgs, 1, clock());
    let inventory = koor.inventory().await;
    let pgs = inventory.pgs.value().unwrap();
    let first = |word: &str| {
        let pg = pgs.pgs.iter().find(|pg| pg.state.has(word) && pg.acting_primary.is_some()).unwrap();
        (Target::Osd(pg.acting_primary.unwrap()), single::pg_query(pg.id))
    };
    let daemon = DaemonName::new("osd", "0");
    let crash = inventory.crashes.value().unwrap()[0].id.clone();
    let asked = [
        ("pg_query_down", first("down")),
        ("pg_query_undersized", first("undersized")),
        ("config_ls", (Target::Mon, single::config_ls())),
        ("config_help", (Target::Mon, single::config_help("osd_op_queue"))),
        ("config_help_size", (Target::Mon, single::config_help("osd_memory_target"))),
        ("config_get", (Target::Mon, single::config_get(&daemon))),
        ("config_show", (Target::Mgr, question::config_show(&daemon))),
        ("crash_info", (Target::Mgr, single::crash_info(&crash))),
    ];
    let mut wrong = Vec::new();
    for (name, (target, command)) in asked {
        let mut shapes = BTreeSet::new();
        paths(name, &body(&simulator, &target, &command).await, &mut shapes);
        let (old, new) = (real("16.2.15", name), real("20.2.4", name));
        let any: BTreeSet<_> = old.union(&new).cloned().collect();
        for (path, kind) in shapes.difference(&any).filter(|(path, _)| !stated(&MORE, path)) {
            wrong.push(format!("{path} is a {kind}, and no real answer has that"));
        }
        let both: BTreeSet<_> = old.intersection(&new).cloned().collect();
        for (path, kind) in both.difference(&shapes).filter(|(path, _)| !stated(&LESS, path)) {
            wrong.push(format!("{path} is a {kind} in both captures, and not in the simulator"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What Koor makes of each scene: every part is seen, and the health is what the scene is about.
#[tokio::test]
async fn every_part_of_every_scene_is_seen() {
    for scene in scenes() {
        let koor = Koor::demo_at(scene, 1, clock());
        let inventory = koor.inventory().await;
        let unseen: Vec<String> =
            inventory.unseen().map(|part| format!("{}: {:?}", part.name, part.why)).collect();
        assert!(unseen.is_empty(), "{scene}: {}", unseen.join("\n"));
        assert_eq!(inventory.source.rung, "simulator");
        let health = inventory.health.value().unwrap();
        let has = |code| health.check(code).is_some();
        match scene {
            Scenario::HealthySmall => assert!(health.checks.is_empty(), "{:?}", health.checks),
            Scenario::NearFull => assert!(has("OSD_NEARFULL") && has("POOL_NEARFULL")),
            Scenario::OsdFlapping => assert!(has("RECENT_CRASH")),
            Scenario::HostDown => assert!(has("OSD_HOST_DOWN") && has("PG_DEGRADED")),
            Scenario::MixedVersions => assert!(has("DAEMON_OLD_VERSION")),
            Scenario::ScrubBehind => assert!(has("PG_NOT_DEEP_SCRUBBED") && has("OSDMAP_FLAGS")),
            Scenario::StuckPgs => assert!(has("PG_AVAILABILITY") && has("SLOW_OPS")),
            Scenario::UpgradeStuck => assert!(has("AUTH_INSECURE_SERVICE_KEY_TYPE")),
            Scenario::OperatorGone => assert!(has("OSD_DOWN")),
            _ => {}
        }
        assert!(inventory.devices.value().is_some_and(|devices| !devices.is_empty()));
        assert!(inventory.config.value().is_some_and(|config| !config.is_empty()));
        assert!(inventory.log.value().is_some_and(|log| !log.is_empty()));
    }
}

/// Without a quorum nothing is seen but that each mon greets or not.
#[tokio::test(start_paused = true)]
async fn without_a_quorum_mons_are_told_apart() {
    let koor = Koor::demo_at(Scenario::NoQuorum, 1, clock());
    let inventory = koor.inventory().await;
    assert_eq!(inventory.has_quorum(), Some(false));
    let pings = inventory.mon_pings.value().unwrap();
    assert_eq!((pings.len(), pings.iter().filter(|ping| ping.runs).count()), (3, 1));
}
