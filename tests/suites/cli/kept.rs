//! What it keeps: recordings that say what the cluster said, without its secrets, and what changed since.

use std::path::Path;

use serde_json::Value;

use crate::{Site, contains, site, text};

fn status(site: &Site, args: &[&str]) -> Value {
    let mut status = site.run(&[args, &["status", "-o", "json"]].concat(), &[]).well().json();
    strip(&mut status);
    status
}

/// Without where and when.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for moves in ["source", "collected_at", "as_of", "quorum_age_s"] {
                fields.remove(moves);
            }
            fields.values_mut().for_each(strip);
        }
        Value::Array(rows) => rows.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn a_recording_says_what_the_cluster_said() {
    let site = site();
    let conf = site.conf();
    for form in ["then", "then.tar.zst"] {
        let path = site.path(form);
        let mut seen = (Value::Null, Value::Null);
        let same = site.cluster.wait_for("a moment of rest", std::time::Duration::from_secs(40), |_| {
            let live = status(&site, &["--conf", &conf]);
            let said = site.koor(&["record", "--overwrite", text(&path)]).well();
            contains(&said.stdout, &[text(&path), "secrets were replaced"]);
            seen = (live, status(&site, &["--recording", text(&path)]));
            Ok(seen.0 == seen.1)
        });
        assert!(same.is_ok(), "live {}\nrecorded {}", seen.0, seen.1);
        assert!(seen.0["capacity"]["objects"].as_u64() > Some(0), "{}", seen.0);
        // What stands there is not replaced by accident.
        let said = site.koor(&["record", text(&path)]);
        contains(said.refusal(2), &[text(&path), "overwrit"]);
    }
    let other = site.file("notes.tar.zst", "not ours");
    let said = site.koor(&["record", "--overwrite", &other]);
    contains(said.refusal(2), &[&other]);
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "not ours");
}

#[test]
fn secrets_are_in_no_recording_but_where_they_are_wanted() {
    let site = site();
    let (folder, archive) = (site.path("clean"), site.path("clean.tar.zst"));
    let (whole, whole_archive) = (site.path("whole"), site.path("whole-secrets.tar.zst"));
    for path in [&folder, &archive] {
        let _said = site.koor(&["record", text(path)]).well();
        assert_eq!(leaks(&site, path), Vec::<&str>::new(), "{}", path.display());
    }
    for path in [&whole, &whole_archive] {
        let said = site.koor(&["record", "--with-secrets", text(path)]).well();
        contains(&said.stdout, &["secrets"]);
        // What `config dump` shows to an administrator; keys are not part of an inventory at all.
        let found = leaks(&site, path);
        assert!(found.len() >= 3, "{}: only {found:?}", path.display());
    }
}

/// The planted secrets that are anywhere in a recording.
fn leaks<'a>(site: &'a Site, recording: &Path) -> Vec<&'a str> {
    let mut bytes = Vec::new();
    gather(recording, &mut bytes);
    assert!(bytes.len() > 10_000, "nothing was read of {}", recording.display());
    let text = String::from_utf8_lossy(&bytes);
    let found = site.planted.secrets.iter().filter(|secret| text.contains(secret.as_str()));
    found.map(String::as_str).collect()
}

fn gather(path: &Path, bytes: &mut Vec<u8>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            gather(&entry.unwrap().path(), bytes);
        }
    } else if path.extension().is_some_and(|ending| ending == "zst") {
        bytes.extend(zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap());
    } else {
        bytes.extend(std::fs::read(path).unwrap());
    }
}

#[test]
fn a_difference_is_told() {
    let site = site();
    let (before, json) = (site.path("before.tar.zst"), site.path("before.json"));
    let _said = site.koor(&["record", text(&before)]).well();
    let inventory = site.run(&["--recording", text(&before), "inventory", "-o", "json"], &[]).well();
    std::fs::write(&json, inventory.stdout).unwrap();
    let noout = site.noout();
    let said: Vec<_> = [&before, &json].map(|path| site.koor(&["diff", text(path), "live"])).into();
    let failing = site.koor(&["diff", text(&before), "live", "--fail-on", "warn"]);
    let backwards = site.koor(&["diff", "live", text(&before), "-o", "json"]);
    drop(noout);
    for said in said {
        contains(&said.well().stdout, &["noout", "OSDMAP_FLAGS", "HEALTH_WARN"]);
    }
    assert_eq!(failing.code, Some(1), "{failing}");
    let backwards = backwards.well();
    assert_eq!(backwards.json()["diff"]["same_cluster"], true, "{backwards}");
    contains(&backwards.stdout, &["noout"]);
    let same = site.run(&["diff", text(&before), text(&before)], &[]).well();
    assert!(!same.stdout.contains("noout"), "{same}");
}
