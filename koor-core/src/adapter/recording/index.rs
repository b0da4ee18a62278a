//! `index.json`: what was asked, of whom, and where the answer stands.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path};

use jiff::Timestamp;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::RecordingError;
use super::limits::{MAX_ENTRIES, MAX_ENTRY, MAX_TOTAL};
use crate::model::Kind;

/// The format that this version writes, and the highest it reads.
pub const FORMAT: u32 = 1;

/// The name of the index in a folder and in an archive.
pub(super) const INDEX: &str = "index.json";

/// The content of `index.json`. Fields that are not here are ignored when reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// [`FORMAT`]; a higher one is refused.
    pub format: u32,
    /// When the recording began.
    pub recorded_at: Timestamp,
    /// Which cluster it is of.
    pub cluster: RecordedCluster,
    /// What most of its daemons ran, `16.2.15`; `None` where nobody asked.
    #[serde(default)]
    pub ceph_version: Option<String>,
    /// Whether secrets were replaced by placeholders.
    #[serde(default)]
    pub redacted: bool,
    /// Through what it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Through>,
    /// Which Kubernetes cluster was asked beside it, for people; `None` where none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubernetes: Option<String>,
    /// The questions, in the order asked.
    #[serde(deserialize_with = "some_entries")]
    pub entries: Vec<Entry>,
}

/// Which cluster a recording is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedCluster {
    /// Its id; empty where nobody asked `status`.
    #[serde(default)]
    pub fsid: String,
    /// The name it was opened by.
    #[serde(default)]
    pub name: String,
}

/// The transport behind a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Through {
    /// Its rung of the access ladder, `librados`.
    pub rung: String,
    /// What stood on it, for people.
    pub detail: String,
    /// How many questions were under way at once; a replay allows as many, so that they overtake each other alike.
    pub concurrency: usize,
}

/// One question and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was asked.
    pub at: Timestamp,
    /// Who was asked: `mon`, `mgr`, `osd.3`, `mon.a`; also what is no Ceph daemon (`kube`, `rgw`).
    pub target: String,
    /// The command as the JSON object that daemons take, without `format`.
    #[serde(deserialize_with = "super::question::bounded")]
    pub command: Value,
    /// What came of it.
    pub outcome: Outcome,
    /// Where the answer's body stands, relative to the index, with `/`. `None` where nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The size of that file in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Its SHA-256 in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// The entries; of too many, one more than are allowed.
fn some_entries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
    struct Some;

    impl<'de> Visitor<'de> for Some {
        type Value = Vec<Entry>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of entries")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Entry>, A::Error> {
            let mut entries = Vec::new();
            while entries.len() <= MAX_ENTRIES
                && let Option::Some(entry) = list.next_element()?
            {
                entries.push(entry);
            }
            if entries.len() > MAX_ENTRIES {
                while list.next_element::<IgnoredAny>()?.is_some() {}
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_seq(Some)
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Told")]
pub enum Outcome {
    /// Somebody answered.
    Answered {
        /// Zero, or a negative errno.
        status: i32,
        /// What was said beside the body.
        #[serde(default)]
        message: String,
    },
    /// Nobody did.
    Failed {
        /// The reason.
        error: RecordedError,
    },
}

/// An outcome as it stands in the file. Read by its fields: an untagged enum would first keep whatever else stands there.
#[derive(Deserialize)]
struct Told {
    status: Option<i32>,
    #[serde(default)]
    message: String,
    error: Option<RecordedError>,
}

impl TryFrom<Told> for Outcome {
    type Error = &'static str;

    fn try_from(told: Told) -> Result<Self, Self::Error> {
        match told {
            Told { status: Some(status), message, .. } => Ok(Self::Answered { status, message }),
            Told { error: Some(error), .. } => Ok(Self::Failed { error }),
            Told { .. } => Err("an outcome has a `status` or an `error`"),
        }
    }
}

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedError {
    /// What it means.
    #[serde(deserialize_with = "kind_or_unreachable")]
    pub kind: Kind,
    /// One sentence.
    pub message: String,
}

/// A kind that a later version may have added still means that nobody answered.
fn kind_or_unreachable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
    let word = String::deserialize(deserializer)?;
    Ok(serde_json::from_value(Value::String(word)).unwrap_or(Kind::Unreachable))
}

/// What a file of a recording has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected {
    pub bytes: u64,
    pub sha256: String,
}

/// The files of a recording by name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

impl Index {
    /// Reads and checks an index.
    pub(super) fn read(bytes: &[u8], name: &str) -> Result<Self, RecordingError> {
        // First the format alone: a later one may look different everywhere else.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let bad = |source| RecordingError::BadIndex { name: name.to_owned(), source };
        let Format { format } = serde_json::from_slice(bytes).map_err(bad)?;
        if format == 0 || format > FORMAT {
            return Err(RecordingError::UnknownFormat { name: name.to_owned(), format });
        }
        let index: Self = serde_json::from_slice(bytes).map_err(bad)?;
        if index.entries.len() > MAX_ENTRIES {
            return Err(too_large(name, "the list of entries".into(), format!("{MAX_ENTRIES} entries")));
        }
        Ok(index)
    }

    /// The files that belong to it.
    pub(super) fn expected(&self, name: &str) -> Result<BTreeMap<String, Expected>, RecordingError> {
        let mut expected = BTreeMap::new();
        let mut total = 0_u64;
        for (number, entry) in self.entries.iter().enumerate() {
            let (Some(file), Some(bytes), Some(sha256)) = (&entry.file, entry.bytes, &entry.sha256) else {
                if entry.file.is_none() && matches!(entry.outcome, Outcome::Failed { .. }) {
                    continue;
                }
                return Err(RecordingError::BadEntry { name: name.to_owned(), entry: number + 1 });
            };
            check_path(file, name)?;
            if bytes > MAX_ENTRY {
                return Err(too_large(
                    name,
                    format!("`{file}` of {bytes} bytes"),
                    format!("{MAX_ENTRY} bytes"),
                ));
            }
            let this = Expected { bytes, sha256: sha256.to_ascii_lowercase() };
            if let Some(other) = expected.insert(file.clone(), this.clone()) {
                if other != this {
                    return Err(damaged(name, file, "the index gives two different sums for it"));
                }
            } else {
                total = total.saturating_add(bytes);
            }
        }
        if total > MAX_TOTAL {
            return Err(too_large(name, format!("{total} bytes of answers"), format!("{MAX_TOTAL} bytes")));
        }
        Ok(expected)
    }
}

/// Sees that every expected file is there and is what it should be.
pub(super) fn check_files(
    files: &Files,
    expected: &BTreeMap<String, Expected>,
    name: &str,
) -> Result<(), RecordingError> {
    for (file, expected) in expected {
        let Some(bytes) = files.get(file) else {
            return Err(RecordingError::MissingFile { name: name.to_owned(), file: file.clone() });
        };
        let size = bytes.len() as u64;
        if size != expected.bytes {
            let why = format!("it has {size} bytes instead of {}", expected.bytes);
            return Err(damaged(name, file, &why));
        }
        if sha256(bytes) != expected.sha256 {
            return Err(damaged(name, file, "its SHA-256 is another one than the index says"));
        }
    }
    Ok(())
}

/// Refuses a name that leads out of the recording.
pub(super) fn check_path(file: &str, name: &str) -> Result<(), RecordingError> {
    let path = Path::new(file);
    let stays = path.components().all(|part| matches!(part, Component::Normal(_)));
    if file.is_empty() || !stays || file.contains(['\\', '\0']) {
        return Err(RecordingError::Forbidden {
            name: name.to_owned(),
            file: file.to_owned(),
            what: "leads out of it",
        });
    }
    Ok(())
}

pub(super) fn damaged(name: &str, file: &str, why: &str) -> RecordingError {
    RecordingError::Damaged { name: name.to_owned(), file: file.to_owned(), why: why.to_owned() }
}

pub(super) fn too_large(name: &str, what: String, most: String) -> RecordingError {
    RecordingError::TooLarge { name: name.to_owned(), what, most }
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    use sha2::Digest as _;
    let mut text = String::with_capacity(64);
    for byte in sha2::Sha256::digest(bytes) {
        let _written = write!(text, "{byte:02x}");
    }
    text
}

/// What makes two questions the same: who is asked, and the command whatever the order of its members, without
/// `format`.
pub(super) fn same_question(target: &str, command: &Value) -> String {
    let members: BTreeMap<&str, &Value> = command
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "format")
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    // Maps of texts always write.
    format!("{target} {}", serde_json::to_string(&members).unwrap_or_default())
}
