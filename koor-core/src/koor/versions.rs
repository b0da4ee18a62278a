//! Versions held against the catalogue.

#[cfg(feature = "manifest")]
use std::path::Path;

use super::Koor;
#[cfg(feature = "manifest")]
use crate::adapter::bounded;
use crate::collect::Selection;
#[cfg(feature = "manifest")]
use crate::error::{Error, Result};
use crate::model::catalogue::HeldCatalogue;
#[cfg(feature = "manifest")]
use crate::model::catalogue::Manifest;
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
