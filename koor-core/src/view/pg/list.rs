//! All PGs, or some of them, one a line.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::filter::Sieve;
use super::{PgFilter, PgRow};
use crate::model::{Inventory, PgMap, PoolId};
use crate::view::Header;
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::sort::{self, List};

/// How many PGs are shown as text.
const ROWS: usize = 200;

/// PGs by id. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PgList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when.
    pub as_of: Option<Timestamp>,
    /// Which were asked for.
    pub filter: PgFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match, all of them.
    pub pgs: Option<Vec<PgRow>>,
    #[serde(skip)]
    why_none: String,
}

impl PgList {
    /// Of an inventory, as [`Selection::pgs`](crate::collect::Selection::pgs) asks for it; to choose by host it needs
    /// CRUSH too.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &PgFilter, now: Timestamp) -> Self {
        let pgs = inventory.pgs.value();
        let sieve = Sieve::of(filter, inventory);
        let names: BTreeMap<PoolId, &str> = inventory
            .osd_map
            .value()
            .into_iter()
            .flat_map(|map| map.pools.iter().map(|pool| (pool.id, pool.name.as_str())))
            .collect();
        let rows = |map: &PgMap| {
            let kept = map.pgs.iter().filter(|pg| sieve.keeps(pg));
            let mut rows: Vec<PgRow> =
                kept.map(|pg| PgRow::of(pg, names.get(&pg.id.pool).copied())).collect();
            rows.sort_by_key(|pg| pg.id);
            rows
        };
        let header = Header::of(inventory, now).about(&inventory.pgs);
        Self {
            // Without CRUSH nobody can tell what is on a host: that is no answer.
            header: if filter.host.is_some() { header.about(&inventory.crush) } else { header },
            as_of: inventory.pgs.as_of(),
            filter: filter.clone(),
            total: pgs.map(|map| map.pgs.len() as u64),
            why_none: pgs.map_or_else(String::new, |map| sieve.why_none(map)),
            pgs: pgs.map(rows),
        }
    }
}

impl List for PgList {
    type Row = PgRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<PgRow>> {
        self.pgs.as_mut()
    }
}

impl Report for PgList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let (Some(pgs), Some(total)) = (&self.pgs, self.total) else {
            blocks.push(self.header.missing("pgs", "The PGs"));
            return blocks;
        };
        let now = self.header.now();
        blocks.push(Block::Table(Table {
            columns: sort::columns::<PgRow>(),
            rows: pgs.iter().take(ROWS).map(|pg| pg.cells(now)).collect(),
            empty: self.why_none.clone(),
        }));
        if pgs.len() > ROWS {
            let text = format!("and {} more: -o json or a filter", pgs.len() - ROWS);
            blocks.push(Block::line(text, Tone::Faint));
        }
        if self.filter != PgFilter::default() && !pgs.is_empty() {
            let text = format!("{} of {total} PGs: {}", pgs.len(), self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for PgList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
