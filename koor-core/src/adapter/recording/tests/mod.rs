//! Recordings made of a scripted transport, and replayed.

mod damage;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;

use super::{RecordOptions, Recorder, Recording, RecordingError};
use crate::model::{Command, Kind, OsdId, Source, Target};
use crate::port::{Answer, CephTransport, SystemClock, TransportError};

const DEADLINE: Duration = Duration::from_secs(5);

/// Gives one prepared outcome after the other.
#[derive(Debug)]
struct Scripted(Mutex<VecDeque<Result<Answer, TransportError>>>);

#[async_trait]
impl CephTransport for Scripted {
    async fn command(&self, _: &Target, _: &Command, _: Duration) -> Result<Answer, TransportError> {
        self.0.lock().unwrap().pop_front().expect("one more question than prepared")
    }

    fn source(&self) -> Source {
        Source {
            rung: "librados".into(),
            cluster: "prod".into(),
            detail: "librados 16.2.15, client.admin".into(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn concurrency(&self) -> usize {
        3
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is one outcome of several")]
fn answer(status: i32, message: &str, body: &str) -> Result<Answer, TransportError> {
    Ok(Answer {
        status,
        message: message.into(),
        body: body.into(),
        asked_at: "2026-11-22T17:20:24.692335123Z".parse().unwrap(),
        took: Duration::from_nanos(623_457),
    })
}

type Asked = (Target, Command, Result<Answer, TransportError>);

/// What is asked in these tests, and what comes back.
fn conversation() -> Vec<Asked> {
    let versions = r#"{"overall":{"ceph version 18.2.7 (x) reef (stable)":2,"ceph version 16.2.15 (y) pacific (stable)":9}}"#;
    let dump = Command::new("config dump");
    let show = Command::new("config show").text("who", "osd.3");
    let ping = Command::new("ping");
    let late = TransportError::new(Kind::Timeout, "`osd df`: no answer within 5 s");
    vec![
        (Target::Mon, Command::new("status"), answer(0, "", "\n{\"fsid\":\"f1\",\"n\":1}")),
        (Target::Mon, Command::new("versions"), answer(0, "", versions)),
        (Target::Mgr, Command::new("osd df"), Err(late)),
        (Target::Mon, dump, answer(0, "", r#"[{"name":"rgw_opa_token","value":"s3cr3t"}, 1.50]"#)),
        (Target::Osd(OsdId(3)), Command::new("version"), answer(-16, "password=s3cr3t", "{\"a\":1}")),
        (Target::Mon, show, answer(0, "", "")),
        (Target::MonNamed("b".into()), ping.clone(), answer(0, "", "{}")),
        (Target::MonNamed("a".into()), ping, answer(0, "", "{}")),
        (Target::Mon, Command::new("status"), answer(0, "", "{\"fsid\":\"f1\",\"n\":2}")),
    ]
}

#[derive(Clone, Copy, Debug)]
enum To {
    Folder,
    Archive,
}

async fn record(path: &Path, to: To, options: RecordOptions) -> Result<super::Summary, RecordingError> {
    let outcomes = conversation().into_iter().map(|(_, _, outcome)| outcome).collect();
    let inner = Arc::new(Scripted(Mutex::new(outcomes)));
    let make = match to {
        To::Folder => Recorder::to_folder,
        To::Archive => Recorder::to_archive,
    };
    let recorder = make(path, inner, Arc::new(SystemClock), options)?;
    for (target, command, outcome) in conversation() {
        assert_eq!(recorder.command(&target, &command, DEADLINE).await, outcome, "it passes through");
    }
    assert!(!path.exists() || options.overwrite, "nothing has the final name yet");
    recorder.finish()
}

fn open_options() -> RecordOptions {
    RecordOptions { redact: false, overwrite: false }
}

fn names_in(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_was_answered_is_answered_again() {
    for to in [To::Folder, To::Archive] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.tar.zst");
        let summary = record(&path, to, open_options()).await.unwrap();
        assert_eq!((summary.entries, &summary.path), (9, &path));
        assert_eq!(names_in(folder.path()), ["r.tar.zst"], "nothing is left beside it");

        let recording = Recording::open(&path).unwrap();
        let index = recording.index();
        assert_eq!((index.cluster.fsid.as_str(), index.cluster.name.as_str()), ("f1", "prod"));
        assert_eq!(index.ceph_version.as_deref(), Some("16.2.15"), "what most daemons run");
        assert_eq!(index.entries[0].file.as_deref(), Some("ceph/0001-status.json"));
        assert_eq!(recording.concurrency(), 3);
        assert_eq!(recording.mon_names(), ["b", "a"]);
        let source = recording.source();
        assert_eq!((source.rung.as_str(), source.cluster.as_str()), ("recording", "prod"));
        assert!(source.detail.starts_with("recording of 20"), "{source}");
        assert!(source.detail.ends_with("Z, taken through librados 16.2.15, client.admin"), "{source}");

        for (target, command, outcome) in conversation() {
            assert_eq!(recording.command(&target, &command, DEADLINE).await, outcome, "{to:?} {command}");
        }
        let (target, status, last) = conversation().pop().unwrap();
        assert_eq!(recording.command(&target, &status, DEADLINE).await, last, "the last one stays");
        let error = recording.command(&Target::Mgr, &status, DEADLINE).await.unwrap_err();
        assert_eq!(error.kind, Kind::NotFound, "who was asked counts");
    }
}

#[tokio::test]
async fn secrets_are_replaced_unless_told_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r");
    record(&path, To::Folder, RecordOptions::default()).await.unwrap();
    for file in names_in(&path.join("ceph")) {
        assert!(
            !std::fs::read_to_string(path.join("ceph").join(&file)).unwrap().contains("s3cr3t"),
            "{file}"
        );
    }
    assert!(!std::fs::read_to_string(path.join("index.json")).unwrap().contains("s3cr3t"));
    let recording = Recording::open(&path).unwrap();
    assert!(recording.source().detail.ends_with(", redacted"));
    let dump = recording.command(&Target::Mon, &Command::new("config dump"), DEADLINE).await.unwrap();
    assert_eq!(dump.body, br#"[{"name":"rgw_opa_token","value":"REDACTED"}, 1.50]"#);
}

#[tokio::test]
async fn a_secret_in_a_question_still_finds_its_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r");
    let inner = Arc::new(Scripted(Mutex::new([answer(0, "set", "")].into())));
    let recorder =
        Recorder::to_folder(&path, inner, Arc::new(SystemClock), RecordOptions::default()).unwrap();
    let command = Command::new("config set").text("name", "rgw_opa_token").text("value", "s3cr3t");
    recorder.command(&Target::Mon, &command, DEADLINE).await.unwrap();
    recorder.finish().unwrap();
    let recording = Recording::open(&path).unwrap();
    assert_eq!(recording.index().entries[0].command["value"], "REDACTED");
    assert_eq!(recording.command(&Target::Mon, &command, DEADLINE).await.unwrap().message, "set");
}

#[tokio::test]
async fn nothing_is_overwritten_unless_told_and_then_only_a_recording() {
    let again = RecordOptions { overwrite: true, ..open_options() };
    for to in [To::Folder, To::Archive] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        record(&path, to, open_options()).await.unwrap();
        let error = record(&path, to, open_options()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput, "{error}");
        record(&path, to, again).await.unwrap();
        Recording::open(&path).unwrap();
        assert_eq!(names_in(folder.path()), ["r"]);

        let text = folder.path().join("text");
        std::fs::write(&text, "precious").unwrap();
        let error = record(&text, to, again).await.unwrap_err();
        assert!(matches!(error, RecordingError::NotOurs { .. }), "{error}");

        let home = folder.path().join("home");
        std::fs::create_dir(&home).unwrap();
        std::fs::write(home.join("precious"), "x").unwrap();
        let error = record(&home, to, again).await.unwrap_err();
        assert!(matches!(error, RecordingError::NotOurs { .. }), "{error}");
        assert!(home.join("precious").exists());
    }
}

#[tokio::test]
async fn a_recorder_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inner = Arc::new(Scripted(Mutex::new([answer(0, "", "{}")].into())));
    let path = folder.path().join("r.tar.zst");
    let recorder =
        Recorder::to_archive(&path, inner, Arc::new(SystemClock), RecordOptions::default()).unwrap();
    recorder.command(&Target::Mon, &Command::new("status"), DEADLINE).await.unwrap();
    drop(recorder);
    assert!(names_in(folder.path()).is_empty());
    let gone = folder.path().join("no/such/folder/r");
    let inner = Arc::new(Scripted(Mutex::default()));
    let error =
        Recorder::to_folder(&gone, inner, Arc::new(SystemClock), RecordOptions::default()).unwrap_err();
    assert!(matches!(error, RecordingError::Write { .. }), "{error}");
}

#[tokio::test]
async fn a_finished_recorder_passes_on_and_finishes_once() {
    let folder = tempfile::tempdir().unwrap();
    let inner = Arc::new(Scripted(Mutex::new([answer(0, "", "{}")].into())));
    let path = folder.path().join("r");
    let recorder =
        Recorder::to_folder(&path, inner, Arc::new(SystemClock), RecordOptions::default()).unwrap();
    assert_eq!(recorder.finish().unwrap().entries, 0);
    recorder.command(&Target::Mon, &Command::new("status"), DEADLINE).await.unwrap();
    assert_eq!(recorder.finish().unwrap_err().kind(), Kind::Conflict);
    assert_eq!(Recording::open(&path).unwrap().index().entries.len(), 0);
}

#[tokio::test]
async fn a_failure_comes_after_the_answers_that_came_first_then() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r");
    record(&path, To::Folder, open_options()).await.unwrap();
    let recording = Recording::open(&path).unwrap();
    let order = Mutex::new(Vec::new());
    let ask = async |target: Target, prefix: &'static str| {
        let answered = recording.command(&target, &Command::new(prefix), DEADLINE).await.is_ok();
        order.lock().unwrap().push(answered);
    };
    let failing = ask(Target::Mgr, "osd df");
    futures_util::future::join3(failing, ask(Target::Mon, "status"), ask(Target::Mon, "versions")).await;
    assert_eq!(*order.lock().unwrap(), [true, true, false]);
}
