//! A running control plane: what a test holds in its hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use super::api::Api;
use super::bring_up;
use super::kinds::Kinds;
use super::pki::Pki;
use super::{KubeShape, Programs};
use crate::error::Context;
use crate::ports::Ports;
use crate::root::tail;
use crate::{Error, Supervisor, leftovers, poll, process, program};

/// For one `kubectl`.
const KUBECTL_LIMIT: &str = "120";
/// How long a program that was signalled may take.
const STOP_LIMIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);
/// Between two looks at a condition: a look costs a millisecond.
const LOOK: Duration = Duration::from_millis(50);

/// A running control plane. Dropping it takes it down and **panics when something is left behind**, as a
/// [`Cluster`](crate::Cluster) does.
#[derive(Debug)]
pub struct ControlPlane {
    pub(super) shape: KubeShape,
    pub(super) dir: PathBuf,
    pub(super) ports: Ports,
    pub(super) programs: Programs,
    pub(super) supervisor: Supervisor,
    pub(super) pki: Pki,
    pub(super) api: Api,
    pub(super) kinds: Kinds,
    pub(super) timings: Vec<(&'static str, Duration)>,
    ended: bool,
}

impl ControlPlane {
    /// Makes a control plane, and waits until its API is ready and its nodes are.
    ///
    /// # Errors
    ///
    /// [`Error::NoGo`] or [`Error::KubeBuild`] where its programs can't be had; [`Error::TimedOut`] with the end of the
    /// logs where it does not come up.
    pub fn start(shape: KubeShape) -> Result<Self, Error> {
        let programs = Programs::control()?;
        crate::root::require(&["unshare", "nsenter", "timeout", "setsid"], "util-linux coreutils")?;
        crate::root::require(&["openssl"], "openssl")?;
        leftovers::sweep();
        let begin = Instant::now();
        let keep = std::env::var("KOOR_TESTBED_KEEP").is_ok_and(|v| v == "1");
        let ports = Ports::take()?;
        let made = tempfile::Builder::new().prefix("koor-kube-").rand_bytes(4).tempdir();
        let dir = made.doing(|| "cannot make a temporary folder".to_owned())?.keep();
        let supervisor = Supervisor::start(&dir, None, keep, ports.hold()?)
            .map_err(|e| Error::Supervisor(format!("{e}: {}", ports.complaint())))?;
        let pki = Pki::make(dir.join("pki"))?;
        let api = Api::new(dir.join("api.sock"));
        let kinds = Kinds::default();
        let timings = Vec::new();
        let mut plane =
            Self { shape, dir, ports, programs, supervisor, pki, api, kinds, timings, ended: false };
        leftovers::mark(&plane.dir, &plane.description(), keep)?;
        bring_up::run(&mut plane, begin)?;
        Ok(plane)
    }

    /// Takes everything down and makes sure that no process, no mount and no folder is left.
    pub fn down(mut self) -> Result<(), Error> {
        self.ended = true;
        self.supervisor.down()
    }

    /// Where everything is, for programs that are not Rust.
    pub fn description(&self) -> Value {
        json!({
            "dir": self.dir,
            "supervisor": self.supervisor.pid(),
            "server": self.server(),
            "kubeconfig": self.kubeconfig(),
            "kubectl": self.programs.path("kubectl"),
            "seconds": self.timings.iter().map(|(what, t)| (*what, t.as_secs_f64()))
                .collect::<std::collections::BTreeMap<_, _>>(),
        })
    }

    /// The folder of everything that belongs to it.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The API server's address: `https://127.0.0.1:PORT`.
    pub fn server(&self) -> String {
        format!("https://{}", self.ports.at(bring_up::API))
    }

    /// The namespaces it lives in.
    pub fn supervisor(&self) -> &Supervisor {
        &self.supervisor
    }

    /// How long the steps of the start took, each counted from the beginning.
    pub fn timings(&self) -> &[(&'static str, Duration)] {
        &self.timings
    }

    /// The administrator's kubeconfig.
    pub fn kubeconfig(&self) -> PathBuf {
        self.dir.join("admin.kubeconfig")
    }

    /// A kubeconfig for a user in these groups, who may do what roles allow.
    pub fn kubeconfig_of(&self, user: &str, groups: &[&str]) -> Result<PathBuf, Error> {
        let name: String = user.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let path = self.dir.join(format!("{name}.kubeconfig"));
        self.pki.client(&name, user, groups)?;
        self.pki.kubeconfig(&name, &self.server(), &path)?;
        Ok(path)
    }

    /// A kubeconfig for a user who may do what these rules say, in all namespaces, and nothing else. Each rule is one of a
    /// `ClusterRole`: `{"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}`. Asked again for the same user, the
    /// new rules replace the old.
    pub fn user(&self, user: &str, rules: &[Value]) -> Result<PathBuf, Error> {
        let name = format!("testbed-{user}");
        self.apply(&json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
            "metadata": {"name": name}, "rules": rules,
        }))?;
        self.apply(&json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
            "metadata": {"name": name},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}],
        }))?;
        let path = self.dir.join(format!("{user}.kubeconfig"));
        if path.exists() { Ok(path) } else { self.kubeconfig_of(user, &[]) }
    }

    /// Runs `kubectl` as the administrator to its end. Its failure is in the output's status.
    pub fn kubectl(&self, args: &[&str]) -> Result<Output, Error> {
        program::output(self.kubectl_command(&self.kubeconfig(), args))
    }

    /// The same, which must succeed, and gives what it printed.
    pub fn kubectl_ok(&self, args: &[&str]) -> Result<String, Error> {
        let output = program::finish(self.kubectl_command(&self.kubeconfig(), args))?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A `kubectl`, not yet started, as whom that kubeconfig says.
    pub fn kubectl_command(&self, kubeconfig: &Path, args: &[&str]) -> Command {
        let mut command = Command::new("timeout");
        command.args(["--kill-after=5", KUBECTL_LIMIT]).arg(self.programs.path("kubectl")).args(args);
        command.env_clear().env("PATH", crate::supervisor::PATH).env("KUBECONFIG", kubeconfig);
        // What it remembers of the API is this control plane's.
        command.env("HOME", &self.dir).current_dir("/").stdin(std::process::Stdio::null());
        command
    }

    /// Ends one of its programs at once (SIGKILL): `etcd`, `kube-apiserver`, `kube-controller-manager`,
    /// `kube-scheduler`, `kwok`. Returns when it is gone.
    pub fn kill(&self, program: &str) -> Result<(), Error> {
        let pid = self.running(program)?;
        process::signal(pid, Signal::KILL)?;
        self.await_process(program, "gone", || process::is_gone(pid))
    }

    /// Makes a program hang (SIGSTOP): it keeps its connections, and does not answer.
    pub fn pause(&self, program: &str) -> Result<(), Error> {
        let pid = self.running(program)?;
        process::signal(pid, Signal::STOP)?;
        self.await_process(program, "stopped", || process::state(pid) == Some('T'))
    }

    /// Lets a paused program go on (SIGCONT).
    pub fn resume(&self, program: &str) -> Result<(), Error> {
        let pid = self.running(program)?;
        process::signal(pid, Signal::CONT)?;
        self.await_process(program, "going on", || process::state(pid).is_some_and(|state| state != 'T'))
    }

    /// Starts a program that was killed, with the data it had. Returns at once: await [`ControlPlane::wait_ready`].
    pub fn start_program(&self, program: &str) -> Result<(), Error> {
        if self.pid(program)?.is_some() {
            return Err(Error::Daemon { name: program.to_owned(), why: "runs already".to_owned() });
        }
        bring_up::launch(self, program)
    }

    /// Kills the API server and starts it with these flags more than the usual ones. Returns when it is ready.
    pub fn restart_api_server(&mut self, flags: &[&str]) -> Result<(), Error> {
        if self.pid("kube-apiserver")?.is_some() {
            self.kill("kube-apiserver")?;
        }
        self.shape.api_flags = flags.iter().map(|&flag| flag.to_owned()).collect();
        self.start_program("kube-apiserver")?;
        self.wait_ready()
    }

    /// Waits until the API server says that it is ready.
    pub fn wait_ready(&self) -> Result<(), Error> {
        self.wait_for("the API server to be ready", Self::is_ready)
    }

    /// The host's process number of a program; none when it does not run.
    pub fn pid(&self, program: &str) -> Result<Option<i32>, Error> {
        bring_up::known(program)?;
        let all = process::of_namespace(self.supervisor.namespace(), false);
        Ok(all.into_iter().find(|process| bring_up::runs(&process.args, program)).map(|found| found.pid))
    }

    /// The memory that a program holds now, in bytes (`VmRSS`).
    pub fn memory(&self, program: &str) -> Result<u64, Error> {
        let path = PathBuf::from(format!("/proc/{}/status", self.running(program)?));
        let status = fs::read_to_string(&path).at("read", &path)?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
        Ok(kib.unwrap_or(0) * 1024)
    }

    /// The last lines of a program's log.
    pub fn log_tail(&self, program: &str) -> String {
        let path = bring_up::log(self, program);
        match fs::read(&path) {
            Ok(text) => tail(&text, 20),
            Err(e) => format!("(cannot read {}: {e})", path.display()),
        }
    }

    /// Asks until the condition holds, within the shape's limit. An error while asking counts as "not yet".
    ///
    /// # Errors
    ///
    /// [`Error::TimedOut`] with the last error, if there was one.
    pub fn wait_for(
        &self,
        what: &str,
        mut condition: impl FnMut(&Self) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let mut last = None;
        let reached = poll::until(self.shape.limit, LOOK, || match condition(self) {
            Ok(reached) => {
                last = None;
                reached.then_some(())
            }
            Err(e) => {
                last = Some(e);
                None
            }
        });
        reached.ok_or_else(|| {
            let last = last.map(|e| format!("the last time: {e}\n")).unwrap_or_default();
            let gone =
                bring_up::of(&self.shape).into_iter().filter(|name| matches!(self.pid(name), Ok(None)));
            let gone: Vec<String> =
                gone.map(|name| format!("{name} does not run:\n{}\n", self.log_tail(name))).collect();
            let report = format!("{last}{}", gone.concat());
            Error::TimedOut { what: what.to_owned(), limit: self.shape.limit, report }
        })
    }

    fn running(&self, program: &str) -> Result<i32, Error> {
        let missing = || Error::Daemon { name: program.to_owned(), why: "does not run".to_owned() };
        self.pid(program)?.ok_or_else(missing)
    }

    fn await_process(&self, program: &str, what: &str, reached: impl Fn() -> bool) -> Result<(), Error> {
        poll::until(STOP_LIMIT, PAUSE, || reached().then_some(())).ok_or_else(|| Error::TimedOut {
            what: format!("{program} to be {what}"),
            limit: STOP_LIMIT,
            report: self.log_tail(program),
        })
    }
}

impl Drop for ControlPlane {
    #[expect(clippy::panic, reason = "what stays behind must fail the test that made it")]
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
