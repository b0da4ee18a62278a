//! What one host can't do to real daemons: the simulator plays it, and its rows say so.

use std::time::Instant;

use koor_tests::command;

use crate::table::{Row, Table};

/// One fault of the simulator's.
struct Case {
    key: &'static str,
    title: &'static str,
    how: &'static str,
    ceph: &'static str,
    options: &'static [&'static str],
    exit: i32,
    /// Words that `koor health` must say.
    says: &'static [&'static str],
}

const CASES: [Case; 5] = [
    Case {
        key: "clock-skew",
        title: "A mon's clock is off",
        how: "--demo=clock-skew",
        ceph: "MON_CLOCK_SKEW",
        options: &["--demo=clock-skew"],
        exit: 0,
        says: &["MON_CLOCK_SKEW", "the clock of mon.c is"],
    },
    Case {
        key: "answers-cut",
        title: "Answers end in the middle",
        how: "--demo --fault cut",
        ceph: "(nothing that can be read)",
        options: &["--demo", "--fault", "cut"],
        exit: 5,
        says: &["can't be read: not JSON"],
    },
    Case {
        key: "answers-wrong",
        title: "Answers hold the wrong types",
        how: "--demo --fault wrong-types",
        ceph: "(nothing that can be read)",
        options: &["--demo", "--fault", "wrong-types"],
        exit: 5,
        says: &["can't be read", "invalid type"],
    },
    Case {
        key: "answers-late",
        title: "Answers are late",
        how: "--demo=host-down --fault slow=0.5",
        ceph: "OSD_HOST_DOWN",
        options: &["--demo=host-down", "--fault", "slow=0.5"],
        exit: 0,
        says: &["OSD_HOST_DOWN", "node3"],
    },
    Case {
        key: "answers-never",
        title: "Answers never come",
        how: "--demo --fault hung --timeout 1",
        ceph: "(nothing)",
        options: &["--demo", "--fault", "hung", "--timeout", "1"],
        exit: 3,
        says: &["within 1 s"],
    },
];

/// Plays them all and adds their rows.
pub(crate) fn play(table: &Table) {
    for case in &CASES {
        let look = |word| command::end(command::on_host(&[case.options, &[word]].concat()));
        let status = look("status");
        assert_eq!(status.code, Some(case.exit), "{}: {status}", case.key);
        let began = Instant::now();
        let health = look("health");
        let seconds = began.elapsed().as_secs_f64();
        assert_eq!(health.code, Some(case.exit), "{}: {health}", case.key);
        assert!(case.says.iter().all(|words| health.stdout.contains(words)), "{}: {health}", case.key);
        table.add(Row {
            key: case.key,
            title: case.title.into(),
            how: case.how.into(),
            on: "simulator".into(),
            ceph: case.ceph.into(),
            koor: case.says.join(" … "),
            seconds: Some(seconds),
            exit: case.exit,
        });
    }
}
