//! OSDs on the dashboard: which, in which order, as rows.

use serde::Serialize;

use super::{Choice, Listed, Top, order_by, told};
use crate::model::OsdId;
use crate::view::figure;
use crate::view::osd::{OsdRow, state};
use crate::view::report::{Cell, Column, Table};
use crate::view::words::counted;

/// By what OSDs are sorted; the worst first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OsdSort {
    /// Commit latency, slowest first.
    #[default]
    Latency,
    /// Used of size, fullest first.
    Fullness,
    /// PGs, most first.
    Pgs,
    /// Its number.
    Id,
}

impl OsdSort {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Latency, Self::Fullness, Self::Pgs, Self::Id];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Fullness => "fullness",
            Self::Pgs => "pgs",
            Self::Id => "id",
        }
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Latency => Self::Fullness,
            Self::Fullness => Self::Pgs,
            Self::Pgs => Self::Id,
            Self::Id => Self::Latency,
        }
    }
}

/// What tells one OSD from the next stands first: a narrow screen leaves out columns from the right.
const COLUMNS: [Column; 9] = [
    Column::words("OSD"),
    Column::words("STATE"),
    Column::figures("USE%"),
    Column::figures("COMMIT"),
    Column::figures("APPLY"),
    Column::figures("PGS"),
    Column::words("HOST"),
    Column::words("CLASS"),
    Column::figures("SIZE"),
];

impl Top {
    /// The OSDs that match, sorted.
    #[must_use]
    pub fn osds(&self, choice: &Choice<OsdSort>) -> Vec<&OsdRow> {
        let mut rows: Vec<&OsdRow> = self.osds.value.iter().flatten().collect();
        rows.retain(|osd| choice.keeps(&words(osd)));
        let figure = |osd: &OsdRow| match choice.sort {
            OsdSort::Latency => osd.commit_ms,
            OsdSort::Fullness => osd.fill.utilization.map(|share| share.0),
            OsdSort::Pgs => osd.pgs.map(|pgs| pgs as f64),
            // Smallest first.
            OsdSort::Id => Some(-f64::from(osd.id.0)),
        };
        order_by(&mut rows, choice.reversed, |osd| figure(osd), |osd| osd.id);
        rows
    }

    /// The same as a table, with the OSD of each row.
    #[must_use]
    pub fn osd_list(&self, choice: &Choice<OsdSort>) -> Listed<OsdId> {
        let rows = self.osds(choice);
        let total = self.osds.value.as_ref().map_or(0, Vec::len);
        Listed {
            total,
            keys: rows.iter().map(|osd| osd.id).collect(),
            table: Table {
                columns: COLUMNS.to_vec(),
                rows: rows.into_iter().map(|osd| self.osd_cells(osd)).collect(),
                empty: match (total, self.osds.why_unseen()) {
                    (_, Some(why)) => format!("OSDs {}", why.text),
                    (0, None) => "This cluster has no OSD.".into(),
                    _ => format!(
                        "None of {} matches `{}`.",
                        counted(total as u64, "OSD", "OSDs"),
                        choice.filter
                    ),
                },
            },
        }
    }

    fn osd_cells(&self, osd: &OsdRow) -> Vec<Cell> {
        let placed = |name: Option<&String>| match name {
            None if osd.crush_seen() => figure::nothing(),
            name => Cell::or_unknown(name),
        };
        let latency = |ms: Option<f64>| match ms {
            None if !osd.up => figure::nothing(),
            ms => Cell::or_unknown(ms.map(|ms| format!("{} ms", figure::milliseconds(ms)))),
        };
        vec![
            osd.name.as_str().into(),
            state(osd.up, osd.is_in),
            osd.fill.percent(self.full_ratios),
            latency(osd.commit_ms),
            latency(osd.apply_ms),
            Cell::or_unknown(osd.pgs),
            placed(osd.host.as_ref()),
            placed(osd.device_class.as_ref()),
            Cell::or_unknown(osd.fill.size_bytes),
        ]
    }

    /// How old what is told of OSDs is: their state, fullness and latency come from different answers.
    #[must_use]
    pub fn osd_ages(&self, now: jiff::Timestamp) -> Vec<Cell> {
        let parts = [
            ("state", self.osds.age(now)),
            ("use", self.osd_usage.age(now)),
            ("latency", self.osd_latency.age(now)),
        ];
        told::together(&parts)
    }
}

/// What a filter looks at.
fn words(osd: &OsdRow) -> Vec<(&'static str, String)> {
    let mut words = vec![
        ("osd", osd.name.clone()),
        ("state", if osd.up { "up" } else { "down" }.to_owned()),
        ("state", if osd.is_in { "in" } else { "out" }.to_owned()),
    ];
    words.extend(osd.host.iter().map(|host| ("host", host.clone())));
    words.extend(osd.device_class.iter().map(|class| ("class", class.clone())));
    words.extend(osd.flags.iter().map(|flag| ("flag", flag.clone())));
    words
}
