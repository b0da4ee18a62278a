//! The testbed does what it says to a real cluster, and nothing is left of it, however the test run ends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use koor_testbed::{Cluster, Error, Shape};

/// What is there of a cluster, found by other means than the testbed's own: every process whose environment or
/// command line names the folder, every mount in any namespace that does, and the folder.
fn traces(dir: &Path) -> Vec<String> {
    let name = dir.to_str().unwrap();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let process = entry.path();
        if entry.file_name().to_str().is_none_or(|n| n.parse::<u32>().is_err()) {
            continue;
        }
        for file in ["environ", "cmdline", "mountinfo"] {
            let text = fs::read(process.join(file)).unwrap_or_default();
            if text.windows(name.len()).any(|part| part == name.as_bytes()) {
                found.push(format!("{}: {file}", process.display()));
            }
        }
    }
    if dir.exists() {
        found.push(format!("{name} exists"));
    }
    found
}

fn assert_no_traces(dir: &Path) {
    let start = Instant::now();
    while !traces(dir).is_empty() && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(traces(dir), Vec::<String>::new());
}

#[test]
fn daemons_can_be_broken_and_mended() {
    let cluster = Cluster::start(Shape { mgrs: 2, ..Shape::small() }).unwrap();
    println!("{:?}", cluster.timings());
    let dir = cluster.dir().to_owned();
    assert!(traces(&dir).len() > 5, "the search for traces finds nothing while the cluster runs");

    // A crash and a revival.
    let pid = cluster.pid("osd.1").unwrap().unwrap();
    cluster.kill("osd.1").unwrap();
    assert_eq!(cluster.pid("osd.1").unwrap(), None);
    assert!(matches!(cluster.kill("osd.1"), Err(Error::Daemon { .. })));
    cluster.wait_check("OSD_DOWN").unwrap();
    cluster.start_daemon("osd.1").unwrap();
    assert_ne!(cluster.pid("osd.1").unwrap(), Some(pid));
    cluster.wait_clean().unwrap();
    cluster.wait_health_ok().unwrap();

    // A hang: the other manager takes over; the first comes back as standby.
    let hung = cluster.active_mgr().unwrap();
    cluster.pause(&hung).unwrap();
    cluster.wait_for("a failover", Duration::from_mins(1), |c| Ok(c.active_mgr()? != hung)).unwrap();
    cluster.resume(&hung).unwrap();
    cluster.wait_complete().unwrap();

    // An orderly end.
    cluster.stop("osd.2").unwrap();
    cluster.start_daemon("osd.2").unwrap();
    cluster.wait_complete().unwrap();

    assert!(matches!(cluster.kill("osd.7"), Err(Error::Daemon { .. })));
    assert!(cluster.log_tail("osd.1").lines().count() > 5);
    drop(cluster);
    assert_eq!(traces(&dir), Vec::<String>::new());
}

#[test]
fn a_full_cluster_holds_what_was_planted() {
    let cluster = Cluster::start(Shape::full()).unwrap();
    println!("{:?}", cluster.timings());
    let planted = cluster.populate().unwrap();
    let objects = cluster.run_ok(&["rados", "-p", &planted.pool, "ls"]).unwrap();
    assert!(planted.objects.iter().all(|name| objects.contains(name.as_str())));
    // The answers of the cluster do hold the secrets, or there would be nothing to redact.
    let config = cluster.ceph_json(&["config", "dump"]).unwrap().to_string();
    let keys = cluster.ceph_json(&["auth", "ls"]).unwrap().to_string();
    let shown = planted.secrets.iter().filter(|s| config.contains(s.as_str()) || keys.contains(s.as_str()));
    assert!(shown.count() >= 9);
    let buckets = cluster.run_ok(&["radosgw-admin", "bucket", "list"]).unwrap();
    assert!(buckets.contains(planted.bucket.as_deref().unwrap()), "{buckets}");
    // Planting must not make the cluster ill.
    cluster.wait_complete().unwrap();

    // Without quorum a `ceph` program hangs; the testbed does not.
    cluster.kill("mon.b").unwrap();
    cluster.kill("mon.c").unwrap();
    let missed = cluster.wait_for("an answer", Duration::from_secs(1), |c| {
        c.ceph_json(&["osd", "dump", "--connect-timeout", "5"]).map(|_| false)
    });
    assert!(matches!(missed, Err(Error::TimedOut { .. })), "{missed:?}");
    cluster.start_daemon("mon.b").unwrap();
    cluster.start_daemon("mon.c").unwrap();
    cluster.wait_complete().unwrap();
    cluster.down().unwrap();
}

#[test]
fn nothing_survives_the_death_of_the_test_run() {
    // A program that holds a cluster, in the part of the test run. Its standard input stays open, so only its
    // death can end the cluster.
    let mut holder = Command::new(env!("CARGO_BIN_EXE_koor-testbed"))
        .args(["up", "--small"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let described: serde_json::Value = serde_json::from_str(&line).unwrap();
    let dir = Path::new(described["dir"].as_str().unwrap()).to_owned();
    // From outside, as a second program would.
    let status = Command::new(env!("CARGO_BIN_EXE_koor-testbed"))
        .args(["exec", dir.to_str().unwrap(), "ceph", "health"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&status.stdout).trim(), "HEALTH_OK");
    assert!(traces(&dir).len() > 5);

    // SIGKILL: no destructor runs, no signal handler.
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_no_traces(&dir);
}

#[test]
fn nothing_survives_the_death_of_the_supervisor() {
    let cluster = Cluster::start(Shape::small()).unwrap();
    let dir = cluster.dir().to_owned();
    let pid = i32::try_from(cluster.supervisor().pid()).unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    cluster.down().unwrap();
    assert_no_traces(&dir);
}
