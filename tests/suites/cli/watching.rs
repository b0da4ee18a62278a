//! Looking again and again, until somebody ends it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};

use koor_tests::command;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{site, text};

fn interrupt(child: &Child) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
}

#[test]
fn a_watch_prints_a_line_a_round_until_it_is_interrupted() {
    let site = site();
    let mut koor = command::on_host(&["--conf", &site.conf(), "status", "--watch=1", "-o", "json"]);
    let mut child = koor.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut stamps = Vec::new();
    for _ in 0..3 {
        let line = lines.next().unwrap().unwrap();
        let status: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(status["cluster"]["fsid"], site.cluster.fsid());
        stamps.push(status["collected_at"].as_str().unwrap().to_owned());
    }
    assert!(stamps.is_sorted() && stamps[0] != stamps[2], "the same look again: {stamps:?}");
    interrupt(&child);
    let mut complaint = String::new();
    let _read = child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(complaint, "");
}

#[test]
fn an_interrupted_recording_is_kept() {
    let site = site();
    let path = site.path("interrupted");
    let mut koor =
        command::on_host(&["--conf", &site.conf(), "record", text(&path), "--for", "600", "--every", "1"]);
    let child = koor.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It is under way once a second answer to the same question stands beside it.
    let asked = || std::fs::read_dir(site.files.path()).unwrap().count();
    let before = asked();
    site.cluster
        .wait_for("the recording to begin", std::time::Duration::from_secs(30), |_| {
            Ok(rounds(site.files.path()) > 1)
        })
        .unwrap_or_else(|error| panic!("{before} files, then {}: {error}", asked()));
    interrupt(&child);
    let said = command::Said::of("koor record --for 600", &child.wait_with_output().unwrap()).well();
    assert!(said.stdout.contains("interrupted"), "{said}");
    let replayed = site.run(&["--recording", text(&path), "status", "-o", "json"], &[]).well();
    assert_eq!(replayed.json()["cluster"]["fsid"], site.cluster.fsid());
}

/// How many answers to `status` are in any recording under way in this folder.
fn rounds(folder: &std::path::Path) -> usize {
    let mut open = vec![folder.to_owned()];
    let mut found = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() && name.contains("interrupted") || name == "ceph" {
                open.push(entry.path());
            } else if name.ends_with("-status.json") {
                found += 1;
            }
        }
    }
    found
}
