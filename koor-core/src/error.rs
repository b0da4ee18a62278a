//! The crate's error: one type at the door, whatever room it came from.

use crate::model::Kind;
use crate::port::TransportError;

/// What the methods of [`Koor`](crate::Koor) return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that stops a use case. [`kind`](Error::kind) decides what the world outside makes of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// How to reach a cluster could not be settled.
    #[error(transparent)]
    Ladder(#[from] crate::ladder::LadderError),
    /// A transport could not be made, or nobody answered.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// Something asked about does not exist.
    #[error("{message}")]
    NotFound {
        /// What, and what there is instead.
        message: String,
    },
    /// What was asked for can't be asked here.
    #[error("{message}")]
    InvalidInput {
        /// Why not, and what to do instead.
        message: String,
    },
    /// An inventory file can't be used.
    #[error("{} can't be used: {reason}", path.display())]
    InventoryFile {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        reason: String,
    },
    /// A catalogue of versions can't be used.
    #[error("{} can't be used as a catalogue: {reason}", path.display())]
    Catalogue {
        /// The file, or the URL it came from.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        reason: crate::wire::catalogue::CatalogueError,
    },
    /// A manifest can't be judged.
    #[error("{} can't be judged: {reason}", path.display())]
    Manifest {
        /// The file.
        path: std::path::PathBuf,
        /// Why.
        reason: String,
    },
    /// A file could not be had from a URL.
    #[cfg(feature = "download")]
    #[error(transparent)]
    Download(#[from] crate::adapter::download::DownloadError),
    /// A recording can't be read or written.
    #[cfg(feature = "recording")]
    #[error(transparent)]
    Recording(#[from] crate::adapter::recording::RecordingError),
}

impl Error {
    /// What this failure means: the one thing that exit code, HTTP status and exception class follow from.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Ladder(error) => error.kind(),
            Self::Transport(error) => error.kind,
            Self::Catalogue { reason, .. } => reason.kind(),
            Self::InventoryFile { path, .. } | Self::Manifest { path, .. } if path.exists() => Kind::Corrupt,
            Self::InventoryFile { .. } | Self::Manifest { .. } | Self::InvalidInput { .. } => {
                Kind::InvalidInput
            }
            #[cfg(feature = "download")]
            Self::Download(error) => error.kind,
            Self::NotFound { .. } => Kind::NotFound,
            #[cfg(feature = "recording")]
            Self::Recording(error) => error.kind(),
        }
    }
}
