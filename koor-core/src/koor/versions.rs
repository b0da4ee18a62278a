//! Versions held against the catalogue.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Koor;
use crate::adapter::bounded;
use crate::collect::Selection;
use crate::error::{Error, Result};
use crate::model::catalogue::HeldCatalogue;
use crate::port::{Clock, SystemClock};
use crate::view;
use crate::wire::catalogue::{self, CatalogueError, MAX_CATALOGUE};

impl Koor {
    /// What runs here, held against a catalogue: how long it is supported, what is newer, what must not be run, and why.
    pub async fn version_check(&self, held: &HeldCatalogue) -> view::VersionCheck {
        view::VersionCheck::of(&self.look(&Selection::version_check()).await, held, self.now())
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

/// This day, in UTC.
fn today() -> Date {
    SystemClock.now().to_zoned(TimeZone::UTC).date()
}
