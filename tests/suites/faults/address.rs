//! Mons that moved: the conf still names where they were.

use std::fs;
use std::time::Instant;

use crate::fault::Fault;
use crate::stage::Stage;
use crate::table::{Row, Table};

/// Where nobody listens.
const OLD: [&str; 3] =
    ["[v2:127.0.0.1:9,v1:127.0.0.1:10]", "[v2:127.0.0.1:11,v1:127.0.0.1:12]", "127.0.0.1:13"];

/// A conf in which only the last `right` mons stand where they are.
fn conf(stage: &Stage, right: usize) -> String {
    let mut text = fs::read_to_string(stage.cluster.conf()).unwrap();
    let mons = stage.cluster.mon_addrs();
    for (mon, old) in mons.iter().zip(OLD).take(mons.len() - right) {
        text = text.replace(&mon.vector(), old);
    }
    let path = stage.cluster.dir().join(format!("moved-{right}.conf"));
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn row(stage: &Stage, began: Instant, key: &'static str, words: [&str; 4], exit: i32) -> Row {
    let [title, how, ceph, koor] = words.map(str::to_owned);
    Row { key, title, how, on: stage.on(), ceph, koor, seconds: Some(began.elapsed().as_secs_f64()), exit }
}

/// As long as one address is right, everything works.
pub(crate) fn some_right(stage: &Stage, table: &Table) {
    let conf = conf(stage, 1);
    let began = Instant::now();
    let health = stage.koor(&["health", "--conf", &conf, "-o", "json"]);
    assert_eq!(health.code, 0, "{health}");
    let old = ["127.0.0.1:9", "127.0.0.1:11", "2 of the 3 mons"].map(str::to_owned);
    assert!(Fault::named(&health, &["KOOR_MON_HOST_OLD"], &old), "{health}");
    let words = [
        "Mons moved, mon_host names one that is right",
        "a conf with two of three old addresses",
        "(nothing)",
        "KOOR_MON_HOST_OLD",
    ];
    let row = row(stage, began, "mons-moved-some", words, 0);
    let status = stage.koor(&["status", "--conf", &conf, "-o", "json"]);
    assert!(status.is_well(), "{status}");
    // Where all are right there is nothing to say.
    let health = stage.koor(&["health", "-o", "json"]);
    assert!(health.advice("KOOR_MON_HOST_OLD").is_null(), "{health}");
    table.add(row);
}

pub(crate) fn none_right(stage: &Stage, table: &Table) {
    let conf = conf(stage, 0);
    let began = Instant::now();
    let health = stage.koor(&["health", "--conf", &conf, "-o", "json", "--timeout=2"]);
    let words = [
        "Mons moved, mon_host names none that is right",
        "a conf with three old addresses",
        "(nothing: no answer)",
        "KOOR_NO_MON_ANSWERS",
    ];
    table.add(row(stage, began, "mons-moved-all", words, 3));
    assert_eq!(health.code, 3, "{health}");
    let old = ["127.0.0.1:9", "127.0.0.1:11", "127.0.0.1:13", "nothing listens"].map(str::to_owned);
    assert!(Fault::named(&health, &["KOOR_NO_MON_ANSWERS"], &old), "{health}");
    assert_eq!(health.stderr.lines().count(), 1, "{health}");
    let status = stage.koor(&["status", "--conf", &conf, "--timeout=2"]);
    assert_eq!(status.code, 3, "{status}");
}
