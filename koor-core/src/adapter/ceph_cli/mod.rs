//! Commands through the `ceph` program of this host: one process a command, 240 to 750 ms each.
//!
//! What was learnt about the program on real clusters of 16.2, 18.2 and 20.2 decides the shape of this folder:
//! - it takes words, not JSON, and would take some of them for its own options (`adapter/ceph_words.rs`);
//! - it does not always end: `ceph tell mgr.<standby>` and `ceph ping` of a silent mon outlive `--connect-timeout`, so
//!   each command has a process group of its own that is killed when the deadline runs out (`process`);
//! - its exit code is the errno of an answer *and* of a connection that failed; only the words on stderr tell which
//!   (`adapter/ceph_verdict.rs`);
//! - its stderr may quote the key out of a keyring it can't read: log lines of it are never passed on.
//!
//! Deliberately absent: several commands on one standard input. It would be faster, but then no command has a status
//! of its own, and the body of a failed one is lost.

mod access;
mod process;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use async_trait::async_trait;

pub use access::Access;

use super::{ceph_verdict, greeting};
use crate::model::{Command, Kind, Source, Target};
use crate::port::{Answer, CephTransport, Clock, TransportError};

/// A process of it needs a processor for most of its 240 ms; more than four at once only queue for one.
const CONCURRENCY: usize = 4;

/// A [`CephTransport`] over the `ceph` program.
#[derive(Debug)]
pub struct CephProgram {
    access: Access,
    clock: Arc<dyn Clock>,
    /// `16.2.15`; asked beside the first command, since opening must cost nothing.
    version: OnceLock<String>,
    version_asked: AtomicBool,
}

impl CephProgram {
    /// Finds the program and checks what can be checked without starting it: the conf file and the keyring, where
    /// they are named.
    ///
    /// # Errors
    /// `Unsupported` where the program is not installed; `InvalidInput` where a file that was named is missing or
    /// can't be read, or where something begins with `-`.
    pub fn open(access: Access, clock: Arc<dyn Clock>) -> Result<Self, TransportError> {
        Ok(Self {
            access: access.checked()?,
            clock,
            version: OnceLock::new(),
            version_asked: AtomicBool::new(false),
        })
    }

    /// The program's version as it says itself, `16.2.15`; `None` until the first command was answered.
    #[must_use]
    pub fn program_version(&self) -> Option<&str> {
        self.version.get().map(String::as_str)
    }

    /// Asks the program's version, once. A failure is not worth a word: the commands will tell.
    async fn learn_version(&self, deadline: Duration) {
        if self.version_asked.swap(true, Ordering::Relaxed) {
            return;
        }
        let words = ["--version".to_owned()];
        if let Ok(output) = process::run(&self.access, &words, deadline, "`ceph --version`").await
            && let Some(version) = ceph_verdict::version(&output.stdout)
        {
            let _known = self.version.set(version);
        }
    }
}

#[async_trait]
impl CephTransport for CephProgram {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        if let (Target::MonNamed(mon), "ping") = (target, command.prefix) {
            let (asked_at, mon) = (self.clock.now(), mon.clone());
            // Bounded by the deadline itself, so that a runtime that ends never waits longer for it.
            let took = tokio::task::spawn_blocking(move || greeting::wait(&mon, deadline));
            let took =
                took.await.map_err(|error| TransportError::new(Kind::Internal, error.to_string()))??;
            return Ok(Answer { status: 0, message: String::new(), body: Vec::new(), asked_at, took });
        }
        let asker = self.access.asker();
        let words = asker.words(target, command, deadline)?;
        let what = match target {
            Target::Mon | Target::Mgr => format!("`{command}`"),
            other => format!("`{command}` to {other}"),
        };
        let (asked_at, began) = (self.clock.now(), Instant::now());
        let ask = async {
            let output = process::run(&self.access, &words, deadline, &what).await;
            (output, began.elapsed())
        };
        let ((output, took), ()) = futures_util::future::join(ask, self.learn_version(deadline)).await;
        let reply = ceph_verdict::of(output?, &asker, &what)?;
        Ok(Answer { status: reply.status, message: reply.message, body: reply.body, asked_at, took })
    }

    fn source(&self) -> Source {
        let version = self.program_version().map_or(String::new(), |v| format!(" {v}"));
        Source {
            rung: "ceph".into(),
            cluster: self.access.cluster.clone(),
            detail: format!("ceph{version} program, {}", self.access.asker().describe()),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn concurrency(&self) -> usize {
        CONCURRENCY
    }

    fn mon_names(&self) -> Vec<String> {
        self.access.mon_names()
    }
}

#[cfg(test)]
mod tests;
