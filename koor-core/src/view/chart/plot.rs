//! What is drawn, as data: the JSON of a chart, and all that a drawing is made of.

use jiff::Timestamp;
use serde::Serialize;

use super::Unit;

/// What a chart shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plot {
    /// One bar a thing, the largest first.
    Bars(Bars),
    /// How many things there are in each range.
    Histogram(Histogram),
    /// Figures over time.
    Lines(Lines),
}

/// What an axis measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// In words, without the unit.
    pub label: String,
    /// In which unit its figures are.
    pub unit: Unit,
}

impl Axis {
    /// An axis of `unit`.
    pub(super) fn new(label: &str, unit: Unit) -> Self {
        Self { label: label.to_owned(), unit }
    }

    /// What stands beside it: `commit latency (ms)`.
    pub(super) fn title(&self) -> String {
        match self.unit.symbol() {
            Some(symbol) => format!("{} ({symbol})", self.label),
            None => self.label.clone(),
        }
    }
}

/// Bars that lie, one below the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bars {
    /// What their length is.
    pub axis: Axis,
    /// What the parts of each bar are.
    pub parts: Vec<String>,
    /// What the mark on a bar is; null where bars have none.
    pub mark: Option<String>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// Whose it is.
    pub label: String,
    /// One length for each part, in the axis's unit; null where it is not known.
    pub values: Option<Vec<f64>>,
    /// Where its mark stands, in the axis's unit.
    pub mark: Option<f64>,
    /// What stands behind it: its figures in words.
    pub said: String,
    /// What is to be noticed about it (`slow`); null where that is nothing.
    pub remark: Option<String>,
    /// More of it, for who asks: where it is, what else was measured.
    pub detail: String,
}

impl Bar {
    /// Its whole length; zero where it is not known.
    pub(super) fn length(&self) -> f64 {
        self.values.iter().flatten().sum()
    }

    /// The figure, and what is to be noticed.
    pub(super) fn words(&self) -> String {
        match &self.remark {
            Some(remark) => format!("{}, {remark}", self.said),
            None => self.said.clone(),
        }
    }
}

/// How many there are in each range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// What the ranges are of.
    pub axis: Axis,
    /// What is counted: `OSDs`.
    pub counted: String,
    /// What the parts of each count are: device classes.
    pub parts: Vec<String>,
    /// The ranges, from the lowest up, without a gap.
    pub bins: Vec<Bin>,
    /// Lines that mean something, from the lowest up.
    pub limits: Vec<Limit>,
    /// How many of them nothing is known of: they are in no range.
    pub unknown: u64,
}

/// One range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// From here on, in the axis's unit.
    pub from: f64,
    /// To below here; of the last range, this included.
    pub to: f64,
    /// How many, one figure for each part.
    pub counts: Vec<u64>,
}

impl Bin {
    /// How many in all.
    pub(super) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// A line that means something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limit {
    /// What it is called: `nearfull`.
    pub name: String,
    /// Where it is, in the axis's unit.
    pub at: f64,
}

/// Figures over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lines {
    /// What is measured.
    pub axis: Axis,
    /// The moments, the earliest first.
    pub moments: Vec<Timestamp>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// One figure a moment, in the axis's unit; null where it is not known.
    pub values: Vec<Option<f64>>,
}

impl Lines {
    /// The largest figure of all lines.
    pub(super) fn most(&self) -> f64 {
        self.lines.iter().flat_map(|line| &line.values).flatten().copied().fold(0.0, f64::max)
    }

    /// The first and the last moment, at least a second apart so that something can be drawn between them.
    pub(super) fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let (first, last) = (*self.moments.first()?, *self.moments.last()?);
        let second = jiff::SignedDuration::from_secs(1);
        Some((first, last.max(first.checked_add(second).unwrap_or(last))))
    }
}
