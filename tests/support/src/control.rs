//! What a test does to a cluster's daemons.

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use rustix::process::Signal;

use crate::daemon::Daemon;
use crate::error::Context;
use crate::root::tail;
use crate::{Cluster, Error, poll, process};

/// A daemon returns to whoever started it once it serves. A manager waits for a monitor before that.
const START_LIMIT: Duration = Duration::from_mins(1);
/// An OSD asked to end tells the monitors first.
const STOP_LIMIT: Duration = Duration::from_mins(1);
/// How often a start that failed is tried again, and how long after.
const RETRIES: u32 = 3;
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// The pause between two looks at a process: a look costs a millisecond.
const PAUSE: Duration = Duration::from_millis(20);

impl Cluster {
    /// Ends a daemon at once, as a crash or a power failure would (SIGKILL). Returns when it is gone.
    pub fn kill(&self, daemon: &str) -> Result<(), Error> {
        self.end(daemon, Signal::KILL)
    }

    /// Asks a daemon to end (SIGTERM). Returns when it is gone.
    pub fn stop(&self, daemon: &str) -> Result<(), Error> {
        self.end(daemon, Signal::TERM)
    }

    /// Makes a daemon hang (SIGSTOP): it keeps its connections, but does not answer.
    pub fn pause(&self, daemon: &str) -> Result<(), Error> {
        let pid = self.running(daemon)?;
        process::signal(pid, Signal::STOP)?;
        self.await_process(daemon, "stopped", || process::state(pid) == Some('T'))
    }

    /// Lets a paused daemon go on (SIGCONT).
    pub fn resume(&self, daemon: &str) -> Result<(), Error> {
        let pid = self.running(daemon)?;
        process::signal(pid, Signal::CONT)?;
        self.await_process(daemon, "going on", || process::state(pid).is_some_and(|state| state != 'T'))
    }

    /// Starts a daemon that does not run. Returns when the daemon's own start is over, which is before the
    /// cluster takes it in: wait for that.
    pub fn start_daemon(&self, daemon: &str) -> Result<(), Error> {
        self.start_in(daemon, self.root().path())
    }

    /// The same with the host's own programs, which are of release 16.2, whatever the cluster's release: a daemon that
    /// was left behind by an upgrade. Only daemons without data of their own can go back: mgrs, gateways.
    pub fn start_daemon_of_host(&self, daemon: &str) -> Result<(), Error> {
        self.start_in(daemon, None)
    }

    fn start_in(&self, daemon: &str, root: Option<&Path>) -> Result<(), Error> {
        let found = self.layout.daemon(daemon)?;
        if self.pid(daemon)?.is_some() {
            return Err(Error::Daemon { name: daemon.to_owned(), why: "runs already".to_owned() });
        }
        // The kernel may let go of the last one's locks a moment after its end, and a daemon that finds its store
        // locked does not wait for that.
        let mut tries = 0;
        loop {
            match self.launch_in(root, &found) {
                Err(Error::Program { .. }) if tries < RETRIES => tries += 1,
                done => return done,
            }
            thread::sleep(RETRY_AFTER);
        }
    }

    /// The host's process number of a daemon; none when it does not run.
    pub fn pid(&self, daemon: &str) -> Result<Option<i32>, Error> {
        Ok(self.layout.daemon(daemon)?.process(self.supervisor.namespace()))
    }

    /// The active manager, such as `mgr.x`; an error when there is none.
    pub fn active_mgr(&self) -> Result<String, Error> {
        let dump = self.ceph_json(&["mgr", "dump"])?;
        match dump["active_name"].as_str() {
            Some(name) if !name.is_empty() && dump["available"] == true => Ok(format!("mgr.{name}")),
            _ => Err(Error::Daemon { name: "mgr".to_owned(), why: "none is active".to_owned() }),
        }
    }

    /// The last lines of a daemon's log, to be shown when a test fails.
    pub fn log_tail(&self, daemon: &str) -> String {
        let Ok(found) = self.layout.daemon(daemon) else {
            return format!("({daemon}: no such daemon)");
        };
        let path = self.layout.log(&found);
        match fs::read(&path) {
            Ok(text) => tail(&text, 30),
            Err(e) => format!("(cannot read {}: {e})", path.display()),
        }
    }

    /// Starts a daemon's process.
    pub(crate) fn launch(&self, daemon: &Daemon) -> Result<(), Error> {
        self.launch_in(self.root().path(), daemon)
    }

    fn launch_in(&self, root: Option<&Path>, daemon: &Daemon) -> Result<(), Error> {
        let command = daemon.command();
        // A killed daemon left its socket behind.
        let _ = fs::remove_file(self.layout.socket(daemon));
        // Into a file and not a pipe, which the daemon would hold open.
        let path = self.dir().join("log").join(format!("{}.out", daemon.name()));
        let out = File::create(&path).at("make", &path)?;
        let err = out.try_clone().at("duplicate", &path)?;
        let (program, args) = command.split_first().map_or(("true", &[][..]), |(p, a)| (p.as_str(), a));
        let mut prepared = self.supervisor.command_in(root, Some(START_LIMIT), program);
        // Out of reach of a Ctrl-C, which would end the daemons before the test.
        prepared.args(args).stdin(Stdio::null()).stdout(out).stderr(err).process_group(0);
        let line = command.join(" ");
        let status = prepared.status().doing(|| format!("cannot run `{line}`"))?;
        if status.success() {
            return Ok(());
        }
        let said = fs::read(&path).unwrap_or_default();
        let output = format!("{}\n{}", tail(&said, 10), self.log_tail(&daemon.name()));
        Err(Error::Program { command: line, status: status.to_string(), output })
    }

    fn end(&self, daemon: &str, signal: Signal) -> Result<(), Error> {
        let pid = self.running(daemon)?;
        process::signal(pid, signal)?;
        self.await_process(daemon, "gone", || process::is_gone(pid))
    }

    fn running(&self, daemon: &str) -> Result<i32, Error> {
        let missing = || Error::Daemon { name: daemon.to_owned(), why: "does not run".to_owned() };
        self.pid(daemon)?.ok_or_else(missing)
    }

    fn await_process(&self, daemon: &str, what: &str, reached: impl Fn() -> bool) -> Result<(), Error> {
        poll::until(STOP_LIMIT, PAUSE, || reached().then_some(())).ok_or_else(|| Error::TimedOut {
            what: format!("{daemon} to be {what}"),
            limit: STOP_LIMIT,
            report: self.log_tail(daemon),
        })
    }
}
