//! What Koor tells while a real cluster is broken: one fault after another, each undone before the next. The run produces
//! the table of `docs/faults.md`.
//!
//! Every fault is looked at both ways: by this process, whose session is from before the fault, and by a new `koor`.
//! Only what a user relies on is asserted: exit codes, JSON fields, sentences. Nothing asserts how long anything took;
//! limits only keep a hang from hanging the suite.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests say what must hold, as tests do")]

mod access;
mod address;
mod fault;
mod flag;
mod full;
mod look;
mod mds;
mod mgr;
mod mon;
mod osd;
mod pg;
mod play;
mod pool;
mod pretend;
mod quorum;
mod rgw;
mod slow;
mod source;
mod stage;
mod table;
mod watcher;

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use fault::Fault;
use koor_testbed::{Release, Shape};
use stage::Stage;
use table::Table;

/// Silence is noticed quickly, and a silent mgr stays the active one for as long as a test needs it.
fn shape(release: Release) -> Shape {
    Shape::full()
        .on(release)
        .with("osd_heartbeat_grace", "4")
        .with("osd_heartbeat_interval", "1")
        .with("mon_osd_adjust_heartbeat_grace", "false")
        .with("mon_mgr_beacon_grace", "20")
        .with("mgr_service_beacon_grace", "10")
}

/// A scene makes and undoes something, and adds its row by itself, if it has one.
type Scene = (&'static str, fn(&Stage, &Table));

/// One cluster and what is played on it, one after the other.
struct Play {
    name: &'static str,
    shape: fn() -> Shape,
    faults: &'static [&'static Fault],
    scenes: &'static [Scene],
}

/// The order of the table's rows.
const ORDER: &[&str] = &[
    "mon-killed",
    "mon-hung",
    "quorum-killed",
    "quorum-hung",
    "mons-killed",
    "mons-hung",
    "mons-moved-some",
    "mons-moved-all",
    "mgr-hung",
    "mgr-killed",
    "mgr-standby-killed",
    "mgrs-killed",
    "osd-killed",
    "osd-hung",
    "osd-out",
    "host-down",
    "mds-killed",
    "mds-killed-alone",
    "mds-hung-alone",
    "rgw-killed",
    "older-release",
    "nearfull",
    "backfillfull",
    "full",
    "pool-quota",
    "pool-size-one",
    "pool-too-few-hosts",
    "pool-min-size",
    "pg-inactive",
    "scrub-error",
    "slow-ops",
    "flags-left",
    "flag-pause",
    "recent-crash",
    "key-wrong",
    "key-damaged",
    "key-rotated",
    "keyring-missing",
    "keyring-unreadable",
    "keyring-without",
    "name-bad",
    "dns",
    "clock-skew",
    "answers-cut",
    "answers-wrong",
    "answers-late",
    "answers-never",
];

/// Every cluster that is played on. Where releases could differ in what they say, and when, a fault is played again on
/// the newest.
static PLAYS: &[Play] = &[
    Play {
        name: "mons",
        shape: || Shape { mgrs: 1, rgw: 0, mds: 0, ..shape(Release::Pacific) },
        faults: &[
            &quorum::KILLED,
            &quorum::HUNG,
            &quorum::ALL_HUNG,
            &quorum::ALL_KILLED,
            &mon::KILLED,
            &mon::HUNG,
            &osd::KILLED,
            &osd::HUNG,
        ],
        scenes: &[
            ("a flag is left set", flag::left_set),
            ("a check is muted", flag::muted),
            ("mons moved, one is right", address::some_right),
            ("mons moved, none is right", address::none_right),
        ],
    },
    Play {
        name: "services",
        shape: || Shape { osds: 6, osds_per_host: 2, mds: 2, mons: 1, ..shape(Release::Pacific) },
        faults: &[
            &osd::HOST,
            &osd::OUT,
            &mds::FAILOVER,
            &rgw::KILLED,
            &mgr::HUNG,
            &mgr::KILLED,
            &mgr::STANDBY_KILLED,
            &mgr::ALL_KILLED,
        ],
        scenes: &[],
    },
    Play {
        name: "data",
        // A paused OSD stays up for as long as its fault lasts.
        shape: || Shape::small().with("osd_heartbeat_grace", "60"),
        faults: &[
            &full::NEARFULL,
            &full::BACKFILLFULL,
            &full::FULL,
            &pool::QUOTA,
            &pool::ONE_COPY,
            &pool::TOO_FEW_HOSTS,
            &pool::MIN_SIZE,
            &flag::LEFT,
            &flag::PAUSED,
            &slow::SLOW,
            &slow::CRASHED,
            &pg::INACTIVE,
            &pg::DAMAGED,
        ],
        scenes: &[("nobody gets in", access::refused)],
    },
    Play {
        name: "tentacle",
        shape: || shape(Release::Tentacle),
        faults: &[&quorum::KILLED, &osd::KILLED, &mon::KILLED, &mgr::HUNG, &mds::KILLED, &rgw::KILLED],
        scenes: &[],
    },
    Play {
        name: "reef",
        shape: || Shape { mons: 1, rgw: 0, ..shape(Release::Reef) },
        faults: &[&mds::HUNG, &mgr::OLDER],
        scenes: &[],
    },
];

/// Clusters that run side by side; each takes about a gigabyte, and waits most of the time.
const SIDE_BY_SIDE: usize = 4;

/// `KOOR_FAULTS=osd-killed,osd-hung` plays these alone: for work on one of them. Plays without one of them are left out.
fn chosen() -> Option<Vec<String>> {
    let said = std::env::var("KOOR_FAULTS").ok()?;
    Some(said.split(',').map(str::to_owned).collect())
}

#[test]
fn every_fault_is_told() {
    let table = Table::default();
    let chosen = chosen();
    let is_wanted = |key: &str| chosen.as_ref().is_none_or(|keys| keys.iter().any(|one| one == key));
    let waiting = Mutex::new(PLAYS.iter().filter(|play| {
        play.faults.iter().any(|fault| is_wanted(fault.key))
            || play.scenes.iter().any(|(name, _)| is_wanted(name))
    }));
    let whole = AtomicBool::new(chosen.is_none());
    // Built once, before several ask for it.
    println!("{}", koor_tests::command::koor().display());
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some(play) = { waiting.lock().unwrap().next() } {
                    let Some(stage) = Stage::set(play.name, (play.shape)()) else {
                        whole.store(false, Ordering::Relaxed);
                        continue;
                    };
                    for fault in play.faults.iter().filter(|fault| is_wanted(fault.key)) {
                        stage.play(fault, &table);
                    }
                    for (name, scene) in play.scenes.iter().filter(|(name, _)| is_wanted(name)) {
                        stage.scene(name, *scene, &table);
                    }
                    stage.down();
                }
            });
        }
    });
    if chosen.is_none() {
        pretend::play(&table);
    }
    println!("{}", table.text(ORDER));
    // Work on one fault is not held against the document.
    if chosen.is_none() {
        table.settle(ORDER, whole.into_inner());
    }
}
