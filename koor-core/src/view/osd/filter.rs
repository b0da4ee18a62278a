//! Which OSDs, and why none.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::OsdRow;
use crate::view::order;
use crate::view::words::{counted, there_are};

/// Which OSDs to show; what is `None` does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdFilter {
    /// Those below this CRUSH host.
    pub host: Option<String>,
    /// Those of this device class.
    pub class: Option<String>,
    /// Those in this condition.
    pub state: Option<OsdCondition>,
}

/// What can be asked of an OSD's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OsdCondition {
    /// It runs and its peers say so.
    Up,
    /// It does not run, or can't be reached.
    Down,
    /// It takes data.
    In,
    /// Its data was, or is being, moved elsewhere.
    Out,
}

impl OsdCondition {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Up, Self::Down, Self::In, Self::Out];

    /// Ceph's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::In => "in",
            Self::Out => "out",
        }
    }

    const fn holds(self, osd: &OsdRow) -> bool {
        match self {
            Self::Up => osd.up,
            Self::Down => !osd.up,
            Self::In => osd.is_in,
            Self::Out => !osd.is_in,
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::In => Self::Out,
            Self::Out => Self::In,
        }
    }
}

impl fmt::Display for OsdCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for OsdCondition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|condition| condition.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no state of an OSD: write up, down, in or out"))
    }
}

impl fmt::Display for OsdFilter {
    /// `host node1, class hdd, down`; nothing where it does not choose.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.as_ref().map(|host| format!("host {host}"));
        let class = self.class.as_ref().map(|class| format!("class {class}"));
        let state = self.state.map(|state| state.to_string());
        let all: Vec<String> = [host, class, state].into_iter().flatten().collect();
        f.write_str(&all.join(", "))
    }
}

impl OsdFilter {
    pub(super) fn keeps(&self, osd: &OsdRow) -> bool {
        self.host.as_ref().is_none_or(|host| osd.host.as_ref() == Some(host))
            && self.class.as_ref().is_none_or(|class| osd.device_class.as_ref() == Some(class))
            && self.state.is_none_or(|state| state.holds(osd))
    }

    /// Why none of `all` is kept: the first thing asked for that no OSD has, and what there is instead.
    pub(super) fn why_none(&self, all: &[OsdRow]) -> String {
        if all.is_empty() {
            return "This cluster has no OSD.".into();
        }
        let by_crush = |kind: &str, name: &str, plural: &str, of: fn(&OsdRow) -> Option<&str>| {
            let there = order::distinct(all.iter().filter_map(of));
            if there.contains(&name) {
                None
            } else if there.is_empty() && !all.iter().any(OsdRow::crush_seen) {
                Some(format!("No OSD can be chosen by {kind}: the CRUSH map was not seen."))
            } else {
                let instead = there_are(kind, plural, &there);
                Some(format!("No OSD matches {kind} {name}; {instead}."))
            }
        };
        let host =
            self.host.as_deref().and_then(|host| by_crush("host", host, "hosts", |osd| osd.host.as_deref()));
        let class = self
            .class
            .as_deref()
            .and_then(|class| by_crush("class", class, "classes", |osd| osd.device_class.as_deref()));
        let state = self.state.filter(|state| !all.iter().any(|osd| state.holds(osd))).map(|state| {
            let count = counted(all.len() as u64, "OSD is", "OSDs are");
            let instead = state.opposite();
            if all.len() == 1 {
                format!("No OSD is {state}; the only one is {instead}.")
            } else {
                format!("No OSD is {state}; all {count} {instead}.")
            }
        });
        host.or(class).or(state).unwrap_or_else(|| format!("No OSD matches all of this at once: {self}."))
    }
}
