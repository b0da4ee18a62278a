//! What is held of one question: rows, since when they hold, and why they may be old.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::adapter::kube::KubeError;
use crate::adapter::kube::part::{Asked, Key, Rows, part, unseen};
use crate::model::{Kind, Part};

/// Told whenever a question comes to have an answer, or loses it.
pub(super) type Settled = Arc<watch::Sender<()>>;

/// What is held of one question.
pub(super) struct Held<R> {
    inner: Mutex<Inner<R>>,
    settled: Settled,
}

enum Inner<R> {
    /// Nobody knows yet what to list.
    Waiting,
    /// What to list could not be found out.
    Lost(KubeError),
    /// One slot a list.
    Kept(Vec<Slot<R>>),
}

struct Slot<R> {
    rows: BTreeMap<Key, R>,
    unreadable: Vec<String>,
    /// Whether it was listed once.
    synced: bool,
    /// Why it is not watched now, and since when.
    broken: Option<(KubeError, Timestamp)>,
}

/// Why nothing may be current: the API server is silent.
#[derive(Debug, Clone)]
pub(super) struct Silence {
    pub(super) why: KubeError,
    /// When it was last heard.
    pub(super) since: Option<Timestamp>,
}

impl<R> Held<R> {
    pub(super) const fn new(settled: Settled) -> Self {
        Self { inner: Mutex::new(Inner::Waiting), settled }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<R>> {
        // Every change below is whole by itself.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.settled.send_replace(());
    }

    /// Begins anew with so many lists.
    pub(super) fn begin(&self, lists: usize) {
        let slot = || Slot { rows: BTreeMap::new(), unreadable: Vec::new(), synced: false, broken: None };
        *self.lock() = Inner::Kept((0..lists).map(|_| slot()).collect());
        self.tell();
    }

    /// What to list can't be found out; what is held already stays.
    pub(super) fn lost(&self, why: KubeError) {
        let mut inner = self.lock();
        if !matches!(*inner, Inner::Kept(_)) {
            *inner = Inner::Lost(why);
        }
        drop(inner);
        self.tell();
    }

    fn with(&self, slot: usize, change: impl FnOnce(&mut Slot<R>)) {
        if let Inner::Kept(slots) = &mut *self.lock()
            && let Some(slot) = slots.get_mut(slot)
        {
            change(slot);
        }
    }

    /// A whole list came.
    pub(super) fn synced(&self, slot: usize, rows: Rows<R>) {
        self.with(slot, |slot| {
            slot.rows = rows.keyed.into_iter().collect();
            slot.unreadable = rows.unreadable;
            slot.synced = true;
            slot.broken = None;
        });
        self.tell();
    }

    /// The watch stands again.
    pub(super) fn mended(&self, slot: usize) {
        self.with(slot, |slot| slot.broken = None);
    }

    /// The watch does not stand, or the list did not come. The first reason stays until it is mended, but for its words.
    pub(super) fn broken(&self, slot: usize, why: KubeError, now: Timestamp) {
        self.with(slot, |slot| {
            let since = slot.broken.as_ref().map_or(now, |(_, since)| *since);
            slot.broken = Some((why, since));
        });
        self.tell();
    }

    pub(super) fn applied(&self, slot: usize, key: Key, row: R) {
        self.with(slot, |slot| {
            slot.rows.insert(key, row);
        });
    }

    pub(super) fn deleted(&self, slot: usize, key: &Key) {
        self.with(slot, |slot| {
            slot.rows.remove(key);
        });
    }

    /// Whether there is an answer, good or bad.
    pub(super) fn is_settled(&self) -> bool {
        match &*self.lock() {
            Inner::Waiting => false,
            Inner::Lost(_) => true,
            Inner::Kept(slots) => slots.iter().all(|slot| slot.synced || slot.broken.is_some()),
        }
    }
}

impl<R: Clone> Held<R> {
    /// What is held, as a part.
    pub(super) fn part(&self, alike: bool, asked: Asked, silence: Option<&Silence>) -> Part<Vec<R>> {
        let inner = self.lock();
        let slots = match &*inner {
            Inner::Waiting => return unseen(&not_yet(), asked.at),
            Inner::Lost(error) => return unseen(error, asked.at),
            Inner::Kept(slots) => slots,
        };
        let outcomes = slots.iter().map(Slot::outcome).collect();
        let broken = slots.iter().filter(|slot| slot.synced).filter_map(|slot| slot.broken.as_ref());
        let broken = broken.min_by_key(|(_, since)| *since).cloned();
        drop(inner);
        let mut part = part(outcomes, alike, asked);
        if let Part::Seen(seen) = &mut part {
            let old = match (broken, silence) {
                (Some((why, since)), _) => Some((why, Some(since))),
                (None, Some(silence)) => Some((silence.why.clone(), silence.since)),
                (None, None) => None,
            };
            if let Some((why, since)) = old {
                seen.as_of = since;
                seen.stale = Some(format!("it is not watched now: {}", why.message));
            }
        }
        part
    }
}

impl<R: Clone> Slot<R> {
    fn outcome(&self) -> Result<Rows<R>, KubeError> {
        match &self.broken {
            Some((why, _)) if !self.synced => Err(why.clone()),
            None if !self.synced => Err(not_yet()),
            _ => Ok(Rows {
                keyed: self.rows.iter().map(|(key, row)| (key.clone(), row.clone())).collect(),
                unreadable: self.unreadable.clone(),
                version: None,
            }),
        }
    }
}

fn not_yet() -> KubeError {
    KubeError::new(Kind::Timeout, "the API server has not sent all of it yet: look again in a moment")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use tokio::sync::watch;

    use super::{Held, Silence};
    use crate::adapter::kube::KubeError;
    use crate::adapter::kube::part::{Asked, Key, Rows};
    use crate::model::{Kind, Part};

    fn held() -> Held<u8> {
        Held::new(Arc::new(watch::channel(()).0))
    }

    fn key(name: &str) -> Key {
        ("n".into(), name.into())
    }

    fn asked() -> Asked {
        Asked { at: at(100), took_ms: 0.0, source: "kube: pods".into() }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn gone() -> KubeError {
        KubeError::new(Kind::Unreachable, "nobody listens")
    }

    #[test]
    fn what_is_held_follows_the_watch() {
        let held = held();
        assert!(!held.is_settled());
        held.begin(1);
        assert!(!held.is_settled());
        held.synced(0, Rows { keyed: vec![(key("a"), 1), (key("b"), 2)], unreadable: vec![], version: None });
        held.applied(0, key("b"), 3);
        held.applied(0, key("c"), 4);
        held.deleted(0, &key("a"));
        assert!(held.is_settled());
        assert_eq!(held.part(false, asked(), None).value().unwrap(), &[3, 4]);
    }

    #[test]
    fn what_was_seen_stays_with_its_age_while_the_watch_is_broken() {
        let held = held();
        held.begin(1);
        held.synced(0, Rows { keyed: vec![(key("a"), 1)], unreadable: vec![], version: None });
        held.broken(0, gone(), at(40));
        held.broken(0, gone(), at(60));
        let Part::Seen(seen) = held.part(false, asked(), None) else { panic!("unseen") };
        assert_eq!((seen.value, seen.as_of), (vec![1], Some(at(40))));
        assert_eq!(seen.stale.as_deref(), Some("it is not watched now: nobody listens"));
        held.mended(0);
        let Part::Seen(seen) = held.part(false, asked(), None) else { panic!("unseen") };
        assert_eq!((seen.as_of, seen.stale), (None, None));
    }

    #[test]
    fn a_silent_server_makes_everything_old() {
        let held = held();
        held.begin(1);
        held.synced(0, Rows::default());
        let silence = Silence { why: gone(), since: Some(at(70)) };
        let Part::Seen(seen) = held.part(false, asked(), Some(&silence)) else { panic!("unseen") };
        assert_eq!(seen.as_of, Some(at(70)));
        assert!(seen.stale.is_some());
    }

    #[test]
    fn what_was_never_listed_is_unseen_for_its_reason() {
        let held = held();
        held.lost(gone());
        assert!(held.is_settled());
        assert_eq!(held.part(false, asked(), None).why().unwrap().kind, Kind::Unreachable);
        held.begin(1);
        assert_eq!(held.part(false, asked(), None).why().unwrap().kind, Kind::Timeout);
        held.broken(0, KubeError::new(Kind::Denied, "no right"), at(1));
        assert_eq!(held.part(false, asked(), None).why().unwrap().kind, Kind::Denied);
    }
}
