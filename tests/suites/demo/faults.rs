//! Answers that are late, damaged, refused or never come: told, never guessed, and within the deadline.

use koor_tests::command::{self, Said};

fn with(fault: &str, words: &[&str]) -> Said {
    let line = [&["--demo", "--timeout", "1", "--fault", fault], words].concat();
    command::end(command::on_host(&line))
}

/// A list whose one answer is damaged is no answer: the part is named, and nothing stands in its place.
#[test]
fn a_damaged_answer_is_no_answer() {
    for fault in ["cut@osd dump", "wrong-types@osd dump"] {
        let said = with(fault, &["osd", "ls"]);
        let sentence = said.sentence(5);
        assert!(sentence.contains("osd dump"), "{sentence}");
        assert!(said.stdout.contains("not seen: osd_map"), "{said}");
        assert!(!said.stdout.contains("osd.0"), "nothing is made up: {said}");
    }
}

#[test]
fn a_refusal_is_told_as_one() {
    let said = with("refused@osd dump", &["osd", "ls"]);
    assert!(said.sentence(4).contains("caps do not allow it"), "{said}");
}

#[test]
fn silence_is_told_with_its_deadline() {
    let said = with("hung@osd dump", &["osd", "ls"]);
    assert!(said.sentence(3).contains("`osd dump` within 1 s"), "{said}");
    let said = with("slow=0.1", &["osd", "ls", "-o", "json"]).well();
    assert!(said.json()["osds"].as_array().is_some_and(|osds| osds.len() >= 6), "late is not lost: {said}");
}

/// What one question could not tell leaves the rest of the view.
#[test]
fn one_spoiled_answer_spoils_no_other() {
    for fault in ["cut", "wrong-types", "refused", "hung"] {
        let said = with(&format!("{fault}@osd perf"), &["osd", "ls"]);
        assert_eq!(said.code, Some(0), "{said}");
        assert!(said.stdout.contains("osd.0"), "{said}");
        assert!(said.stdout.contains("not seen: osd_latency"), "{said}");
    }
}

/// What Kubernetes does not tell hides its own part, and nothing of Ceph.
#[test]
fn an_answer_of_kubernetes_that_is_spoiled_hides_its_own_part_alone() {
    for (fault, why) in [
        ("refused@kube pods", "the API server refuses to tell pods"),
        ("cut@kube pods", "the answer on pods can't be read"),
        ("hung@kube pods", "the API server did not answer on pods within 1 s"),
    ] {
        let said = with(fault, &["rook"]);
        assert_eq!(said.code, Some(0), "{said}");
        assert!(said.stdout.contains(&format!("not seen: pods ({why}")), "{said}");
        assert!(said.stdout.contains("rgw.store-a"), "Deployments were told: {said}");
    }
    let said = with("wrong-types@kube podz", &["rook"]);
    assert!(said.sentence(2).contains("`kube podz` is no question to Kubernetes"), "{said}");
}

/// Every command that looks.
const COMMANDS: [&str; 25] = [
    "status",
    "health",
    "health show OSD_DOWN",
    "mon ls",
    "mgr ls",
    "fs ls",
    "rgw ls",
    "versions",
    "config dump",
    "config show mon.a",
    "device ls",
    "crash ls",
    "log",
    "event",
    "inventory",
    "osd ls",
    "osd tree",
    "osd show 0",
    "pool ls",
    "pool show rbd",
    "pg ls",
    "pg show 1.0",
    "df",
    "daemon",
    "chart pools",
];

/// Everything spoiled, every command: a sentence and an exit code, whatever comes.
#[test]
fn nothing_panics_where_everything_is_spoiled() {
    for (fault, code) in [("cut", 5), ("wrong-types", 5), ("refused", 4), ("hung", 3)] {
        // Side by side, for who hangs is waited for.
        std::thread::scope(|scope| {
            for line in COMMANDS {
                scope.spawn(move || {
                    let words: Vec<&str> = line.split(' ').collect();
                    let said = with(fault, &words);
                    assert!(!said.sentence(code).is_empty(), "{fault}: {said}");
                    assert!(!said.stdout.contains(" is HEALTH_OK"), "nobody said so: {said}");
                });
            }
        });
    }
}

#[test]
fn faults_are_for_pretend_clusters() {
    let said = command::end(command::on_host(&["--fault", "cut", "--conf", "/etc/ceph/none.conf", "status"]));
    assert_eq!(said.refusal(2), "--fault spoils the answers of a pretend cluster: give --demo with it");
    let said = with("melt", &["status"]);
    assert!(said.refusal(2).contains("`melt` is no fault: write slow"), "{said}");
}
