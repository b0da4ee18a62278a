//! A transport that writes down what passes through it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::RecordingError;
use super::index::{self, Entry, FORMAT, Index, Outcome, RecordedCluster, RecordedError, Through};
use super::limits::{MAX_ENTRIES, MAX_ENTRY, MAX_TOTAL};
use super::staging::{Form, Staging};
use crate::model::{Command, Source, Target, redact};
use crate::port::{Answer, CephTransport, Clock, TransportError};

/// How a recording is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordOptions {
    /// Replace secrets by placeholders; on, unless switched off.
    pub redact: bool,
    /// Replace a recording that stands at the path already; off, unless switched on.
    pub overwrite: bool,
}

impl Default for RecordOptions {
    fn default() -> Self {
        Self { redact: true, overwrite: false }
    }
}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many questions.
    pub entries: usize,
    /// How many bytes their answers have, before compression.
    pub bytes: u64,
    /// Where it stands.
    pub path: PathBuf,
}

/// A [`CephTransport`] that asks another one and writes down what comes back.
///
/// Answers are written to disk as they come, so that a long recording takes no memory; nothing stands under the
/// final name before [`finish`](Self::finish), and a recorder that is dropped before leaves nothing behind. A command
/// gets its answer whether or not it could be written down: [`finish`](Self::finish) tells.
///
/// Writing is done where the answer arrives and not on another thread: an answer is tens of kilobytes, its write goes
/// to the page cache, and it is done before the caller can ask the next question. The `pg dump` of a very large
/// cluster costs a fraction of the time its decoding does.
pub struct Recorder {
    inner: Arc<dyn CephTransport>,
    clock: Arc<dyn Clock>,
    redact: bool,
    recorded_at: Timestamp,
    log: Mutex<Log>,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("inner", &self.inner)
            .field("redact", &self.redact)
            .finish_non_exhaustive()
    }
}

/// What was written down so far.
struct Log {
    target: PathBuf,
    /// `None` once finished.
    staging: Option<Staging>,
    asked: usize,
    entries: BTreeMap<usize, Entry>,
    bytes: u64,
    fsid: String,
    ceph_version: Option<String>,
    kubernetes: Option<String>,
    /// The first thing that could not be written down.
    failed: Option<RecordingError>,
}

impl Recorder {
    /// Records into a folder.
    ///
    /// # Errors
    /// `InvalidInput` where something stands at `path` already and may not be overwritten, or nothing can be written
    /// beside it.
    pub fn to_folder(
        path: &Path,
        inner: Arc<dyn CephTransport>,
        clock: Arc<dyn Clock>,
        options: RecordOptions,
    ) -> Result<Self, RecordingError> {
        Self::new(path, Form::Folder, inner, clock, options)
    }

    /// Records into one `.tar.zst`.
    ///
    /// # Errors
    /// As [`to_folder`](Self::to_folder).
    pub fn to_archive(
        path: &Path,
        inner: Arc<dyn CephTransport>,
        clock: Arc<dyn Clock>,
        options: RecordOptions,
    ) -> Result<Self, RecordingError> {
        Self::new(path, Form::Archive, inner, clock, options)
    }

    fn new(
        path: &Path,
        form: Form,
        inner: Arc<dyn CephTransport>,
        clock: Arc<dyn Clock>,
        options: RecordOptions,
    ) -> Result<Self, RecordingError> {
        let staging = Staging::create(path, form, options.overwrite)?;
        Ok(Self {
            redact: options.redact,
            recorded_at: clock.now(),
            inner,
            clock,
            log: Mutex::new(Log {
                target: staging.target().to_owned(),
                staging: Some(staging),
                asked: 0,
                entries: BTreeMap::new(),
                bytes: 0,
                fsid: String::new(),
                ceph_version: None,
                kubernetes: None,
                failed: None,
            }),
        })
    }

    /// Completes the recording and gives it its name. What is asked afterwards passes through unrecorded.
    ///
    /// # Errors
    /// `InvalidInput` where it can't be written or its name was taken meanwhile, `Corrupt` where it would be larger
    /// than what can be read again, `Conflict` where it was finished before. Nothing is left behind then.
    pub fn finish(&self) -> Result<Summary, RecordingError> {
        let mut log = self.log();
        let Some(staging) = log.staging.take() else {
            return Err(RecordingError::Finished { path: log.target.clone() });
        };
        if let Some(error) = log.failed.take() {
            return Err(error);
        }
        let source = self.inner.source();
        let index = Index {
            format: FORMAT,
            recorded_at: self.recorded_at,
            cluster: RecordedCluster { fsid: log.fsid.clone(), name: source.cluster },
            ceph_version: log.ceph_version.clone(),
            redacted: self.redact,
            kubernetes: log.kubernetes.take(),
            through: Some(Through {
                rung: source.rung,
                detail: source.detail,
                concurrency: self.inner.concurrency(),
            }),
            entries: std::mem::take(&mut log.entries).into_values().collect(),
        };
        let summary = Summary { entries: index.entries.len(), bytes: log.bytes, path: log.target.clone() };
        staging.finish(&index)?;
        Ok(summary)
    }

    /// Notes which Kubernetes cluster is asked beside it.
    pub(super) fn note_kubernetes(&self, source: String) {
        let source = if self.redact { redact::text(&source).into_owned() } else { source };
        self.log().kubernetes = Some(source);
    }

    pub(super) fn redacts(&self) -> bool {
        self.redact
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The number of the next question.
    pub(super) fn number(&self) -> usize {
        let mut log = self.log();
        log.asked += 1;
        log.asked
    }

    /// Writes down one question and its answer.
    pub(super) fn append(&self, number: usize, entry: Entry, body: Option<&[u8]>) {
        self.log().append(number, entry, body);
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The entry of one question, and the bytes of its file.
    fn entry<'a>(
        &self,
        asked: &Asked<'_>,
        outcome: &'a Result<Answer, TransportError>,
    ) -> (Entry, Option<Cow<'a, [u8]>>) {
        let clean = |text: &str| {
            if self.redact { redact::text(text).into_owned() } else { text.to_owned() }
        };
        let Asked { number, at, target, command, took } = *asked;
        let object = serde_json::to_value(command).unwrap_or_default();
        let mut entry = Entry {
            at,
            target: target.to_string(),
            command: serde_json::from_str(&clean(&object.to_string())).unwrap_or(Value::Null),
            outcome: match outcome {
                Ok(answer) => Outcome::Answered { status: answer.status, message: clean(&answer.message) },
                Err(error) => Outcome::Failed {
                    error: RecordedError { kind: error.kind, message: clean(&error.message) },
                },
            },
            file: None,
            bytes: None,
            sha256: None,
            took_ms: took.as_secs_f64() * 1e3,
        };
        let Ok(answer) = outcome else {
            return (entry, None);
        };
        let body =
            if self.redact { redact::bytes(&answer.body) } else { Cow::Borrowed(answer.body.as_slice()) };
        entry.at = answer.asked_at;
        entry.took_ms = answer.took.as_secs_f64() * 1e3;
        entry.file = Some(file_name(number, command));
        entry.bytes = Some(body.len() as u64);
        entry.sha256 = Some(index::sha256(&body));
        (entry, Some(body))
    }
}

/// One question under way.
struct Asked<'a> {
    number: usize,
    at: Timestamp,
    target: &'a Target,
    command: &'a Command,
    took: Duration,
}

impl Log {
    fn append(&mut self, number: usize, entry: Entry, body: Option<&[u8]>) {
        let Some(staging) = self.staging.as_ref().filter(|_| self.failed.is_none()) else {
            return;
        };
        let size = body.map_or(0, |body| body.len() as u64);
        let name = || self.target.display().to_string();
        let written = if self.entries.len() >= MAX_ENTRIES {
            Err(index::too_large(&name(), "one entry more".into(), MAX_ENTRIES.to_string()))
        } else if size > MAX_ENTRY || self.bytes + size > MAX_TOTAL {
            let most = format!("{MAX_ENTRY} bytes an answer and {MAX_TOTAL} in all");
            Err(index::too_large(&name(), format!("{size} bytes more"), most))
        } else {
            match (&entry.file, body) {
                (Some(file), Some(body)) => staging.write(file, body),
                _ => Ok(()),
            }
        };
        match written {
            Ok(()) => {
                self.bytes += size;
                self.entries.insert(number, entry);
            }
            Err(error) => self.failed = Some(error),
        }
    }

    /// Takes note of which cluster this is, out of what passes.
    fn learn(&mut self, command: &Command, body: &[u8]) {
        #[derive(Deserialize)]
        struct Status {
            fsid: String,
        }
        #[derive(Deserialize)]
        struct Versions {
            overall: BTreeMap<String, u64>,
        }
        match command.prefix {
            "status" if self.fsid.is_empty() => {
                if let Ok(status) = serde_json::from_slice::<Status>(body) {
                    self.fsid = status.fsid;
                }
            }
            "versions" if self.ceph_version.is_none() => {
                let versions = serde_json::from_slice::<Versions>(body).ok();
                self.ceph_version = versions
                    .and_then(|versions| versions.overall.into_iter().max_by_key(|(_, daemons)| *daemons))
                    .and_then(|(text, _)| {
                        let version = text.strip_prefix("ceph version ")?.split_whitespace().next()?;
                        Some(version.to_owned())
                    });
            }
            _ => {}
        }
    }
}

/// `ceph/0001-osd-dump.json`
fn file_name(number: usize, command: &Command) -> String {
    let words: String = command
        .prefix
        .chars()
        .take(40)
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .collect();
    format!("ceph/{number:04}-{words}.json")
}

#[async_trait]
impl CephTransport for Recorder {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        let number = self.number();
        let (at, began) = (self.clock.now(), Instant::now());
        let outcome = self.inner.command(target, command, deadline).await;
        let took = began.elapsed();
        let asked = Asked { number, at, target, command, took };
        // Outside the lock: this is the work.
        let (entry, body) = self.entry(&asked, &outcome);
        let mut log = self.log();
        if let Ok(answer) = &outcome {
            log.learn(command, &answer.body);
        }
        log.append(number, entry, body.as_deref());
        drop(log);
        outcome
    }

    fn source(&self) -> Source {
        self.inner.source()
    }

    fn concurrency(&self) -> usize {
        self.inner.concurrency()
    }

    fn mon_names(&self) -> Vec<String> {
        self.inner.mon_names()
    }
}
