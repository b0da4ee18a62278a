//! Whether the API server answers at all, and where Rook is.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::sleep;

use super::held::{Settled, Silence};
use crate::adapter::kube::request::Until;
use crate::adapter::kube::{KubeApi, KubeError, Place};
use crate::model::Kind;
use crate::port::Clock;

/// How often the server is asked for a sign of life, which one that stands still does not give while its connections do.
const PULSE: Duration = Duration::from_secs(10);
/// The same while it is silent.
const SILENT: Duration = Duration::from_secs(1);
const SIGN: Duration = Duration::from_secs(5);
/// How often it is looked for again where Rook is not, or its operator.
const PLACE: Duration = Duration::from_secs(30);
const PLACE_FAILED: Duration = Duration::from_secs(5);

/// Signs of life, and where Rook is.
#[derive(Debug)]
pub(super) struct Pulse {
    inner: Mutex<Inner>,
    settled: Settled,
    /// Moves on whenever the server is back: whoever waits, or hangs on an old connection, begins anew.
    pub(super) back: watch::Sender<u64>,
    /// Where Rook is, or why that is not known.
    pub(super) place: watch::Sender<Option<Result<Place, KubeError>>>,
}

#[derive(Debug, Default)]
struct Inner {
    version: Option<String>,
    heard: Option<Timestamp>,
    silent: Option<KubeError>,
}

impl Pulse {
    pub(super) fn new(settled: Settled) -> Self {
        Self { inner: Mutex::default(), settled, back: watch::channel(0).0, place: watch::channel(None).0 }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why nothing may be current.
    pub(super) fn silence(&self) -> Option<Silence> {
        let inner = self.lock();
        inner.silent.clone().map(|why| Silence { why, since: inner.heard })
    }

    /// What the API server runs.
    pub(super) fn version(&self) -> Option<String> {
        self.lock().version.clone()
    }

    /// Whether it is known if there is somebody, and where Rook is.
    pub(super) fn is_settled(&self) -> bool {
        let inner = self.lock();
        (inner.heard.is_some() || inner.silent.is_some()) && self.place.borrow().is_some()
    }

    /// Asks for signs of life, for ever.
    pub(super) async fn beat(&self, api: &KubeApi, clock: &dyn Clock) {
        loop {
            let answer = api.version(Until::within(SIGN)).await;
            let now = clock.now();
            let was_silent = {
                let mut inner = self.lock();
                let was_silent = inner.silent.is_some();
                match answer {
                    Ok(version) => {
                        inner.version = Some(version);
                        inner.heard = Some(now);
                        inner.silent = None;
                    }
                    // Whoever declines is there.
                    Err(error) if error.kind == Kind::Denied && error.status.is_some() => {
                        inner.heard = Some(now);
                        inner.silent = None;
                    }
                    Err(error) => inner.silent = Some(error),
                }
                was_silent
            };
            let is_silent = self.silence().is_some();
            if was_silent && !is_silent {
                self.back.send_modify(|times| *times += 1);
            }
            self.settled.send_replace(());
            sleep(if is_silent { SILENT } else { PULSE }).await;
        }
    }

    /// Looks for Rook until all of it is found.
    pub(super) async fn find(&self, api: &KubeApi) {
        loop {
            let found = api.place(PLACE).await;
            let pause = match &found {
                Ok(Place { operator_namespace: Some(_), .. }) => None,
                Ok(_) => Some(PLACE),
                Err(_) => Some(PLACE_FAILED),
            };
            self.place.send_if_modified(|known| {
                // What was found once is not lost by a failure.
                let stays = found.is_err() && matches!(known, Some(Ok(_)));
                let is_new = !stays && known.as_ref() != Some(&found);
                if is_new {
                    *known = Some(found);
                }
                is_new
            });
            self.settled.send_replace(());
            match pause {
                Some(pause) => self.pause(pause).await,
                None => return,
            }
        }
    }

    /// Waits so long, or until the server is back.
    pub(super) async fn pause(&self, at_most: Duration) {
        let mut back = self.back.subscribe();
        tokio::select! {
            () = sleep(at_most) => {}
            _ = back.changed() => {}
        }
    }
}
