//! The `koor` command, run as a user runs it, and what it said.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use koor_testbed::Cluster;
use serde_json::Value;

/// The built `koor`, up to date. `KOOR_BIN` names another one.
#[must_use]
pub fn koor() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| std::env::var_os("KOOR_BIN").map_or_else(build, PathBuf::from))
}

/// Cargo builds the binaries of the package under test only, so this asks for the other one; nothing happens where
/// it is up to date.
fn build() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    // TARGET/PROFILE/deps/suite-1234
    let profile_dir = test.parent().and_then(Path::parent).unwrap();
    let target = profile_dir.parent().unwrap();
    let profile = match profile_dir.file_name().and_then(|name| name.to_str()).unwrap() {
        "debug" => "dev",
        other => other,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    // What cargo says of this package to its programs is a change to build scripts that look at it (ring's), after which
    // everything above them is built anew.
    for (name, _) in std::env::vars_os() {
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|of| name.to_string_lossy().starts_with(of)) {
            build.env_remove(name);
        }
    }
    let status = build
        .args(["build", "--quiet", "--package", "koor-cli", "--profile", profile])
        .arg("--target-dir")
        .arg(target)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .status()
        .unwrap();
    assert!(status.success(), "koor-cli does not build");
    profile_dir.join("koor")
}

/// One run of a program, to be shown whole when a test fails.
#[derive(Debug, Clone)]
pub struct Said {
    /// The command line.
    pub line: String,
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Said {
    /// Of a process that ended.
    #[must_use]
    pub fn of(line: impl Into<String>, output: &Output) -> Self {
        Self {
            line: line.into(),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The same, which must have ended well and quietly.
    #[must_use]
    pub fn well(self) -> Self {
        assert_eq!(self.code, Some(0), "{self}");
        assert_eq!(self.stderr, "", "{self}");
        self
    }

    /// Its output as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }

    /// The one sentence of a run that ended with `code`: one line on stderr that begins with `koor: `. What could be
    /// seen all the same stands on stdout.
    #[must_use]
    pub fn sentence(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self}");
        assert_eq!(self.stderr.lines().count(), 1, "not one line: {self}");
        let sentence = self.stderr.trim_end().strip_prefix("koor: ");
        sentence.unwrap_or_else(|| panic!("does not begin with `koor: `: {self}"))
    }

    /// The same of a refusal: there is nothing to be seen, and nothing is printed.
    #[must_use]
    pub fn refusal(&self, code: i32) -> &str {
        assert_eq!(self.stdout, "", "a refusal prints nothing: {self}");
        self.sentence(code)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`{}` ended with {:?}", self.line, self.code)?;
        writeln!(f, "--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr)
    }
}

/// Runs `koor` inside the cluster's root, with that release's librados and `ceph`, to its end.
#[must_use]
pub fn inside(cluster: &Cluster, args: &[&str]) -> Said {
    let output = cluster.run_program(koor(), args, &[]).unwrap();
    Said::of(format!("koor {}", args.join(" ")), &output)
}

/// A `koor` on this host, not yet started, with a clean environment: no variable and no home leads to a cluster.
#[must_use]
pub fn on_host(args: &[&str]) -> Command {
    let mut command = Command::new(koor());
    command
        .args(args)
        .env_clear()
        .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .env("HOME", "/nonexistent")
        .current_dir("/")
        .stdin(std::process::Stdio::null());
    command
}

/// Runs a prepared command to its end.
#[must_use]
pub fn end(mut command: Command) -> Said {
    let words: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let output = command.output().unwrap();
    Said::of(format!("koor {}", words.join(" ")), &output)
}
