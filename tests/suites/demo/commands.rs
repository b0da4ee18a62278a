//! Every command on every scenario: answered, as text and as JSON, with the exit code that the scene deserves.

use koor_core::sim::Scenario;
use koor_tests::command::{self, Said};
use serde_json::Value;

/// What asks a cluster, by its words; `{osd}` and such are taken from the scenario's own lists.
const COMMANDS: &[&str] = &[
    "status",
    "health",
    "health show OSD_DOWN",
    "osd ls",
    "osd tree",
    "osd show {osd}",
    "pool ls",
    "pool show {pool}",
    "pg ls",
    "pg ls --unhealthy",
    "pg show {pg}",
    "df",
    "daemon",
    "mon ls",
    "mon show {mon}",
    "mgr ls",
    "mgr show {mgr}",
    "mgr modules",
    "fs ls",
    "fs show {fs}",
    "rgw ls",
    "rgw show {rgw}",
    "versions",
    "versions check",
    "rook",
    "rook ls",
    "rook ls --unhealthy",
    "node ls",
    "node show {node}",
    "pvc ls",
    "pvc ls --of shop",
    "pvc show shop/cart",
    "config dump",
    "config show {osd}",
    "config show {osd} osd_max_backfills",
    "config help osd_max_backfills",
    "config diff",
    "device ls",
    "device show {device}",
    "crash ls",
    "crash show {crash}",
    "log",
    "event",
    "chart pools",
    "chart osd-fullness",
    "chart osd-latency",
    "chart osd-pgs",
    "chart client-io --for 120",
    "inventory",
];

/// What asks none, or is tried elsewhere.
const OTHERS: &[&str] =
    &["diff", "record", "demo", "completions", "man", "top", "help", "catalogue", "version-service"];

fn koor(scenario: Scenario, line: &str, more: &[&str]) -> Said {
    let demo = format!("--demo={scenario}");
    let words: Vec<&str> = std::iter::once(demo.as_str())
        .chain(["--timeout", "1"])
        .chain(line.split(' '))
        .chain(more.iter().copied())
        .collect();
    command::end(command::on_host(&words))
}

/// The first text at a JSON pointer of a list's answer.
fn first(scenario: Scenario, line: &str, list: &str, field: &str) -> String {
    let json = koor(scenario, line, &["-o", "json"]).well().json();
    let row = json[list].as_array().and_then(|rows| rows.first());
    let value = row.unwrap_or_else(|| panic!("`{line}` of {scenario} lists nothing: {json}"));
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}")).to_owned()
}

/// `{osd}` and such as one word of this scenario.
fn filled(scenario: Scenario, line: &str) -> String {
    let Some((before, rest)) = line.split_once('{') else {
        return line.to_owned();
    };
    let (noun, after) = rest.split_once('}').unwrap();
    let value = match noun {
        "osd" => "osd.0".into(),
        "pool" => first(scenario, "pool ls", "pools", "name"),
        "pg" => first(scenario, "pg ls", "pgs", "id"),
        "mon" => first(scenario, "mon ls", "mons", "name"),
        "mgr" => first(scenario, "mgr ls", "mgrs", "name"),
        "fs" => first(scenario, "fs ls", "file_systems", "name"),
        "rgw" => first(scenario, "rgw ls", "gateways", "name"),
        "node" => first(scenario, "node ls", "nodes", "name"),
        "device" => first(scenario, "device ls", "devices", "id"),
        "crash" => first(scenario, "crash ls", "crashes", "id"),
        _ => panic!("no such noun: {noun}"),
    };
    format!("{before}{value}{after}")
}

/// Each command is a process with a world of its own, so the scenes are shared among the processors.
#[test]
fn every_command_is_answered_in_every_scenario() {
    let all = Scenario::all().into_iter().filter(|scenario| *scenario != Scenario::NoQuorum);
    // The large one is looked at in the small: what it shows at its full size is measured elsewhere.
    let small = |scenario| {
        if matches!(scenario, Scenario::Large { .. }) { Scenario::Large { osds: 24 } } else { scenario }
    };
    std::thread::scope(|scope| {
        let scenes: Vec<_> =
            all.map(small).map(|scene| scope.spawn(move || every_command_is_answered_in(scene))).collect();
        for scene in scenes {
            assert!(scene.join().is_ok());
        }
    });
}

fn every_command_is_answered_in(scenario: Scenario) {
    for line in COMMANDS {
        let line = filled(scenario, line);
        let text = koor(scenario, &line, &[]).well();
        assert!(text.stdout.contains("simulator"), "the badge is missing: {text}");
        // One type, whatever the scene: healthy and sick once each.
        if !matches!(scenario, Scenario::HealthySmall | Scenario::StuckPgs) {
            continue;
        }
        let json = koor(scenario, &line, &["-o", "json"]).well().json();
        assert_eq!(json["source"]["rung"], "simulator", "{scenario}: {line}");
        let unseen = json.get("unseen").and_then(Value::as_array).map_or(0, Vec::len);
        assert_eq!(unseen, 0, "{scenario}: {line}: {}", json["unseen"]);
    }
}

#[test]
fn without_a_quorum_every_list_says_so_and_ends_with_3() {
    for line in ["status", "health", "osd ls", "mon ls", "df", "config dump", "log"] {
        let said = koor(Scenario::NoQuorum, line, &[]);
        assert!(said.sentence(3).contains("quorum"), "{said}");
    }
}

#[test]
fn no_command_is_forgotten_here() {
    let help = command::end(command::on_host(&["--help"])).well().stdout;
    let list = help.split_once("Commands:\n").unwrap().1.split("\n\n").next().unwrap();
    let names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?.split(' ').next())
        .collect();
    assert!(names.len() > 15, "{names:?}");
    let tried = |name: &str| COMMANDS.iter().any(|line| line.split(' ').next() == Some(name));
    let forgotten: Vec<_> = names.iter().filter(|name| !tried(name) && !OTHERS.contains(name)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

/// Neither cluster nor network: no conf, no variable, no home.
#[test]
fn the_demo_needs_nothing() {
    let said = command::end(command::on_host(&["demo"])).well();
    for word in ["HEALTH_OK", "health", "mon", "osd", "simulator"] {
        assert!(said.stdout.contains(word), "no {word:?}: {said}");
    }
    let json = command::end(command::on_host(&["demo", "host-down", "-o", "json"])).well().json();
    assert_eq!(json["health"]["status"], "HEALTH_WARN");
    let list = command::end(command::on_host(&["demo", "ls", "-o", "json"])).well().json();
    let names: Vec<_> = list["scenarios"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    let known: Vec<_> = Scenario::all().iter().map(|scenario| Value::from(scenario.name())).collect();
    assert_eq!(names, known);
}

#[test]
fn a_chart_is_a_picture_and_nothing_else_is() {
    let said =
        command::end(command::on_host(&["--demo=slow-osds", "chart", "osd-latency", "-o", "svg"])).well();
    assert!(said.stdout.starts_with("<svg ") && said.stdout.ends_with("</svg>\n"), "{said}");
    assert!(said.stdout.contains("osd.12") && said.stdout.contains("slow"), "{said}");
    let list = command::end(command::on_host(&["chart", "ls", "-o", "json"])).well().json();
    assert_eq!(list["charts"][0]["name"], "pools");
    let said = command::end(command::on_host(&["--demo", "status", "-o", "svg"]));
    assert!(said.refusal(2).contains("-o svg is for charts"), "{said}");
    let said = command::end(command::on_host(&["--demo", "chart", "osd-speed"]));
    assert!(said.stderr.contains("osd-latency"), "it names those that there are: {said}");
}

#[test]
fn a_scenario_that_does_not_exist_is_refused_with_those_that_do() {
    let said = command::end(command::on_host(&["--demo=hostdown", "status"]));
    let sentence = said.refusal(2);
    assert!(sentence.contains("hostdown") && sentence.contains("host-down"), "{sentence}");
    let said = command::end(command::on_host(&["--demo", "--conf", "ceph.conf", "status"]));
    assert_eq!(said.refusal(2), "--demo and --conf name two clusters: give one of them");
}
