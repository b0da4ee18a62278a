//! CRUSH as a tree, with what is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::TreeFilter;
use super::row::state;
use crate::model::{CrushBucket, CrushMap, Inventory, Osd, OsdId};
use crate::view::fill::{Fill, FullRatios};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::{Header, figure};

/// The CRUSH tree. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OsdTree {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which OSDs were asked for; buckets without any of them are left out.
    pub filter: TreeFilter,
    /// How full an OSD may get.
    pub full_ratios: Option<FullRatios>,
    /// Every bucket and OSD in the order in which the tree is drawn: each node is followed by all that is below it.
    /// Flat on purpose: `depth` and `parent_id` say the tree, and a list is easier to filter than a nest.
    pub nodes: Option<Vec<TreeNode>>,
    /// OSDs of the OSD map that are nowhere in CRUSH, and so hold no data; null also where only some were asked for.
    pub not_in_crush: Option<Vec<TreeNode>>,
    #[serde(skip)]
    why_none: String,
}

/// A bucket or an OSD. What is null is not known, or does not apply to a bucket.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TreeNode {
    /// An OSD's number, or a bucket's id (negative).
    pub id: i64,
    /// Its name.
    pub name: String,
    /// `root`, `host`, `osd`, …
    #[serde(rename = "type")]
    pub node_type: String,
    /// How deep: 0 is a root.
    pub depth: u64,
    /// The bucket it is in; null of a root.
    pub parent_id: Option<i64>,
    /// Its weight here, about TiB.
    pub weight: Option<f64>,
    /// An OSD's device class.
    pub device_class: Option<String>,
    /// Whether an OSD is in the OSD map.
    pub exists: Option<bool>,
    /// Whether an OSD is up.
    pub up: Option<bool>,
    /// Whether an OSD takes data.
    #[serde(rename = "in")]
    pub is_in: Option<bool>,
    /// How full it is. Of a bucket: the sum of its OSDs that are in (Ceph counts nothing on those that are out), not
    /// known as soon as one of them is not.
    #[serde(flatten)]
    pub fill: Fill,
    /// PGs on it; of a bucket, on all of its OSDs.
    pub pgs: Option<u64>,
    /// What is drawn before its name.
    #[serde(skip)]
    branch: String,
}

impl OsdTree {
    /// Of an inventory, as [`Selection::osd_tree`](crate::collect::Selection::osd_tree) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &TreeFilter, now: Timestamp) -> Self {
        let map = inventory.osd_map.value();
        let osds: BTreeMap<OsdId, Osd> =
            inventory.osds().into_iter().map(|osd| (osd.state.id, osd)).collect();
        let nodes = inventory.crush.value().map(|crush| {
            let kept = (*filter != TreeFilter::default()).then(|| filter.osds(crush));
            let mut grower = Grower { crush, osds: &osds, map_seen: map.is_some(), kept, nodes: Vec::new() };
            for root in crush.roots() {
                if grower.keeps(root.id) {
                    grower.bucket(root, root.weight, &mut Vec::new(), &Trunk::default());
                }
            }
            grower.nodes
        });
        // What is nowhere has neither host nor class to be chosen by.
        let whole = map.is_some() && *filter == TreeFilter::default();
        let not_in_crush = nodes.as_ref().filter(|_| whole).map(|nodes| {
            let placed = |id: OsdId| nodes.iter().any(|node| node.id == i64::from(id.0));
            let outside = osds.values().filter(|osd| !placed(osd.state.id));
            outside.map(|osd| TreeNode::osd(osd.state.id, Some(osd), None, true)).collect()
        });
        Self {
            header: Header::of(inventory, now).about(&inventory.crush),
            filter: filter.clone(),
            why_none: inventory.crush.value().map_or_else(String::new, |crush| filter.why_none(crush)),
            full_ratios: map.map(FullRatios::of),
            nodes,
            not_in_crush,
        }
    }

    fn row(&self, node: &TreeNode) -> Vec<Cell> {
        let is_osd = node.node_type == "osd";
        let name = if is_osd {
            format!("{}{}", node.branch, node.name)
        } else {
            format!("{}{} {}", node.branch, node.node_type, node.name)
        };
        let osd_only = |cell: Cell| if is_osd { cell } else { Cell::default() };
        vec![
            name.into(),
            osd_only(node.device_class.as_deref().map_or_else(figure::nothing, Cell::from)),
            node.weight.map_or_else(figure::nothing, |weight| format!("{weight:.5}").into()),
            osd_only(match (node.exists, node.up, node.is_in) {
                (_, Some(up), Some(is_in)) => state(up, is_in),
                (Some(false), ..) => Cell::new("not in the OSD map", Tone::Warn),
                _ => Cell::unknown(),
            }),
            Cell::or_unknown(node.fill.size_bytes),
            Cell::or_unknown(node.fill.used_bytes),
            self.percent(node),
            Cell::or_unknown(node.pgs),
        ]
    }

    /// Only an OSD is toned: a full one does not show in the average above it.
    fn percent(&self, node: &TreeNode) -> Cell {
        match node.fill.size_bytes {
            Some(size) if size.0 == 0 => figure::nothing(),
            _ => node.fill.percent(self.full_ratios.filter(|_| node.node_type == "osd")),
        }
    }
}

impl TreeNode {
    fn osd(id: OsdId, osd: Option<&Osd>, weight: Option<f64>, map_seen: bool) -> Self {
        let state = osd.map(|osd| &osd.state);
        Self {
            id: i64::from(id.0),
            name: id.to_string(),
            node_type: "osd".into(),
            depth: 0,
            parent_id: None,
            weight,
            device_class: osd.and_then(|osd| osd.device_class.clone()),
            exists: map_seen.then_some(state.is_some()),
            up: state.map(|state| state.up),
            is_in: state.map(|state| state.is_in),
            fill: Fill::of(osd.and_then(|osd| osd.usage.as_ref())),
            pgs: osd.and_then(|osd| osd.usage.as_ref()).map(|usage| usage.pgs),
            branch: String::new(),
        }
    }
}

/// What is drawn before a node, and before all that is below it.
#[derive(Debug, Clone, Default)]
struct Trunk {
    own: String,
    below: String,
}

impl Trunk {
    fn child(&self, last: bool) -> Self {
        let (own, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        Self { own: format!("{}{own}", self.below), below: format!("{}{below}", self.below) }
    }
}

/// How deep a tree is drawn: CRUSH itself goes no deeper than ten levels.
const DEEPEST: usize = 32;

/// How many nodes are drawn for each that the map has. A bucket may be linked to several places (`osd crush link`); in a
/// damaged map, each of them doubles what is below it.
const TIMES: usize = 8;

struct Grower<'a> {
    crush: &'a CrushMap,
    osds: &'a BTreeMap<OsdId, Osd>,
    map_seen: bool,
    /// The OSDs to draw; `None` draws all, and buckets without any.
    kept: Option<BTreeSet<OsdId>>,
    nodes: Vec<TreeNode>,
}

impl Grower<'_> {
    /// Whether this OSD, or an OSD below this bucket, is drawn.
    fn keeps(&self, id: i64) -> bool {
        let Some(kept) = &self.kept else {
            return true;
        };
        // Each bucket is looked into once, however often it is linked: a damaged map could hold a loop, or double at
        // each level.
        let (mut seen, mut next) = (BTreeSet::from([id]), vec![id]);
        while let Some(id) = next.pop() {
            if let Some(osd) = OsdId::from_crush(id) {
                if kept.contains(&osd) {
                    return true;
                }
            } else if let Some(bucket) = self.crush.bucket(id) {
                next.extend(bucket.items.iter().map(|item| item.id).filter(|item| seen.insert(*item)));
            }
        }
        false
    }

    /// Adds a bucket and all that is below it; gives the places of the OSDs among them.
    fn bucket(
        &mut self,
        bucket: &CrushBucket,
        weight: f64,
        above: &mut Vec<i64>,
        trunk: &Trunk,
    ) -> Vec<usize> {
        let here = self.nodes.len();
        self.nodes.push(TreeNode {
            id: bucket.id,
            name: bucket.name.clone(),
            node_type: bucket.bucket_type.clone(),
            depth: above.len() as u64,
            parent_id: above.last().copied(),
            weight: Some(weight),
            device_class: None,
            exists: None,
            up: None,
            is_in: None,
            fill: Fill::default(),
            pgs: None,
            branch: trunk.own.clone(),
        });
        above.push(bucket.id);
        let mut osds = Vec::new();
        let items: Vec<_> = bucket.items.iter().filter(|item| self.keeps(item.id)).collect();
        for (index, item) in items.iter().enumerate() {
            let trunk = trunk.child(index + 1 == items.len());
            if let Some(id) = OsdId::from_crush(item.id) {
                osds.push(self.nodes.len());
                let node = self.leaf(id, item.weight);
                self.nodes.push(TreeNode {
                    depth: above.len() as u64,
                    parent_id: Some(bucket.id),
                    branch: trunk.own,
                    ..node
                });
            } else if let Some(inner) = self.crush.bucket(item.id).filter(|inner| self.draws(inner, above)) {
                // A damaged map could hold a loop: what is above itself is not drawn again.
                osds.extend(self.bucket(inner, item.weight, above, &trunk));
            }
        }
        above.pop();
        let below: Vec<&TreeNode> = osds.iter().map(|place| &self.nodes[*place]).collect();
        let counted = below.iter().filter(|osd| osd.is_in != Some(false));
        let fill = Fill::sum(&counted.map(|osd| osd.fill));
        let pgs = below.iter().map(|osd| osd.pgs).try_fold(0, |sum: u64, pgs| Some(sum.saturating_add(pgs?)));
        if self.kept.is_some() {
            // What is drawn is what is summed.
            self.nodes[here].weight = below.iter().map(|osd| osd.weight).sum();
        }
        self.nodes[here].fill = fill;
        self.nodes[here].pgs = pgs;
        osds
    }

    /// Whether there is an end to it.
    fn draws(&self, inner: &CrushBucket, above: &[i64]) -> bool {
        let items: usize = self.crush.buckets.iter().map(|bucket| 1 + bucket.items.len()).sum();
        above.len() < DEEPEST && !above.contains(&inner.id) && self.nodes.len() < TIMES * items
    }

    fn leaf(&self, id: OsdId, weight: f64) -> TreeNode {
        let device = self.crush.devices.iter().find(|device| device.id == id);
        TreeNode {
            device_class: device.and_then(|device| device.class.clone()),
            ..TreeNode::osd(id, self.osds.get(&id), Some(weight), self.map_seen)
        }
    }
}

const COLUMNS: [Column; 8] = [
    Column::words("CRUSH"),
    Column::words("CLASS"),
    Column::figures("WEIGHT"),
    Column::words("STATE"),
    Column::figures("SIZE"),
    Column::figures("USED"),
    Column::figures("USE%"),
    Column::figures("PGS"),
];

impl Report for OsdTree {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(nodes) = &self.nodes else {
            blocks.push(self.header.missing("crush", "The CRUSH map"));
            return blocks;
        };
        blocks.push(Block::Table(Table {
            columns: COLUMNS.to_vec(),
            rows: nodes.iter().map(|node| self.row(node)).collect(),
            empty: self.why_none.clone(),
        }));
        if self.filter != TreeFilter::default() && !nodes.is_empty() {
            let text = format!("only {}: buckets sum what is drawn", self.filter);
            blocks.push(Block::line(text, Tone::Faint));
        }
        let outside = self.not_in_crush.as_deref().unwrap_or_default();
        if !outside.is_empty() {
            blocks.push(Block::Gap);
            blocks.push(Block::line("not in CRUSH, so they hold no data:", Tone::Warn));
            blocks.push(Block::Table(Table {
                columns: [&[Column::words("OSD")], &COLUMNS[1..]].concat(),
                rows: outside.iter().map(|node| self.row(node)).collect(),
                empty: String::new(),
            }));
        }
        blocks
    }
}

impl fmt::Display for OsdTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
