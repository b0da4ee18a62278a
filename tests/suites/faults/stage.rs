//! A real cluster, and the eyes that look at it while it breaks.

use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use koor_core::Koor;
use koor_core::ladder::{Environment, Options};
use koor_testbed::{Cluster, Shape};
use koor_tests::{bed, command};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::look::Look;
use crate::play::assert_no_panic;

/// A guard against hangs, never a measure: after this, a process that should have ended counts as hung.
pub(crate) const HANG: Duration = Duration::from_mins(1);
/// How long a state is awaited. Ceph marks a dead MDS as laggy after 15 to 60 s, whatever its grace.
const PATIENCE: Duration = Duration::from_mins(3);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);
/// How long one question may take while something is broken.
const DEADLINE_S: u64 = 2;

/// A question both ways of looking can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Status,
    Health,
}

/// A cluster and a session that was opened while it was well.
pub(crate) struct Stage {
    name: &'static str,
    pub cluster: Cluster,
    pub live: Option<Live>,
}

/// This process's own session. None where the host's librados is of another release than the cluster.
pub(crate) struct Live {
    pub koor: Koor,
    pub runtime: Runtime,
}

impl Live {
    /// Waits for what a session does.
    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime
            .block_on(async { tokio::time::timeout(HANG, work).await })
            .unwrap_or_else(|_| panic!("the session hangs"))
    }

    fn look(&self, view: View) -> Look {
        match view {
            View::Status => Look::live("status", &self.wait(self.koor.status())),
            View::Health => Look::live("health", &self.wait(self.koor.health())),
        }
    }
}

impl Stage {
    /// Starts a cluster and opens a session; none, said aloud, where its release can't be had.
    pub(crate) fn set(name: &'static str, shape: Shape) -> Option<Self> {
        let cluster = bed::start(shape)?;
        let live = cluster.root().path().is_none().then(|| open(&cluster));
        let stage = Self { name, cluster, live };
        stage.see(View::Status, "a cluster that is well", Look::is_well);
        Some(stage)
    }

    /// What it is called in the suite's own lines.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The release as the table says it: `16.2`.
    pub(crate) fn on(&self) -> String {
        format!("{}.2", self.cluster.shape().release.major())
    }

    pub(crate) fn down(self) {
        drop(self.live);
        self.cluster.down().unwrap();
    }

    /// Looks both ways, again and again, until each has seen it; `so` may also assert what must never be seen.
    pub(crate) fn see(&self, view: View, what: &str, so: impl Fn(&Look) -> bool) -> Vec<Look> {
        let live = self.live.as_ref().map(|live| until(what, &so, || live.look(view)));
        live.into_iter().chain([self.see_new(view, what, &so)]).collect()
    }

    /// The same by a new `koor` alone.
    pub(crate) fn see_new(&self, view: View, what: &str, so: impl Fn(&Look) -> bool) -> Look {
        let word = match view {
            View::Status => "status",
            View::Health => "health",
        };
        let deadline = format!("--timeout={DEADLINE_S}");
        until(what, so, || self.koor(&[word, "-o", "json", &deadline]))
    }

    /// Runs a new `koor` to its end.
    pub(crate) fn koor(&self, args: &[&str]) -> Look {
        let mut command = self.cluster.program(command::koor()).unwrap();
        let child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let look = ended(&format!("koor {}", args.join(" ")), child);
        assert_no_panic(&look);
        look
    }

    /// The address a mon is asked under.
    pub(crate) fn address(&self, mon: &str) -> String {
        let mut all = self.cluster.mon_addrs().iter();
        let found = all.find(|addr| format!("mon.{}", addr.name) == mon);
        found.unwrap().v2.to_string()
    }

    /// The mon that leads, such as `mon.a`, and the others.
    pub(crate) fn leader_and_peons(&self) -> (String, Vec<String>) {
        let quorum = self.cluster.ceph_json(&["quorum_status"]).unwrap();
        let leader = format!("mon.{}", quorum["quorum_leader_name"].as_str().unwrap());
        let names = self.cluster.daemons();
        let mons = names.into_iter().filter(|name| name.starts_with("mon."));
        let peons = mons.filter(|name| *name != leader).collect();
        (leader, peons)
    }
}

/// What a process said, once it ended.
pub(crate) fn ended(line: &str, child: Child) -> Look {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || send.send(child.wait_with_output()));
    let Ok(output) = receive.recv_timeout(HANG) else {
        panic!("`{line}` does not end");
    };
    let output = output.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Look {
        line: line.to_owned(),
        code: output.status.code().unwrap_or(-1),
        json: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// Looks until it is so.
pub(crate) fn until(what: &str, so: impl Fn(&Look) -> bool, look: impl Fn() -> Look) -> Look {
    let began = Instant::now();
    loop {
        let seen = look();
        if so(&seen) {
            return seen;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}; last:\n{seen}");
        thread::sleep(PAUSE);
    }
}

fn open(cluster: &Cluster) -> Live {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let options = Options {
        conf: Some(cluster.conf()),
        deadline: Some(Duration::from_secs(DEADLINE_S)),
        ..Options::default()
    };
    let koor = runtime.block_on(Koor::open_in(options, &Environment::from([])));
    Live { koor: koor.unwrap(), runtime }
}

/// What the daemons said last, where a fault was not seen as it should be.
pub(crate) struct LogsOnPanic<'a>(pub &'a Cluster);

impl Drop for LogsOnPanic<'_> {
    fn drop(&mut self) {
        if !thread::panicking() {
            return;
        }
        for name in self.0.daemons() {
            let state = match self.0.pid(&name) {
                Ok(Some(pid)) => format!("process {pid}"),
                _ => "does not run".into(),
            };
            println!("--- {name} ({state})");
            let text = self.0.log_tail(&name);
            let lines: Vec<&str> = text.lines().collect();
            for line in &lines[lines.len().saturating_sub(6)..] {
                // Some daemons log whole maps in one line.
                println!("{}", line.chars().take(200).collect::<String>());
            }
        }
    }
}
