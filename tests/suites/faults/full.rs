//! OSDs above a limit, made by lowering the limit: it is what Koor has to see through, and the mons act as on a full disk.

use crate::fault::{Fault, nothing_else};
use crate::look::Look;
use crate::source::Raw;
use crate::stage::Stage;

fn a_limit_differs(raw: &Raw) -> bool {
    ["nearfull_ratio", "backfillfull_ratio", "full_ratio"]
        .iter()
        .any(|ratio| raw.now[*ratio] != raw.before[*ratio])
}

fn set(stage: &Stage, limits: [&str; 3]) {
    let [near, backfill, full] = limits;
    // From the top, so that they never stand in the wrong order while they rise; the mons accept any.
    let commands = [
        format!("osd set-full-ratio {full}"),
        format!("osd set-backfillfull-ratio {backfill}"),
        format!("osd set-nearfull-ratio {near}"),
    ];
    stage.cluster.ceph_all(&commands).unwrap();
}

fn raise_again(stage: &Stage, _: &[String]) {
    set(stage, ["0.85", "0.9", "0.95"]);
}

/// The words that a cause must hold: which limit, and that it is not the disk.
fn lowered(limit: &str) -> Vec<String> {
    vec![
        format!("the {limit} limit of this cluster was set to"),
        format!("ceph osd set-{limit}-ratio"),
        "osd.".into(),
    ]
}

pub(crate) static NEARFULL: Fault = Fault {
    key: "nearfull",
    title: "OSDs are above nearfull",
    how: "the limit is set to 1 %",
    ceph: &["OSD_NEARFULL", "POOL_NEARFULL"],
    koor: "OSD_NEARFULL",
    exit: 0,
    stays: false,
    watch: &["osd dump"],
    differs: a_limit_differs,
    make: |stage| {
        set(stage, ["0.01", "0.9", "0.95"]);
        lowered("nearfull")
    },
    told: |look, victims| Fault::named(look, &["OSD_NEARFULL"], victims),
    status: |look, _| is_raised(look, "OSD_NEARFULL", "HEALTH_WARN"),
    also: nothing_else,
    undo: raise_again,
};

pub(crate) static BACKFILLFULL: Fault = Fault {
    key: "backfillfull",
    title: "OSDs are above backfillfull",
    how: "the limit is set to 2 %",
    ceph: &["OSD_BACKFILLFULL", "POOL_BACKFILLFULL"],
    koor: "OSD_BACKFILLFULL",
    make: |stage| {
        set(stage, ["0.01", "0.02", "0.95"]);
        lowered("backfillfull")
    },
    told: |look, victims| Fault::named(look, &["OSD_BACKFILLFULL"], victims),
    status: |look, _| is_raised(look, "OSD_BACKFILLFULL", "HEALTH_WARN"),
    ..NEARFULL
};

pub(crate) static FULL: Fault = Fault {
    key: "full",
    title: "OSDs are full",
    how: "the limit is set to 3 %",
    ceph: &["OSD_FULL", "POOL_FULL"],
    koor: "OSD_FULL",
    make: |stage| {
        set(stage, ["0.01", "0.02", "0.03"]);
        lowered("full")
    },
    told: |look, victims| Fault::named(look, &["OSD_FULL"], victims),
    status: |look, _| is_raised(look, "OSD_FULL", "HEALTH_ERR"),
    also: |stage, _| {
        // What a pool without a quota needs is room, and no other quota.
        let told = |look: &Look| {
            let said = look.explained("POOL_FULL").to_string();
            said.contains("no quota: OSDs under them are full: osd.") && !said.contains("set-quota")
        };
        stage.see_new(crate::stage::View::Health, "the pools' cause", told);
    },
    ..NEARFULL
};

fn is_raised(look: &Look, code: &str, status: &str) -> bool {
    !look.check(code).is_null() && look.json["health"]["status"] == status
}
