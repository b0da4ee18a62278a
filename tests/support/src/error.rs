//! What can go wrong, told so that the reader knows what to do next.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use crate::Release;

/// Why a cluster could not be had, or did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Namespaces, mounts and `chroot` need root.
    #[error("the testbed must run as root")]
    NotRoot,
    /// Programs of the host are missing; `install` is the command line that brings them.
    #[error("missing on this machine: {programs}. Install with:\n  {install}")]
    Missing {
        /// The programs that were not found.
        programs: String,
        /// The command line that installs them.
        install: String,
    },
    /// The host has Ceph, but another release than the one asked for.
    #[error("wanted Ceph {wanted} on this machine, found: {found}")]
    WrongRelease {
        /// The release asked for.
        wanted: Release,
        /// What `ceph-mon --version` said.
        found: String,
    },
    /// This release cannot be had today through no fault of ours: a test may skip it, visibly.
    #[error("Ceph {release} is not available here: {reason}")]
    Unavailable {
        /// The release asked for.
        release: Release,
        /// Why it cannot be had.
        reason: String,
    },
    /// The root folder of a release could not be made.
    #[error("the root folder for Ceph {release} could not be made; try again with:\n  {command}\n{log}")]
    RootBuild {
        /// The release asked for.
        release: Release,
        /// The command line that makes the root folder by itself.
        command: String,
        /// The end of what the installation said.
        log: String,
    },
    /// Kubernetes' programs have to be built, and nothing here can build them.
    #[error(
        "missing: {programs}, which Go {wanted} or newer builds ({found}). Install Go with:\n  \
         curl -sSfL https://go.dev/dl/go{wanted}.0.linux-amd64.tar.gz | tar -C /usr/local -xz\n\
         or name a folder that holds these programs by KUBEBUILDER_ASSETS"
    )]
    NoGo {
        /// The programs that were not found.
        programs: String,
        /// The oldest Go that builds them.
        wanted: String,
        /// What was found of it.
        found: String,
    },
    /// Kubernetes' programs could not be built.
    #[error(
        "could not build {programs}; try again with:\n  cargo run -p koor-testbed -- prepare kube\n{log}"
    )]
    KubeBuild {
        /// What was to be built.
        programs: String,
        /// The end of what Go said.
        log: String,
    },
    /// The API server refused a request.
    #[error("{request}: {status} {message}")]
    Api {
        /// Method and path.
        request: String,
        /// The HTTP status.
        status: u16,
        /// What it said.
        message: String,
    },
    /// The system refused something.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A program ended with an error.
    #[error("`{command}` ended with {status}: {output}")]
    Program {
        /// The command line.
        command: String,
        /// How it ended.
        status: String,
        /// What it printed.
        output: String,
    },
    /// A program did not end in its time.
    #[error("`{command}` did not end within {limit:?}")]
    Hung {
        /// The command line.
        command: String,
        /// The time it was given.
        limit: Duration,
    },
    /// A program's answer was not what it should be.
    #[error("`{command}` gave an answer that cannot be read ({why}): {answer}")]
    Answer {
        /// The command line.
        command: String,
        /// Why it cannot be read.
        why: String,
        /// What it said.
        answer: String,
    },
    /// Something awaited did not come about.
    #[error("waited {limit:?} in vain for {what}\n{report}")]
    TimedOut {
        /// What was awaited.
        what: String,
        /// For how long.
        limit: Duration,
        /// What stood in the way.
        report: String,
    },
    /// No block of ports is free.
    #[error("no free block of ports between {from} and {to}")]
    NoPorts {
        /// First port looked at.
        from: u16,
        /// End of the range.
        to: u16,
    },
    /// Unix sockets have a short limit on their path's length.
    #[error("the folder {path} is too long or not a plain absolute path: unix sockets inside must fit")]
    BadFolder {
        /// The folder asked for.
        path: PathBuf,
    },
    /// A shape that cannot be brought up.
    #[error("such a cluster cannot be made: {0}")]
    BadShape(String),
    /// A daemon's name this cluster does not have, or one in the wrong state for what was asked.
    #[error("daemon {name}: {why}")]
    Daemon {
        /// The name asked for.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The supervisor did not come up.
    #[error("the supervisor ended at once: {0}")]
    Supervisor(String),
    /// The cluster was taken down, but something is still there.
    #[error("left behind after the end: {0}")]
    LeftBehind(String),
}

/// Says what was being done when the system refused.
pub(crate) trait Context<T> {
    /// Names what was being done.
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error>;

    /// Names a file operation.
    fn at(self, verb: &str, path: &Path) -> Result<T, Error>
    where
        Self: Sized,
    {
        self.doing(|| format!("cannot {verb} {}", path.display()))
    }
}

impl<T, E: Into<std::io::Error>> Context<T> for Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error> {
        self.map_err(|e| Error::Io { what: what(), source: e.into() })
    }
}

impl Error {
    /// The error of a program that ended badly, with what it printed.
    pub(crate) fn program(command: &str, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let printed = [text(&output.stderr), text(&output.stdout)].into_iter().find(|t| !t.is_empty());
        Self::Program {
            command: command.to_owned(),
            status: output.status.to_string(),
            output: printed.unwrap_or_default(),
        }
    }
}
