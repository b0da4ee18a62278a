//! What Kubernetes said, kept and given again: rows of the model, for an [`Orchestrator`] gives no bytes.
//!
//! One entry a question and round: target `kube`, command `{"prefix": "look", "question": "pods"}` (with `pods_of`
//! where the pods of one more namespace were asked for), and in the file the part as an inventory holds it:
//! `{"seen": {"value": […], "asked_at": …, "source": …}}`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::index::{self, Entry, Outcome, RecordedError};
use super::{Recorder, Recording};
use crate::model::kube::{KubeParts, KubeQuestion};
use crate::model::{Kind, redact};
use crate::port::{KubeSelection, Orchestrator};

/// Who is asked, in the index.
const TARGET: &str = "kube";

/// A question as the index holds it.
fn command(question: KubeQuestion, selection: &KubeSelection) -> Value {
    let mut command = Map::new();
    command.insert("prefix".into(), "look".into());
    command.insert("question".into(), word(question).into());
    if let Some(namespace) = selection.pods_of.as_ref().filter(|_| question == KubeQuestion::Pods) {
        command.insert("pods_of".into(), namespace.clone().into());
    }
    Value::Object(command)
}

/// `rook_clusters`
fn word(question: KubeQuestion) -> &'static str {
    question.part()
}

/// An [`Orchestrator`] that asks another one and writes what comes back into a recording.
pub struct KubeRecorder {
    inner: Arc<dyn Orchestrator>,
    recorder: Arc<Recorder>,
}

impl fmt::Debug for KubeRecorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KubeRecorder").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl KubeRecorder {
    /// Writes what `inner` says into the recording that `recorder` makes.
    #[must_use]
    pub fn new(recorder: Arc<Recorder>, inner: Arc<dyn Orchestrator>) -> Self {
        recorder.note_kubernetes(inner.source());
        Self { inner, recorder }
    }

    /// One part's entry, and the bytes of its file.
    fn write_down(&self, question: KubeQuestion, selection: &KubeSelection, part: &Value) {
        let seen = part.get("seen");
        let redacted = self.recorder.redacts();
        let clean = |text: &str| if redacted { redact::text(text).into_owned() } else { text.to_owned() };
        let text = |value: &Value, name: &str| {
            value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let why = part.pointer("/unseen/why").unwrap_or(&Value::Null);
        let outcome = if seen.is_some() {
            Outcome::Answered { status: 0, message: String::new() }
        } else {
            let kind = serde_json::from_value(text(why, "kind").into()).unwrap_or(Kind::Unreachable);
            Outcome::Failed { error: RecordedError { kind, message: clean(&text(why, "message")) } }
        };
        let asked = seen.and_then(|seen| text(seen, "asked_at").parse().ok());
        let mut entry = Entry {
            at: asked.unwrap_or_else(|| self.recorder.now()),
            target: TARGET.into(),
            command: command(question, selection),
            outcome,
            file: None,
            bytes: None,
            sha256: None,
            took_ms: seen.and_then(|seen| seen.get("took_ms")?.as_f64()).unwrap_or_default(),
        };
        let number = self.recorder.number();
        let body = seen.map(|_| part.to_string().into_bytes());
        let body = body.map(|body| if redacted { redact::bytes(&body).into_owned() } else { body });
        if let Some(body) = &body {
            entry.file = Some(format!("kube/{number:04}-{}.json", word(question).replace('_', "-")));
            entry.bytes = Some(body.len() as u64);
            entry.sha256 = Some(index::sha256(body));
        }
        self.recorder.append(number, entry, body.as_deref());
    }
}

#[async_trait]
impl Orchestrator for KubeRecorder {
    async fn look(&self, selection: &KubeSelection, deadline: Duration) -> KubeParts {
        let parts = self.inner.look(selection, deadline).await;
        // Structs of texts, numbers and lists always write.
        let all = serde_json::to_value(&parts).unwrap_or_default();
        for question in &selection.questions {
            if let Some(part) = all.get(question.part()) {
                self.write_down(*question, selection, part);
            }
        }
        parts
    }

    fn source(&self) -> String {
        self.inner.source()
    }
}

#[async_trait]
impl Orchestrator for Recording {
    async fn look(&self, selection: &KubeSelection, _deadline: Duration) -> KubeParts {
        let asked: Vec<KubeQuestion> = selection.questions.iter().copied().collect();
        if self.index().kubernetes.is_none() {
            let words = "Kubernetes is not in this recording: it was taken without one, or by a koor that did not record it";
            return KubeParts::unseen(&asked, Kind::NotAsked, words);
        }
        let mut parts = KubeParts::not_asked();
        for question in asked {
            parts.put(question, self.part(question, selection));
        }
        parts
    }

    fn source(&self) -> String {
        self.index().kubernetes.clone().unwrap_or_default()
    }
}

impl Recording {
    /// One recorded part; all others are not asked.
    fn part(&self, question: KubeQuestion, selection: &KubeSelection) -> KubeParts {
        let unseen = |kind, words: &str| KubeParts::unseen(&[question], kind, words);
        let command = command(question, selection);
        let Some(entry) = self.next_of(TARGET, &command) else {
            let of = selection.pods_of.as_ref().filter(|_| question == KubeQuestion::Pods);
            let what = match of {
                Some(namespace) => Cow::Owned(format!("the pods of namespace {namespace} are")),
                None => Cow::Borrowed("this part is"),
            };
            return unseen(
                Kind::NotFound,
                &format!("{what} not in this recording: it was not asked for then"),
            );
        };
        match &entry.outcome {
            Outcome::Failed { error } => unseen(error.kind, &error.message),
            Outcome::Answered { .. } => {
                read(question, self.body(entry)).unwrap_or_else(|why| unseen(Kind::Corrupt, &why))
            }
        }
    }
}

/// A part as it stands in its file.
fn read(question: KubeQuestion, body: &[u8]) -> Result<KubeParts, String> {
    let bad = |error: serde_json::Error| {
        format!("what the recording holds of {} can't be read: {error}", question.part())
    };
    let part: Value = serde_json::from_slice(body).map_err(bad)?;
    let mut all = serde_json::to_value(KubeParts::not_asked()).map_err(bad)?;
    if let Some(members) = all.as_object_mut() {
        members.insert(question.part().to_owned(), part);
    }
    serde_json::from_value(all).map_err(bad)
}
