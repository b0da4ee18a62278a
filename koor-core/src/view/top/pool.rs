//! Pools on the dashboard: which, in which order, as rows.

use serde::Serialize;

use super::{Choice, Listed, Top, order_by, told};
use crate::model::IoRate;
use crate::view::figure;
use crate::view::pool::{PoolRow, traffic};
use crate::view::report::{Cell, Column, Table, Tone};
use crate::view::words::counted;

/// By what pools are sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PoolSort {
    /// Used of used and available, fullest first.
    #[default]
    Use,
    /// What clients do, most bytes first.
    Io,
    /// What users stored, most first.
    Stored,
    /// Its number.
    Id,
}

impl PoolSort {
    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Io => "io",
            Self::Stored => "stored",
            Self::Id => "id",
        }
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Use => Self::Io,
            Self::Io => Self::Stored,
            Self::Stored => Self::Id,
            Self::Id => Self::Use,
        }
    }
}

/// What tells one pool from the next stands first: a narrow screen leaves out columns from the right.
const COLUMNS: [Column; 8] = [
    Column::words("POOL"),
    Column::figures("USE%"),
    Column::figures("STORED"),
    Column::figures("AVAIL"),
    Column::figures("CLIENT IO"),
    Column::figures("PGS"),
    Column::words("KIND"),
    Column::figures("OBJECTS"),
];

impl Top {
    /// The pools that match, sorted.
    #[must_use]
    pub fn pools(&self, choice: &Choice<PoolSort>) -> Vec<&PoolRow> {
        let mut rows: Vec<&PoolRow> = self.pools.value.iter().flatten().collect();
        rows.retain(|pool| choice.keeps(&words(pool)));
        let figure = |pool: &PoolRow| match choice.sort {
            PoolSort::Use => pool.percent_used.map(|share| share.0),
            PoolSort::Io => pool.client.map(moved),
            PoolSort::Stored => pool.stored_bytes.map(|stored| stored.0 as f64),
            // Smallest first.
            PoolSort::Id => Some(-(pool.id.0 as f64)),
        };
        order_by(&mut rows, choice.reversed, |pool| figure(pool), |pool| pool.id);
        rows
    }

    /// The same as a table, with the name of each row's pool.
    #[must_use]
    pub fn pool_list(&self, choice: &Choice<PoolSort>) -> Listed<String> {
        let rows = self.pools(choice);
        let total = self.pools.value.as_ref().map_or(0, Vec::len);
        Listed {
            total,
            keys: rows.iter().map(|pool| pool.name.clone()).collect(),
            table: Table {
                columns: COLUMNS.to_vec(),
                rows: rows.into_iter().map(cells).collect(),
                empty: match (total, self.pools.why_unseen()) {
                    (_, Some(why)) => format!("pools {}", why.text),
                    (0, None) => "This cluster has no pool.".into(),
                    _ => format!(
                        "None of {} matches `{}`.",
                        counted(total as u64, "pool", "pools"),
                        choice.filter
                    ),
                },
            },
        }
    }

    /// How old what is told of pools is.
    #[must_use]
    pub fn pool_ages(&self, now: jiff::Timestamp) -> Vec<Cell> {
        told::together(&[("use", self.capacity.age(now)), ("io", self.pool_io.age(now))])
    }
}

/// Bytes a second, and operations where no byte moves: metadata counts too.
fn moved(io: IoRate) -> f64 {
    io.bytes_per_s() as f64 + io.ops_per_s() as f64 / 1_000_000.0
}

fn cells(pool: &PoolRow) -> Vec<Cell> {
    let name = Cell::plain(pool.name.clone());
    vec![
        if pool.is_full() { Cell::new(format!("{} (full)", pool.name), Tone::Bad) } else { name },
        figure::percent(pool.percent_used),
        Cell::or_unknown(pool.stored_bytes),
        Cell::or_unknown(pool.max_available_bytes),
        pool.client.map_or_else(Cell::unknown, traffic),
        pool.pg_text().into(),
        pool.kind_text().into(),
        Cell::or_unknown(pool.objects),
    ]
}

/// What a filter looks at.
fn words(pool: &PoolRow) -> Vec<(&'static str, String)> {
    let mut words = vec![("pool", pool.name.clone()), ("kind", pool.kind_text())];
    words.extend(pool.applications.iter().map(|app| ("app", app.clone())));
    words.extend(pool.rule.takes.iter().map(|takes| ("class", takes.clone())));
    words.extend(pool.flags.iter().map(|flag| ("flag", flag.clone())));
    words
}
