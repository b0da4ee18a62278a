//! A part of the inventory: seen, or unseen with the reason. Both say when they were asked.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Kind;

/// Where an inventory came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// The rung of the access ladder: `librados`, `ceph`, `recording`, …
    pub rung: String,
    /// The cluster's name: the one it was opened by, else Ceph's own (`ceph`).
    pub cluster: String,
    /// What stands on that rung, for people: `librados 16.2.15, client.admin, /etc/ceph/ceph.conf`.
    pub detail: String,
    /// What made it this one: a flag, a variable of the environment, a config file, the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<String>,
    /// The rungs that were passed over, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// Where the mons are looked for, as the conf or the caller names them: `10.0.0.1:3300`; empty where that is not
    /// known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mon_host: Vec<String>,
}

impl Source {
    /// What asks, and its version: `librados` or `ceph` with what its rung says of it; `None` on a rung that has none.
    #[must_use]
    pub fn client(&self) -> Option<(&str, &str)> {
        let mut words = self.detail.split([' ', ',']);
        let (name, version) = (words.next()?, words.next()?);
        let is_version = version.starts_with(|letter: char| letter.is_ascii_digit());
        (matches!(name, "librados" | "ceph") && is_version).then_some((name, version))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// One part of an [`Inventory`](super::Inventory).
///
/// As JSON it is `{"seen": {"value": …, "asked_at": …}}` or `{"unseen": {"why": {"kind": …, "message": …}}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part<T> {
    /// The cluster answered.
    Seen(Seen<T>),
    /// It did not, or was not asked, or its answer could not be read.
    Unseen(Unseen),
}

/// A value a cluster gave, and how old it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seen<T> {
    /// What was said.
    pub value: T,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// As of when it holds, where that is known to differ from the asking (the mgr's digest, a PG map's stamp).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Why the value may be older than it looks, where there is reason to think so (a silent mgr).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<String>,
    /// Why not all of it was seen, where some of it could not be (a right that is missing, an object that does not
    /// read): what is not in the value may be there all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
    /// How long the answer took, in milliseconds.
    pub took_ms: f64,
    /// Who said it and on which question: `mon: osd dump`.
    pub source: String,
}

/// A part that could not be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unseen {
    /// The reason.
    pub why: Why,
    /// When it was asked; `None` where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
}

/// The reason why something is unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// What the failure means.
    pub kind: Kind,
    /// One sentence for people.
    pub message: String,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What a part says that nobody asked for.
pub const NOT_ASKED: &str = "not asked";

impl<T> Part<T> {
    /// A part nobody asked for.
    #[must_use]
    pub fn not_asked() -> Self {
        Self::unseen(Kind::NotAsked, NOT_ASKED)
    }

    /// An unseen part.
    #[must_use]
    pub fn unseen(kind: Kind, message: impl Into<String>) -> Self {
        Self::Unseen(Unseen { why: Why { kind, message: message.into() }, asked_at: None })
    }

    /// The value, where it was seen.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Seen(seen) => Some(&seen.value),
            Self::Unseen(_) => None,
        }
    }

    /// The value with its ages, where it was seen.
    pub const fn seen(&self) -> Option<&Seen<T>> {
        match self {
            Self::Seen(seen) => Some(seen),
            Self::Unseen(_) => None,
        }
    }

    /// The reason, where it was not seen.
    pub const fn why(&self) -> Option<&Why> {
        match self {
            Self::Seen(_) => None,
            Self::Unseen(unseen) => Some(&unseen.why),
        }
    }

    /// Whether somebody asked for it, whatever came of it.
    pub fn was_asked(&self) -> bool {
        self.why().is_none_or(|why| why.kind != Kind::NotAsked)
    }

    /// As of when the value holds: its own stamp, else the moment of asking. `None` where unseen.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.seen().map(|seen| seen.as_of.unwrap_or(seen.asked_at))
    }
}

impl<T: Clone> Part<T> {
    /// This part, or what was seen of it before: as it was where nobody asked since, stale where nobody answered.
    pub(super) fn or_before(self, before: &Self) -> Self {
        match (self, before) {
            (Self::Unseen(unseen), _) if unseen.why.kind == Kind::NotAsked => before.clone(),
            (Self::Unseen(unseen), Self::Seen(seen)) => Self::Seen(Seen {
                stale: Some(format!("{}; this is what was seen last", unseen.why)),
                ..seen.clone()
            }),
            (part, _) => part,
        }
    }
}

impl<T> Seen<T> {
    /// The same ages around another value.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Seen<U> {
        Seen {
            value: f(self.value),
            asked_at: self.asked_at,
            as_of: self.as_of,
            stale: self.stale,
            partial: self.partial,
            took_ms: self.took_ms,
            source: self.source,
        }
    }
}
