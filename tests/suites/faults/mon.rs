//! One mon of three: the others go on, and Koor with them.

use serde_json::json;

use crate::fault::Fault;
use crate::look::Look;
use crate::source::Raw;
use crate::stage::Stage;

/// Who is left of three mons.
fn left(victims: &[String]) -> Vec<&'static str> {
    ["a", "b", "c"].into_iter().filter(|name| *name != victims[0]).collect()
}

fn a_quorum_differs(raw: &Raw) -> bool {
    raw.status != 0 || raw.now["quorum_names"] != raw.before["quorum_names"]
}

/// Ceph says it after some time, until then Koor does.
fn names_it(look: &Look, victims: &[String]) -> bool {
    let mon = &victims[0];
    let found = look.finding("KOOR_MON_OUT_OF_QUORUM")["sentence"].to_string();
    found.contains(&format!(": {mon}.")) || look.check("MON_DOWN").to_string().contains(&format!("mon.{mon}"))
}

fn is_a_quorum_of_two(look: &Look, victims: &[String]) -> bool {
    let left = left(victims);
    look.json["mons"]["quorum"] == json!(left)
        && look.json["mons"]["total"] == 3
        && left.iter().any(|mon| look.json["mons"]["leader"] == *mon)
        && names_it(look, victims)
}

/// The leader, which is also the mon that a session is likely to be with.
fn leader(stage: &Stage) -> String {
    stage.leader_and_peons().0
}

fn short(mon: &str) -> Vec<String> {
    vec![mon.trim_start_matches("mon.").to_owned()]
}

pub(crate) static KILLED: Fault = Fault {
    key: "mon-killed",
    title: "One of three mons is killed",
    how: "SIGKILL to the leading mon",
    ceph: &["(MON_DOWN 15 s later; since 18.2 not before a mon has run for a minute)"],
    koor: "KOOR_MON_OUT_OF_QUORUM, then MON_DOWN",
    exit: 0,
    stays: false,
    watch: &["quorum_status"],
    differs: a_quorum_differs,
    make: |stage| {
        let leader = leader(stage);
        stage.cluster.kill(&leader).unwrap();
        short(&leader)
    },
    told: names_it,
    status: is_a_quorum_of_two,
    also: |stage, _| {
        let text = stage.koor(&["status"]);
        assert_eq!(text.code, 0, "{text}");
        assert!(text.stdout.contains("2 of 3 in quorum"), "{text}");
        assert_eq!(stage.koor(&["status", "--fail-on", "warn"]).code, 1);
        let mons = stage.koor(&["daemon", "--type", "mon"]);
        assert_eq!(mons.code, 0, "{mons}");
    },
    undo: |stage, victims| stage.cluster.start_daemon(&format!("mon.{}", victims[0])).unwrap(),
};

pub(crate) static HUNG: Fault = Fault {
    key: "mon-hung",
    title: "One of three mons hangs",
    how: "SIGSTOP to the leading mon",
    make: |stage| {
        let leader = leader(stage);
        stage.cluster.pause(&leader).unwrap();
        short(&leader)
    },
    undo: |stage, victims| stage.cluster.resume(&format!("mon.{}", victims[0])).unwrap(),
    ..KILLED
};
