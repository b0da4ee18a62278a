//! Mgrs that hang or are gone: what the mons go on repeating for them is old, and must say so.

use serde_json::Value;

use crate::look::Look;
use crate::stage::{Stage, View};
use crate::watcher::Watcher;

/// The figures that a mgr makes, and that the mons only repeat, are marked; what the mons know is still told.
fn figures_are_old(look: &Look) -> bool {
    look.stale().contains(&"pg_digest")
        && ["pgs", "capacity", "io"].iter().all(|part| as_of_is_old(look, part))
}

/// Either nobody knows as of when, or it is before the look.
fn as_of_is_old(look: &Look, part: &str) -> bool {
    let [as_of, collected] = [&look.json[part]["as_of"], &look.json["collected_at"]];
    // RFC 3339 in UTC: text sorts as time does.
    as_of.is_null() || as_of.as_str() < collected.as_str()
}

fn mons_are_told(look: &Look) {
    assert_eq!(look.code, 0, "{look}");
    assert_eq!(look.json["mons"]["quorum"].as_array().map(Vec::len), Some(3), "{look}");
    assert_eq!(look.json["osds"]["up"], 3, "{look}");
    assert_ne!(look.json["health"], Value::Null, "{look}");
}

/// The figures of a mgr that works.
fn is_fresh(look: &Look) -> bool {
    look.is_well() && !look.json["pgs"]["as_of"].is_null() && !look.json["capacity"]["as_of"].is_null()
}

pub(crate) fn hung(stage: &Stage) {
    let watcher = Watcher::start(stage);
    watcher.wait("a line that is well", is_fresh);
    let active = stage.cluster.active_mgr().unwrap();
    let name = active.trim_start_matches("mgr.");
    stage.cluster.pause(&active).unwrap();
    let silent = |look: &Look| {
        let found = look.finding("KOOR_MGR_SILENT");
        found["sentence"].as_str().is_some_and(|said| said.contains(&format!("mgr {name} ")))
            && figures_are_old(look)
    };
    for look in stage.see(View::Status, "the silent mgr", silent) {
        mons_are_told(&look);
    }
    watcher.wait("a line that tells the silent mgr", silent);
    let text = stage.koor(&["status"]);
    assert!(text.stdout.contains("stale: pg_digest") && text.code == 0, "{text}");
    stage.cluster.resume(&active).unwrap();
    // The late answers come now. Neither this process nor the watcher may fall over them.
    stage.see(View::Status, "fresh figures", is_fresh);
    watcher.wait("a line that is well again", is_fresh);
    watcher.end();
}

pub(crate) fn killed(stage: &Stage) {
    for mgr in ["mgr.x", "mgr.y"] {
        stage.cluster.kill(mgr).unwrap();
    }
    // First the mons still believe in it, then they do not; never are the figures fresh.
    for codes in [&["KOOR_MGR_SILENT", "KOOR_MGR_ABSENT"][..], &["KOOR_MGR_ABSENT"]] {
        let told =
            |look: &Look| codes.iter().any(|code| !look.finding(code).is_null()) && figures_are_old(look);
        for look in stage.see(View::Status, &format!("{codes:?}"), told) {
            mons_are_told(&look);
        }
    }
    let text = stage.koor(&["status"]);
    assert!(text.stdout.contains("none is active") && text.stdout.contains("stale: pg_digest"), "{text}");
    // What only a mgr can answer says so instead of showing nothing as if there were nothing.
    let pgs = stage.koor(&["pg", "ls"]);
    assert_eq!(pgs.code, 3, "{pgs}");
    assert!(pgs.stderr.contains("no mgr is active"), "{pgs}");
    for mgr in ["mgr.x", "mgr.y"] {
        stage.cluster.start_daemon(mgr).unwrap();
    }
    stage.see(View::Status, "fresh figures", is_fresh);
}
