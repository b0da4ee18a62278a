//! Charts: a figure of every OSD, pool or moment at a glance, as data, as SVG and as text.
//!
//! One file a subject says what is drawn (`pools`, `osds`, `latency`, `history`) and makes a [`Plot`] of an inventory;
//! `svg` and `text` draw any plot and know nothing of storage. The colours tell themselves apart for the colour-blind,
//! in the light and in the dark, and nothing is told by colour alone.
//!
//! Invariants, beside those of every view:
//! - what is not known is no bar, no count and no point; it is named below the chart;
//! - a drawing carries its cluster, source and times in itself, for it will be shown elsewhere;
//! - no drawing grows with the cluster: of many OSDs or pools the largest are drawn, and how many are not is said.
//!
//! Deliberately absent: a plotting framework, scripts, fonts, anything that is fetched.

mod history;
mod kind;
mod latency;
mod osds;
mod plot;
mod pools;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod unit;

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

pub use self::history::ChartHistory;
pub use self::kind::{ChartKind, ChartList, ChartRow};
pub use self::plot::{Axis, Bar, Bars, Bin, Histogram, Limit, Line, Lines, Plot};
pub use self::unit::Unit;
use super::report::{self, Block, Report};
use super::{Header, age};
use crate::model::{Inventory, Part};

/// How wide a chart is as text where nobody says, in columns.
const COLUMNS: usize = 100;

/// A chart of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which chart.
    pub name: ChartKind,
    /// What it shows.
    pub title: String,
    /// What is to be seen in it, in words; empty where nothing is drawn.
    pub lead: String,
    /// What is drawn; null where that is nothing.
    pub plot: Option<Plot>,
    /// Why nothing is drawn; null where something is.
    pub empty: Option<String>,
    /// What is to be known beside it: what is not drawn, what is unknown.
    pub notes: Vec<String>,
    /// Who said the figures, and as of when.
    pub figures: Vec<FigureSource>,
}

/// Who said figures, on which question, and as of when they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureSource {
    /// `mgr: osd df`.
    pub source: String,
    /// As of when.
    pub as_of: Timestamp,
    /// Why they may be older than that; null where there is no reason to think so.
    pub stale: Option<String>,
}

/// What a subject makes of an inventory.
struct Drawn {
    title: String,
    lead: String,
    plot: Option<Plot>,
    notes: Vec<String>,
    empty: Option<String>,
}

impl Drawn {
    fn empty(title: String, why: String) -> Self {
        Self { title, lead: String::new(), plot: None, notes: Vec::new(), empty: Some(why) }
    }
}

impl Chart {
    /// Of an inventory; a chart over time, of the looks before.
    #[must_use]
    pub fn of(inventory: &Inventory, kind: ChartKind, history: &ChartHistory, now: Timestamp) -> Self {
        let header = Header::of(inventory, now);
        let (drawn, header, figures) = match kind {
            ChartKind::Pools => (
                pools::chart(inventory),
                header.about(&inventory.capacity),
                vec![figure(&inventory.capacity)],
            ),
            ChartKind::OsdFullness | ChartKind::OsdPgs => (
                if kind == ChartKind::OsdPgs { osds::pgs(inventory) } else { osds::fullness(inventory) },
                header.about(&inventory.osd_usage),
                vec![figure(&inventory.osd_usage), figure(&inventory.osd_map), figure(&inventory.crush)],
            ),
            ChartKind::OsdLatency => (
                latency::chart(inventory),
                header.about(&inventory.osd_latency),
                vec![figure(&inventory.osd_latency), figure(&inventory.osd_map), figure(&inventory.crush)],
            ),
            ChartKind::ClientIo | ChartKind::ClientOps | ChartKind::Recovery | ChartKind::Used => {
                let drawn = history::chart(inventory, kind, history);
                // What was seen before is an answer, too.
                let header = if drawn.plot.is_some() { header } else { header.about(&inventory.pg_digest) };
                (drawn, header, vec![figure(&inventory.pg_digest)])
            }
        };
        Self {
            header,
            name: kind,
            title: drawn.title,
            lead: drawn.lead,
            plot: drawn.plot,
            empty: drawn.empty,
            notes: drawn.notes,
            figures: figures.into_iter().flatten().collect(),
        }
    }

    /// As an SVG picture, for a browser, a notebook, a report. It stands alone, and is the same for the same figures.
    #[must_use]
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }

    /// As text of at most so many columns; the footer that every view has is not in it.
    #[must_use]
    pub fn drawn(&self, columns: usize) -> Vec<Block> {
        text::draw(self, columns)
    }

    /// The lines that say who said the figures and as of when.
    fn told_by(&self) -> Vec<String> {
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for figure in &self.figures {
            let at = figure.as_of.strftime("%Y-%m-%d %H:%M:%S UTC");
            let ago = age::ago(self.header.now(), figure.as_of);
            let when = match (&figure.stale, ago.as_str()) {
                (Some(why), _) => format!("as of {at}, or older: {why}"),
                (None, "now") => format!("as of {at}"),
                (None, ago) => format!("as of {at} ({ago})"),
            };
            match groups.iter_mut().find(|(known, _)| *known == when) {
                Some((_, sources)) => sources.push(&figure.source),
                None => groups.push((when, vec![&figure.source])),
            }
        }
        groups.into_iter().map(|(when, sources)| format!("{} {when}", sources.join(", "))).collect()
    }
}

impl Report for Chart {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        self.drawn(COLUMNS)
    }
}

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

fn figure<T>(part: &Part<T>) -> Option<FigureSource> {
    let seen = part.seen()?;
    Some(FigureSource {
        source: seen.source.clone(),
        as_of: seen.as_of.unwrap_or(seen.asked_at),
        stale: seen.stale.clone(),
    })
}

/// Why there is nothing to draw.
fn unseen<T>(part: &Part<T>, what: &str) -> String {
    match part.why() {
        Some(why) => format!("{what} could not be seen: {}.", why.message.trim_end_matches('.')),
        None => format!("{what} was seen, but holds nothing to draw."),
    }
}
