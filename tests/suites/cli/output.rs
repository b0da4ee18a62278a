//! How it prints: forms, colours, pipes, flags anywhere, help.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use koor_tests::command::{self, Said};

use crate::{contains, site};

const VIEWS: &[&str] = &[
    "status",
    "health",
    "osd ls",
    "osd tree",
    "osd show 0",
    "pool ls",
    "pool show rbd",
    "pg ls",
    "df",
    "daemon",
    "mon ls",
    "mon show a",
    "mgr ls",
    "mgr show x",
    "mgr modules",
    "fs ls",
    "fs show cephfs",
    "fs mds",
    "rgw ls",
    "rgw show a",
    "versions",
    "pg show 1.0",
    "config dump",
    "config show osd.0",
    "config show osd.0 osd_max_backfills",
    "config help osd_max_backfills",
    "config diff",
    "device ls",
    "crash ls",
    "log",
    "event",
];

#[test]
fn every_view_in_every_form() {
    let site = site();
    for view in VIEWS {
        let words: Vec<&str> = view.split(' ').collect();
        let form = |form: &str| site.koor(&[&words[..], &["-o", form]].concat()).well();
        let (table, wide, json, yaml) = (form("table"), form("wide"), form("json"), form("yaml"));
        assert_eq!(json.json()["schema_version"], 1, "{json}");
        assert_eq!(json.json()["cluster"]["fsid"], site.cluster.fsid(), "{json}");
        contains(&yaml.stdout, &["---\n", "schema_version: 1", site.cluster.fsid()]);
        for said in [&table, &wide] {
            // Where it comes from stands below every view for people.
            contains(said.stdout.lines().last().unwrap(), &["librados 16.2.15", "client.admin"]);
        }
        let columns = |said: &Said| said.stdout.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(columns(&wide) >= columns(&table), "{table}{wide}");
        for said in [&table, &wide, &json, &yaml] {
            assert!(!said.stdout.contains('\x1b'), "escape codes into a pipe: {said}");
        }
    }
    let wide = site.koor(&["osd", "ls", "-o", "wide"]).well();
    contains(&wide.stdout, &["LOCATION", "root=default"]);
    let colour =
        site.run(&["--conf", &site.conf(), "status"], &[("NO_COLOR", "1"), ("TERM", "xterm-256color")]);
    assert!(!colour.well().stdout.contains('\x1b'));
}

#[test]
fn a_list_stands_in_the_order_that_was_asked_for() {
    let site = site();
    let ids = |args: &[&str]| {
        let json = site.koor(&[&["osd", "ls", "-o", "json"], args].concat()).well().json();
        json["osds"].as_array().unwrap().iter().map(|osd| osd["id"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["--sort", "osd"]), [0, 1, 2]);
    assert_eq!(ids(&["--sort", "OSD", "--reverse"]), [2, 1, 0]);
    let table = site.koor(&["osd", "ls", "--sort", "osd", "--reverse"]).well();
    assert!(table.stdout.lines().nth(1).unwrap().starts_with("osd.2 "), "{table}");
    for (list, column) in
        [(&["osd", "ls"][..], "use"), (&["versions"], "count"), (&["mgr", "modules"], "why-not")]
    {
        let _said = site.koor(&[list, &["--sort", column]].concat()).well();
        let said = site.koor(&[list, &["--sort", "colour"]].concat());
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{said}");
        contains(&said.stderr, &["there is no column `colour`; columns are ", column]);
    }
}

#[test]
fn flags_stand_anywhere() {
    let site = site();
    let conf = site.conf();
    for line in [
        &["--conf", &conf, "-o", "json", "osd", "ls"][..],
        &["osd", "ls", "-o", "json", "--conf", &conf],
        &["osd", "--conf", &conf, "ls", "--output=json"],
        &["-c", &conf, "osd", "-ojson", "ls", "--name", "client.admin"],
    ] {
        let said = site.run(line, &[]).well();
        assert_eq!(said.json()["total"], 3, "{said}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let site = site();
    let conf = site.conf();
    for (args, lines) in [(&["pg", "ls"][..], 1), (&["inventory", "-o", "json"], 1), (&["man"], 1)] {
        let mut koor = command::on_host(&[&["--conf", &conf], args].concat());
        let mut child = koor.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        for _ in 0..lines {
            let _read = reader.read_line(&mut line).unwrap();
        }
        // As `head` does.
        drop(reader);
        let mut complaint = String::new();
        let _read = child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        let status = child.wait().unwrap();
        assert!(!line.is_empty(), "{args:?} printed nothing");
        assert_eq!((status.code(), complaint.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_bad_state_ends_with_one_where_that_is_wanted() {
    let site = site();
    for view in ["status", "health"] {
        let _ok = site.koor(&[view, "--fail-on", "warn"]).well();
    }
    let noout = site.noout();
    let warned = site.koor(&["status", "--fail-on", "warn"]);
    let other = site.koor(&["status", "--fail-on", "error"]);
    let without = site.koor(&["status"]);
    let health = site.koor(&["health", "--fail-on=warn", "-o", "json"]);
    drop(noout);
    assert_eq!(warned.code, Some(1), "{warned}");
    contains(&warned.stdout, &["HEALTH_WARN", "OSDMAP_FLAGS", "noout"]);
    assert_eq!(other.well().stdout.contains("HEALTH_WARN"), without.well().stdout.contains("HEALTH_WARN"));
    assert_eq!(health.code, Some(1), "{health}");
    contains(&health.stdout, &["OSDMAP_FLAGS", "noout flag(s) set"]);
}

#[test]
fn help_has_examples() {
    let site = site();
    for args in [
        &["--help"][..],
        &["diff", "--help"],
        &["record", "--help"],
        &["osd", "ls", "--help"],
        &["pg", "ls", "--help"],
        &["pool", "ls", "--help"],
        &["daemon", "--help"],
        &["mon", "ls", "--help"],
        &["mgr", "modules", "--help"],
        &["fs", "mds", "--help"],
        &["rgw", "show", "--help"],
        &["versions", "--help"],
        &["completions", "--help"],
        &["df", "--help"],
        &["config", "dump", "--help"],
        &["config", "show", "--help"],
        &["config", "help", "--help"],
        &["config", "diff", "--help"],
        &["device", "ls", "--help"],
        &["device", "show", "--help"],
        &["crash", "ls", "--help"],
        &["crash", "show", "--help"],
        &["log", "--help"],
        &["event", "--help"],
    ] {
        let said = site.run(args, &[]).well();
        contains(&said.stdout, &["Example", "  koor ", "Usage: koor"]);
    }
    let help = site.run(&["--help"], &[]).well();
    contains(&help.stdout, &["Exit codes: 0", "130 interrupted", "KOOR_CONF", "CEPH_ARGS"]);
    let said = site.run(&["--version"], &[]).well();
    assert!(said.stdout.starts_with("koor "), "{said}");
    let man = site.run(&["man"], &[]).well();
    contains(&man.stdout, &[".TH koor 1", "inventory"]);
    for (shell, word) in [("bash", "complete -F"), ("zsh", "#compdef koor"), ("fish", "complete -c koor")] {
        let said = site.run(&["completions", shell], &[]).well();
        contains(&said.stdout, &[word, "inventory"]);
    }
}
