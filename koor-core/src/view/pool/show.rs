//! All that is known of one pool.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::PoolRow;
use crate::Error;
use crate::model::{Bytes, Inventory, OsdMap, Pool, PoolAutoscale, PoolKind};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::{clients, there_are};
use crate::view::{Header, figure};

type Lines = Vec<Vec<Cell>>;

/// One pool. What is null is not known.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// As of when the capacity figures are.
    pub as_of: Option<Timestamp>,
    /// The pool; null where the OSD map was not seen.
    pub pool: Option<PoolDetail>,
    #[serde(skip)]
    asked: String,
}

/// One pool with all that is known of it: the fields of [`PoolRow`] and more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PoolDetail {
    /// What the list shows too.
    #[serde(flatten)]
    pub row: PoolRow,
    /// Placement groups for placement.
    pub pgp_num: u64,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// What the autoscaler thinks of it.
    pub autoscale: Option<PoolAutoscale>,
    /// Bytes recovered a second.
    pub recovery_bytes_per_s: Option<u64>,
    /// Objects recovered a second.
    pub recovery_objects_per_s: Option<u64>,
    /// Raw bytes that compressed data takes.
    pub compressed_used_bytes: Option<Bytes>,
    /// Bytes of the data that was compressed, before compression.
    pub compressed_stored_bytes: Option<Bytes>,
    /// Everything else that was set on it, as text.
    pub options: BTreeMap<String, String>,
}

impl PoolShow {
    /// Of an inventory, as [`Selection::pool_show`](crate::collect::Selection::pool_show) asks for it. A pool is
    /// named by its name, else by its number.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the OSD map was seen and names no such pool.
    pub fn of(inventory: &Inventory, pool: &str, now: Timestamp) -> Result<Self, Error> {
        let detail = match inventory.osd_map.value() {
            None => None,
            Some(map) => match find(map, pool) {
                Some(pool) => Some(PoolDetail::of(inventory, map, pool)),
                None => return Err(not_found(map, pool)),
            },
        };
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.osd_map),
            as_of: inventory.capacity.as_of(),
            pool: detail,
            asked: pool.to_owned(),
        })
    }
}

/// A pool by its name, else by its number: a name may consist of digits.
pub(in crate::view) fn find<'a>(map: &'a OsdMap, named: &str) -> Option<&'a Pool> {
    let by_name = map.pools.iter().find(|pool| pool.name == named);
    by_name.or_else(|| {
        let id: u64 = named.parse().ok()?;
        map.pools.iter().find(|pool| pool.id.0 == id)
    })
}

fn not_found(map: &OsdMap, named: &str) -> Error {
    let pools: Vec<&str> = map.pools.iter().map(|pool| pool.name.as_str()).collect();
    Error::NotFound {
        message: format!("pool {named} does not exist; {}", there_are("pool", "pools", &pools)),
    }
}

impl PoolDetail {
    fn of(inventory: &Inventory, map: &OsdMap, pool: &Pool) -> Self {
        let io = inventory.pool_io.value().and_then(|all| all.iter().find(|one| one.id == pool.id));
        let capacity =
            inventory.capacity.value().and_then(|all| all.pools.iter().find(|one| one.id == pool.id));
        let autoscale =
            inventory.pool_autoscale.value().and_then(|all| all.iter().find(|one| one.id == pool.id));
        Self {
            row: PoolRow::of(inventory, map, pool),
            pgp_num: pool.pgp_num,
            created: pool.created,
            autoscale: autoscale.cloned(),
            recovery_bytes_per_s: io.map(|io| io.recovery_bytes_per_s),
            recovery_objects_per_s: io.map(|io| io.recovery_objects_per_s),
            compressed_used_bytes: capacity.map(|one| one.compressed_used),
            compressed_stored_bytes: capacity.map(|one| one.compressed_stored),
            options: pool.options.clone(),
        }
    }

    fn facts(&self, now: Timestamp) -> Block {
        let row = &self.row;
        let line = |text: String| vec![vec![Cell::plain(text)]];
        let applications = figure::names(&row.applications);
        Block::Facts(vec![
            ("pool", line(format!("{} (id {})", row.name, row.id))),
            ("kind", line(self.kind())),
            ("app", vec![vec![applications]]),
            ("data", self.data()),
            ("quota", vec![vec![self.quota()]]),
            ("io", self.io()),
            ("pgs", self.pgs()),
            ("rule", line(self.rule())),
            ("compress", line(self.compression())),
            ("flags", vec![vec![self.flags()]]),
            ("options", self.options()),
            ("made", line(self.created.map_or_else(|| "unknown".into(), |at| figure::moment(now, at)))),
        ])
    }

    fn kind(&self) -> String {
        let row = &self.row;
        let profile = match &row.kind {
            PoolKind::Erasure { profile } => format!(" (profile {profile})"),
            PoolKind::Replicated => String::new(),
        };
        let parts = if row.kind == PoolKind::Replicated { "copies" } else { "chunks" };
        let (size, min_size) = (row.size, row.min_size);
        format!("{}{profile}: keeps {size} {parts}, stops below {min_size}", row.kind_text())
    }

    fn data(&self) -> Lines {
        let row = &self.row;
        let (Some(stored), Some(objects), Some(used), Some(left)) =
            (row.stored_bytes, row.objects, row.used_bytes, row.max_available_bytes)
        else {
            return vec![vec![Cell::unknown()]];
        };
        let share = row.percent_used.map_or_else(String::new, |share| format!(" ({share})"));
        vec![
            vec![Cell::plain(format!("{stored} stored in {objects} objects, {left} may still be stored"))],
            vec![Cell::plain(format!("{used} used raw{share}"))],
        ]
    }

    fn quota(&self) -> Cell {
        let row = &self.row;
        let Some(quota) = row.quota_text() else {
            return Cell::plain("none");
        };
        let share = row.stored_bytes.zip(row.quota_bytes).and_then(|(stored, quota)| stored.of(quota));
        let share = share.map_or_else(String::new, |share| format!(" ({share} of the bytes)"));
        let tone = if row.is_full() { Tone::Bad } else { Tone::Plain };
        Cell::new(format!("{quota}{share}"), tone)
    }

    fn io(&self) -> Lines {
        let Some(client) = self.row.client else {
            return vec![vec![Cell::unknown()]];
        };
        let mut lines = vec![vec![Cell::plain(clients(client))]];
        if let (Some(bytes), Some(objects)) = (self.recovery_bytes_per_s, self.recovery_objects_per_s)
            && bytes + objects > 0
        {
            lines.push(vec![Cell::plain(format!("recovery {}/s, {objects} objects/s", Bytes(bytes)))]);
        }
        lines
    }

    fn pgs(&self) -> Lines {
        let row = &self.row;
        let placed =
            if self.pgp_num == row.pg_num { String::new() } else { format!(", placed as {}", self.pgp_num) };
        let mut lines =
            vec![vec![Cell::plain(format!("{}{placed}, autoscale {}", row.pg_text(), row.autoscale_mode))]];
        if let Some(autoscale) = &self.autoscale {
            let text = if autoscale.would_adjust {
                format!("the autoscaler would give it {}", autoscale.pg_num_final)
            } else {
                "the autoscaler would leave it so".into()
            };
            lines.push(vec![Cell::plain(text)]);
        }
        lines
    }

    fn rule(&self) -> String {
        let rule = &self.row.rule;
        let name = rule.name.as_ref().map_or_else(|| format!("rule {}", rule.id), Clone::clone);
        let domain = rule.failure_domain.as_ref();
        let domain = domain.map(|domain| format!("each copy on another {domain}"));
        let below = rule.takes.as_ref().map(|bucket| format!("below {bucket}"));
        let how: Vec<String> = [domain, below].into_iter().flatten().collect();
        if rule.name.is_none() {
            format!("{name}; what it says is unknown")
        } else if how.is_empty() {
            name
        } else {
            format!("{name}: {}", how.join(" "))
        }
    }

    fn compression(&self) -> String {
        let mode = self.row.compression_text().unwrap_or_else(|| "as the OSDs are set".into());
        match (self.compressed_stored_bytes, self.compressed_used_bytes) {
            (Some(before), Some(after)) if before > Bytes(0) => format!("{mode}; {before} take {after} raw"),
            _ => mode,
        }
    }

    fn flags(&self) -> Cell {
        let cell = figure::names(&self.row.flags);
        if self.row.is_full() { cell.toned(Tone::Bad) } else { cell }
    }

    fn options(&self) -> Lines {
        if self.options.is_empty() {
            return vec![vec![figure::nothing()]];
        }
        let line = |(name, value): (&String, &String)| vec![Cell::plain(format!("{name} = {value}"))];
        self.options.iter().map(line).collect()
    }
}

impl Report for PoolShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        match &self.pool {
            Some(pool) => blocks.push(pool.facts(self.header.now())),
            None => blocks.push(self.header.missing("osd_map", &format!("Pool {}: the OSD map", self.asked))),
        }
        blocks
    }
}

impl fmt::Display for PoolShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
