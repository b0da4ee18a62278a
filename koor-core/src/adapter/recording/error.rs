//! What can go wrong with a recording, in sentences.

use std::path::PathBuf;

use super::FORMAT;
use crate::model::Kind;

/// Why a recording can't be read or written.
///
/// `name` is the recording's path as it was given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// There is nothing at that path.
    #[error("there is no recording at {name}: check the path")]
    NoSuchPath {
        /// The recording.
        name: String,
    },
    /// The operating system does not let us read it.
    #[error("the recording {name} can't be read: check its permissions and the disk")]
    Unreadable {
        /// The recording.
        name: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A folder without anything in it.
    #[error("the folder {name} is empty: name a recording made by `koor record`")]
    EmptyFolder {
        /// The recording.
        name: String,
    },
    /// There is no `index.json`.
    #[error("{name} is no recording: it holds no index.json")]
    NoIndex {
        /// The recording.
        name: String,
    },
    /// `index.json` is there, but not at the front.
    #[error("index.json is not the first file of the archive {name}: pack it again with index.json first")]
    IndexNotFirst {
        /// The recording.
        name: String,
    },
    /// `index.json` does not read as one.
    #[error(
        "the index of the recording {name} can't be read: it is damaged or was edited; take the recording again"
    )]
    BadIndex {
        /// The recording.
        name: String,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// An entry with an answer lacks its file, its size or its sum.
    #[error(
        "entry {entry} of the recording {name} has an answer but no file, size or sha256 for it; take the recording again"
    )]
    BadEntry {
        /// The recording.
        name: String,
        /// Its number, from 1.
        entry: usize,
    },
    /// A format of another time.
    #[error(
        "the recording {name} has format {format}, and this version reads {FORMAT} at most: open it with a newer koor"
    )]
    UnknownFormat {
        /// The recording.
        name: String,
        /// Its format.
        format: u32,
    },
    /// Not compressed with zstd.
    #[error(
        "{name} is no recording: a recording is a folder or a .tar.zst, and this file is not compressed with zstd"
    )]
    NotZstd {
        /// The recording.
        name: String,
    },
    /// Compressed, but no tar archive.
    #[error("{name} is no recording: what is compressed in it is no tar archive")]
    NotTar {
        /// The recording.
        name: String,
    },
    /// It ends too early.
    #[error("the recording {name} ends too early: copy it again, it is not complete")]
    Truncated {
        /// The recording.
        name: String,
    },
    /// The compression or the archive is damaged.
    #[error("the archive {name} is damaged: copy it again")]
    Broken {
        /// The recording.
        name: String,
        /// What the decoder says.
        #[source]
        source: std::io::Error,
    },
    /// More than Koor reads, or writes.
    #[error("the recording {name} is too large: {what}, and {most} is the most")]
    TooLarge {
        /// The recording.
        name: String,
        /// What is.
        what: String,
        /// The limit.
        most: String,
    },
    /// Something that a recording never holds.
    #[error("the recording {name} is refused: `{file}` {what}; only take recordings from where you trust")]
    Forbidden {
        /// The recording.
        name: String,
        /// The file.
        file: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A file is not what the index says.
    #[error("the file `{file}` of the recording {name} is damaged: {why}; copy the recording again")]
    Damaged {
        /// The recording.
        name: String,
        /// The file.
        file: String,
        /// How that shows.
        why: String,
    },
    /// A file of the index is not there.
    #[error(
        "the file `{file}` of the recording {name} is missing: copy the recording again, it is not complete"
    )]
    MissingFile {
        /// The recording.
        name: String,
        /// The file.
        file: String,
    },
    /// There is something where the recording should go.
    #[error("there is something at {} already: choose another name, or say that it may be overwritten", path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// What would be overwritten is no recording.
    #[error("{} is no recording and is not overwritten: choose another name", path.display())]
    NotOurs {
        /// Where.
        path: PathBuf,
    },
    /// It can't be written.
    #[error("the recording can't be written to {}: check that the folder exists, may be written to, and has room", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// It was finished before.
    #[error("the recording {} is finished already", path.display())]
    Finished {
        /// Where.
        path: PathBuf,
    },
}

impl RecordingError {
    /// What it means.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::NoSuchPath { .. }
            | Self::Unreadable { .. }
            | Self::Exists { .. }
            | Self::NotOurs { .. }
            | Self::Write { .. } => Kind::InvalidInput,
            Self::UnknownFormat { .. } => Kind::Unsupported,
            Self::Finished { .. } => Kind::Conflict,
            Self::EmptyFolder { .. }
            | Self::NoIndex { .. }
            | Self::IndexNotFirst { .. }
            | Self::BadIndex { .. }
            | Self::BadEntry { .. }
            | Self::NotZstd { .. }
            | Self::NotTar { .. }
            | Self::Truncated { .. }
            | Self::Broken { .. }
            | Self::TooLarge { .. }
            | Self::Forbidden { .. }
            | Self::Damaged { .. }
            | Self::MissingFile { .. } => Kind::Corrupt,
        }
    }
}
