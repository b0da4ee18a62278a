//! Requests that wait, because one OSD hangs and nobody has noticed yet.

use std::process::Stdio;

use crate::fault::{Fault, nothing_else};
use crate::source::Raw;
use crate::stage::Stage;

fn raises(raw: &Raw, code: &str) -> bool {
    !raw.now["checks"][code].is_null()
}

pub(crate) static SLOW: Fault = Fault {
    key: "slow-ops",
    title: "Requests are slow",
    how: "SIGSTOP to osd.1 under writes (osd_heartbeat_grace 60 s, osd_op_complaint_time 1 s)",
    ceph: &["SLOW_OPS"],
    koor: "SLOW_OPS",
    exit: 0,
    stays: false,
    watch: &["health"],
    differs: |raw| raises(raw, "SLOW_OPS"),
    make: |stage| {
        stage.cluster.ceph_all(&["config set osd osd_op_complaint_time 1"]).unwrap();
        stage.cluster.pause("osd.1").unwrap();
        // Ended by its own limit where it does not end with the fault.
        let writes = ["60", "rados", "-p", "rbd", "bench", "2", "write", "-b", "4096", "-t", "32"];
        let mut command = stage.cluster.supervisor().command(None, "timeout");
        command.args(writes).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::spawn(move || child.wait());
        // Who hangs is not among those that report it.
        vec!["PGs together with osd.1 on host node1".into()]
    },
    told: |look, victims| Fault::named(look, &["SLOW_OPS"], victims),
    status: |look, _| !look.check("SLOW_OPS").is_null() && look.json["osds"]["up"] == 3,
    also: nothing_else,
    undo: |stage, _| {
        stage.cluster.resume("osd.1").unwrap();
        stage.cluster.ceph_all(&["config rm osd osd_op_complaint_time"]).unwrap();
    },
};

pub(crate) static CRASHED: Fault = Fault {
    key: "recent-crash",
    title: "A daemon has crashed",
    how: "SIGABRT to osd.2, its report posted, the daemon started again",
    ceph: &["RECENT_CRASH"],
    koor: "RECENT_CRASH",
    differs: |raw| raises(raw, "RECENT_CRASH"),
    make: |stage| {
        crash(stage, "osd.2");
        vec!["osd.2 crashed on".into(), "running 16.2".into(), "ceph crash info".into()]
    },
    told: |look, victims| Fault::named(look, &["RECENT_CRASH"], victims),
    status: |look, _| !look.check("RECENT_CRASH").is_null(),
    also: |stage, _| {
        let listed = stage.koor(&["crash", "ls"]).stdout;
        assert!(listed.contains("osd.2"), "{listed}");
    },
    undo: |stage, _| stage.cluster.ceph_all(&["crash archive-all"]).unwrap(),
    ..SLOW
};

/// Lets a daemon crash as a bug would, and does what ceph-crash does.
fn crash(stage: &Stage, daemon: &str) {
    let reports = stage.cluster.dir().join("crash");
    std::fs::create_dir_all(&reports).unwrap();
    let pid = stage.cluster.pid(daemon).unwrap().unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let began = std::time::Instant::now();
    // `done` is written last.
    let report = loop {
        let all = std::fs::read_dir(&reports).unwrap().flatten().map(|entry| entry.path());
        if let Some(report) = all.into_iter().find(|report| report.join("done").exists()) {
            break report;
        }
        assert!(began.elapsed() < crate::stage::HANG, "{daemon} leaves no report");
        std::thread::sleep(std::time::Duration::from_millis(100));
    };
    let meta = report.join("meta");
    let posted = stage.cluster.ceph(&["crash", "post", "-i", &meta.to_string_lossy()]).unwrap();
    assert!(posted.status.success(), "{posted:?}");
    while stage.cluster.pid(daemon).unwrap().is_some() {
        assert!(began.elapsed() < crate::stage::HANG, "{daemon} does not end");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    stage.cluster.start_daemon(daemon).unwrap();
}
