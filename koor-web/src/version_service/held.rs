//! The catalogue in use.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, PoisonError, RwLock};

use koor_core::Koor;
use koor_core::model::catalogue::HeldCatalogue;

/// A catalogue, and what is made of it once.
pub(super) struct Kept {
    /// It.
    pub held: HeldCatalogue,
    /// As JSON.
    pub json: String,
    /// The entity tag of that JSON on any day: the age in it is not what makes it another.
    pub etag: String,
}

/// The catalogue that is in use; another one takes its place between two requests.
pub struct Held(RwLock<Arc<Kept>>);

impl Held {
    /// This one.
    #[must_use]
    pub fn new(held: HeldCatalogue) -> Self {
        Self(RwLock::new(Arc::new(Kept::of(held))))
    }

    /// Takes another one into use. Requests under way are answered from the one they began with.
    pub fn replace(&self, held: HeldCatalogue) {
        let kept = Arc::new(Kept::of(held));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    pub(super) fn get(&self) -> Arc<Kept> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// `catalogue of 2026-11-28, built into koor 0.1.0`.
    #[must_use]
    pub fn title(&self) -> String {
        let kept = self.get();
        format!("catalogue of {}, {}", kept.held.catalogue.dated, kept.held.origin)
    }
}

impl Kept {
    fn of(held: HeldCatalogue) -> Self {
        // Plain data: serde_json has nothing to fail on.
        let json = serde_json::to_string(&held.catalogue).unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        json.hash(&mut hasher);
        let etag = format!("\"{}-{:016x}\"", held.catalogue.dated, hasher.finish());
        Self { held, json, etag }
    }

    /// How many days old it is, now.
    pub(super) fn age_days(&self) -> u64 {
        Koor::catalogue_age_days(&self.held)
    }
}
