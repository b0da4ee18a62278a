//! All gateways, or some of them, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::RgwRow;
use crate::model::Inventory;
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::sort::{self, List};
use crate::view::words::counted;
use crate::view::{DaemonFilter, Header};

/// The gateways by id. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RgwList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: DaemonFilter,
    /// How many there are, whether they match or not.
    pub total: Option<u64>,
    /// Those that match.
    pub gateways: Option<Vec<RgwRow>>,
    /// How many the mons counted last; they go by what the mgr told them.
    pub counted_by_mons: Option<u64>,
    #[serde(skip)]
    why_none: String,
}

impl RgwList {
    /// Of an inventory, as [`Selection::gateways`](crate::collect::Selection::gateways) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &DaemonFilter, now: Timestamp) -> Self {
        let all = RgwRow::all(inventory);
        Self {
            header: Header::of(inventory, now).about(&inventory.services),
            filter: filter.clone(),
            total: all.as_ref().map(|all| all.len() as u64),
            counted_by_mons: inventory.cluster.value().map(|cluster| cluster.counts.rgws),
            why_none: all.as_deref().map_or_else(String::new, |all| why_none(all, filter)),
            gateways: all.map(|all| all.into_iter().filter(|rgw| filter.keeps(rgw)).collect()),
        }
    }
}

fn why_none(all: &[RgwRow], filter: &DaemonFilter) -> String {
    if all.is_empty() {
        return "No RADOS gateway has registered with the mgr's service map: none runs, or none has reached the cluster."
            .into();
    }
    filter.why_none(all, "gateway")
}

impl List for RgwList {
    type Row = RgwRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<RgwRow>> {
        self.gateways.as_mut()
    }
}

impl Report for RgwList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(gateways) = &self.gateways else {
            blocks.push(self.header.missing("services", "The mgr's service map, which names the gateways,"));
            let counted_last = self.counted_by_mons.map(|count| {
                let what = counted(count, "gateway", "gateways");
                Block::line(format!("The mons counted {what} when the mgr last told them."), Tone::Plain)
            });
            blocks.extend(counted_last);
            return blocks;
        };
        let now = self.header.now();
        blocks.push(Block::Table(Table {
            columns: sort::columns::<RgwRow>(),
            rows: gateways.iter().map(|rgw| rgw.cells(now)).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != DaemonFilter::default() && !gateways.is_empty() {
            let total = self.total.unwrap_or_default();
            let text = format!("{} of {total} gateways: {}", gateways.len(), self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for RgwList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
