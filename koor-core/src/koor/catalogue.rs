//! The catalogue of versions: which is in use, and how another one takes its place.

use std::io::ErrorKind;
use std::path::Path;
#[cfg(feature = "download")]
use std::time::Duration;

use jiff::civil::Date;

use super::Koor;
#[cfg(feature = "download")]
use crate::adapter::download;
use crate::adapter::{bounded, signed};
use crate::error::{Error, Result};
use crate::ladder::Environment;
use crate::model::catalogue::HeldCatalogue;
use crate::port::{Clock, SystemClock};
use crate::view;
use crate::wire::catalogue::{self, CatalogueError, MAX_CATALOGUE};

/// What a catalogue is kept as, in Koor's folder of data.
const KEPT: &str = "catalogue.toml";
/// How many bytes of one are read.
const MOST: u64 = MAX_CATALOGUE as u64;
/// How long a catalogue and its signature may take to come.
#[cfg(feature = "download")]
const DOWNLOAD_DEADLINE: Duration = Duration::from_secs(30);

impl Koor {
    /// The catalogue of versions in a file; without one that of the last [`catalogue_update`](Self::catalogue_update), or the one
    /// that this Koor was built with, whichever is newer. A kept one that can't be read any more is passed over, and the origin says so.
    ///
    /// # Errors
    /// [`Error::Catalogue`] where the file can't be read, is no catalogue, or contradicts itself.
    pub fn catalogue(file: Option<&Path>) -> Result<HeldCatalogue> {
        Self::catalogue_in(file, &Environment::of_process())
    }

    /// The same in another environment.
    ///
    /// # Errors
    /// As [`catalogue`](Self::catalogue).
    pub fn catalogue_in(file: Option<&Path>, environment: &Environment) -> Result<HeldCatalogue> {
        if let Some(path) = file {
            return Ok(read(path)?.1);
        }
        let mut built_in = HeldCatalogue {
            catalogue: catalogue::built_in().clone(),
            origin: format!("built into koor {}", env!("CARGO_PKG_VERSION")),
        };
        let Some(path) =
            environment.data_folder().map(|folder| folder.join(KEPT)).filter(|path| path.exists())
        else {
            return Ok(built_in);
        };
        match read(&path) {
            Ok((_, kept)) if kept.catalogue.dated > built_in.catalogue.dated => Ok(kept),
            Ok(_) => Ok(built_in),
            Err(error) => {
                built_in.origin = format!("{}; {error}", built_in.origin);
                Ok(built_in)
            }
        }
    }

    /// Whether a file is a catalogue that could be used and, where a key is given, whether its signature is that key's.
    ///
    /// `key` is a public key of minisign, or the path of one; the signature is `FILE.minisig` where nothing else is said.
    ///
    /// # Errors
    /// [`Error::Catalogue`], with what is wrong.
    pub fn catalogue_verify(
        file: &Path,
        signature: Option<&Path>,
        key: Option<&str>,
    ) -> Result<HeldCatalogue> {
        Ok(verified(file, signature, key)?.1)
    }

    /// Takes a signed catalogue into use in the place of the one that is, and keeps it for this user. Whatever is wrong with it, the old one stays.
    ///
    /// # Errors
    /// [`Error::Catalogue`] where it is no catalogue, its signature is not that key's, or it is older than the one in use.
    pub fn catalogue_update(file: &Path, signature: Option<&Path>, key: &str) -> Result<HeldCatalogue> {
        Self::catalogue_update_in(file, signature, key, &Environment::of_process())
    }

    /// The same in another environment.
    ///
    /// # Errors
    /// As [`catalogue_update`](Self::catalogue_update).
    pub fn catalogue_update_in(
        file: &Path,
        signature: Option<&Path>,
        key: &str,
        environment: &Environment,
    ) -> Result<HeldCatalogue> {
        take(verified(file, signature, Some(key))?, file, environment)
    }

    /// The same of a catalogue at a URL, `https://…`: its signature is there beside it, as `URL.minisig`, or at `signature`. Plain
    /// HTTP is spoken with this host alone.
    ///
    /// # Errors
    /// [`Error::Download`] where it can't be had, and as [`catalogue_update`](Self::catalogue_update).
    #[cfg(feature = "download")]
    pub async fn catalogue_download(url: &str, signature: Option<&str>, key: &str) -> Result<HeldCatalogue> {
        Self::catalogue_download_in(url, signature, key, DOWNLOAD_DEADLINE, &Environment::of_process()).await
    }

    /// The same in another environment, with so much time for each of the two files.
    ///
    /// # Errors
    /// As [`catalogue_download`](Self::catalogue_download).
    #[cfg(feature = "download")]
    pub async fn catalogue_download_in(
        url: &str,
        signature: Option<&str>,
        key: &str,
        deadline: Duration,
        environment: &Environment,
    ) -> Result<HeldCatalogue> {
        let beside = format!("{url}{}", signed::SUFFIX);
        let signature = signature.unwrap_or(&beside);
        // The small one first: without it the other is worth nothing.
        let text = download::file(signature, bounded::MAX_TEXT, deadline).await?;
        let bytes = download::file(url, MOST, deadline).await?;
        let (path, text) = (Path::new(url), String::from_utf8_lossy(&text).into_owned());
        take(vouched(path, bytes, Some((text, key)))?, path, environment)
    }

    /// When the release lines of a catalogue end, `all` of them or those that did not end long ago.
    #[must_use]
    pub fn version_calendar(held: &HeldCatalogue, all: bool) -> view::VersionCalendar {
        view::VersionCalendar::of(held, today(), all)
    }

    /// How many days old a catalogue is, this day.
    #[must_use]
    pub fn catalogue_age_days(held: &HeldCatalogue) -> u64 {
        held.catalogue.age_days(today())
    }

    /// What a catalogue holds, and how old it is.
    #[must_use]
    pub fn catalogue_view(held: &HeldCatalogue) -> view::CatalogueView {
        view::CatalogueView::of(held, today())
    }
}

/// A catalogue in a file, with its bytes.
pub(super) fn read(path: &Path) -> Result<(Vec<u8>, HeldCatalogue)> {
    verified(path, None, None)
}

/// The same, once a key vouches for it, where one is given: before that nothing of it is looked at.
fn verified(path: &Path, signature: Option<&Path>, key: Option<&str>) -> Result<(Vec<u8>, HeldCatalogue)> {
    let failed = |reason| Error::Catalogue { path: path.to_owned(), reason };
    let unsigned = |why| failed(CatalogueError::Unsigned(why));
    let signed_by = match key {
        None => None,
        Some(key) => {
            let beside = signed::beside(path);
            let signature = signature.unwrap_or(&beside);
            let text = bounded::text(signature).map_err(|error| {
                unsigned(format!("its signature {} can't be read: {error}", signature.display()))
            })?;
            Some((text, key))
        }
    };
    let bytes = bounded::bytes(path, MOST).map_err(|error| {
        failed(match error.kind() {
            ErrorKind::FileTooLarge => CatalogueError::NoText(error.to_string()),
            _ => CatalogueError::Unread(error.to_string()),
        })
    })?;
    vouched(path, bytes, signed_by)
}

/// The catalogue that some bytes are, once a key vouches for them, where one is given.
fn vouched(
    path: &Path,
    bytes: Vec<u8>,
    signed_by: Option<(String, &str)>,
) -> Result<(Vec<u8>, HeldCatalogue)> {
    let failed = |reason| Error::Catalogue { path: path.to_owned(), reason };
    if let Some((signature, key)) = signed_by {
        let unsigned = |why| failed(CatalogueError::Unsigned(why));
        let key = signed::key_of(key).map_err(unsigned)?;
        signed::verify(&bytes, &signature, &key).map_err(unsigned)?;
    }
    // Of the bytes that were verified, and not of a file that may have changed since.
    let catalogue = catalogue::read(&bytes).map_err(failed)?;
    Ok((bytes, HeldCatalogue { catalogue, origin: path.display().to_string() }))
}

/// Puts a catalogue in the place of the one in use, unless that is newer.
fn take(
    (bytes, mut new): (Vec<u8>, HeldCatalogue),
    from: &Path,
    environment: &Environment,
) -> Result<HeldCatalogue> {
    let held = Koor::catalogue_in(None, environment)?.catalogue.dated;
    if new.catalogue.dated < held {
        let reason = CatalogueError::Older { found: new.catalogue.dated, held };
        return Err(Error::Catalogue { path: from.to_owned(), reason });
    }
    let folder = environment.data_folder().ok_or_else(|| Error::InvalidInput {
        message: "there is nowhere to keep it: set HOME, XDG_DATA_HOME or KOOR_DATA".to_owned(),
    })?;
    let path = folder.join(KEPT);
    signed::keep(&path, &bytes).map_err(|error| Error::InvalidInput {
        message: format!("{} can't be written: {error}", path.display()),
    })?;
    new.origin = path.display().to_string();
    Ok(new)
}

/// This day, in UTC.
fn today() -> Date {
    view::day(SystemClock.now())
}
