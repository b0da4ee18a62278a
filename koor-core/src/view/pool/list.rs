//! All pools, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::PoolRow;
use crate::model::{Bytes, Inventory, IoRate};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
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
    /// The pools.
    pub pools: Option<Vec<PoolRow>>,
}

impl PoolList {
    /// Of an inventory, as [`Selection::pools`](crate::collect::Selection::pools) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        let pools = inventory.osd_map.value().map(|map| {
            let mut rows: Vec<_> = map.pools.iter().map(|pool| PoolRow::of(inventory, map, pool)).collect();
            rows.sort_by_key(|pool| pool.id);
            rows
        });
        Self {
            header: Header::of(inventory, now).about(&inventory.osd_map),
            as_of: inventory.capacity.as_of(),
            pools,
        }
    }
}

/// What keeps the list within 100 columns: what rarely differs from pool to pool is wide.
const COLUMNS: [Column; 16] = [
    Column::figures("ID"),
    Column::words("NAME"),
    Column::words("KIND"),
    Column::figures("MIN"),
    Column::figures("PGS"),
    Column::words("APP"),
    Column::figures("STORED"),
    Column::figures("AVAIL"),
    Column::figures("USE%"),
    Column::figures("CLIENT IO"),
    Column::figures("USED").wide(),
    Column::words("QUOTA").wide(),
    Column::words("AUTOSCALE").wide(),
    Column::words("RULE").wide(),
    Column::words("COMPRESSION").wide(),
    Column::words("FLAGS").wide(),
];

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
        return format!("{} op/s", io.read_ops_per_s + io.write_ops_per_s).into();
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
            columns: COLUMNS.to_vec(),
            rows: pools.iter().map(row).collect(),
            empty: "This cluster has no pool.".into(),
        }));
        blocks
    }
}

impl fmt::Display for PoolList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
