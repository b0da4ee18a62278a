//! What Koor tells while a real cluster is broken: one fault after another, each undone before the next.
//!
//! Every fault is looked at both ways: by this process, whose session is from before the fault, and by a new `koor`.
//! Only what a user relies on is asserted: exit codes, JSON fields, sentences. Nothing asserts how long anything took;
//! limits only keep a hang from hanging the suite.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

mod flag;
mod look;
mod mds;
mod mgr;
mod mon;
mod osd;
mod quorum;
mod stage;
mod watcher;

use koor_testbed::{Release, Shape};
use stage::Stage;

/// Silence is noticed quickly, and a silent mgr stays the active one for as long as a test needs it.
fn shape(release: Release) -> Shape {
    Shape::full()
        .on(release)
        .with("osd_heartbeat_grace", "4")
        .with("osd_heartbeat_interval", "1")
        .with("mon_osd_adjust_heartbeat_grace", "false")
        .with("mon_mgr_beacon_grace", "20")
}

/// A fault by its name, made, looked at and undone.
type Fault = (&'static str, fn(&Stage));

/// Everything that is looked at through the same eyes on every release.
const FAULTS: [Fault; 12] = [
    ("two of three mons are killed", quorum::killed),
    ("two of three mons hang", quorum::hung),
    ("all mons hang", quorum::all_hung),
    ("all mons are killed", quorum::all_killed),
    ("a flag is left set", flag::left_set),
    ("a check is muted", flag::muted),
    ("an OSD is killed", osd::killed),
    ("an OSD hangs", osd::hung),
    ("a mon is killed", mon::killed),
    ("the active mgr hangs", mgr::hung),
    ("all mgrs are killed", mgr::killed),
    ("the only MDS is killed", mds::killed),
];

/// What is played on the newest release again: where releases could differ in what they say, and when.
const AGAIN: [&str; 4] =
    ["two of three mons are killed", "an OSD is killed", "a mon is killed", "the active mgr hangs"];

/// The host's release, where this process can hold a session of its own.
#[test]
fn pacific_is_seen_as_it_is_through_every_fault() {
    let Some(stage) = Stage::set(shape(Release::Pacific)) else {
        return;
    };
    for (name, fault) in FAULTS {
        stage.play(name, fault);
    }
    stage.down();
}

/// The newest release; only a new `koor` inside its root can look, as a host's librados is of another release.
#[test]
fn tentacle_is_seen_as_it_is_through_every_fault() {
    let Some(stage) = Stage::set(shape(Release::Tentacle)) else {
        return;
    };
    for (name, fault) in FAULTS.into_iter().filter(|(name, _)| AGAIN.contains(name)) {
        stage.play(name, fault);
    }
    stage.down();
}
