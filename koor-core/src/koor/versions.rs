//! Versions held against the catalogue.

#[cfg(feature = "manifest")]
use std::path::Path;

use super::Koor;
#[cfg(feature = "manifest")]
use crate::adapter::bounded;
use crate::assess::traits::Traits;
use crate::collect::Selection;
use crate::error::{Error, Result};
#[cfg(feature = "manifest")]
use crate::model::catalogue::Manifest;
use crate::model::catalogue::{Facts, HeldCatalogue};
use crate::port::{Clock, SystemClock, TransportError};
use crate::view;

impl Koor {
    /// What runs here, held against a catalogue: how long it is supported, what is newer, what must not be run, and why.
    pub async fn version_check(&self, held: &HeldCatalogue) -> view::VersionCheck {
        view::VersionCheck::of(&self.look(&Selection::version_check()).await, held, self.now())
    }

    /// The same in short, one line a product.
    pub async fn version_card(&self, held: &HeldCatalogue) -> view::VersionCard {
        view::VersionCard::of(&self.version_check(held).await)
    }

    /// What of this cluster decides over its versions, as its owner may send it to a version service: nothing that names the cluster,
    /// its daemons, hosts or pools.
    ///
    /// # Errors
    /// [`Error::Transport`] where the cluster did not answer: facts of which all are missing are none to be advised by.
    pub async fn version_facts(&self) -> Result<Facts> {
        let inventory = self.look(&Selection::version_check()).await;
        match view::Header::of(&inventory, self.now()).failure() {
            Some(why) => Err(TransportError::new(why.kind, &why.message).into()),
            None => Ok(Traits::of(&inventory).facts()),
        }
    }

    /// What is said of the facts that somebody tells of a cluster.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where a fact is not of its trait's kind.
    pub fn version_advice(facts: &Facts, held: &HeldCatalogue) -> Result<view::VersionAdvice> {
        view::VersionAdvice::of(facts, held, SystemClock.now())
            .map_err(|error| Error::InvalidInput { message: error.to_string() })
    }

    /// What speaks against applying these manifests (a CephCluster, values of Rook's charts, …) to this cluster.
    ///
    /// # Errors
    /// [`Error::Manifest`] where a file can't be read, or names no version.
    #[cfg(feature = "manifest")]
    pub async fn version_check_against<P: AsRef<Path>>(
        &self,
        files: &[P],
        held: &HeldCatalogue,
    ) -> Result<view::VersionCheck> {
        let mut all = Manifest::default();
        for file in files {
            all.add(manifest(file.as_ref())?);
        }
        let inventory = self.look(&Selection::version_check()).await;
        Ok(view::VersionCheck::against(&inventory, &all, held, self.now()))
    }
}

#[cfg(feature = "manifest")]
fn manifest(path: &Path) -> Result<Manifest> {
    use crate::wire::manifest::{MAX_MANIFEST, read};
    let failed = |reason: String| Error::Manifest { path: path.to_owned(), reason };
    let bytes = bounded::bytes(path, MAX_MANIFEST as u64).map_err(|error| failed(error.to_string()))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| failed("it is not text (no UTF-8)".to_owned()))?;
    read(&path.display().to_string(), text).map_err(failed)
}
