//! Versions held against the catalogue.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Koor;
use crate::adapter::bounded;
use crate::collect::Selection;
use crate::error::{Error, Result};
use crate::model::catalogue::HeldCatalogue;
#[cfg(feature = "manifest")]
use crate::model::catalogue::Manifest;
use crate::port::{Clock, SystemClock};
use crate::view;
use crate::wire::catalogue::{self, CatalogueError, MAX_CATALOGUE};

impl Koor {
    /// What runs here, held against a catalogue: how long it is supported, what is newer, what must not be run, and why.
    pub async fn version_check(&self, held: &HeldCatalogue) -> view::VersionCheck {
        view::VersionCheck::of(&self.look(&Selection::version_check()).await, held, self.now())
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

    /// The catalogue of versions in a file, or the one that this Koor was built with.
    ///
    /// # Errors
    /// [`Error::Catalogue`] where the file can't be read, is no catalogue, or contradicts itself.
    pub fn catalogue(file: Option<&Path>) -> Result<HeldCatalogue> {
        let Some(path) = file else {
            return Ok(HeldCatalogue {
                catalogue: catalogue::built_in().clone(),
                origin: format!("built into koor {}", env!("CARGO_PKG_VERSION")),
            });
        };
        let failed = |reason| Error::Catalogue { path: path.to_owned(), reason };
        let bytes = bounded::bytes(path, MAX_CATALOGUE as u64)
            .map_err(|error| failed(CatalogueError::NoText(error.to_string())))?;
        let catalogue = catalogue::read(&bytes).map_err(failed)?;
        Ok(HeldCatalogue { catalogue, origin: path.display().to_string() })
    }

    /// When the release lines of a catalogue end, `all` of them or those that did not end long ago.
    #[must_use]
    pub fn version_calendar(held: &HeldCatalogue, all: bool) -> view::VersionCalendar {
        view::VersionCalendar::of(held, today(), all)
    }

    /// What a catalogue holds, and how old it is.
    #[must_use]
    pub fn catalogue_view(held: &HeldCatalogue) -> view::CatalogueView {
        view::CatalogueView::of(held, today())
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

/// This day, in UTC.
fn today() -> Date {
    SystemClock.now().to_zoned(TimeZone::UTC).date()
}
