//! OSDs that die and OSDs that hang.

use std::time::Duration;

use koor_core::model::{Command, Kind, OsdId, Target};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::look::Look;
use crate::source::Raw;
use crate::stage::{HANG, Live, Stage, View};

/// Two of three up, and a check that names the one.
fn one_is_down(look: &Look) -> bool {
    look.json["osds"]["up"] == 2 && look.json["osds"]["in"] == 3 && !look.check("OSD_DOWN").is_null()
}

/// What both views say of an OSD that is down.
fn is_told(stage: &Stage, osd: &str, host: &str) {
    for look in stage.see(View::Status, &format!("{osd} down"), one_is_down) {
        assert_eq!(look.code, 0, "{look}");
        assert_ne!(look.json["health"]["status"], "HEALTH_OK", "{look}");
    }
    let named = |look: &Look| {
        let detail = look.check("OSD_DOWN")["detail"].to_string();
        detail.contains(osd) && detail.contains(host)
    };
    stage.see(View::Health, &format!("{osd} and {host} named"), named);
    for args in [&["health"][..], &["osd", "ls", "--state", "down"]] {
        let text = stage.koor(args);
        assert_eq!(text.code, 0, "{text}");
        assert!(text.stdout.contains(osd) && text.stdout.contains(host), "{text}");
    }
    let down = stage.koor(&["osd", "ls", "--state", "down", "-o", "json"]);
    assert_eq!(down.json["osds"].as_array().map(Vec::len), Some(1), "{down}");
    assert_eq!(down.json["osds"][0]["name"], osd, "{down}");
    assert_eq!(stage.koor(&["status", "--fail-on", "warn"]).code, 1);
}

/// OSDs are up or not in the map, and that is the first that differs.
fn a_map_differs(raw: &Raw) -> bool {
    let up = |dump: &Value| -> Vec<Value> {
        dump["osds"].as_array().into_iter().flatten().map(|osd| osd["up"].clone()).collect()
    };
    up(&raw.now) != up(&raw.before)
}

fn names_down(look: &Look, victims: &[String]) -> bool {
    Fault::named(look, &["OSD_DOWN"], victims)
}

pub(crate) static KILLED: Fault = Fault {
    key: "osd-killed",
    title: "An OSD is killed",
    how: "SIGKILL to osd.1",
    ceph: &["OSD_DOWN"],
    koor: "OSD_DOWN",
    exit: 0,
    stays: false,
    watch: &["osd dump"],
    differs: a_map_differs,
    make: |stage| {
        stage.cluster.kill("osd.1").unwrap();
        vec!["osd.1".into(), "node1".into()]
    },
    told: names_down,
    status: |look, _| one_is_down(look),
    also: |stage, victims| is_told(stage, &victims[0], &victims[1]),
    undo: |stage, victims| stage.cluster.start_daemon(&victims[0]).unwrap(),
};

pub(crate) static HUNG: Fault = Fault {
    key: "osd-hung",
    title: "An OSD hangs",
    how: "SIGSTOP to osd.2 (osd_heartbeat_grace 4 s)",
    make: |stage| {
        if let Some(live) = &stage.live {
            assert_eq!(ask_osd(live), Ok(0), "osd.2 answers while it is well");
        }
        stage.cluster.pause("osd.2").unwrap();
        vec!["osd.2".into(), "node2".into()]
    },
    also: hung,
    undo: |stage, _| {
        stage.cluster.resume("osd.2").unwrap();
        if let Some(live) = &stage.live {
            // The same session as before, with the late answers behind it.
            let began = std::time::Instant::now();
            while ask_osd(live) != Ok(0) {
                assert!(began.elapsed() < HANG, "osd.2 does not answer again");
            }
        }
    },
    ..KILLED
};

/// In or out, as the map says it.
fn an_in_differs(raw: &Raw) -> bool {
    let is_in = |dump: &Value| -> Vec<Value> {
        dump["osds"].as_array().into_iter().flatten().map(|osd| osd["in"].clone()).collect()
    };
    is_in(&raw.now) != is_in(&raw.before)
}

/// Ceph counts on nobody who is out: it says nothing.
pub(crate) static OUT: Fault = Fault {
    key: "osd-out",
    title: "An OSD is out",
    how: "ceph osd out 1",
    ceph: &["(nothing)"],
    koor: "KOOR_OSD_OUT",
    differs: an_in_differs,
    make: |stage| {
        stage.cluster.ceph_all(&["osd out 1"]).unwrap();
        vec!["osd.1".into(), "node0".into(), "is up and out".into()]
    },
    told: |look, victims| Fault::named(look, &["KOOR_OSD_OUT"], victims),
    status: |look, _| (&look.json["osds"]["up"], &look.json["osds"]["in"]) == (&json!(6), &json!(5)),
    also: |stage, _| {
        let out = stage.koor(&["osd", "ls", "--state", "out", "-o", "json"]);
        assert_eq!(out.json["osds"][0]["name"], "osd.1", "{out}");
    },
    undo: |stage, _| stage.cluster.ceph_all(&["osd in 1"]).unwrap(),
    ..KILLED
};

/// Two OSDs on it, and no third.
pub(crate) static HOST: Fault = Fault {
    key: "host-down",
    title: "A host is down",
    how: "SIGKILL to osd.2 and osd.3, all of node1",
    ceph: &["OSD_HOST_DOWN", "OSD_DOWN"],
    koor: "OSD_HOST_DOWN",
    make: |stage| {
        for osd in ["osd.2", "osd.3"] {
            stage.cluster.kill(osd).unwrap();
        }
        vec!["all 2 OSDs of host node1 are down".into(), "osd.2".into(), "osd.3".into()]
    },
    told: |look, victims| Fault::named(look, &["OSD_HOST_DOWN"], victims),
    status: |look, _| {
        (&look.json["osds"]["up"], &look.json["osds"]["in"]) == (&json!(4), &json!(6))
            && !look.check("OSD_HOST_DOWN").is_null()
    },
    also: |stage, _| {
        let text = stage.koor(&["health"]);
        assert!(text.stdout.contains("node1"), "{text}");
    },
    undo: |stage, _| {
        for osd in ["osd.2", "osd.3"] {
            stage.cluster.start_daemon(osd).unwrap();
        }
    },
    ..KILLED
};

fn hung(stage: &Stage, victims: &[String]) {
    if let Some(live) = &stage.live {
        // More than one, so that several late answers come when it wakes.
        for _ in 0..3 {
            // -6 (ENXIO) once librados has the map in which it is down.
            assert!(matches!(ask_osd(live), Err(Kind::Timeout) | Ok(-6)), "osd.2 hangs");
        }
    }
    is_told(stage, &victims[0], &victims[1]);
    // What the others know of it is told all the same.
    let shown = stage.koor(&["osd", "show", "2", "-o", "json"]);
    assert_eq!((shown.code, &shown.json["osd"]["up"]), (0, &json!(false)), "{shown}");
    assert_eq!(shown.json["osd"]["name"], "osd.2", "{shown}");
}

/// A question that only that OSD can answer: the status of its answer, or why there is none.
fn ask_osd(live: &Live) -> Result<i32, Kind> {
    let (target, command) = (Target::Osd(OsdId(2)), Command::new("version"));
    let asked = live.koor.transport().command(&target, &command, Duration::from_secs(3));
    live.wait(asked).map(|answer| answer.status).map_err(|error| error.kind)
}
