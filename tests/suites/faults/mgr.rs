//! Mgrs that hang or are gone: what the mons go on repeating for them is old, and must say so.

use serde_json::Value;

use crate::fault::{Fault, nothing_else};
use crate::look::Look;
use crate::source::Raw;
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
    assert_eq!(
        look.json["mons"]["quorum"].as_array().map(|all| Some(all.len() as u64)),
        Some(look.json["mons"]["total"].as_u64()),
        "{look}"
    );
    assert_eq!(look.json["osds"]["up"], look.json["osds"]["total"], "{look}");
    assert_ne!(look.json["health"], Value::Null, "{look}");
}

/// The figures of a mgr that works.
fn is_fresh(look: &Look) -> bool {
    look.is_well() && !look.json["pgs"]["as_of"].is_null() && !look.json["capacity"]["as_of"].is_null()
}

/// The mgr that is called active, without `mgr.`.
fn active(stage: &Stage) -> String {
    stage.cluster.active_mgr().unwrap().trim_start_matches("mgr.").to_owned()
}

fn is_silent(look: &Look, victims: &[String]) -> bool {
    let found = look.finding("KOOR_MGR_SILENT");
    found["sentence"].as_str().is_some_and(|said| said.contains(&format!("mgr {} ", victims[0])))
}

fn is_seen_silent(look: &Look, victims: &[String]) -> bool {
    if !is_silent(look, victims) || !figures_are_old(look) {
        return false;
    }
    mons_are_told(look);
    true
}

/// No answer from the mgr, or nobody who could give one.
fn an_answer_differs(raw: &Raw) -> bool {
    match raw.question {
        "pg dump summary" => raw.status != 0,
        _ => {
            raw.now["active_name"] != raw.before["active_name"]
                || raw.now["standbys"] != raw.before["standbys"]
        }
    }
}

/// The mons believe in it for `mon_mgr_beacon_grace`, 30 s unless set otherwise.
pub(crate) static HUNG: Fault = Fault {
    key: "mgr-hung",
    title: "The active mgr hangs",
    how: "SIGSTOP (mon_mgr_beacon_grace 20 s)",
    ceph: &["(nothing: figures stand still)"],
    koor: "KOOR_MGR_SILENT",
    exit: 0,
    stays: false,
    watch: &["pg dump summary", "mgr dump"],
    differs: an_answer_differs,
    make: |stage| {
        let active = active(stage);
        stage.cluster.pause(&format!("mgr.{active}")).unwrap();
        vec![active]
    },
    told: is_silent,
    status: is_seen_silent,
    also: watched,
    undo: |stage, victims| stage.cluster.resume(&format!("mgr.{}", victims[0])).unwrap(),
};

/// The same through a `koor` that goes on looking, and from before it hangs until it is back.
fn watched(stage: &Stage, victims: &[String]) {
    let text = stage.koor(&["status"]);
    assert!(text.stdout.contains("stale: pg_digest") && text.code == 0, "{text}");
    let mgr = format!("mgr.{}", victims[0]);
    stage.cluster.resume(&mgr).unwrap();
    // The late answers come now. Neither this process nor the watcher may fall over them.
    stage.see(View::Status, "fresh figures", is_fresh);
    let watcher = Watcher::start(stage);
    watcher.wait("a line that is well", is_fresh);
    stage.cluster.pause(&mgr).unwrap();
    watcher
        .wait("a line that tells the silent mgr", |look| is_silent(look, victims) && figures_are_old(look));
    stage.cluster.resume(&mgr).unwrap();
    watcher.wait("a line that is well again", is_fresh);
    watcher.end();
}

pub(crate) static KILLED: Fault = Fault {
    key: "mgr-killed",
    title: "The active mgr is killed, a standby takes over",
    how: "SIGKILL (mon_mgr_beacon_grace 20 s)",
    ceph: &["(nothing)"],
    make: |stage| {
        let active = active(stage);
        stage.cluster.kill(&format!("mgr.{active}")).unwrap();
        vec![active]
    },
    also: |stage, _| {
        // Then the other one is alone.
        stage.see(View::Health, "no standby", |look| !look.advice("KOOR_MGR_SINGLE").is_null());
        stage.see(View::Status, "fresh figures", is_fresh);
    },
    undo: |stage, victims| stage.cluster.start_daemon(&format!("mgr.{}", victims[0])).unwrap(),
    ..HUNG
};

pub(crate) static STANDBY_KILLED: Fault = Fault {
    key: "mgr-standby-killed",
    title: "The standby mgr is killed",
    how: "SIGKILL (mon_mgr_beacon_grace 20 s)",
    ceph: &["(nothing)"],
    koor: "KOOR_MGR_SINGLE",
    make: |stage| {
        let active = active(stage);
        let other = if active == "x" { "mgr.y" } else { "mgr.x" };
        stage.cluster.kill(other).unwrap();
        vec![format!("mgr {active} has no standby"), other.to_owned()]
    },
    told: |look, victims| Fault::named(look, &["KOOR_MGR_SINGLE"], &victims[..1]),
    status: |look, _| is_fresh(look),
    also: nothing_else,
    undo: |stage, victims| stage.cluster.start_daemon(&victims[1]).unwrap(),
    ..HUNG
};

pub(crate) static ALL_KILLED: Fault = Fault {
    key: "mgrs-killed",
    title: "All mgrs are killed",
    how: "SIGKILL to both (mon_mgr_beacon_grace 20 s)",
    ceph: &["(MGR_DOWN, half a minute later)"],
    make: |stage| {
        let active = active(stage);
        for mgr in ["mgr.x", "mgr.y"] {
            stage.cluster.kill(mgr).unwrap();
        }
        vec![active]
    },
    also: |stage, _| {
        // First the mons still believe in it, then they do not; never are the figures fresh.
        let told = |look: &Look| {
            assert!(figures_are_old(look), "{look}");
            !look.finding("KOOR_MGR_ABSENT").is_null()
        };
        for look in stage.see(View::Status, "that there is none", told) {
            mons_are_told(&look);
        }
        let text = stage.koor(&["status"]);
        assert!(text.stdout.contains("none is active") && text.stdout.contains("stale: pg_digest"), "{text}");
        // What only a mgr can answer says so instead of showing nothing as if there were nothing.
        let pgs = stage.koor(&["pg", "ls"]);
        assert_eq!(pgs.code, 3, "{pgs}");
        assert!(pgs.stderr.contains("no mgr is active"), "{pgs}");
    },
    undo: |stage, _| {
        for mgr in ["mgr.x", "mgr.y"] {
            stage.cluster.start_daemon(mgr).unwrap();
        }
    },
    ..HUNG
};

/// An upgrade that left one behind: the only daemon that can go back to an older release here, as it has no data.
pub(crate) static OLDER: Fault = Fault {
    key: "older-release",
    title: "A daemon runs an older release than the rest",
    how: "the standby mgr of an 18.2 cluster started from 16.2",
    ceph: &["(DAEMON_OLD_VERSION, after a week)"],
    koor: "KOOR_VERSIONS_MIXED",
    watch: &["versions"],
    differs: |raw| raw.now["mgr"].as_object().is_some_and(|mgrs| mgrs.len() > 1),
    make: |stage| {
        let other = if active(stage) == "x" { "mgr.y" } else { "mgr.x" };
        stage.cluster.stop(other).unwrap();
        stage.cluster.start_daemon_of_host(other).unwrap();
        vec![other.to_owned(), "16.2.".to_owned()]
    },
    told: |look, victims| Fault::named(look, &["KOOR_VERSIONS_MIXED"], victims),
    status: |look, _| is_fresh(look),
    also: |stage, _| {
        let text = stage.koor(&["versions"]);
        assert!(text.code == 0 && text.stdout.contains("16.2."), "{text}");
    },
    undo: |stage, victims| {
        stage.cluster.stop(&victims[0]).unwrap();
        stage.cluster.start_daemon(&victims[0]).unwrap();
    },
    ..HUNG
};
