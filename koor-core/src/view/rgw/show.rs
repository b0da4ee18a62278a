//! All that is known of one gateway.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::RgwRow;
use crate::Error;
use crate::model::Inventory;
use crate::view::daemon::state_cell;
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::there_are;
use crate::view::{Header, Machine, figure};

/// One gateway. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RgwShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The gateway; null where the service map was not seen.
    pub gateway: Option<RgwDetail>,
}

/// One gateway with all that is known of it: the fields of [`RgwRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RgwDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: RgwRow,
    /// What it said of its machine.
    #[serde(flatten)]
    pub machine: Machine,
    /// All it says of itself, as text.
    pub metadata: BTreeMap<String, String>,
}

impl RgwShow {
    /// Of an inventory, as [`Selection::gateways`](crate::collect::Selection::gateways) asks for it. A gateway is named
    /// `a`, `rgw.a`, or by its key in the service map.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the service map was seen and names no such gateway, or several of that id.
    pub fn of(inventory: &Inventory, rgw: &str, now: Timestamp) -> Result<Self, Error> {
        let gateway = match RgwRow::all(inventory) {
            None => None,
            Some(all) => Some(RgwDetail::of(inventory, find(&all, rgw)?)),
        };
        Ok(Self { header: Header::of(inventory, now).about(&inventory.services), gateway })
    }
}

fn find<'a>(all: &'a [RgwRow], asked: &str) -> Result<&'a RgwRow, Error> {
    let name = asked.strip_prefix("rgw.").unwrap_or(asked);
    let matching: Vec<&RgwRow> = all.iter().filter(|rgw| rgw.daemon.name.id == name).collect();
    let message = match matching.as_slice() {
        [only] => return Ok(only),
        [] => {
            if let Some(by_key) = all.iter().find(|rgw| rgw.key == asked) {
                return Ok(by_key);
            }
            let names: Vec<&str> = all.iter().map(|rgw| rgw.daemon.name.id.as_str()).collect();
            format!("rgw.{name} is not in the service map; {}", there_are("gateway", "gateways", &names))
        }
        several => {
            let keys: Vec<&str> = several.iter().map(|rgw| rgw.key.as_str()).collect();
            format!("{} gateways are rgw.{name}: name one by its key, {}", several.len(), keys.join(" or "))
        }
    };
    Err(Error::NotFound { message })
}

impl RgwDetail {
    fn of(inventory: &Inventory, row: &RgwRow) -> Self {
        let daemons = inventory.services.value().into_iter().flatten().flat_map(|service| &service.daemons);
        let said = daemons.into_iter().find(|daemon| daemon.key == row.key);
        let metadata = said.map(|daemon| daemon.metadata.clone()).unwrap_or_default();
        let told = |key: &str| metadata.get(key).filter(|text| !text.is_empty()).cloned();
        Self {
            row: row.clone(),
            machine: Machine {
                arch: told("arch"),
                kernel: told("kernel_version"),
                distribution: told("distro_description"),
            },
            metadata,
        }
    }
}

impl Report for RgwShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(rgw) = &self.gateway else {
            let what = "The mgr's service map, which names the gateways,";
            blocks.push(self.header.missing("services", what));
            return blocks;
        };
        let row = &rgw.row;
        let or = |text: &Option<String>, none: Cell| text.as_deref().map_or(none, Cell::from);
        let now = self.header.now();
        let started = row.started.map_or_else(Cell::unknown, |at| Cell::plain(figure::moment(now, at)));
        let mut frontends: Vec<Vec<Cell>> =
            row.frontends.iter().map(|frontend| vec![frontend.whole().into()]).collect();
        if frontends.is_empty() {
            frontends.push(vec![Cell::unknown()]);
        }
        blocks.push(Block::Facts(vec![
            ("rgw", vec![vec![Cell::plain(format!("{}: ", row.daemon.name)), state_cell(&row.daemon)]]),
            ("zone", vec![vec![or(&row.zone, Cell::unknown())]]),
            ("zonegroup", vec![vec![or(&row.zonegroup, Cell::unknown())]]),
            ("realm", vec![vec![or(&row.realm, figure::nothing())]]),
            ("serves", frontends),
            ("started", vec![vec![started]]),
            ("runs", rgw.machine.lines(&row.daemon)),
            ("address", vec![vec![figure::names(&row.daemon.addresses)]]),
            ("key", vec![vec![Cell::new(row.key.clone(), Tone::Faint)]]),
        ]));
        blocks
    }
}

impl fmt::Display for RgwShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
