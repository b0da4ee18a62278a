//! What moves, over the looks that were taken.

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{Axis, ChartKind, Drawn, Line, Lines, Plot, Unit, unseen};
use crate::model::{Inventory, PgDigest};
use crate::view::words::counted;

/// So many looks are remembered: more than a drawing has points.
const LENGTH: usize = 4096;

/// The figures of the looks so far, the oldest first. A pure value: it grows by the inventories it is given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChartHistory {
    samples: VecDeque<Sample>,
    /// A sentence about where the time comes from, where that is not the cluster's life.
    remark: Option<String>,
}

/// One look; without a digest where none was seen, or only an old one repeated by mons whose mgr is silent.
#[derive(Debug, Clone, PartialEq)]
struct Sample {
    at: Timestamp,
    digest: Option<PgDigest>,
}

impl ChartHistory {
    /// A history about whose time something is to be said below the chart.
    #[must_use]
    pub fn with_remark(remark: impl Into<String>) -> Self {
        Self { samples: VecDeque::new(), remark: Some(remark.into()) }
    }

    /// One more look. What has the stamp of the look before is the same figure again and no new one.
    pub fn note(&mut self, inventory: &Inventory) {
        let fresh = inventory.pg_digest.seen().filter(|seen| seen.stale.is_none());
        let at = fresh.map_or(inventory.collected_at, |seen| seen.as_of.unwrap_or(seen.asked_at));
        // Time goes forward: two hosts' clocks may differ.
        if self.samples.back().is_some_and(|last| at <= last.at) {
            return;
        }
        self.samples.push_back(Sample { at, digest: fresh.map(|seen| seen.value.clone()) });
        if self.samples.len() > LENGTH {
            self.samples.pop_front();
        }
    }

    /// How many looks are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }
}

type Figure = fn(&PgDigest) -> u64;

/// What a chart over time shows: title, axis, lines.
fn told(kind: ChartKind) -> (&'static str, Axis, Vec<(&'static str, Figure)>) {
    match kind {
        ChartKind::ClientOps => (
            "Requests of clients",
            Axis::new("requests a second", Unit::OpsPerSecond),
            vec![
                ("reads", |digest| digest.client.read_ops_per_s),
                ("writes", |digest| digest.client.write_ops_per_s),
            ],
        ),
        ChartKind::Recovery => (
            "Recovery",
            Axis::new("bytes recovered a second", Unit::BytesPerSecond),
            vec![("recovered", |digest| digest.recovery_bytes_per_s)],
        ),
        ChartKind::Used => (
            "Raw room used",
            Axis::new("raw bytes", Unit::Bytes),
            vec![("used", |digest| digest.used.0), ("size", |digest| digest.size.0)],
        ),
        _ => (
            "What clients read and write",
            Axis::new("bytes a second", Unit::BytesPerSecond),
            vec![
                ("read", |digest| digest.client.read_bytes_per_s),
                ("written", |digest| digest.client.write_bytes_per_s),
            ],
        ),
    }
}

pub(super) fn chart(inventory: &Inventory, kind: ChartKind, history: &ChartHistory) -> Drawn {
    let (title, axis, figures) = told(kind);
    let title = title.to_owned();
    let samples = &history.samples;
    if samples.iter().all(|sample| sample.digest.is_none()) {
        return Drawn::empty(title, unseen(&inventory.pg_digest, "What moves in the cluster"));
    }
    let unit = axis.unit;
    let lines: Vec<Line> = figures
        .into_iter()
        .map(|(name, figure)| Line {
            name: name.into(),
            values: samples.iter().map(|sample| Some(figure(sample.digest.as_ref()?) as f64)).collect(),
        })
        .collect();
    let lead = lines.iter().filter_map(|line| sentence(line, unit)).collect::<Vec<_>>().join("; ") + ".";
    let gaps = samples.iter().filter(|sample| sample.digest.is_none()).count() as u64;
    let mut notes: Vec<String> = history.remark.iter().cloned().collect();
    if gaps > 0 {
        notes.push(format!("{}: not seen then, not zero", counted(gaps, "gap", "gaps")));
    }
    if samples.len() == 1 {
        notes.push("one look only: more make a line".into());
    }
    let moments = samples.iter().map(|sample| sample.at).collect();
    Drawn { title, lead, plot: Some(Plot::Lines(Lines { axis, moments, lines })), notes, empty: None }
}

/// `read: 34.1 MiB/s last, 30.2 MiB/s to 40.0 MiB/s`.
fn sentence(line: &Line, unit: Unit) -> Option<String> {
    let known = || line.values.iter().flatten().copied();
    let end = line.values.last().copied().flatten();
    let (least, most) = (known().reduce(f64::min)?, known().reduce(f64::max)?);
    let end = end.map_or_else(|| "unknown".to_owned(), |end| unit.said(end));
    if (most - least).abs() < f64::EPSILON {
        return Some(format!("{}: {end}", line.name));
    }
    Some(format!("{}: {end} at the end, from {} to {}", line.name, unit.said(least), unit.said(most)))
}
