//! Fewer mons than a quorum needs: Ceph's own answers are old or missing, and Koor must not repeat them as if they
//! were now.

use std::fs;
use std::time::Duration;

use koor_core::collect::Selection;
use koor_tests::command;

use crate::fault::{Fault, Victims};
use crate::look::Look;
use crate::stage::{Live, Stage, View};

/// Threads of librados' calls, as the core caps them.
const THREADS: usize = 32;

/// How a mon is put out of action, and how Koor says it.
struct How {
    break_it: fn(&Stage, &str),
    mend_it: fn(&Stage, &str),
    words: &'static str,
}

const KILL: How = How {
    break_it: |stage, mon| stage.cluster.kill(mon).unwrap(),
    mend_it: |stage, mon| stage.cluster.start_daemon(mon).unwrap(),
    words: "does not run",
};

const HANG: How = How {
    break_it: |stage, mon| stage.cluster.pause(mon).unwrap(),
    mend_it: |stage, mon| stage.cluster.resume(mon).unwrap(),
    words: "hangs",
};

/// Two of three go, one stays and remembers.
pub(crate) static KILLED: Fault = Fault {
    key: "quorum-killed",
    title: "No quorum: two of three mons are killed",
    how: "SIGKILL to both that do not lead",
    ceph: &["(nothing: no answer, or HEALTH_OK of before)"],
    koor: "KOOR_NO_QUORUM",
    exit: 3,
    stays: true,
    watch: &["greet mon.a", "greet mon.b", "greet mon.c"],
    differs: |raw| raw.status != 0,
    make: |stage| two(stage, &KILL),
    told: |look, broken| look.code == 3 && is_told(look, broken, &KILL),
    status: |look, broken| is_told(look, broken, &KILL),
    also: |stage, broken| lost(stage, broken, &KILL),
    undo: |stage, broken| mend(stage, broken, &KILL),
};

pub(crate) static HUNG: Fault = Fault {
    key: "quorum-hung",
    title: "No quorum: two of three mons hang",
    how: "SIGSTOP to both that do not lead",
    make: |stage| two(stage, &HANG),
    told: |look, broken| look.code == 3 && is_told(look, broken, &HANG),
    status: |look, broken| is_told(look, broken, &HANG),
    also: |stage, broken| lost(stage, broken, &HANG),
    undo: |stage, broken| mend(stage, broken, &HANG),
    ..KILLED
};

pub(crate) static ALL_KILLED: Fault = Fault {
    key: "mons-killed",
    title: "All mons are killed",
    how: "SIGKILL to each",
    ceph: &["(nothing: no answer)"],
    koor: "KOOR_NO_MON_ANSWERS",
    make: |stage| all(stage, &KILL),
    told: |look, mons| names_all(look, mons, &KILL),
    status: |look, mons| names_all(look, mons, &KILL),
    also: gone,
    undo: |stage, _| mend(stage, &MONS.map(str::to_owned), &KILL),
    // A session from before is still asked in vain.
    stays: false,
    ..KILLED
};

pub(crate) static ALL_HUNG: Fault = Fault {
    key: "mons-hung",
    title: "All mons hang",
    how: "SIGSTOP to each",
    make: |stage| all(stage, &HANG),
    told: |look, mons| names_all(look, mons, &HANG),
    status: |look, mons| names_all(look, mons, &HANG),
    undo: |stage, _| mend(stage, &MONS.map(str::to_owned), &HANG),
    ..ALL_KILLED
};

const MONS: [&str; 3] = ["mon.a", "mon.b", "mon.c"];

/// The mons that do not lead, broken: their names, and behind them their addresses.
fn two(stage: &Stage, how: &How) -> Victims {
    let (_, mut broken) = stage.leader_and_peons();
    broken.sort();
    let addresses: Vec<String> = broken.iter().map(|mon| stage.address(mon)).collect();
    for mon in &broken {
        (how.break_it)(stage, mon);
    }
    [broken, addresses].concat()
}

fn all(stage: &Stage, how: &How) -> Victims {
    let addresses = MONS.map(|mon| stage.address(mon)).to_vec();
    for mon in MONS {
        (how.break_it)(stage, mon);
    }
    addresses
}

fn mend(stage: &Stage, mons: &[String], how: &How) {
    for mon in mons.iter().filter(|name| name.starts_with("mon.")) {
        (how.mend_it)(stage, mon);
    }
}

/// Nobody is left to ask: each address is told, and why nobody answers there.
fn names_all(look: &Look, addresses: &[String], how: &How) -> bool {
    assert!(!look.is_well(), "nobody can have said that: {look}");
    let found = look.finding("KOOR_NO_MON_ANSWERS");
    let lines = found["evidence"].as_array().into_iter().flatten();
    let evidence: Vec<&str> = lines.filter_map(|line| line.as_str()).collect();
    look.code == 3
        && look.json["health"].is_null()
        && look.stderr.lines().count() == 1
        && addresses.iter().all(|address| {
            evidence.iter().any(|line| line.contains(address.as_str()) && line.contains(how.words))
        })
}

fn lost(stage: &Stage, broken: &[String], how: &How) {
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
        assert!(look.code == 3 && is_told(&look, broken, how), "{look}");
    }
    for args in [&["status"][..], &["health"], &["osd", "tree"], &["df"], &["pool", "ls"]] {
        let text = stage.koor(args);
        assert_eq!(text.code, 3, "{text}");
        assert!(text.stdout.contains("no quorum"), "{text}");
        assert!(!text.stdout.contains("HEALTH_OK"), "{text}");
        assert_eq!(text.stderr.lines().count(), 1, "{text}");
        assert!(text.stderr.contains("no quorum"), "{text}");
    }
    if let Some(live) = stage.live.as_ref().filter(|_| how.words == HANG.words) {
        many_rounds(live);
    }
    no_process_is_left(stage);
}

/// What is said without a quorum, whichever way of losing it was seen.
fn is_told(look: &Look, broken: &[String], how: &How) -> bool {
    // Until its lease is over (5 s) the mon that is left speaks for a quorum, and answers everything.
    if look.code != 3 {
        return false;
    }
    let found = look.finding("KOOR_NO_QUORUM");
    assert_eq!(found["severity"], "HEALTH_ERR", "{look}");
    let sentence = found["sentence"].as_str().unwrap_or_default();
    assert!(sentence.contains("1 of 3 run"), "{look}");
    // Nobody else is blamed for what the mons do not say.
    assert_eq!(look.findings(), ["KOOR_NO_QUORUM"], "{look}");
    for address in broken.iter().filter(|name| !name.starts_with("mon.")) {
        let mut evidence = found["evidence"].as_array().into_iter().flatten();
        let of_it = evidence.find_map(|line| line.as_str().filter(|line| line.contains(address.as_str())));
        assert!(of_it.is_some_and(|line| line.contains(how.words)), "{address}: {look}");
    }
    if look.json["health"]["status"] == "HEALTH_OK" {
        assert!(look.stale().contains(&"health"), "old health must say so: {look}");
    }
    if look.json["mons"]["quorum"].is_array() {
        assert_eq!(look.json["mons"]["quorum"], serde_json::json!([]), "{look}");
    }
    if look.line.contains("session from before") {
        assert!(look.stdout.contains("no quorum"), "{look}");
        assert!(!look.stdout.contains("HEALTH_OK"), "{look}");
    }
    true
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

/// Whatever hangs then, a `koor` ends, and leaves nothing behind.
fn gone(stage: &Stage, _: &[String]) {
    for args in [&["status", "--timeout", "2"][..], &["health"], &["osd", "show", "1"]] {
        let text = stage.koor(args);
        assert_eq!(text.code, 3, "{text}");
        assert!(!text.stdout.contains("HEALTH_OK"), "{text}");
        assert_eq!(text.stderr.lines().count(), 1, "one sentence: {text}");
        assert!(text.stderr.starts_with("koor: "), "{text}");
    }
    no_process_is_left(stage);
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
