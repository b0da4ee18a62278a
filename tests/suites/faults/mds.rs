//! Metadata servers that die or hang. With nobody to take over Ceph stays `HEALTH_OK`, and clients hang.

use serde_json::Value;

use crate::fault::Fault;
use crate::look::Look;
use crate::source::Raw;
use crate::stage::{Stage, View};

/// An MDS's state, or that it is laggy, in the map.
fn a_map_differs(raw: &Raw) -> bool {
    let states = |dump: &Value| -> Vec<String> {
        let all = dump["filesystems"].as_array().into_iter().flatten();
        let infos = all.flat_map(|fs| fs["mdsmap"]["info"].as_object().into_iter().flatten());
        infos.map(|(_, mds)| format!("{} {} {}", mds["name"], mds["state"], mds["laggy_since"])).collect()
    };
    states(&raw.now) != states(&raw.before)
}

fn is_laggy(look: &Look, _: &[String]) -> bool {
    let found = look.finding("KOOR_MDS_LAGGY");
    found["severity"] == "HEALTH_ERR"
}

pub(crate) static KILLED: Fault = Fault {
    key: "mds-killed-alone",
    title: "The only MDS is killed",
    how: "SIGKILL to mds.a, no standby",
    ceph: &["(nothing: HEALTH_OK)"],
    koor: "KOOR_MDS_LAGGY",
    exit: 0,
    stays: false,
    watch: &["fs dump"],
    differs: a_map_differs,
    make: |stage| {
        stage.cluster.kill("mds.a").unwrap();
        vec!["mds.a".into(), "cephfs".into()]
    },
    told: |look, victims| Fault::named(look, &["KOOR_MDS_LAGGY"], victims),
    status: is_laggy,
    also: |stage: &Stage, _| {
        let text = stage.koor(&["status"]);
        assert!(text.stdout.contains("a laggy or crashed"), "{text}");
        // Ceph's own word would let a script go on.
        assert_eq!(stage.koor(&["status", "--fail-on", "error"]).code, 1);
    },
    undo: |stage, _| stage.cluster.start_daemon("mds.a").unwrap(),
};

pub(crate) static HUNG: Fault = Fault {
    key: "mds-hung-alone",
    title: "The only MDS hangs",
    how: "SIGSTOP to mds.a, no standby",
    make: |stage| {
        stage.cluster.pause("mds.a").unwrap();
        vec!["mds.a".into(), "cephfs".into()]
    },
    undo: |stage, _| stage.cluster.resume("mds.a").unwrap(),
    ..KILLED
};

/// The MDS that holds the rank and serves, if there is one.
fn active(stage: &Stage) -> Option<String> {
    let dump = stage.cluster.ceph_json(&["fs", "dump"]).unwrap();
    let info = dump["filesystems"][0]["mdsmap"]["info"].as_object().unwrap();
    let holds = info.values().find(|mds| mds["state"] == "up:active")?;
    Some(format!("mds.{}", holds["name"].as_str().unwrap()))
}

/// The standby takes over by itself: what is told is that no other is left.
pub(crate) static FAILOVER: Fault = Fault {
    key: "mds-killed",
    title: "An MDS is killed, a standby takes over",
    how: "SIGKILL to the active one of two",
    ceph: &["MDS_INSUFFICIENT_STANDBY"],
    koor: "MDS_INSUFFICIENT_STANDBY",
    make: |stage| {
        let mds = active(stage).unwrap();
        stage.cluster.kill(&mds).unwrap();
        vec![mds]
    },
    told: |look, _| !look.explained("MDS_INSUFFICIENT_STANDBY").is_null(),
    status: |look, _| !look.check("MDS_INSUFFICIENT_STANDBY").is_null(),
    also: |stage, victims| {
        let list =
            stage.see_new(View::Health, "an active MDS", |look| look.finding("KOOR_MDS_LAGGY").is_null());
        assert!(!list.stdout.is_empty());
        // Whoever takes over replays, reconnects and rejoins first: the rank has no active MDS meanwhile.
        let taken = stage.cluster.wait_for("the standby takes over", stage.cluster.shape().limit, |_| {
            Ok(active(stage).is_some_and(|mds| mds != victims[0]))
        });
        taken.unwrap();
    },
    undo: |stage, victims| stage.cluster.start_daemon(&victims[0]).unwrap(),
    ..KILLED
};
