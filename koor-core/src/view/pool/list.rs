//! All pools, or some of them, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{PoolFilter, PoolRow};
use crate::model::{Bytes, Inventory, IoRate};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::sort::{self, Key, List, Row, Sortable, by};
use crate::view::{Header, figure};

/// The pools by id. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when the capacity figures are.
    pub as_of: Option<Timestamp>,
    /// Which were asked for.
    pub filter: PoolFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match.
    pub pools: Option<Vec<PoolRow>>,
    #[serde(skip)]
    why_none: String,
}

impl PoolList {
    /// Of an inventory, as [`Selection::pools`](crate::collect::Selection::pools) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &PoolFilter, now: Timestamp) -> Self {
        let all = inventory.osd_map.value().map(|map| {
            let mut rows: Vec<_> = map.pools.iter().map(|pool| PoolRow::of(inventory, map, pool)).collect();
            rows.sort_by_key(|pool| pool.id);
            rows
        });
        Self {
            header: Header::of(inventory, now).about(&inventory.osd_map),
            as_of: inventory.capacity.as_of(),
            filter: filter.clone(),
            total: all.as_ref().map(|all| all.len() as u64),
            why_none: all.as_deref().map_or_else(String::new, |all| filter.why_none(all)),
            pools: all.map(|all| all.into_iter().filter(|pool| filter.keeps(pool)).collect()),
        }
    }
}

/// What keeps the list within 100 columns: what rarely differs from pool to pool is wide.
impl Row for PoolRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::figures("ID"), |pool| pool.id.0.into()),
        by(Column::words("NAME"), |pool| (&pool.name).into()),
        by(Column::words("KIND"), |pool| pool.kind_text().into()),
        by(Column::figures("MIN"), |pool| pool.min_size.into()),
        by(Column::figures("PGS"), |pool| pool.pg_num.into()),
        by(Column::words("APP"), |pool| Key::names(&pool.applications)),
        by(Column::figures("STORED"), |pool| pool.stored_bytes.into()),
        by(Column::figures("AVAIL"), |pool| pool.max_available_bytes.into()),
        by(Column::figures("USE%"), |pool| pool.percent_used.into()),
        by(Column::figures("CLIENT IO"), |pool| pool.client.map(work).into()),
        by(Column::figures("USED").wide(), |pool| pool.used_bytes.into()),
        by(Column::words("QUOTA").wide(), |pool| pool.quota_bytes.into()),
        by(Column::words("AUTOSCALE").wide(), |pool| (&pool.autoscale_mode).into()),
        by(Column::words("RULE").wide(), |pool| pool.rule.text().into()),
        by(Column::words("CLASSES").wide(), |pool| {
            Key::names(pool.device_classes.as_deref().unwrap_or_default())
        }),
        by(Column::words("COMPRESSION").wide(), |pool| pool.compression_text().into()),
        by(Column::words("FLAGS").wide(), |pool| Key::names(&pool.flags)),
    ];
}

/// Bytes first; what moves no byte comes by its operations.
fn work(io: IoRate) -> f64 {
    let bytes = io.bytes_per_s();
    // Less than a byte, however many.
    let ops = io.ops_per_s() as f64 / 1e12;
    bytes as f64 + ops
}

impl List for PoolList {
    type Row = PoolRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<PoolRow>> {
        self.pools.as_mut()
    }
}

fn row(pool: &PoolRow) -> Vec<Cell> {
    let name = Cell::plain(pool.name.clone());
    let min_size = Cell::plain(pool.min_size.to_string());
    let or_nothing = |text: Option<String>| text.map_or_else(figure::nothing, Cell::from);
    vec![
        pool.id.to_string().into(),
        if pool.is_full() { name.toned(Tone::Bad) } else { name },
        pool.kind_text().into(),
        min_size,
        pool.pg_text().into(),
        figure::names(&pool.applications),
        Cell::or_unknown(pool.stored_bytes),
        Cell::or_unknown(pool.max_available_bytes),
        figure::percent(pool.percent_used),
        pool.client.map_or_else(Cell::unknown, traffic),
        Cell::or_unknown(pool.used_bytes),
        or_nothing(pool.quota_text()),
        pool.autoscale_mode.as_str().into(),
        pool.rule.text().into(),
        pool.device_classes.as_deref().map_or_else(Cell::unknown, figure::names),
        or_nothing(pool.compression_text()),
        figure::names(&pool.flags),
    ]
}

/// Reads and writes together; `koor pool show` tells them apart.
pub(in crate::view) fn traffic(io: IoRate) -> Cell {
    if io == IoRate::default() {
        return Cell::new("idle", Tone::Faint);
    }
    let bytes = Bytes(io.read_bytes_per_s) + Bytes(io.write_bytes_per_s);
    // Metadata only: operations without a byte.
    if bytes == Bytes(0) {
        return format!("{} op/s", io.ops_per_s()).into();
    }
    format!("{bytes}/s").into()
}

impl Report for PoolList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(pools) = &self.pools else {
            blocks.push(self.header.missing("osd_map", "The OSD map, which names the pools,"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: sort::columns::<PoolRow>(),
            rows: pools.iter().map(row).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != PoolFilter::default() && !pools.is_empty() {
            let total = self.total.unwrap_or_default();
            let text = format!("{} of {total} pools: {}", pools.len(), self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for PoolList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
