//! The nodes, one a line.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::NodeRow;
use crate::Error;
use crate::model::Inventory;
use crate::view::report::{self, Block, Report, Table, Tone};
use crate::view::rook::must_know_kubernetes;
use crate::view::sort::{self, List};
use crate::view::{Header, concern};

/// Which nodes to show; by default all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeFilter {
    /// Those that carry a daemon of Ceph.
    pub storage: bool,
    /// Those that are not ready, under pressure or cordoned.
    pub unhealthy: bool,
}

/// The nodes by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: NodeFilter,
    /// How many there are, whether they match or not; null where they were not seen.
    pub total: Option<u64>,
    /// Those that match; null where they were not seen.
    pub nodes: Option<Vec<NodeRow>>,
}

impl NodeList {
    /// Of an inventory, as [`Selection::nodes`](crate::collect::Selection::nodes) asks for it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where no Kubernetes is known.
    pub fn of(inventory: &Inventory, filter: &NodeFilter, now: Timestamp) -> Result<Self, Error> {
        must_know_kubernetes(inventory)?;
        let all = NodeRow::all(inventory);
        let keeps =
            |row: &NodeRow| (!filter.storage || row.carries()) && (!filter.unhealthy || !row.is_well());
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.nodes),
            filter: filter.clone(),
            total: all.as_ref().map(|all| all.len() as u64),
            nodes: all.map(|all| all.into_iter().filter(keeps).collect()),
        })
    }

    fn why_none(&self) -> String {
        match (self.total, self.filter.storage, self.filter.unhealthy) {
            (Some(0), ..) => "Kubernetes has no node.".into(),
            (_, true, false) => "No node carries a daemon of Ceph.".into(),
            (_, false, _) => "Every node is ready, under no pressure and not cordoned.".into(),
            (_, true, true) => {
                "Every node that carries daemons is ready, under no pressure and not cordoned.".into()
            }
        }
    }
}

impl List for NodeList {
    type Row = NodeRow;

    fn rows_mut(&mut self) -> Option<&mut Vec<NodeRow>> {
        self.nodes.as_mut()
    }
}

impl Report for NodeList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let Some(nodes) = &self.nodes else {
            return vec![self.header.missing("nodes", "The list of nodes")];
        };
        let now = self.header.now();
        let mut blocks = vec![Block::Table(Table {
            columns: sort::columns::<NodeRow>(),
            rows: nodes.iter().map(|node| node.cells(now)).collect(),
            empty: self.why_none(),
        })];
        let total = self.total.unwrap_or(0);
        if self.filter != NodeFilter::default() && !nodes.is_empty() {
            blocks.push(Block::line(format!("{} of {total} nodes", nodes.len()), Tone::Faint));
        }
        blocks.extend(concern::findings(&self.header, &["KOOR_NODE_NOT_READY", "KOOR_NODE_PRESSURE"]));
        blocks
    }
}

impl fmt::Display for NodeList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
