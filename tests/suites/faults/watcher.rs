//! A `koor status --watch=1 -o json` that goes on while things break.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use koor_tests::command;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::look::Look;
use crate::stage::{self, Stage};

const ARGS: [&str; 5] = ["status", "--watch=1", "-o", "json", "--timeout=3"];

/// The running program and the lines it printed so far.
pub(crate) struct Watcher<'a> {
    stage: &'a Stage,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl<'a> Watcher<'a> {
    pub(crate) fn start(stage: &'a Stage) -> Self {
        let mut command = stage.cluster.program(command::koor()).unwrap();
        let mut child = command.args(ARGS).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (reader, kept) = (BufReader::new(child.stdout.take().unwrap()), lines.clone());
        thread::spawn(move || {
            for line in reader.lines().map_while(Result::ok) {
                kept.lock().unwrap().push(line);
            }
        });
        Self { stage, child, lines }
    }

    /// Waits for a line that was printed after this was called. All lines must be JSON meanwhile.
    pub(crate) fn wait(&self, what: &str, so: impl Fn(&Look) -> bool) {
        let before = self.lines.lock().unwrap().len();
        let running = || self.stage.cluster.pid_of(&self.child);
        stage::until(
            what,
            |look| look.code == 0 && so(look),
            || {
                let lines = self.lines.lock().unwrap();
                let last = lines.get(before..).and_then(<[String]>::last);
                Look {
                    line: format!("koor {}", ARGS.join(" ")),
                    // A line must have come; the program itself ends with another code, if it ends.
                    code: if last.is_some() { 0 } else { -1 },
                    stdout: last.cloned().unwrap_or_default(),
                    stderr: format!("(process {:?})", running()),
                    json: last.map_or(Value::Null, |line| json(line)),
                }
            },
        );
    }

    /// Ends it as a user does.
    pub(crate) fn end(self) {
        let pid = self.stage.cluster.pid_of(&self.child);
        let pid = pid.unwrap_or_else(|| panic!("the watching koor has died"));
        kill_process(Pid::from_raw(pid).unwrap(), Signal::INT).unwrap();
        let end = stage::ended("koor status --watch", self.child);
        assert_eq!((end.code, end.stderr.as_str()), (130, ""), "{end}");
        for line in self.lines.lock().unwrap().iter() {
            assert_eq!(json(line)["schema_version"], 1);
        }
    }
}

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON ({error}): {line}"))
}
