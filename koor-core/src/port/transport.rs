//! One command to one target of a Ceph cluster.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::model::{Command, Kind, Source, Target};

/// What a daemon answered. A status below zero is an answer too: the daemon understood and declined.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Zero, or a negative errno: -2 is ENOENT, -22 EINVAL, -95 EOPNOTSUPP.
    pub status: i32,
    /// What the daemon says beside the body; often empty.
    pub message: String,
    /// The body, to the byte. May carry JSON beside a non-zero status too.
    pub body: Vec<u8>,
    /// When it was asked: now, or the moment a recording was made.
    pub asked_at: Timestamp,
    /// How long it took.
    pub took: Duration,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    /// What it means.
    pub kind: Kind,
    /// One sentence for people: what failed, why, what to do next.
    pub message: String,
}

impl TransportError {
    /// An error.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// A way to ask a Ceph cluster.
///
/// # Behaviour
/// - `command` returns within `deadline` whatever the cluster does; a late answer is dropped.
/// - A non-zero status is an [`Answer`]; a [`TransportError`] means that nobody answered.
/// - Calls may be made from many tasks at once; no more than [`concurrency`](Self::concurrency) make sense.
/// - The first command connects; making a transport does not.
/// - Secrets are never part of an error's message.
///
/// Every implementation passes the same contract suite (`tests/src/contract`).
#[async_trait]
pub trait CephTransport: fmt::Debug + Send + Sync {
    /// Sends one command and waits for the answer.
    ///
    /// # Errors
    /// `Unreachable`, `Timeout`, `Denied`, `Unsupported`, `InvalidInput` or `Corrupt`, with a sentence.
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError>;

    /// Which rung of the access ladder this is, and what stands on it.
    fn source(&self) -> Source;

    /// How many commands may usefully be under way at once.
    fn concurrency(&self) -> usize {
        8
    }

    /// The names under which single mons can be asked (`ping`), without a quorum and without asking anybody.
    fn mon_names(&self) -> Vec<String> {
        Vec::new()
    }
}
