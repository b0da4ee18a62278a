//! A recording as a transport: what was answered then is answered again.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::index::{Entry, Files, Index, Outcome, same_question};
use super::{RecordingError, archive, folder};
use crate::model::{Command, Kind, Source, Target, redact};
use crate::port::{Answer, CephTransport, TransportError};

/// How many questions are under way at once where the recording does not say.
const CONCURRENCY: usize = 8;

/// How often a recorded failure lets others go first, at most; a round has far fewer questions.
const PATIENCE: usize = 1024;

/// A recording, read and checked.
///
/// The same question asked again gets the next answer that was recorded for it; the last one stays.
pub struct Recording {
    index: Index,
    files: Files,
    /// The entries of each question, and which one is next.
    questions: BTreeMap<String, (Vec<usize>, AtomicUsize)>,
}

impl fmt::Debug for Recording {
    /// Without the answers, which may be gigabytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording")
            .field("recorded_at", &self.index.recorded_at)
            .field("cluster", &self.index.cluster)
            .field("entries", &self.index.entries.len())
            .finish_non_exhaustive()
    }
}

impl Recording {
    /// Reads a recording: a folder, or a `.tar.zst` (told by its content, not by its name). All of it is read and
    /// checked here, and nothing is read later.
    ///
    /// # Errors
    /// `InvalidInput` where the path does not exist or can't be read, `Unsupported` where the format is a later one,
    /// else `Corrupt`.
    pub fn open(path: &Path) -> Result<Self, RecordingError> {
        let name = path.display().to_string();
        let found = std::fs::metadata(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                RecordingError::NoSuchPath { name: name.clone() }
            }
            _ => RecordingError::Unreadable { name: name.clone(), source },
        })?;
        if found.is_dir() {
            return folder::read(path, &name).map(Self::of);
        }
        if !found.is_file() {
            // Opening a pipe would wait for whoever writes to it.
            return Err(RecordingError::NotZstd { name });
        }
        match File::open(path) {
            Ok(file) => archive::read(BufReader::new(file), found.len(), &name).map(Self::of),
            Err(source) => Err(RecordingError::Unreadable { name, source }),
        }
    }

    /// Reads a recording out of the bytes of a `.tar.zst`, such as one that was built into a program.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordingError> {
        archive::read(bytes, bytes.len() as u64, "in memory").map(Self::of)
    }

    fn of((index, files): (Index, Files)) -> Self {
        let mut questions: BTreeMap<String, (Vec<usize>, AtomicUsize)> = BTreeMap::new();
        for (number, entry) in index.entries.iter().enumerate() {
            let question = same_question(&entry.target, &entry.command);
            questions.entry(question).or_default().0.push(number);
        }
        Self { index, files, questions }
    }

    /// What was asked, when, of which cluster.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The exact bytes of an entry's answer; empty where nobody answered.
    #[must_use]
    pub fn body(&self, entry: &Entry) -> &[u8] {
        let file = entry.file.as_deref().unwrap_or_default();
        self.files.get(file).map(Vec::as_slice).unwrap_or_default()
    }

    /// The entry that answers this question now.
    fn next(&self, target: &Target, command: &Command) -> Option<&Entry> {
        let mut asked = serde_json::to_value(command).ok()?;
        if self.index.redacted
            && let Ok(text) = serde_json::from_str::<Value>(&redact::text(&asked.to_string()))
        {
            // A secret in the question was replaced when it was recorded.
            asked = text;
        }
        self.next_of(&target.to_string(), &asked)
    }

    /// The same, for a question as the index holds it.
    pub(super) fn next_of(&self, target: &str, asked: &Value) -> Option<&Entry> {
        let (entries, next) = self.questions.get(&same_question(target, asked))?;
        let last = entries.len() - 1;
        let at = next
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |at| Some((at + 1).min(last)))
            .unwrap_or_default();
        self.index.entries.get(entries[at.min(last)])
    }
}

#[async_trait]
impl CephTransport for Recording {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        _deadline: Duration,
    ) -> Result<Answer, TransportError> {
        let Some(entry) = self.next(target, command) else {
            return Err(TransportError::new(
                Kind::NotFound,
                format!("`{command}` is not in this recording: it was not asked of {target} then"),
            ));
        };
        match &entry.outcome {
            Outcome::Answered { status, message } => Ok(Answer {
                status: *status,
                message: message.clone(),
                body: self.body(entry).to_vec(),
                asked_at: entry.at,
                took: took(entry),
            }),
            Outcome::Failed { error } => {
                // A failure took longer than any answer. Whoever gives up the rest of a round at the first one must
                // not see it before the answers that came first then.
                let_others_go_first(self.index.entries.len().min(PATIENCE)).await;
                Err(TransportError::new(error.kind, error.message.clone()))
            }
        }
    }

    fn source(&self) -> Source {
        let Index { recorded_at, cluster, redacted, through, .. } = &self.index;
        let through =
            through.as_ref().map_or(String::new(), |through| format!(", taken through {}", through.detail));
        let redacted = if *redacted { ", redacted" } else { "" };
        let name = if cluster.name.is_empty() { "ceph" } else { &cluster.name };
        Source {
            rung: "recording".into(),
            cluster: name.to_owned(),
            detail: format!("recording of {recorded_at:.0}{through}{redacted}"),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn concurrency(&self) -> usize {
        let recorded = self.index.through.as_ref().map(|through| through.concurrency);
        recorded.unwrap_or(CONCURRENCY).clamp(1, 64)
    }

    fn mon_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for entry in &self.index.entries {
            if entry.command.get("prefix").and_then(Value::as_str) == Some("ping")
                && let Some(name) = entry.target.strip_prefix("mon.")
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
        names
    }
}

fn took(entry: &Entry) -> Duration {
    Duration::try_from_secs_f64(entry.took_ms / 1e3).unwrap_or_default()
}

/// Steps back `times` times, so that whatever is ready goes first.
async fn let_others_go_first(times: usize) {
    let mut left = times;
    std::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
