//! A running cluster: what a test holds in its hand.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::time::Duration;

use serde_json::{Value, json};

use crate::daemon::{Daemon, Kind};
use crate::error::Context;
use crate::layout::Layout;
use crate::{Error, MonAddr, Root, Shape, Supervisor, bring_up, keys, leftovers, process, program};

/// For one program. Enough for the slowest on a busy machine; a program that hangs must not hang the test.
const PROGRAM_LIMIT: Duration = Duration::from_mins(2);
/// For one `ceph` command: shorter, because without quorum it would wait for ever.
const CEPH_LIMIT: Duration = Duration::from_secs(30);

/// A running cluster. Dropping it takes it down and **panics when something is left behind**, so that the test
/// at fault is the one that fails; [`Cluster::down`] does the same and returns an error instead.
#[derive(Debug)]
pub struct Cluster {
    pub(crate) layout: Layout,
    pub(crate) supervisor: Supervisor,
    pub(crate) timings: Vec<(&'static str, Duration)>,
    root: Root,
    ended: bool,
}

impl Cluster {
    /// Makes a cluster and waits until it is healthy and complete.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] when the release cannot be had, which is no fault of the code under test;
    /// [`Error::TimedOut`] with what stood in the way when it does not become healthy.
    pub fn start(shape: Shape) -> Result<Self, Error> {
        shape.check()?;
        let root = Root::prepare(shape.release)?;
        leftovers::sweep();
        let keep = std::env::var("KOOR_TESTBED_KEEP").is_ok_and(|v| v == "1");
        let layout = Layout::plan(shape)?;
        if keep {
            let _ = writeln!(io::stderr(), "koor-testbed: will keep {}", layout.dir.display());
        }
        let supervisor = Supervisor::start(&layout.dir, root.path(), keep, layout.ports.hold()?)
            .map_err(|e| Error::Supervisor(format!("{e}: {}", layout.ports.complaint())))?;
        let mut cluster = Self { layout, supervisor, timings: Vec::new(), root, ended: false };
        leftovers::mark(&cluster.layout.dir, &cluster.description(), keep)?;
        bring_up::run(&mut cluster)?;
        Ok(cluster)
    }

    /// Takes everything down and makes sure that no process, no mount and no folder is left.
    pub fn down(mut self) -> Result<(), Error> {
        self.ended = true;
        self.supervisor.down()
    }

    /// Where everything is, for programs that are not Rust: what `koor-testbed up` prints.
    pub fn description(&self) -> Value {
        let rgw = self.rgw_addr();
        json!({
            "release": self.root.release().name(),
            "dir": self.dir(),
            "conf": self.conf(),
            "keyring": self.keyring(),
            "root": self.root.path(),
            "supervisor": self.supervisor.pid(),
            "mons": self.mon_addrs().iter().map(|m| (m.name.clone(), m.vector())).collect::<BTreeMap<_, _>>(),
            "rgw": rgw.map(|addr| addr.to_string()),
            "seconds": self.timings.iter().map(|(what, t)| (*what, t.as_secs_f64())).collect::<BTreeMap<_, _>>(),
        })
    }

    /// What the cluster was asked to be.
    pub fn shape(&self) -> &Shape {
        &self.layout.shape
    }

    /// The cluster's folder. Its path is the same on the host and in the root folder.
    pub fn dir(&self) -> &Path {
        &self.layout.dir
    }

    /// The programs it runs.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The namespaces it lives in.
    pub fn supervisor(&self) -> &Supervisor {
        &self.supervisor
    }

    /// `ceph.conf`; it names the keyrings, so nothing else is needed to connect.
    pub fn conf(&self) -> PathBuf {
        self.layout.conf()
    }

    /// The keyring of `client.admin`.
    pub fn keyring(&self) -> PathBuf {
        self.layout.keyring("client.admin")
    }

    /// The key of `client.admin`.
    pub fn admin_key(&self) -> Result<String, Error> {
        keys::read(&self.keyring())
    }

    /// The cluster's identity.
    pub fn fsid(&self) -> &str {
        &self.layout.fsid
    }

    /// The monitors.
    pub fn mon_addrs(&self) -> &[MonAddr] {
        &self.layout.mon_addrs
    }

    /// The first gateway.
    pub fn rgw_addr(&self) -> Option<SocketAddr> {
        (self.layout.shape.rgw > 0).then(|| self.layout.ports.rgw(0))
    }

    /// The dashboard of a manager, such as `mgr.x`; plain HTTP.
    pub fn dashboard_addr(&self, mgr: &str) -> Result<SocketAddr, Error> {
        Ok(self.layout.ports.dashboard(self.mgr_index(mgr)?))
    }

    /// The Prometheus exporter of a manager.
    pub fn prometheus_addr(&self, mgr: &str) -> Result<SocketAddr, Error> {
        Ok(self.layout.ports.prometheus(self.mgr_index(mgr)?))
    }

    /// The admin socket of a daemon. Connect to it from the host like to any unix socket.
    pub fn admin_socket(&self, daemon: &str) -> Result<PathBuf, Error> {
        Ok(self.layout.socket(&self.layout.daemon(daemon)?))
    }

    /// The names of all daemons: mons, mgrs, OSDs, metadata servers, gateways.
    pub fn daemons(&self) -> Vec<String> {
        Kind::ALL.into_iter().flat_map(|kind| self.layout.daemons(kind)).map(|d| d.name()).collect()
    }

    /// How long the steps of the start took, each counted from the beginning.
    pub fn timings(&self) -> &[(&'static str, Duration)] {
        &self.timings
    }

    /// Runs a program of the release: `run(&["rbd", "ls"])`. Its failure is in the output's status.
    pub fn run(&self, command: &[&str]) -> Result<Output, Error> {
        program::output(self.prepare(command, PROGRAM_LIMIT))
    }

    /// Runs a program of the release that must succeed, and gives what it printed.
    pub fn run_ok(&self, command: &[&str]) -> Result<String, Error> {
        let output = program::finish(self.prepare(command, PROGRAM_LIMIT))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs the `ceph` program. Its failure is in the output's status.
    pub fn ceph(&self, args: &[&str]) -> Result<Output, Error> {
        program::output(self.prepare(&[&["ceph"], args].concat(), CEPH_LIMIT))
    }

    /// Runs the `ceph` program, which must succeed with an answer in JSON; `-f json` is added.
    pub fn ceph_json(&self, args: &[&str]) -> Result<Value, Error> {
        let command = self.prepare(&[&["ceph"], args, &["-f", "json"]].concat(), CEPH_LIMIT);
        let line = program::readable(&command);
        let output = program::finish(command)?;
        serde_json::from_slice(&output.stdout).map_err(|e| Error::Answer {
            command: line,
            why: e.to_string(),
            answer: String::from_utf8_lossy(&output.stdout).into_owned(),
        })
    }

    /// Gives several commands to one `ceph` program, which saves half a second for each. All must succeed.
    pub fn ceph_all<S: AsRef<str>>(&self, commands: &[S]) -> Result<(), Error> {
        let text: String = commands.iter().flat_map(|c| [c.as_ref(), "\n"]).collect();
        let output = program::feed(self.prepare(&["ceph"], PROGRAM_LIMIT), Some(&text))?;
        // Fed this way it goes on after a failed command and ends well: only the words tell.
        let said = String::from_utf8_lossy(&output.stderr);
        let failed = said.lines().any(|l| l.starts_with("Error ") || l.starts_with("Invalid command"));
        if failed || !output.status.success() {
            return Err(Error::program(&format!("ceph <<< {}", text.trim()), &output));
        }
        Ok(())
    }

    /// A command, not yet started, that runs a program built on the host inside the cluster's root, where it
    /// finds that release's libraries. `CEPH_CONF` leads to the cluster, the rest of the environment is clean;
    /// the working directory is `/`. Once started, the child is `nsenter`: see [`Cluster::pid_of`].
    pub fn program(&self, program: &Path) -> Result<Command, Error> {
        Ok(self.supervisor.command(None, self.bring_in(program)?))
    }

    /// Runs a program built on the host inside the cluster's root to its end, as [`Cluster::program`].
    pub fn run_program(&self, program: &Path, args: &[&str], env: &[(&str, &str)]) -> Result<Output, Error> {
        let mut command = self.supervisor.command(Some(PROGRAM_LIMIT), self.bring_in(program)?);
        command.args(args).envs(env.iter().copied());
        program::output(command)
    }

    /// The host's process number of the program that a child started from [`Cluster::program`] runs. None
    /// before it started and after it ended.
    pub fn pid_of(&self, child: &Child) -> Option<i32> {
        // `nsenter` has one child.
        process::children(i32::try_from(child.id()).ok()?).into_iter().next()
    }

    fn prepare(&self, command: &[&str], limit: Duration) -> Command {
        let (program, args) = command.split_first().unwrap_or((&"true", &[]));
        let mut prepared = self.supervisor.command(Some(limit), program);
        prepared.args(args);
        prepared
    }

    /// The path of a host's program as seen inside. The cluster's folder is on both sides, so that is where it
    /// goes, under a name that changes when the program does.
    fn bring_in(&self, program: &Path) -> Result<PathBuf, Error> {
        let program = fs::canonicalize(program).at("find", program)?;
        if self.root.path().is_none() {
            return Ok(program);
        }
        let facts = fs::metadata(&program).at("look at", &program)?;
        let age = facts.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        let stamp = format!("{}-{}", facts.len(), age.unwrap_or_default().as_nanos());
        let name = program.file_name().unwrap_or_default();
        let folder = self.dir().join("bin").join(stamp);
        let inside = folder.join(name);
        if !inside.exists() {
            fs::create_dir_all(&folder).at("make", &folder)?;
            // The same file where that is possible, which costs nothing.
            if fs::hard_link(&program, &inside).is_err() {
                fs::copy(&program, &inside).at("copy", &program)?;
            }
        }
        Ok(inside)
    }

    fn mgr_index(&self, name: &str) -> Result<usize, Error> {
        let found = self.layout.daemons(Kind::Mgr).iter().position(|d: &Daemon| d.name() == name);
        found.ok_or_else(|| Error::Daemon { name: name.to_owned(), why: "no such manager".to_owned() })
    }
}

impl Drop for Cluster {
    #[expect(clippy::panic, reason = "a cluster that stays behind must fail the test that made it")]
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        match self.supervisor.down() {
            // A second panic would hide the first one.
            Err(e) if !std::thread::panicking() => panic!("{e}"),
            _ => {}
        }
    }
}
