//! An inventory at a glance: which parts were seen, how old each is, who said it and how long that took.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::report::{self, Block, Cell, Column, Report, Table, Tone};
use super::{Header, figure};
use crate::model::{Inventory, MgrMap, Part};

/// The table form of an inventory. Its JSON form is the [`Inventory`] itself; this is what a person sees.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InventorySummary {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Every part that was asked for, in the inventory's order.
    pub parts: Vec<PartRow>,
}

/// One part. What is null does not apply: a part that was not seen has no age and no count.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartRow {
    /// The field's name in the inventory.
    pub part: &'static str,
    /// Whether it was seen.
    pub state: PartState,
    /// Why it was not seen, or not all of it, or why it may be older than it looks.
    pub why: Option<String>,
    /// As of when it holds; null also where nobody can tell.
    pub as_of: Option<Timestamp>,
    /// How long the answer took, in milliseconds.
    pub took_ms: Option<f64>,
    /// Who said it and on which question.
    pub source: Option<String>,
    /// How many things are in it; null of what is one thing.
    pub count: Option<u64>,
}

/// What came of asking for a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PartState {
    /// The cluster answered.
    Seen,
    /// It answered, but with what may be older than it looks.
    Stale,
    /// It answered, and not all of it could be seen.
    Partial,
    /// It did not answer, or its answer can't be read.
    Unseen,
}

impl PartState {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Stale => "stale",
            Self::Partial => "partial",
            Self::Unseen => "unseen",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Seen => Tone::Good,
            Self::Stale | Self::Partial => Tone::Warn,
            Self::Unseen => Tone::Bad,
        }
    }
}

impl InventorySummary {
    /// Of an inventory.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        Self { header: Header::of(inventory, now), parts: parts(inventory).into_iter().flatten().collect() }
    }
}

/// How many things are in a part: a list's length, a map's main rows, nothing of what is one thing.
fn parts(inventory: &Inventory) -> Vec<Option<PartRow>> {
    macro_rules! rows {
        ($( $part:ident $( . $list:ident )? ),+ ; $( $one:ident ),+) => {
            vec![
                $( row(stringify!($part), &inventory.$part, |part| Some(part $(.$list)? .len())), )+
                $( row(stringify!($one), &inventory.$one, |_| None), )+
            ]
        };
    }
    let mut rows = rows! {
        mons.mons, clocks, mon_pings, quorum.members, osd_map.osds, osd_metadata, osd_usage, osd_latency,
        crush.buckets, capacity.pools, pool_io, pool_autoscale, pgs.pgs, file_systems.file_systems, services,
        mon_metadata, mgr_metadata, mds_metadata, config, devices, crashes, progress, features, log,
        health.checks, rook_clusters, rook_resources, deployments, pods, nodes, disruption_budgets, claims,
        volumes, storage_classes, helm_releases, kube_events;
        cluster, pg_digest, balancer, versions, kubernetes, rook_config
    };
    let mgrs = |map: &MgrMap| Some(usize::from(map.active.is_some()) + map.standbys.len());
    rows.push(row("mgrs", &inventory.mgrs, mgrs));
    let place = |part: &str| Inventory::PARTS.iter().position(|name| *name == part);
    rows.sort_by_key(|row| row.as_ref().and_then(|row| place(row.part)));
    rows
}

/// Nothing where nobody asked.
fn row<T>(name: &'static str, part: &Part<T>, count: impl Fn(&T) -> Option<usize>) -> Option<PartRow> {
    if !part.was_asked() {
        return None;
    }
    let seen = part.seen();
    let stale = seen.and_then(|seen| seen.stale.clone());
    let partial = seen.and_then(|seen| seen.partial.clone());
    Some(PartRow {
        part: name,
        state: match seen {
            None => PartState::Unseen,
            Some(_) if stale.is_some() => PartState::Stale,
            Some(_) if partial.is_some() => PartState::Partial,
            Some(_) => PartState::Seen,
        },
        // The moment of asking says nothing about what is stale.
        as_of: seen.and_then(|seen| seen.as_of.or_else(|| stale.is_none().then_some(seen.asked_at))),
        why: part.why().map(|why| why.message.clone()).or(stale).or(partial),
        took_ms: seen.map(|seen| seen.took_ms),
        source: seen.map(|seen| seen.source.clone()),
        count: seen.and_then(|seen| count(&seen.value)).map(|count| count as u64),
    })
}

impl Report for InventorySummary {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let now = self.header.now();
        let row = |part: &PartRow| {
            let unseen = part.state == PartState::Unseen;
            let of_seen = |cell: Cell| if unseen { figure::nothing() } else { cell };
            vec![
                part.part.into(),
                Cell::new(part.state.as_str(), part.state.tone()),
                of_seen(figure::age(now, part.as_of)),
                of_seen(Cell::or_unknown(part.took_ms.map(|ms| format!("{ms:.1}")))),
                part.count.map_or_else(figure::nothing, |count| count.to_string().into()),
                part.source.as_deref().map_or_else(figure::nothing, Cell::from),
            ]
        };
        let mut blocks = self.header.caution();
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::words("PART"),
                Column::words("STATE"),
                Column::figures("AGE"),
                Column::figures("TOOK MS"),
                Column::figures("COUNT"),
                Column::words("SOURCE"),
            ],
            rows: self.parts.iter().map(row).collect(),
            empty: "Nothing was asked.".into(),
        }));
        blocks
    }
}

impl fmt::Display for InventorySummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::{InventorySummary, parts};
    use crate::model::{Inventory, Part};
    use crate::view::sample::{self, FOOTER, now, timed_out};

    #[test]
    fn no_part_is_forgotten() {
        let mut blind = serde_json::to_value(sample::empty()).unwrap();
        for part in Inventory::PARTS {
            blind[*part] = serde_json::json!({"unseen": {"why": {"kind": "timeout", "message": "x"}}});
        }
        let blind: Inventory = serde_json::from_value(blind).unwrap();
        let rows: Vec<_> = parts(&blind).into_iter().flatten().map(|row| row.part).collect();
        assert_eq!(rows, Inventory::PARTS);
    }

    #[test]
    fn parts_are_told_with_age_and_count() {
        let mut inventory = sample::inventory();
        let Part::Seen(capacity) = &mut inventory.capacity else { panic!("it is seen") };
        capacity.stale = Some("the mgr does not answer".into());
        capacity.as_of = None;
        inventory.services = timed_out();
        let summary = InventorySummary::of(&inventory, now());
        let expected = "\
PART          STATE       AGE  TOOK MS  COUNT  SOURCE
cluster       seen        0 s      0.8      -  mon: a sample
health        seen        0 s      0.8      0  mon: a sample
osd_map       seen        0 s      0.8      4  mon: a sample
osd_metadata  seen        0 s      0.8      3  mon: a sample
osd_usage     seen        0 s      0.8      3  mon: a sample
osd_latency   seen        0 s      0.8      3  mon: a sample
crush         seen        0 s      0.8      4  mon: a sample
capacity      stale   unknown      1.0      2  mon: df detail
pool_io       seen        0 s      0.8      2  mon: a sample
pgs           seen        0 s      0.8      4  mon: a sample
services      unseen        -        -      -  -
stale: capacity (the mgr does not answer)
not seen: services (the mgr did not answer within 5 s)
";
        assert_eq!(summary.to_string(), format!("{expected}{FOOTER}"));
        let json = serde_json::to_value(&summary).unwrap();
        assert_eq!(json["parts"][7]["state"], "stale");
        assert_eq!(json["parts"][7]["as_of"], serde_json::Value::Null);
        assert_eq!(json["parts"][10]["why"], "the mgr did not answer within 5 s");
    }

    #[test]
    fn an_inventory_of_nothing() {
        let text = InventorySummary::of(&sample::empty(), now()).to_string();
        assert_eq!(text, format!("Nothing was asked.\n{FOOTER}"));
    }
}
