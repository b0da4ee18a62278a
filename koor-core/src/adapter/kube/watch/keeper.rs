//! What keeps one question current: list, then watch, and again from the beginning where that is lost.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::{join_all, pending};
use kube::runtime::watcher::DefaultBackoff;
use tokio::time::sleep;

use super::held::Held;
use super::pulse::Pulse;
use super::stream::{Change, watch};
use crate::adapter::kube::reader::{Known, Reader, RookKind};
use crate::adapter::kube::request::{Listing, Until};
use crate::adapter::kube::scope::{listings, needs_place, purpose, resource};
use crate::adapter::kube::{KubeApi, KubeError, Place};
use crate::model::kube::KubeQuestion;
use crate::model::rook::RookResource;
use crate::port::Clock;
use crate::wire::kube::KubeObject;

/// How long one list may take.
const LIST: Duration = Duration::from_mins(1);
/// How often a right that is missing is tried again, and a kind that does not exist.
const REFUSED: Duration = Duration::from_secs(30);
/// How often it is looked whether Rook has new kinds.
const KINDS: Duration = Duration::from_mins(1);
/// A watch that ends sooner has not ended by itself.
const SHORT: Duration = Duration::from_secs(2);
/// After so many failures in a row the version is given up, too: a server that was set back never reaches it.
const FAILURES: u32 = 4;

/// What every keeper needs.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) api: KubeApi,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) pulse: Arc<Pulse>,
}

impl Context {
    /// Keeps a question of known kinds current, for ever.
    pub(super) async fn keep<O>(self, question: KubeQuestion, held: Arc<Held<O::Row>>)
    where
        O: KubeObject,
        O::Row: Clone,
    {
        if !needs_place(question) {
            let lists = listings(question, &Place::nowhere()).into_iter().map(|one| (one, Known::<O>::new()));
            return self.keep_lists(question, lists.collect(), &held).await;
        }
        let mut places = self.pulse.place.subscribe();
        loop {
            let place = places.borrow_and_update().clone();
            match place {
                Some(Ok(place)) => {
                    let lists = listings(question, &place).into_iter().map(|one| (one, Known::<O>::new()));
                    tokio::select! {
                        () = self.keep_lists(question, lists.collect(), &held) => {}
                        _ = places.changed() => {}
                    }
                    continue;
                }
                Some(Err(error)) => held.lost(error),
                None => {}
            }
            if places.changed().await.is_err() {
                return;
            }
        }
    }

    /// Keeps Rook's other kinds current, for ever: those that there are, and those that come.
    pub(super) async fn keep_resources(self, held: Arc<Held<RookResource>>) {
        let mut places = self.pulse.place.subscribe();
        loop {
            let place = places.borrow_and_update().clone();
            match place {
                Some(Ok(place)) => {
                    tokio::select! {
                        () = self.keep_kinds(&place, &held) => {}
                        _ = places.changed() => {}
                    }
                    continue;
                }
                Some(Err(error)) => held.lost(error),
                None => {}
            }
            if places.changed().await.is_err() {
                return;
            }
        }
    }

    async fn keep_kinds(&self, place: &Place, held: &Held<RookResource>) {
        let mut known: Option<Vec<String>> = None;
        loop {
            let kinds = match self.api.rook_kinds(Until::within(LIST)).await {
                Ok(kinds) => kinds,
                Err(error) => {
                    held.lost(error);
                    self.pulse.pause(REFUSED).await;
                    continue;
                }
            };
            known = Some(kinds.iter().map(|(plural, _)| plural.clone()).collect()).or(known);
            let lists: Vec<(Listing, RookKind)> =
                kinds.into_iter().map(|(plural, reader)| (resource(plural, place), reader)).collect();
            tokio::select! {
                () = self.keep_lists(KubeQuestion::RookResources, lists, held) => {}
                () = self.other_kinds(known.as_deref()) => {}
            }
        }
    }

    /// Comes back once Rook has other kinds than these.
    async fn other_kinds(&self, known: Option<&[String]>) {
        loop {
            sleep(KINDS).await;
            if let Ok(kinds) = self.api.rook_kinds(Until::within(LIST)).await
                && known.is_none_or(|known| !kinds.iter().map(|(plural, _)| plural).eq(known))
            {
                return;
            }
        }
    }

    async fn keep_lists<R: Reader>(
        &self,
        question: KubeQuestion,
        lists: Vec<(Listing, R)>,
        held: &Held<R::Row>,
    ) {
        held.begin(lists.len());
        let keepers = lists.iter().enumerate().map(|(slot, (listing, reader))| {
            Keeper { context: self, purpose: purpose(question), listing, reader, held, slot }.keep()
        });
        join_all(keepers).await;
        // There was nothing to keep.
        pending::<()>().await;
    }
}

/// Keeps one list current.
struct Keeper<'a, R: Reader> {
    context: &'a Context,
    purpose: &'static str,
    listing: &'a Listing,
    reader: &'a R,
    held: &'a Held<R::Row>,
    slot: usize,
}

impl<R: Reader> Keeper<'_, R> {
    async fn keep(self) {
        let mut backoff = DefaultBackoff::default();
        loop {
            match self.context.api.list(self.listing, self.reader, Until::within(LIST)).await {
                Ok(mut rows) => {
                    let version = rows.version.take();
                    self.held.synced(self.slot, rows);
                    match version {
                        Some(version) => self.follow(version, &mut backoff).await,
                        None => self.context.pulse.pause(REFUSED).await,
                    }
                }
                Err(error) => self.wait_out(error, &mut backoff).await,
            }
        }
    }

    /// Watches from `version` on, until the list has to be asked anew.
    async fn follow(&self, mut version: String, backoff: &mut DefaultBackoff) {
        let mut failures = 0;
        loop {
            let mut back = self.context.pulse.back.subscribe();
            let began = Instant::now();
            let ended = tokio::select! {
                ended = watch::<R>(&self.context.api, self.listing, &mut version, |change| self.take(change)) => ended,
                // It may hang on a connection of which nobody knows any more.
                _ = back.changed() => continue,
            };
            if began.elapsed() >= SHORT {
                failures = 0;
            }
            match ended {
                Ok(()) if began.elapsed() >= SHORT => {}
                Ok(()) => self.context.pulse.pause(backoff.next().unwrap_or(SHORT)).await,
                Err(error) if error.is_gone() => return,
                Err(error) => {
                    failures += 1;
                    let is_refused = error.status == Some(403);
                    self.wait_out(error, backoff).await;
                    if is_refused || failures >= FAILURES {
                        return;
                    }
                }
            }
        }
    }

    fn take(&self, change: Change<R::Object>) {
        match change {
            Change::Begun => self.held.mended(self.slot),
            Change::Applied(object) => {
                let key = R::key(R::metadata(&object));
                self.held.applied(self.slot, key, self.reader.row(object));
            }
            Change::Deleted(key) => self.held.deleted(self.slot, &key),
        }
    }

    /// Tells why, and waits as long as makes sense.
    async fn wait_out(&self, error: KubeError, backoff: &mut DefaultBackoff) {
        let pause = match error.status {
            Some(401 | 403) => REFUSED,
            _ => backoff.next().unwrap_or(REFUSED).max(error.retry_after.unwrap_or_default()),
        };
        self.held.broken(self.slot, error.about(self.purpose), self.context.clock.now());
        self.context.pulse.pause(pause).await;
    }
}
