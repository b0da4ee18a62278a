//! A script in a pod that stays: commands go in as lines, answers come out as frames, several under way at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use kube::api::AttachedProcess;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};

use super::ended::Ended;
use super::frame::{Frames, Head};
use super::place::{Place, Places};
use super::run::{self, NotRun};
use super::{Reply, failed};
use crate::model::{Command, Kind, Target};
use crate::port::TransportError;

const SCRIPT: &str = include_str!("script.py");
/// Reads the script itself from its stdin, so that the request line is short.
const BOOTSTRAP: &str = "import sys;exec(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))";
/// How many commands are under way in the pod at most.
pub(super) const THREADS: usize = 8;

/// When `timeout` ends whatever runs in the pod, in seconds.
const LIFETIME_S: u64 = 900;
/// From when on a session takes no more commands: the slowest one has a minute.
const RETIRES: Duration = Duration::from_secs(LIFETIME_S - 180);
/// After how many seconds without a command the script ends.
const IDLE_S: u64 = 60;
/// From when on nobody relies on the script being there.
const STALE: Duration = Duration::from_secs(IDLE_S - 10);
/// How long after its limit an answer is still on its way. Beyond, librados hangs, or the connection leads nowhere any
/// more without anybody having said so.
const PATIENCE: Duration = Duration::from_millis(500);

type Answered = Result<(Head, Vec<u8>), TransportError>;

/// One script in one pod. Dropped, it closes the connection, and the script ends.
#[derive(Debug)]
pub(super) struct Session {
    place: Place,
    librados: String,
    lines: mpsc::UnboundedSender<Vec<u8>>,
    shared: Arc<Shared>,
    serving: tokio::task::AbortHandle,
    opened: Instant,
}

/// What commands share with the task that serves them.
#[derive(Debug)]
struct Shared {
    place: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next: u64,
    waiting: HashMap<u64, oneshot::Sender<Answered>>,
    /// When something was last asked or answered.
    last: Instant,
    /// A call outlived its own limit: nobody relies on the session any more.
    stuck: bool,
    ended: Option<TransportError>,
}

impl Session {
    /// Starts the script in a pod and waits for its hello.
    ///
    /// # Errors
    /// [`NotRun`].
    pub(super) async fn open(places: &Places, place: &Place, usual: Duration) -> Result<Self, NotRun> {
        let words = ["timeout", "-k", "5", &LIFETIME_S.to_string(), "python3", "-c", BOOTSTRAP];
        let words = words.map(str::to_owned);
        let mut process = run::start(places, place, &words, true).await?;
        let (Some(mut stdin), Some(stdout), Some(stderr), Some(status)) =
            (process.stdin(), process.stdout(), process.stderr(), process.take_status())
        else {
            return Err(run::lost(place, "it has no streams"));
        };
        let mut settings = place.settings();
        settings["connect_s"] = super::limit_s(usual, usual).into();
        settings["idle_s"] = IDLE_S.into();
        settings["threads"] = THREADS.into();
        let mut opening = format!("{}\n{SCRIPT}", SCRIPT.len()).into_bytes();
        opening.extend(line(&settings));
        let (mut frames, status) = (Frames::new(stdout), status.shared());
        let hello = async {
            stdin.write_all(&opening).await.map_err(|error| error.to_string())?;
            tokio::select! {
                biased;
                hello = frames.next() => hello,
                // Where the connection breaks off, the stream does not end.
                () = broken(status.clone()) => Err("it broke off".into()),
            }
        };
        let hello = match hello.await {
            Ok(Some((hello, _))) => hello,
            Ok(None) => return Err(not_begun(status.await.as_ref(), place)),
            Err(reason) => return Err(run::lost(place, &reason)),
        };
        let Some(librados) = hello.librados.filter(|_| hello.missing.is_none()) else {
            return Err(NotRun::NoModule);
        };
        let shared = Arc::new(Shared::new(place));
        let (lines, incoming) = mpsc::unbounded_channel();
        let serving =
            serve(process, Streams { stdin, frames, stderr, incoming }, broken(status), shared.clone());
        let serving = tokio::spawn(serving).abort_handle();
        Ok(Self { place: place.clone(), librados, lines, shared, serving, opened: Instant::now() })
    }

    /// The version of the API that the pod's librados has: `3.0.0`.
    pub(super) fn librados(&self) -> &str {
        &self.librados
    }

    /// Whether further commands may go in.
    pub(super) fn stands(&self) -> bool {
        let state = self.shared.state();
        state.ended.is_none()
            && !state.stuck
            && self.opened.elapsed() < RETIRES
            && (!state.waiting.is_empty() || state.last.elapsed() < STALE)
    }

    /// Sends one command and waits for its answer, at most until `deadline`.
    pub(super) async fn command(
        &self,
        target: &Target,
        command: &Command,
        limit_s: u64,
        deadline: Duration,
    ) -> Result<Reply, TransportError> {
        let what = match target {
            Target::Mon | Target::Mgr => format!("`{command}`"),
            other => format!("`{command}` to {other}"),
        };
        let request = match (target, command.prefix) {
            (Target::MonNamed(mon), "ping") => {
                json!({ "to": "greeting", "address": mon, "limit": deadline.as_secs_f64() })
            }
            (Target::Mon | Target::Mgr, _) => {
                json!({ "to": "mon", "command": in_json(command)?, "limit": limit_s })
            }
            (Target::Osd(id), _) => {
                json!({ "to": "osd", "osd": id.0, "command": in_json(command)?, "limit": limit_s })
            }
            (Target::MonNamed(_) | Target::Daemon(_), _) => {
                return Err(TransportError::new(
                    Kind::Unsupported,
                    format!("librados can't send {what}: use the `ceph` program for it (--rung ceph)"),
                ));
            }
        };
        let (head, body) = self.ask(request, limit_s, deadline, &what).await?;
        if let Some(failed) = &head.failed {
            return Err(failed::of(failed, &self.place, &what));
        }
        if let (Some(greeting), Target::MonNamed(mon)) = (head.greeting, target) {
            failed::greeted(greeting, mon, &self.place.name_of_pod())?;
        }
        let status = head.status.unwrap_or_default();
        if status == ETIMEDOUT {
            return Err(super::late(Duration::from_secs(limit_s), &what));
        }
        let took = head.took_s.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(Reply { status, message: head.words.unwrap_or_default().trim().to_owned(), body, took })
    }

    async fn ask(&self, mut request: Value, limit_s: u64, deadline: Duration, what: &str) -> Answered {
        let (answer, receive) = oneshot::channel();
        let waiting = self.shared.wait(answer)?;
        request["id"] = waiting.id.into();
        let sent = Instant::now();
        // Nobody takes lines any more only where the session has ended, and then `receive` says why.
        let _ended = self.lines.send(line(&request));
        let answered = tokio::time::timeout(deadline, receive).await;
        match answered {
            Ok(Ok(answered)) => answered,
            Ok(Err(_)) => Err(self.shared.lost()),
            Err(_) => {
                if sent.elapsed() > Duration::from_secs(limit_s) + PATIENCE {
                    self.shared.state().stuck = true;
                }
                Err(super::late(deadline, what))
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// errno of an answer that a time limit made.
const ETIMEDOUT: i32 = -110;

fn in_json(command: &Command) -> Result<Value, TransportError> {
    let mut object = serde_json::to_value(command).map_err(|error| {
        TransportError::new(
            Kind::Internal,
            format!("the command `{command}` can't be written as JSON: {error}"),
        )
    })?;
    object["format"] = "json".into();
    Ok(object)
}

fn line(value: &Value) -> Vec<u8> {
    let mut line = value.to_string().into_bytes();
    line.push(b'\n');
    line
}

/// Why the script did not say hello.
fn not_begun(
    status: Option<&k8s_openapi::apimachinery::pkg::apis::meta::v1::Status>,
    place: &Place,
) -> NotRun {
    match run::ended_by(status) {
        // What `timeout` says where it finds no `python3`, and what a container without `timeout` says.
        Ok(Ended::Exit(126 | 127) | Ended::NoProgram) => NotRun::NoModule,
        Ok(Ended::Exit(code)) => NotRun::failed(
            Kind::Unsupported,
            format!("Python in {} ended with {code} before it could ask anything", place.name_of_pod()),
        ),
        Ok(Ended::Other(words)) => NotRun::failed(
            Kind::Unreachable,
            format!("{} can't be entered: {}", place.name_of_pod(), crate::model::clipped(&words)),
        ),
        Err(reason) => run::lost(place, &reason),
    }
}

/// Comes where the connection broke off; never, where the process ended.
async fn broken(
    status: impl Future<Output = Option<k8s_openapi::apimachinery::pkg::apis::meta::v1::Status>>,
) {
    if status.await.is_some() {
        std::future::pending::<()>().await;
    }
}

struct Streams<I, O, E> {
    stdin: I,
    frames: Frames<O>,
    stderr: E,
    incoming: mpsc::UnboundedReceiver<Vec<u8>>,
}

/// Carries lines in and frames out until the connection or the process ends. All three streams together: one that
/// nobody reads would stop the others.
async fn serve(
    process: AttachedProcess,
    mut streams: Streams<impl AsyncWrite + Unpin, impl AsyncRead + Unpin, impl AsyncRead + Unpin>,
    broken: impl Future<Output = ()>,
    shared: Arc<Shared>,
) {
    // However this task ends, nobody is left waiting.
    let end = End(shared.clone());
    let writing = async {
        while let Some(line) = streams.incoming.recv().await {
            if let Err(error) = streams.stdin.write_all(&line).await {
                return error.to_string();
            }
        }
        std::future::pending().await
    };
    let reading = async {
        loop {
            match streams.frames.next().await {
                Ok(Some((head, body))) => shared.answer(head, body),
                Ok(None) => return "the script in it has ended".to_owned(),
                Err(reason) => return reason,
            }
        }
    };
    let words = async {
        let _not_for_people = run::tail(&mut streams.stderr).await;
        std::future::pending::<()>().await;
    };
    let reason = tokio::select! {
        reason = reading => reason,
        reason = writing => reason,
        () = broken => "it broke off".to_owned(),
        () = words => String::new(),
    };
    end.0.end(&reason);
    drop(process);
}

/// Tells whoever waits that the session has ended.
struct End(Arc<Shared>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.end("it was closed");
    }
}

impl Shared {
    fn new(place: &Place) -> Self {
        let state =
            State { next: 1, waiting: HashMap::new(), last: Instant::now(), stuck: false, ended: None };
        Self { place: place.name_of_pod(), state: Mutex::new(state) }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, answer: oneshot::Sender<Answered>) -> Result<Waiting<'_>, TransportError> {
        let mut state = self.state();
        if let Some(ended) = &state.ended {
            return Err(ended.clone());
        }
        let id = state.next;
        state.next += 1;
        state.last = Instant::now();
        state.waiting.insert(id, answer);
        Ok(Waiting { shared: self, id })
    }

    fn answer(&self, head: Head, body: Vec<u8>) {
        let mut state = self.state();
        state.last = Instant::now();
        let waiting = head.id.and_then(|id| state.waiting.remove(&id));
        drop(state);
        if let Some(waiting) = waiting {
            let _gone = waiting.send(Ok((head, body)));
        }
    }

    fn end(&self, reason: &str) {
        let mut state = self.state();
        let error = state.ended.get_or_insert_with(|| self.broken_off(reason)).clone();
        for (_, waiting) in state.waiting.drain() {
            let _gone = waiting.send(Err(error.clone()));
        }
    }

    fn lost(&self) -> TransportError {
        self.state().ended.clone().unwrap_or_else(|| self.broken_off("it was closed"))
    }

    fn broken_off(&self, reason: &str) -> TransportError {
        TransportError::new(
            Kind::Unreachable,
            format!("the connection into {} is lost ({reason}): ask again", self.place),
        )
    }
}

/// One command that waits; dropped, its answer is dropped when it comes.
struct Waiting<'a> {
    shared: &'a Shared,
    id: u64,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.shared.state().waiting.remove(&self.id);
    }
}
