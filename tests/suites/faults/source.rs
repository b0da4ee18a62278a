//! An eye that is not Koor's: raw answers of the cluster, polled by a program of its own, to tell when anything that
//! Koor reads first differed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::stage::{HANG, Stage};

/// The program: Ceph's own Python binding of librados, of the cluster's release.
const PROGRAM: &str = include_str!("assets/source.py");

/// One raw answer.
#[derive(Debug)]
pub(crate) struct Raw {
    /// Which of the fault's questions it answers.
    pub question: &'static str,
    /// Zero, or a negative errno; -110 where nobody answered within two seconds.
    pub status: i32,
    /// The answer; null where there is none.
    pub now: Value,
    /// The answer to the same question before the fault.
    pub before: Value,
}

/// A running watcher. Ends when it is dropped.
pub(crate) struct Source {
    child: Child,
    pid: Option<i32>,
    first: Receiver<Instant>,
}

impl Source {
    /// Watches these questions (`status`, `osd dump`, `greet mon.b`) from now on, after each was answered
    /// once. Every `fs dump`-like word is a mon command; `pg dump summary` is what Koor asks for the mgr's stamp.
    pub(crate) fn watch(stage: &Stage, questions: &[&'static str], differs: fn(&Raw) -> bool) -> Self {
        let path = stage.cluster.dir().join("source.py");
        fs::write(&path, PROGRAM).unwrap();
        let mut command = stage.cluster.supervisor().command(None, "/usr/bin/python3");
        command.arg(&path).args(questions.iter().map(|words| line(stage, words)));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (ready, is_ready) = mpsc::channel();
        let (send, first) = mpsc::channel();
        let asked = questions.to_vec();
        thread::spawn(move || {
            let mut before: Vec<Option<Value>> = vec![None; asked.len()];
            for line in lines.map_while(Result::ok) {
                let received = Instant::now();
                let said: Value = serde_json::from_str(&line).unwrap();
                let number = usize::try_from(said["question"].as_u64().unwrap()).unwrap();
                let Some(then) = before[number].clone() else {
                    before[number] = Some(said["body"].clone());
                    if before.iter().all(Option::is_some) {
                        let _ = ready.send(());
                    }
                    continue;
                };
                let raw = Raw {
                    question: asked[number],
                    status: i32::try_from(said["status"].as_i64().unwrap()).unwrap(),
                    now: said["body"].clone(),
                    before: then,
                };
                if differs(&raw) {
                    // As of when it was asked, so that a silence counts from its beginning.
                    let took = Duration::from_secs_f64(said["took"].as_f64().unwrap());
                    let _ = send.send(received.checked_sub(took).unwrap_or(received));
                    break;
                }
            }
            // The program is ended by whoever drops the watcher.
        });
        assert!(is_ready.recv_timeout(HANG).is_ok(), "nobody answers {questions:?} before the fault");
        let pid = stage.cluster.pid_of(&child);
        Self { child, pid, first }
    }

    /// When an answer first differed; waits for that.
    pub(crate) fn differed(&self) -> Instant {
        self.first.recv_timeout(HANG).unwrap_or_else(|_| panic!("no source differs"))
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        // `nsenter` alone would leave the program behind it.
        if let Some(pid) = self.pid.and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A question as the program takes it.
fn line(stage: &Stage, words: &str) -> String {
    if let Some(mon) = words.strip_prefix("greet ") {
        return format!("greet {}", stage.address(mon));
    }
    match words {
        "health" => r#"{"prefix": "health", "detail": "detail", "format": "json"}"#.to_owned(),
        "pg dump summary" => {
            r#"{"prefix": "pg dump", "dumpcontents": ["summary"], "format": "json"}"#.to_owned()
        }
        "pg dump" => r#"{"prefix": "pg dump", "dumpcontents": ["all"], "format": "json"}"#.to_owned(),
        prefix => serde_json::json!({"prefix": prefix, "format": "json"}).to_string(),
    }
}
