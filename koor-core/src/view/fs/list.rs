//! All file systems, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::FsRow;
use crate::model::Inventory;
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::sort::{self, List};
use crate::view::words::counted;
use crate::view::{Header, concern};

/// The file systems by id. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FsList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when the capacity figures are.
    pub as_of: Option<Timestamp>,
    /// The file systems.
    pub file_systems: Option<Vec<FsRow>>,
    /// MDSs that stand by for any of them.
    pub standbys: Option<Vec<String>>,
}

impl FsList {
    /// Of an inventory, as [`Selection::file_systems`](crate::collect::Selection::file_systems) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        let map = inventory.file_systems.value();
        Self {
            header: Header::of(inventory, now).about(&inventory.file_systems),
            as_of: inventory.capacity.as_of(),
            file_systems: FsRow::all(inventory),
            standbys: map.map(|map| map.standbys.iter().map(|mds| mds.name.clone()).collect()),
        }
    }

    fn why_none(&self) -> String {
        let standbys = self.standbys.as_deref().unwrap_or_default();
        let idle = match standbys {
            [] => String::new(),
            all => format!(
                "; {} by, with nothing to serve",
                counted(all.len() as u64, "MDS stands", "MDSs stand")
            ),
        };
        format!("This cluster has no file system: `ceph fs ls` would be empty too{idle}.")
    }
}

impl List for FsList {
    type Row = FsRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<FsRow>> {
        self.file_systems.as_mut()
    }
}

impl Report for FsList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(all) = &self.file_systems else {
            blocks.push(self.header.missing("file_systems", "The MDS map, which names the file systems,"));
            return blocks;
        };
        let now = self.header.now();
        blocks.push(Block::Table(Table {
            columns: sort::columns::<FsRow>(),
            rows: all.iter().map(|fs| fs.cells(now)).collect(),
            empty: self.why_none(),
        }));
        for fs in all.iter().filter(|fs| fs.spare() == 0 && !fs.ranks.is_empty()) {
            let text = format!("{}: no standby: a rank whose MDS fails stays without one", fs.name);
            blocks.push(Block::line(text, Tone::Warn));
        }
        blocks.extend(concern::findings(&self.header, &["KOOR_MDS_LAGGY"]));
        blocks
    }
}

impl fmt::Display for FsList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
