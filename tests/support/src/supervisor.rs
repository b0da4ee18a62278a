//! The namespaces a cluster lives in, and process 1 in them, which ends everything when the test process ends.
//!
//! `unshare` makes a process and a mount namespace and starts a small shell in them (`assets/supervisor.sh`),
//! which waits for the end of its standard input. Only this process holds the other end of that pipe, so:
//!
//! - this process ends, even by SIGKILL: the pipe closes, the shell kills everybody, removes the folder, ends;
//! - the shell ends, even by SIGKILL: the kernel kills all in the namespace and drops the mounts;
//! - `unshare` is killed: `--kill-child` makes the kernel kill the shell, and so on as above.
//!
//! A shell and not a program of ours: an integration test of another package cannot rely on a binary of this
//! one having been built, and what it has to do is six lines long.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use crate::error::Context;
use crate::{Error, leftovers, poll, process};

/// Process 1, see the module.
const SCRIPT: &str = include_str!("../assets/supervisor.sh");
/// Where programs are looked for, on the host and in the roots. Not the test's own path, which may lead to
/// another Python than the one that knows Ceph.
pub(crate) const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/// How long the end may take: killing is immediate, removing the folder takes a moment on a slow disk.
const DOWN_LIMIT: Duration = Duration::from_secs(30);

/// The namespaces of one cluster and the folder that goes with them.
#[derive(Debug)]
pub struct Supervisor {
    /// `unshare`, of which only the namespaces are used. None when attached to another process's supervisor.
    child: Option<Child>,
    /// The pipe whose end is the end of everything.
    alive: Option<ChildStdin>,
    pid: u32,
    namespace: String,
    dir: PathBuf,
    root: Option<PathBuf>,
    keep: bool,
}

impl Supervisor {
    /// Makes the namespaces. From here on `dir` belongs to the supervisor and is removed at the end unless
    /// `keep`. `held` stays open until the end and takes the supervisor's complaints.
    pub(crate) fn start(dir: &Path, root: Option<&Path>, keep: bool, held: File) -> Result<Self, Error> {
        if !rustix::process::geteuid().is_root() {
            return Err(Error::NotRoot);
        }
        let mut child = Command::new("unshare")
            .args(["--mount", "--pid", "--mount-proc", "--fork", "--kill-child", "--"])
            .args(["sh", "-c", SCRIPT, "koor-testbed-supervisor"])
            .arg(dir)
            .arg(root.unwrap_or_else(|| Path::new("")))
            .arg(if keep { "keep" } else { "" })
            .current_dir("/")
            .env_clear()
            .env("PATH", PATH)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(held)
            // Out of reach of a Ctrl-C, which is for the test process: its end is noticed through the pipe.
            .process_group(0)
            .spawn()
            .doing(|| "cannot start `unshare`".to_owned())?;
        let mut ready = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut ready).doing(|| "cannot hear the supervisor".to_owned())?;
        }
        let pid = child.id();
        let mut supervisor = Self {
            alive: child.stdin.take(),
            child: Some(child),
            pid,
            namespace: String::new(),
            dir: dir.to_owned(),
            root: root.map(Path::to_owned),
            keep,
        };
        if ready.trim() != "ready" {
            return Err(Error::Supervisor(format!("it said {ready:?}")));
        }
        supervisor.namespace = namespace_of(pid)?;
        Ok(supervisor)
    }

    /// Joins the namespaces another process made, whose `unshare` has that process number. They are left alone
    /// when this value goes.
    pub fn attach(pid: u32, dir: &Path, root: Option<&Path>) -> Result<Self, Error> {
        Ok(Self {
            child: None,
            alive: None,
            pid,
            namespace: namespace_of(pid)?,
            dir: dir.to_owned(),
            root: root.map(Path::to_owned),
            keep: true,
        })
    }

    /// The process number of `unshare`, which is what [`Supervisor::attach`] wants.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The process namespace, as the kernel names it.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// A command that runs a program inside: in the namespaces, in the root folder, with a clean environment
    /// in which `CEPH_CONF` leads to the cluster. With a limit the program is killed when it takes longer.
    pub fn command(&self, limit: Option<Duration>, program: impl AsRef<OsStr>) -> Command {
        self.command_in(self.root.as_deref(), limit, program)
    }

    /// The same in another root folder, or with the host's own programs where there is none.
    pub(crate) fn command_in(
        &self,
        root: Option<&Path>,
        limit: Option<Duration>,
        program: impl AsRef<OsStr>,
    ) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--pid=/proc/{}/ns/pid_for_children", self.pid));
        command.arg(format!("--mount=/proc/{}/ns/mnt", self.pid)).arg("--");
        if let Some(root) = root {
            command.arg("chroot").arg(root);
        }
        if let Some(limit) = limit {
            // In there and not here: killing `nsenter` would not kill the program.
            command.args(["timeout", "--kill-after=5"]).arg(limit.as_secs().max(1).to_string());
        }
        command.arg(program).current_dir("/").stdin(Stdio::null());
        command.env_clear().env("PATH", PATH).env("HOME", "/root").env("LC_ALL", "C.UTF-8");
        command.env("CEPH_CONF", self.dir.join("ceph.conf"));
        command
    }

    /// Ends everything and makes sure that nothing is left: no process, no mount, no folder.
    pub(crate) fn down(&mut self) -> Result<(), Error> {
        drop(self.alive.take());
        let Some(mut child) = self.child.take() else {
            return Ok(());
        };
        let pause = Duration::from_millis(10);
        let ended = poll::until(DOWN_LIMIT, pause, || child.try_wait().transpose());
        if ended.is_none() {
            // The shell hangs: let the kernel do it, through --kill-child.
            let _ = child.kill();
            let _ = child.wait();
        }
        if !self.keep && self.dir.exists() {
            // The shell could not, or was killed. All mounts are in its namespace, none is seen from here.
            let _ = fs::remove_dir_all(&self.dir);
        }
        // The kernel kills the namespace's processes at once, but they vanish one by one.
        poll::until(DOWN_LIMIT, pause, || self.left().is_empty().then_some(()));
        // The shell did it, unless it was killed.
        leftovers::control_groups(&self.dir);
        let left = self.left();
        if left.is_empty() { Ok(()) } else { Err(Error::LeftBehind(left.join(", "))) }
    }

    /// What is there of the cluster.
    fn left(&self) -> Vec<String> {
        let mut left: Vec<String> = process::of_namespace(&self.namespace, true)
            .into_iter()
            .map(|p| format!("process {} ({})", p.pid, p.args.join(" ")))
            .collect();
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let dir = self.dir.display().to_string();
        left.extend(mounts.lines().filter(|line| line.contains(&dir)).map(|line| format!("mount {line}")));
        if !self.keep && self.dir.exists() {
            left.push(format!("folder {dir}"));
        }
        left
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        // Told by `Cluster::down`; here it is too late for an error.
        let _ = self.down();
    }
}

/// The process namespace that the children of that `unshare` are in.
fn namespace_of(pid: u32) -> Result<String, Error> {
    let path = PathBuf::from(format!("/proc/{pid}/ns/pid_for_children"));
    let link = fs::read_link(&path).at("read", &path)?;
    Ok(link.display().to_string())
}
