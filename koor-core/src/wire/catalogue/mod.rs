//! The catalogue of versions as TOML: read, written, held against itself.
//!
//! What this Koor was built with stands in `koor-core/catalogue/*.toml`; the format is `docs/catalogue.md`. Nothing of a
//! catalogue that does not hold together is used: [`read`] gives all of it or says what is wrong.
//!
//! - [`read`] and [`write`] one document; [`built_in`] gives the one in this program;
//! - [`problems`]: everything in a catalogue that contradicts itself.

mod check;

pub use check::problems;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::catalogue::{CATALOGUE_FORMAT, Catalogue};
use crate::model::{Kind, toml_error};

/// The most bytes that a catalogue may have: some fifty times what the one in this program has.
pub const MAX_CATALOGUE: usize = 4 * 1024 * 1024;

/// Why a catalogue can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// Its file can't be read.
    #[error("it can't be read: {0}")]
    Unread(String),
    /// It is no text, or far too much of it.
    #[error("it is no catalogue: {0}")]
    NoText(String),
    /// It has another format.
    #[error("its format is {found} and this koor reads {CATALOGUE_FORMAT}: a newer koor may read it")]
    Format {
        /// What it says.
        found: u64,
    },
    /// It does not read as one.
    #[error("it is damaged: {0}")]
    Broken(String),
    /// Nobody vouches for it.
    #[error("{0}")]
    Unsigned(String),
    /// The one in use is newer.
    #[error("it is of {found}, and the one in use is of {held}: the newer one stays")]
    Older {
        /// Its day.
        found: jiff::civil::Date,
        /// That of the one in use.
        held: jiff::civil::Date,
    },
    /// It reads, and contradicts itself.
    #[error("it contradicts itself: {}", several(.0))]
    Inconsistent(Vec<String>),
}

impl CatalogueError {
    /// What it means to the world outside.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Unread(_) => Kind::InvalidInput,
            // A good one, that must not be taken.
            Self::Unsigned(_) | Self::Older { .. } => Kind::Refused,
            _ => Kind::Corrupt,
        }
    }
}

/// The first of some problems, and how many there are.
fn several(problems: &[String]) -> String {
    match problems {
        [] => "nobody says where".to_owned(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

/// Reads a catalogue.
///
/// # Errors
/// [`CatalogueError`], a piece of a sentence about the file.
pub fn read(bytes: &[u8]) -> Result<Catalogue, CatalogueError> {
    #[derive(Deserialize)]
    struct Head {
        format: u64,
    }
    if bytes.len() > MAX_CATALOGUE {
        return Err(CatalogueError::NoText(format!("it has {} bytes", bytes.len())));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| CatalogueError::NoText("it is not UTF-8".to_owned()))?;
    let catalogue: Catalogue = toml::from_str(text).map_err(|error| {
        // What another format looks like is nothing this Koor could judge.
        match toml::from_str::<Head>(text) {
            Ok(Head { format }) if format != CATALOGUE_FORMAT => CatalogueError::Format { found: format },
            _ => CatalogueError::Broken(toml_error(text, &error)),
        }
    })?;
    if catalogue.format != CATALOGUE_FORMAT {
        return Err(CatalogueError::Format { found: catalogue.format });
    }
    let problems = problems(&catalogue);
    if problems.is_empty() { Ok(catalogue) } else { Err(CatalogueError::Inconsistent(problems)) }
}

/// The text that this Koor was built with.
pub const BUILT_IN: &str = concat!(
    include_str!("../../../catalogue/00-head.toml"),
    "\n",
    include_str!("../../../catalogue/05-sources.toml"),
    "\n",
    include_str!("../../../catalogue/10-ceph.toml"),
    "\n",
    include_str!("../../../catalogue/20-rook.toml"),
    "\n",
    include_str!("../../../catalogue/30-kubernetes.toml"),
    "\n",
    include_str!("../../../catalogue/40-ceph-csi.toml"),
    "\n",
    include_str!("../../../catalogue/50-koor.toml"),
);

/// The catalogue that this Koor was built with.
#[must_use]
pub fn built_in() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        // Read by a test of this room; an empty one, which says of nothing that it is known, stands for what can't be.
        read(BUILT_IN.as_bytes()).unwrap_or_else(|_| Catalogue {
            format: CATALOGUE_FORMAT,
            dated: jiff::civil::Date::constant(1970, 1, 1),
            sources: Vec::new(),
            lines: Vec::new(),
            pairs: Vec::new(),
            hops: Vec::new(),
            bad: Vec::new(),
            cves: Vec::new(),
            images: Vec::new(),
            defaults: Vec::new(),
            offers: Vec::new(),
        })
    });
    &CATALOGUE
}

#[cfg(test)]
mod tests;
