//! How much there is and how much is left.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::fill::{Fill, FullRatios};
use super::report::{self, Block, Cell, Column, Report, Table, Tone};
use super::{Header, age, figure};
use crate::model::{Bytes, Capacity, Inventory, OsdId, PoolId, Ratio};

/// Capacity, raw and by pool. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Df {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when the figures are; null also where nobody said it.
    pub as_of: Option<Timestamp>,
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
}

impl Df {
    /// Of an inventory, as [`Selection::df`](crate::collect::Selection::df) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
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
        Self {
            header: Header::of(inventory, now).about(&inventory.capacity),
            as_of: inventory.capacity.seen().and_then(|seen| seen.as_of),
            raw: capacity.map(|all| fill(all.raw.size, all.raw.used, all.raw.available)),
            classes: capacity.map(classes),
            pools: capacity.map(pools),
            full_ratios: inventory.osd_map.value().map(FullRatios::of),
            fullest_osd: fullest_osd.map(|usage| FullestOsd {
                id: usage.id,
                name: usage.id.to_string(),
                utilization: usage.utilization,
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
            Cell::new(format!("{} at {}", osd.name, osd.utilization), tone)
        });
        Block::Facts(vec![
            ("raw", vec![raw]),
            ("limits", vec![vec![limits]]),
            ("fullest", vec![vec![fullest]]),
        ])
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

fn classes(capacity: &Capacity) -> Vec<ClassFill> {
    let of = |(name, class): (&String, &crate::model::ClassCapacity)| ClassFill {
        device_class: name.clone(),
        fill: fill(class.size, class.used, class.available),
    };
    capacity.classes.iter().map(of).collect()
}

fn pools(capacity: &Capacity) -> Vec<PoolFill> {
    let mut pools: Vec<PoolFill> = capacity
        .pools
        .iter()
        .map(|pool| PoolFill {
            id: pool.id,
            name: pool.name.clone(),
            stored_bytes: pool.stored,
            objects: pool.objects,
            used_bytes: pool.used,
            max_available_bytes: pool.max_available,
            percent_used: pool.percent_used,
        })
        .collect();
    pools.sort_by_key(|pool| pool.id);
    pools
}

fn class_table(classes: &[ClassFill]) -> Table {
    let row = |class: &ClassFill| {
        vec![
            class.device_class.as_str().into(),
            Cell::or_unknown(class.fill.size_bytes),
            Cell::or_unknown(class.fill.used_bytes),
            Cell::or_unknown(class.fill.available_bytes),
            class.fill.percent(None),
        ]
    };
    Table {
        columns: vec![
            Column::words("CLASS"),
            Column::figures("SIZE"),
            Column::figures("USED"),
            Column::figures("AVAIL"),
            Column::figures("USE%"),
        ],
        rows: classes.iter().map(row).collect(),
        empty: "No OSD has a device class.".into(),
    }
}

fn pool_table(pools: &[PoolFill]) -> Table {
    let row = |pool: &PoolFill| {
        vec![
            pool.id.to_string().into(),
            pool.name.as_str().into(),
            pool.stored_bytes.to_string().into(),
            pool.objects.to_string().into(),
            pool.used_bytes.to_string().into(),
            figure::percent(Some(pool.percent_used)),
            pool.max_available_bytes.to_string().into(),
        ]
    };
    Table {
        columns: vec![
            Column::figures("ID"),
            Column::words("POOL"),
            Column::figures("STORED"),
            Column::figures("OBJECTS"),
            Column::figures("USED"),
            Column::figures("USE%"),
            Column::figures("MAX AVAIL"),
        ],
        rows: pools.iter().map(row).collect(),
        empty: "This cluster has no pool.".into(),
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
            Block::Table(class_table(classes)),
            Block::Gap,
            Block::Table(pool_table(pools)),
        ]);
        blocks
    }
}

impl fmt::Display for Df {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Df;
    use crate::model::Part;
    use crate::view::Report;
    use crate::view::sample::{self, FOOTER, now, timed_out};

    #[test]
    fn capacity_is_told_with_its_age_and_its_limits() {
        let expected = "\
raw      10.0 GiB of 20.0 GiB used (50.0 %), 10.0 GiB left, as of 4 s ago
limits   an OSD is nearfull above 85.0 %, backfillfull above 90.0 %, full above 95.0 %
fullest  osd.1 at 90.0 %

CLASS      SIZE      USED     AVAIL  USE%
hdd    20.0 GiB  10.0 GiB  10.0 GiB  50.0

ID  POOL      STORED  OBJECTS     USED  USE%  MAX AVAIL
 1  rbd      115 MiB     1841  344 MiB   3.2    3.0 GiB
12  archive  1.0 GiB     1841  1.5 GiB  20.0    3.0 GiB
";
        let df = Df::of(&sample::inventory(), now());
        assert_eq!(df.to_string(), format!("{expected}{FOOTER}"));
        let json = serde_json::to_value(&df).unwrap();
        assert_eq!(json["as_of"], "2026-11-22T15:04:01Z");
        assert_eq!(json["raw"]["used_bytes"], 10_u64 << 30);
        assert_eq!(json["classes"][0]["device_class"], "hdd");
        assert_eq!(json["pools"][0]["used_bytes"], 360_259_584);
        assert_eq!(json["fullest_osd"], json!({"id": 1, "name": "osd.1", "utilization": 0.9}));
    }

    #[test]
    fn stale_figures_say_so() {
        let mut inventory = sample::inventory();
        let Part::Seen(capacity) = &mut inventory.capacity else { panic!("it is seen") };
        capacity.as_of = None;
        capacity.stale = Some("the mgr does not answer".into());
        inventory.osd_usage = timed_out();
        inventory.osd_map = timed_out();
        let text = Df::of(&inventory, now()).to_string();
        for line in [
            "10.0 GiB left, of unknown age\n",
            "limits   unknown\n",
            "fullest  unknown\n",
            "stale: capacity (the mgr does not answer)\n",
        ] {
            assert!(text.contains(line), "{line}{text}");
        }
        inventory.capacity = timed_out();
        let df = Df::of(&inventory, now());
        assert!(
            df.to_string().starts_with("Capacity could not be seen: the mgr did not answer within 5 s.\n")
        );
        assert_eq!(serde_json::to_value(&df).unwrap()["raw"], Value::Null);
        assert!(df.header().failure().is_some());
    }
}
