//! Fewer mons than a quorum needs: Ceph's own answers are old or missing, and Koor must not repeat them as if they
//! were now.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use koor_core::collect::Selection;
use koor_tests::command;

use crate::look::Look;
use crate::stage::{Live, Stage, View};

/// Threads of librados' calls, as the core caps them.
const THREADS: usize = 32;

/// How a mon is put out of action, and how Koor says it.
struct Fault {
    break_it: fn(&Stage, &str),
    mend_it: fn(&Stage, &str),
    words: &'static str,
}

const KILL: Fault = Fault {
    break_it: |stage, mon| stage.cluster.kill(mon).unwrap(),
    mend_it: |stage, mon| stage.cluster.start_daemon(mon).unwrap(),
    words: "does not run",
};

const HANG: Fault = Fault {
    break_it: |stage, mon| stage.cluster.pause(mon).unwrap(),
    mend_it: |stage, mon| stage.cluster.resume(mon).unwrap(),
    words: "hangs",
};

pub(crate) fn killed(stage: &Stage) {
    lost(stage, &KILL);
}

pub(crate) fn hung(stage: &Stage) {
    lost(stage, &HANG);
}

/// Two of three go, one stays and remembers.
fn lost(stage: &Stage, fault: &Fault) {
    let (_, mut broken) = stage.leader_and_peons();
    broken.sort();
    for mon in &broken {
        (fault.break_it)(stage, mon);
    }
    // Until its lease is over (5 s) the mon that is left speaks for a quorum, and answers everything. From the first
    // look on that knows better, there is no way back.
    let known = RefCell::new(BTreeSet::new());
    for view in [View::Status, View::Health] {
        stage.see(view, "the lost quorum", |look| {
            let told = look.code == 3;
            if told {
                is_told(stage, look, &broken, fault);
                known.borrow_mut().insert(look.line.clone());
            }
            assert!(told || !known.borrow().contains(&look.line), "it was known, and is denied now: {look}");
            told
        });
    }
    // The mon that is left has noticed: it names nobody.
    if let Some(live) = &stage.live {
        let cluster = || live.wait(live.koor.look(&Selection::status())).cluster;
        let noticed = |seen: &koor_core::model::Cluster| seen.quorum.is_empty();
        let began = std::time::Instant::now();
        while !cluster().value().is_none_or(noticed) {
            assert!(began.elapsed() < Duration::from_secs(90), "the mon does not notice");
        }
    }
    for look in stage.see(View::Status, "the lost quorum", |_| true) {
        is_told(stage, &look, &broken, fault);
    }
    for args in [&["status"][..], &["health"], &["osd", "tree"], &["df"], &["pool", "ls"]] {
        let text = stage.koor(args);
        assert_eq!(text.code, 3, "{text}");
        assert!(text.stdout.contains("no quorum"), "{text}");
        assert!(!text.stdout.contains("HEALTH_OK"), "{text}");
        assert_eq!(text.stderr.lines().count(), 1, "{text}");
        assert!(text.stderr.contains("no quorum"), "{text}");
    }
    if let Some(live) = stage.live.as_ref().filter(|_| fault.words == HANG.words) {
        many_rounds(live);
    }
    no_process_is_left(stage);
    for mon in &broken {
        (fault.mend_it)(stage, mon);
    }
    // The same session finds back by itself.
    stage.see(View::Status, "a quorum of three", |look| {
        look.code == 0 && look.json["mons"]["quorum"].as_array().map(Vec::len) == Some(3)
    });
}

/// What is said without a quorum, whichever way of losing it was seen.
fn is_told(stage: &Stage, look: &Look, broken: &[String], fault: &Fault) {
    assert_eq!(look.code, 3, "{look}");
    let found = look.finding("KOOR_NO_QUORUM");
    assert_eq!(found["severity"], "HEALTH_ERR", "{look}");
    let sentence = found["sentence"].as_str().unwrap_or_default();
    assert!(sentence.contains("1 of 3 run"), "{look}");
    // Nobody else is blamed for what the mons do not say.
    assert_eq!(look.findings(), ["KOOR_NO_QUORUM"], "{look}");
    for mon in broken {
        let address = stage.address(mon);
        let mut evidence = found["evidence"].as_array().into_iter().flatten();
        let of_it = evidence.find_map(|line| line.as_str().filter(|line| line.contains(&address)));
        assert!(of_it.is_some_and(|line| line.contains(fault.words)), "{mon}: {look}");
    }
    if look.json["health"]["status"] == "HEALTH_OK" {
        assert!(look.stale().contains(&"health"), "old health must say so: {look}");
    }
    if look.json["mons"]["quorum"].is_array() {
        assert_eq!(look.json["mons"]["quorum"], serde_json::json!([]), "{look}");
    }
    if look.line.contains("session from before") {
        assert!(look.stdout.contains("has no quorum"), "{look}");
        assert!(!look.stdout.contains("HEALTH_OK"), "{look}");
    }
}

/// Looking again and again at a cluster that does not answer costs no more than looking a few times.
fn many_rounds(live: &Live) {
    // Shorter than librados' own limit: every call outlives its caller.
    let impatient = live.koor.clone().with_deadline(Duration::from_millis(500));
    let mut counts = Vec::new();
    for _ in 0..20 {
        let inventory = live.wait(impatient.look(&Selection::health()));
        assert_eq!(inventory.has_quorum(), Some(false));
        counts.push(threads());
        assert!(counts.last().unwrap().1 <= THREADS, "{counts:?}");
    }
    // Once it has lost what it had, it must not go on losing: librados' own threads count, too.
    let (early, late) = (counts[9].0, counts[19].0);
    assert!(late <= early + THREADS, "threads (all, koor's): {counts:?}");
    println!(
        "  threads (all, koor's) after 1, 10 and 20 rounds: {:?} {:?} {:?}",
        counts[0], counts[9], counts[19]
    );
}

/// How many threads this process has, and how many of them are for librados' calls.
fn threads() -> (usize, usize) {
    let names: Vec<String> = fs::read_dir("/proc/self/task")
        .unwrap()
        .flatten()
        .map(|task| fs::read_to_string(task.path().join("comm")).unwrap_or_default())
        .collect();
    let ours = names.iter().filter(|name| name.starts_with("koor-rados-"));
    (names.len(), ours.count())
}

pub(crate) fn all_hung(stage: &Stage) {
    gone(stage, &HANG);
}

pub(crate) fn all_killed(stage: &Stage) {
    gone(stage, &KILL);
}

/// Nobody is left to ask. Whatever hangs then, a `koor` ends, and leaves nothing behind.
fn gone(stage: &Stage, fault: &Fault) {
    let mons = ["mon.a", "mon.b", "mon.c"];
    for mon in mons {
        (fault.break_it)(stage, mon);
    }
    let looks = stage.see(View::Status, "that no mon answers", |look| {
        assert!(!look.is_well(), "nobody can have said that: {look}");
        look.code == 3
    });
    for look in looks {
        assert_eq!(look.json["health"], serde_json::Value::Null, "{look}");
        assert_eq!(look.stderr.lines().count(), 1, "{look}");
    }
    for args in [&["status", "--timeout", "2"][..], &["health"], &["osd", "show", "1"]] {
        let text = stage.koor(args);
        assert_eq!(text.code, 3, "{text}");
        assert!(!text.stdout.contains("HEALTH_OK"), "{text}");
        assert_eq!(text.stderr.lines().count(), 1, "one sentence: {text}");
        assert!(text.stderr.starts_with("koor: "), "{text}");
    }
    no_process_is_left(stage);
    for mon in mons {
        (fault.mend_it)(stage, mon);
    }
}

/// No `koor` of this cluster runs any longer.
fn no_process_is_left(stage: &Stage) {
    let name = command::koor().file_name().unwrap();
    let left: Vec<String> = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|process| {
            let space = fs::read_link(process.join("ns/pid")).unwrap_or_default();
            let program = fs::read_link(process.join("exe")).unwrap_or_default();
            space.as_os_str() == stage.cluster.supervisor().namespace() && program.file_name() == Some(name)
        })
        .map(|process| process.display().to_string())
        .collect();
    assert_eq!(left, Vec::<String>::new());
}
