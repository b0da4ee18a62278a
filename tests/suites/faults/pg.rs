//! PGs that serve nobody, and PGs whose copies differ.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::fault::{Fault, nothing_else};
use crate::pool;
use crate::source::Raw;
use crate::stage::{HANG, Stage};

/// The object that is damaged.
const OBJECT: &str = "precious";

pub(crate) static INACTIVE: Fault = Fault {
    key: "pg-inactive",
    title: "PGs serve nobody",
    how: "min_size 3 of size 3, and osd.1 is stopped",
    // `PG_AVAILABILITY` comes and goes until the PGs are stuck for a minute.
    ceph: &["OSD_DOWN"],
    koor: "KOOR_PG_NOT_SERVING",
    exit: 0,
    stays: false,
    watch: &["osd dump"],
    differs: |raw| {
        let up = |dump: &Value| dump["osds"][1]["up"].clone();
        up(&raw.now) != up(&raw.before)
    },
    make: |stage| {
        stage.cluster.ceph_all(&["osd pool set rbd min_size 3"]).unwrap();
        stage.cluster.stop("osd.1").unwrap();
        ["pool rbd stops below 3 of its 3 copies (min_size 3)", "osd.1", "node1"].map(str::to_owned).to_vec()
    },
    told: |look, victims| Fault::named(look, &["KOOR_PG_NOT_SERVING"], victims),
    status: |look, _| {
        let found = look.finding("KOOR_PG_NOT_SERVING");
        look.json["osds"]["up"] == 2 && found["severity"] == "HEALTH_ERR"
    },
    also: |stage, _| {
        let listed = stage.koor(&["pg", "ls", "--unhealthy", "-o", "json"]);
        let rows = listed.json["pgs"].as_array().into_iter().flatten();
        let still: Vec<_> =
            rows.filter(|row| row["state"].as_str().is_some_and(|s| s.contains("peered"))).collect();
        let id = still.first().and_then(|row| row["id"].as_str()).unwrap_or_else(|| panic!("{listed}"));
        let shown = stage.koor(&["pg", "show", id]);
        assert!(shown.stdout.contains("min_size 3") && shown.stdout.contains("osd.1"), "{shown}");
        // A script that waits for data to be served must not go on.
        assert_eq!(stage.koor(&["status", "--fail-on", "error"]).code, 1);
    },
    undo: |stage, _| {
        stage.cluster.ceph_all(&["osd pool set rbd min_size 1"]).unwrap();
        stage.cluster.start_daemon("osd.1").unwrap();
    },
};

/// The PG of the object.
fn pg(stage: &Stage) -> String {
    let map = stage.cluster.ceph_json(&["osd", "map", "rbd", OBJECT]).unwrap();
    map["pgid"].as_str().unwrap().to_owned()
}

/// Asks for something that an OSD does when it can, until it is done. The OSD forgets requests while it settles.
fn ask_until(stage: &Stage, verb: &str, done: impl Fn(&Value) -> bool) {
    let (pg, began) = (pg(stage), Instant::now());
    let stats = || stage.cluster.ceph_json(&["pg", &pg, "query"]).unwrap()["info"]["stats"].clone();
    let mut tries = 0;
    while !done(&stats()) {
        assert!(began.elapsed() < HANG, "{verb} {pg} is not done");
        // Again every few looks: each is half a second.
        if tries % 6 == 0 {
            stage.cluster.ceph_all(&[format!("pg {verb} {pg}")]).unwrap();
        }
        tries += 1;
        thread::sleep(Duration::from_millis(200));
    }
}

fn is_inconsistent(stats: &Value) -> bool {
    stats["state"].as_str().is_some_and(|state| state.contains("inconsistent"))
}

pub(crate) static DAMAGED: Fault = Fault {
    key: "scrub-error",
    title: "A copy of an object is gone",
    how: "ceph-objectstore-tool removes it from the stopped osd.1, then a deep scrub",
    ceph: &["PG_DAMAGED", "OSD_SCRUB_ERRORS"],
    koor: "PG_DAMAGED",
    watch: &["health", "pg dump"],
    differs: |raw: &Raw| raw.now.to_string().contains("inconsistent"),
    make: |stage| {
        pool::fill(stage, &[OBJECT]);
        let pg = pg(stage);
        stage.cluster.stop("osd.1").unwrap();
        let store = stage.cluster.dir().join("osd.1");
        let store = store.to_string_lossy();
        let tool = ["ceph-objectstore-tool", "--data-path", &store, "--pgid", &pg, OBJECT, "remove"];
        stage.cluster.run_ok(&tool).unwrap();
        stage.cluster.start_daemon("osd.1").unwrap();
        stage.cluster.wait_complete().unwrap();
        ask_until(stage, "deep-scrub", is_inconsistent);
        vec![format!("object {OBJECT} of PG {pg}: its copy on osd.1 (host node1) is bad: missing")]
    },
    told: |look, victims| Fault::named(look, &["PG_DAMAGED"], victims),
    status: |look, _| !look.check("PG_DAMAGED").is_null() && look.json["health"]["status"] == "HEALTH_ERR",
    also: nothing_else,
    undo: |stage, _| ask_until(stage, "repair", |stats| !is_inconsistent(stats)),
    ..INACTIVE
};
