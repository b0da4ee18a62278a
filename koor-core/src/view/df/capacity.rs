//! The view itself.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::first;
use super::{DfFilter, FirstFull};
use crate::model::{Bytes, Capacity, Inventory, OsdId, PoolId, Ratio};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::{Fill, FullRatios, Header, age, figure};

/// Capacity, raw and by pool. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Df {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when the figures are; null also where nobody said it.
    pub as_of: Option<Timestamp>,
    /// Which classes and pools were asked for.
    pub filter: DfFilter,
    /// All OSDs together.
    pub raw: Option<Fill>,
    /// By device class.
    pub classes: Option<Vec<ClassFill>>,
    /// By pool, by id.
    pub pools: Option<Vec<PoolFill>>,
    /// How full an OSD may get.
    pub full_ratios: Option<FullRatios>,
    /// The fullest OSD: it fills up first, and then its pools stop.
    pub fullest_osd: Option<FullestOsd>,
    #[serde(skip)]
    why_none: (String, String),
}

/// Raw capacity of one device class.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassFill {
    /// The class.
    pub device_class: String,
    /// How full it is.
    #[serde(flatten)]
    pub fill: Fill,
    /// The pools that may use it, by name.
    pub pools: Vec<String>,
    /// What users may still store in the one of them that may take most; they share it. Null where none uses it.
    pub max_available_bytes: Option<Bytes>,
}

/// Capacity of one pool.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolFill {
    /// Its number.
    pub id: PoolId,
    /// Its name.
    pub name: String,
    /// What users stored.
    pub stored_bytes: Bytes,
    /// Objects.
    pub objects: u64,
    /// What that takes, raw.
    pub used_bytes: Bytes,
    /// What users may still store before the first OSD is full.
    pub max_available_bytes: Bytes,
    /// Used of used and available, 0 to 1.
    pub percent_used: Ratio,
    /// The device classes it may use; empty where the CRUSH map does not tell.
    pub classes: Vec<String>,
    /// The OSD that stops it first, and what may be written until then; null where the maps do not tell.
    pub first_full: Option<FirstFull>,
}

/// The fullest OSD.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FullestOsd {
    /// Its number.
    pub id: OsdId,
    /// Its name.
    pub name: String,
    /// Used of size, 0 to 1.
    pub utilization: Ratio,
    /// Raw bytes that may be written to it until it is nearfull; zero where it is. Null where the ratios are not known.
    pub until_nearfull_bytes: Option<Bytes>,
    /// The same until it takes no backfill.
    pub until_backfillfull_bytes: Option<Bytes>,
    /// The same until it is full.
    pub until_full_bytes: Option<Bytes>,
}

impl Df {
    /// Of an inventory, as [`Selection::df`](crate::collect::Selection::df) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, filter: &DfFilter, now: Timestamp) -> Self {
        let capacity = inventory.capacity.value();
        let fullest_osd = inventory
            .osd_usage
            .value()
            .into_iter()
            .flatten()
            .filter(|usage| usage.size > Bytes(0))
            // The first of those that are as full: `max_by` would give the last.
            .rev()
            .max_by(|a, b| a.utilization.0.total_cmp(&b.utilization.0));
        let full_ratios = inventory.osd_map.value().map(FullRatios::of);
        let all_pools = capacity.map(|capacity| pools(inventory, capacity)).unwrap_or_default();
        let all_classes = capacity.map(|capacity| classes(capacity, &all_pools)).unwrap_or_default();
        let why_none = (filter.no_class(&all_classes), filter.no_pool(&all_pools));
        let kept_classes =
            all_classes.into_iter().filter(|class| filter.keeps_class(class, &all_pools)).collect();
        let kept_pools = all_pools.iter().filter(|pool| filter.keeps_pool(pool)).cloned().collect();
        Self {
            header: Header::of(inventory, now).about(&inventory.capacity),
            filter: filter.clone(),
            why_none,
            as_of: inventory.capacity.seen().and_then(|seen| seen.as_of),
            raw: capacity.map(|all| fill(all.raw.size, all.raw.used, all.raw.available)),
            classes: capacity.map(|_| kept_classes),
            pools: capacity.map(|_| kept_pools),
            full_ratios,
            fullest_osd: fullest_osd.map(|usage| {
                let until = |ratio: fn(FullRatios) -> Ratio| {
                    full_ratios.map(|ratios| {
                        let limit = usage.size.0 as f64 * ratio(ratios).0;
                        Bytes::reckoned(limit - usage.used.0 as f64)
                    })
                };
                FullestOsd {
                    id: usage.id,
                    name: usage.id.to_string(),
                    utilization: usage.utilization,
                    until_nearfull_bytes: until(|ratios| ratios.nearfull),
                    until_backfillfull_bytes: until(|ratios| ratios.backfillfull),
                    until_full_bytes: until(|ratios| ratios.full),
                }
            }),
        }
    }

    /// How old the figures are; where nobody told, that is said.
    fn age(&self) -> String {
        match self.as_of {
            Some(at) => format!("as of {}", age::ago(self.header.now(), at)),
            None => "of unknown age".into(),
        }
    }

    fn facts(&self, raw: Fill) -> Block {
        let unknown = || "unknown".to_owned();
        let bytes = |bytes: Option<Bytes>| bytes.map_or_else(unknown, |bytes| bytes.to_string());
        let share = raw.utilization.map_or_else(String::new, |share| format!(" ({share})"));
        let (used, size, left) = (bytes(raw.used_bytes), bytes(raw.size_bytes), bytes(raw.available_bytes));
        let raw = vec![
            Cell::plain(format!("{used} of {size} used{share}, {left} left")),
            Cell::new(format!(", {}", self.age()), Tone::Faint),
        ];
        let limits = self.full_ratios.map_or_else(Cell::unknown, |ratios| {
            let percent = |share: Ratio| figure::percent(Some(share)).text;
            let (near, backfill, full) =
                (percent(ratios.nearfull), percent(ratios.backfillfull), percent(ratios.full));
            format!("an OSD is nearfull above {near} %, backfillfull above {backfill} %, full above {full} %")
                .into()
        });
        let fullest = self.fullest_osd.as_ref().map_or_else(Cell::unknown, |osd| {
            let tone = self.full_ratios.map_or(Tone::Plain, |ratios| ratios.tone(osd.utilization));
            Cell::new(format!("{} at {}{}", osd.name, osd.utilization, osd.until()), tone)
        });
        Block::Facts(vec![
            ("raw", vec![raw]),
            ("limits", vec![vec![limits]]),
            ("fullest", vec![vec![fullest]]),
        ])
    }
}

impl FullestOsd {
    /// `: 512 MiB more on it until it is nearfull, 1.0 GiB until full`.
    fn until(&self) -> String {
        let limits = [
            (self.until_nearfull_bytes, "nearfull"),
            (self.until_backfillfull_bytes, "backfillfull"),
            (self.until_full_bytes, "full"),
        ];
        let told: Vec<String> = limits
            .into_iter()
            .filter_map(|(left, word)| Some((left?, word)))
            .filter(|(left, _)| *left > Bytes(0))
            .map(|(left, word)| format!("{left} until {word}"))
            .collect();
        match (told.is_empty(), self.until_full_bytes) {
            (false, _) => format!(", has room for {}", told.join(", ")),
            (true, Some(_)) => ", which is full".into(),
            (true, None) => String::new(),
        }
    }
}

fn fill(size: Bytes, used: Bytes, available: Bytes) -> Fill {
    Fill {
        size_bytes: Some(size),
        used_bytes: Some(used),
        available_bytes: Some(available),
        utilization: used.of(size),
    }
}

fn classes(capacity: &Capacity, pools: &[PoolFill]) -> Vec<ClassFill> {
    let of = |(name, class): (&String, &crate::model::ClassCapacity)| {
        let using = || pools.iter().filter(|pool| pool.classes.contains(name));
        ClassFill {
            device_class: name.clone(),
            fill: fill(class.size, class.used, class.available),
            pools: using().map(|pool| pool.name.clone()).collect(),
            max_available_bytes: using().map(|pool| pool.max_available_bytes).max(),
        }
    };
    capacity.classes.iter().map(of).collect()
}

fn pools(inventory: &Inventory, capacity: &Capacity) -> Vec<PoolFill> {
    let map = inventory.osd_map.value();
    let osds = inventory.osds();
    let mut pools: Vec<PoolFill> = capacity
        .pools
        .iter()
        .map(|pool| {
            let known = map.and_then(|map| map.pools.iter().find(|known| known.id == pool.id));
            PoolFill {
                id: pool.id,
                name: pool.name.clone(),
                stored_bytes: pool.stored,
                objects: pool.objects,
                used_bytes: pool.used,
                max_available_bytes: pool.max_available,
                percent_used: pool.percent_used,
                classes: known.map_or_else(Vec::new, |pool| first::classes(inventory, &osds, pool)),
                first_full: known.and_then(|pool| first::of_pool(inventory, &osds, pool)),
            }
        })
        .collect();
    pools.sort_by_key(|pool| pool.id);
    pools
}

fn class_table(classes: &[ClassFill], empty: &str) -> Table {
    let row = |class: &ClassFill| {
        vec![
            class.device_class.as_str().into(),
            Cell::or_unknown(class.fill.size_bytes),
            Cell::or_unknown(class.fill.used_bytes),
            Cell::or_unknown(class.fill.available_bytes),
            class.fill.percent(None),
            class.max_available_bytes.map_or_else(figure::nothing, |bytes| bytes.to_string().into()),
            figure::names(&class.pools),
        ]
    };
    Table {
        columns: vec![
            Column::words("CLASS"),
            Column::figures("SIZE"),
            Column::figures("USED"),
            Column::figures("AVAIL"),
            Column::figures("USE%"),
            // What is left raw is not what can be stored: copies, and the OSD that is full first.
            Column::figures("USABLE"),
            Column::words("POOLS").wide(),
        ],
        rows: classes.iter().map(row).collect(),
        empty: empty.to_owned(),
    }
}

fn pool_table(pools: &[PoolFill], empty: &str) -> Table {
    let row = |pool: &PoolFill| {
        let first = pool.first_full.as_ref();
        let until = |bytes: fn(&FirstFull) -> Bytes| match first.map(bytes) {
            Some(Bytes(0)) => Cell::new("reached", Tone::Warn),
            bytes => Cell::or_unknown(bytes),
        };
        vec![
            pool.name.as_str().into(),
            pool.stored_bytes.to_string().into(),
            figure::percent(Some(pool.percent_used)),
            pool.max_available_bytes.to_string().into(),
            Cell::or_unknown(first.map(|first| &first.name)),
            until(|first| first.until_nearfull_bytes),
            pool.used_bytes.to_string().into(),
            pool.objects.to_string().into(),
            pool.id.to_string().into(),
            until(|first| first.until_backfillfull_bytes),
            until(|first| first.until_full_bytes),
            if pool.classes.is_empty() { Cell::unknown() } else { pool.classes.join(",").into() },
        ]
    };
    Table {
        columns: vec![
            // In the order in which they are needed: a narrow terminal shows the first of them.
            Column::words("POOL"),
            Column::figures("STORED"),
            Column::figures("USE%"),
            Column::figures("MAX AVAIL"),
            Column::words("FULL FIRST"),
            Column::figures("TO NEARFULL"),
            Column::figures("USED"),
            Column::figures("OBJECTS"),
            Column::figures("ID").wide(),
            Column::figures("TO BACKFILLFULL").wide(),
            Column::figures("TO FULL").wide(),
            Column::words("CLASS").wide(),
        ],
        rows: pools.iter().map(row).collect(),
        empty: empty.to_owned(),
    }
}

impl Report for Df {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let (Some(raw), Some(classes), Some(pools)) = (self.raw, &self.classes, &self.pools) else {
            blocks.push(self.header.missing("capacity", "Capacity"));
            return blocks;
        };
        blocks.extend([
            self.facts(raw),
            Block::Gap,
            Block::Table(class_table(classes, &self.why_none.0)),
            Block::Gap,
            Block::Table(pool_table(pools, &self.why_none.1)),
        ]);
        if !pools.is_empty() {
            let text = "What is left (USABLE, MAX AVAIL, TO …) is what users can store, copies taken off; pools on the same OSDs \
                share it.";
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks
    }
}

impl fmt::Display for Df {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
