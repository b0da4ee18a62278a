//! Commands through a pod of Rook's: exec, a WebSocket through the API server to the kubelet.
//!
//! What was seen on real kubelets decides the shape of this folder:
//! - an exec costs 0.1 s before anything runs, and `ceph` in it another 0.4 s: one session stays open, in which a
//!   script of ours (`script.py`, over the pod's own `rados` module) takes commands as lines and frames its answers,
//!   several at once (`session`, `frame`);
//! - dropping the connection does not end a remote process: the script ends where its stdin ends, or where nobody asked
//!   for a minute, and `timeout` ends it in any case; a session is given up well before that;
//! - exec by WebSocket takes `get` **and** `create` on `pods/exec`; SPDY, which `kubectl` falls back to, takes `create`
//!   alone;
//! - `ceph` works in the toolbox as it is, in the operator's pod with the conf that the operator keeps, and in a mon's
//!   pod with the mons of its environment and the mons' keyring (`place`);
//! - several commands on one `ceph`'s stdin lose their statuses: where a pod has no `rados` module, each command is one
//!   `ceph` in one exec (`program`).
//!
//! The script and all commands go by stdin: the request line, which API servers log, holds neither.
//!
//! Deliberately absent: SPDY, terminals, `rados_mgr_command` (see `adapter/librados`).

mod ended;
mod failed;
mod frame;
mod place;
mod program;
mod run;
mod session;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::sync::Mutex;

use self::place::{Place, Places};
use self::run::NotRun;
use self::session::Session;
use super::KubeApi;
use crate::model::{Command, Kind, Source, Target};
use crate::port::{Answer, CephTransport, Clock, TransportError};

/// With what to open a cluster through exec.
#[derive(Debug, Clone)]
pub struct ExecAccess {
    /// The namespace of the CephCluster.
    pub namespace: String,
    /// The namespace of the operator; the same where nobody says otherwise.
    pub operator_namespace: Option<String>,
    /// The client, `client.admin` where nobody says otherwise.
    pub name: Option<String>,
    /// Where the mons listen, `10.0.0.1:3300`, one a mon: the names they can be asked under.
    pub mon_names: Vec<String>,
}

/// A [`CephTransport`] over exec into a pod.
#[derive(Debug)]
pub struct Exec {
    places: Places,
    mon_names: Vec<String>,
    clock: Arc<dyn Clock>,
    usual: Duration,
    slot: Mutex<Slot>,
    told: std::sync::Mutex<String>,
    one_by_one: AtomicBool,
}

/// How commands go into a pod.
#[derive(Debug, Clone)]
enum Way {
    /// As lines to a script that stays.
    Session(Arc<Session>),
    /// One `ceph` a command: the pod has no `rados` module.
    Program(Arc<Place>),
}

#[derive(Debug, Default)]
struct Slot {
    way: Option<Way>,
    /// The last attempt that failed, and when: whoever was waiting for it shares its outcome.
    failed: Option<(Instant, TransportError)>,
}

impl Exec {
    /// Looks for a pod to exec into. The first command opens a session in it.
    ///
    /// `deadline` is the usual deadline of commands to come.
    ///
    /// # Errors
    /// `Unsupported` where no pod of Rook's runs there, `Denied` where pods may not be listed, `Unreachable` and
    /// `Timeout` where the API server does not answer.
    pub async fn open(
        api: KubeApi,
        access: ExecAccess,
        clock: Arc<dyn Clock>,
        deadline: Duration,
    ) -> Result<Self, TransportError> {
        let mon_names = access.mon_names.clone();
        let places = Places::new(api, access);
        let found = within(deadline, "looking for a pod to exec into", places.find()).await?;
        let told = found.first().map(|place| place.describe(None)).unwrap_or_default();
        Ok(Self {
            places,
            mon_names,
            clock,
            usual: deadline.min(PATIENT_FROM),
            slot: Mutex::default(),
            told: std::sync::Mutex::new(told),
            one_by_one: AtomicBool::new(false),
        })
    }

    /// The way into a pod that stands, or a new one. `began` is when the caller began to wait.
    async fn way(&self, began: Instant) -> Result<Way, TransportError> {
        let mut slot = self.slot.lock().await;
        if let Some(way) = slot.way.as_ref().filter(|way| way.stands()) {
            return Ok(way.clone());
        }
        // An old one is left to whoever still waits on it.
        slot.way = None;
        if let Some((_, error)) = slot.failed.as_ref().filter(|(at, _)| *at >= began) {
            return Err(error.clone());
        }
        match self.enter().await {
            Ok(way) => {
                slot.failed = None;
                slot.way = Some(way.clone());
                Ok(way)
            }
            Err(error) => {
                slot.failed = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// Into the first pod that lets us in.
    async fn enter(&self) -> Result<Way, TransportError> {
        let mut failures: Vec<TransportError> = Vec::new();
        let mut closed: Vec<String> = Vec::new();
        for place in self.places.find().await? {
            // The right is one of the namespace, not of the pod.
            if closed.contains(&place.namespace) {
                continue;
            }
            match Session::open(&self.places, &place, self.usual).await {
                Ok(session) => {
                    self.tell(&place, Some(session.librados()), false);
                    return Ok(Way::Session(Arc::new(session)));
                }
                Err(NotRun::NoModule) => {
                    self.tell(&place, None, true);
                    return Ok(Way::Program(Arc::new(place)));
                }
                Err(NotRun::Refused(error)) => {
                    closed.push(place.namespace.clone());
                    failures.push(error);
                }
                Err(NotRun::Failed(error)) => failures.push(error),
            }
        }
        let Some(first) = failures.first() else {
            return Err(TransportError::new(Kind::Unreachable, "no pod to exec into is there any more"));
        };
        let mut words: Vec<&str> = failures.iter().map(|failure| failure.message.as_str()).collect();
        words.dedup();
        Err(TransportError::new(first.kind, words.join("; ")))
    }

    fn tell(&self, place: &Place, librados: Option<&str>, one_by_one: bool) {
        self.one_by_one.store(one_by_one, Ordering::Relaxed);
        *self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = place.describe(librados);
    }
}

impl Way {
    fn stands(&self) -> bool {
        match self {
            Self::Session(session) => session.stands(),
            Self::Program(_) => true,
        }
    }
}

/// The deadline from which a call goes through the script's patient handle.
const PATIENT_FROM: Duration = Duration::from_secs(15);

/// librados' own limit in the pod, in whole seconds: a little less than the deadline. One of two, since a limit belongs
/// to a connection.
fn limit_s(deadline: Duration, usual: Duration) -> u64 {
    let limit = if deadline > PATIENT_FROM { Duration::from_mins(1) } else { usual };
    limit.as_secs().saturating_sub(1).max(1)
}

#[async_trait]
impl CephTransport for Exec {
    async fn command(
        &self,
        target: &Target,
        command: &Command,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        let (asked_at, began) = (self.clock.now(), Instant::now());
        let what = match target {
            Target::Mon | Target::Mgr => format!("`{command}`"),
            other => format!("`{command}` to {other}"),
        };
        let way = match tokio::time::timeout(deadline, self.way(began)).await {
            Ok(way) => way?,
            Err(_) => return Err(late(deadline, "entering a pod")),
        };
        let left = deadline.saturating_sub(began.elapsed());
        let reply = match &way {
            Way::Session(session) => {
                session.command(target, command, limit_s(deadline, self.usual), left).await
            }
            Way::Program(place) => {
                let answered = program::command(&self.places, place, target, command, left).await;
                if answered.as_ref().is_err_and(|error| error.kind == Kind::Unreachable) {
                    // The pod may be gone: the next command looks for another one.
                    self.slot.lock().await.way = None;
                }
                answered
            }
        };
        let reply = reply.map_err(|error| match error.kind {
            Kind::Timeout if left.is_zero() || began.elapsed() >= deadline => late(deadline, &what),
            _ => error,
        })?;
        let took = reply.took.unwrap_or_else(|| began.elapsed()).min(began.elapsed());
        Ok(Answer { status: reply.status, message: reply.message, body: reply.body, asked_at, took })
    }

    fn source(&self) -> Source {
        Source {
            rung: "exec".into(),
            cluster: self.places.namespace().into(),
            detail: self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }

    fn concurrency(&self) -> usize {
        // A `ceph` of its own each takes most of a processor of that node.
        if self.one_by_one.load(Ordering::Relaxed) { 4 } else { session::THREADS }
    }

    fn mon_names(&self) -> Vec<String> {
        self.mon_names.clone()
    }
}

/// What a pod answered for the cluster.
#[derive(Debug)]
struct Reply {
    status: i32,
    message: String,
    body: Vec<u8>,
    /// How long the command itself took, where that is told.
    took: Option<Duration>,
}

/// The sentence of a deadline that ran out.
fn late(deadline: Duration, what: &str) -> TransportError {
    TransportError::new(Kind::Timeout, format!("{what}: no answer within {} s", deadline.as_secs_f64()))
}

async fn within<T>(
    deadline: Duration,
    what: &str,
    work: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    tokio::time::timeout(deadline, work).await.unwrap_or_else(|_| Err(late(deadline, what)))
}
