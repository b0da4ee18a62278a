//! Which charts there are.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::model::SCHEMA_VERSION;
use crate::view::report::{Block, Listing, Tone};

/// A chart by its name, as `koor chart` takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChartKind {
    /// Raw room by pool, and what is left.
    Pools,
    /// OSDs by how full they are.
    OsdFullness,
    /// The slowest OSDs beside the median of their class.
    OsdLatency,
    /// OSDs by how many PGs they hold.
    OsdPgs,
    /// Bytes that clients read and write a second, over time.
    ClientIo,
    /// Requests of clients a second, over time.
    ClientOps,
    /// Bytes recovered a second, over time.
    Recovery,
    /// Raw bytes used, over time.
    Used,
}

impl ChartKind {
    /// All of them, in the order in which they are worth a look.
    pub const ALL: [Self; 8] = [
        Self::Pools,
        Self::OsdFullness,
        Self::OsdLatency,
        Self::OsdPgs,
        Self::ClientIo,
        Self::ClientOps,
        Self::Recovery,
        Self::Used,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pools => "pools",
            Self::OsdFullness => "osd-fullness",
            Self::OsdLatency => "osd-latency",
            Self::OsdPgs => "osd-pgs",
            Self::ClientIo => "client-io",
            Self::ClientOps => "client-ops",
            Self::Recovery => "recovery",
            Self::Used => "used",
        }
    }

    /// One sentence for people: what it answers.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Pools => "What fills the cluster: raw room by pool, what is no pool's, and what is left.",
            Self::OsdFullness => "How evenly OSDs are filled, and how far they are from nearfull and full.",
            Self::OsdLatency => {
                "Which OSDs are slow: commit latency beside the median of their device class."
            }
            Self::OsdPgs => "How evenly PGs are spread over OSDs.",
            Self::ClientIo => "What clients read and write a second, over time.",
            Self::ClientOps => "How many reads and writes clients do a second, over time.",
            Self::Recovery => "How many bytes a second are recovered, over time.",
            Self::Used => "How much raw room is used, over time.",
        }
    }

    /// Whether it shows several looks: one alone is a single point.
    #[must_use]
    pub const fn is_over_time(self) -> bool {
        matches!(self, Self::ClientIo | Self::ClientOps | Self::Recovery | Self::Used)
    }
}

impl fmt::Display for ChartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for ChartKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|kind| kind.name()).collect();
            format!("there is no chart `{text}`: choose one of {}", names.join(", "))
        })
    }
}

impl Serialize for ChartKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The charts there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartList {
    /// The version of this JSON.
    pub schema_version: u32,
    /// In the order in which they are worth a look.
    pub charts: Vec<ChartRow>,
}

/// One chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChartRow {
    /// The word that `koor chart` takes.
    pub name: &'static str,
    /// What it answers, in a sentence.
    pub summary: &'static str,
    /// Whether it shows several looks, one after the other.
    pub over_time: bool,
}

impl ChartList {
    /// Every chart.
    #[must_use]
    pub fn all() -> Self {
        let row = |kind: ChartKind| ChartRow {
            name: kind.name(),
            summary: kind.summary(),
            over_time: kind.is_over_time(),
        };
        Self { schema_version: SCHEMA_VERSION, charts: ChartKind::ALL.map(row).into() }
    }
}

impl Listing for ChartList {
    fn blocks(&self) -> Vec<Block> {
        let row = |row: &ChartRow| {
            [Block::line(row.name, Tone::Good), Block::line(format!("  {}", row.summary), Tone::Plain)]
        };
        self.charts.iter().flat_map(row).collect()
    }
}
