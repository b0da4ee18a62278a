//! The catalogue itself.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use super::OLD_DAYS;
use crate::model::catalogue::{Catalogue, HeldCatalogue, ReferenceState};
use crate::view::report::{Block, Cell, Column, Listing, Table, Tone, plain_text};

/// Which catalogue was used, and how old it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogueRef {
    /// The day it was last brought up to date.
    pub dated: Date,
    /// How old it is.
    pub age_days: u64,
    /// Whether it is so old that it should be replaced.
    pub old: bool,
    /// How many entries it has, its sources apart.
    pub entries: usize,
    /// Where it came from.
    pub origin: String,
}

impl CatalogueRef {
    pub(super) fn of(held: &HeldCatalogue, today: Date) -> Self {
        let age_days = held.catalogue.age_days(today);
        Self {
            dated: held.catalogue.dated,
            age_days,
            old: age_days > OLD_DAYS,
            entries: held.catalogue.entries(),
            origin: held.origin.clone(),
        }
    }

    /// `catalogue of 2026-11-28 (3 days old, built into koor 0.1.0, 143 entries)`.
    pub(super) fn line(&self) -> Block {
        let days = if self.age_days == 1 { "1 day".to_owned() } else { format!("{} days", self.age_days) };
        let text =
            format!("catalogue of {} ({days} old, {}, {} entries)", self.dated, self.origin, self.entries);
        if self.old {
            let text =
                format!("{text}: it is old, what was released since is not in it: koor catalogue update");
            return Block::line(text, Tone::Warn);
        }
        Block::line(text, Tone::Faint)
    }
}

/// What a catalogue holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatalogueView {
    /// The version of this JSON.
    pub schema_version: u32,
    /// Which, and how old.
    pub catalogue: CatalogueRef,
    /// All of it.
    pub holds: Catalogue,
}

impl CatalogueView {
    /// Of a catalogue on a day.
    #[must_use]
    pub fn of(held: &HeldCatalogue, today: Date) -> Self {
        Self {
            schema_version: crate::model::SCHEMA_VERSION,
            catalogue: CatalogueRef::of(held, today),
            holds: held.catalogue.clone(),
        }
    }

    fn table(&self) -> Table {
        let columns = vec![
            Column::words("KIND"),
            Column::words("ID"),
            Column::words("PRODUCT"),
            Column::words("VERSIONS"),
            Column::values("SAYS"),
        ];
        let ranges = |all: &[crate::model::catalogue::Range]| {
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
        };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for bad in &self.holds.bad {
            rows.push(vec![
                Cell::new("bad", Tone::from(bad.severity)),
                bad.id.clone().into(),
                bad.product.to_string().into(),
                ranges(&bad.versions).into(),
                bad.what.clone().into(),
            ]);
        }
        for cve in &self.holds.cves {
            rows.push(vec![
                Cell::new("cve", Tone::Warn),
                cve.id.clone().into(),
                cve.product.to_string().into(),
                ranges(&cve.affected).into(),
                cve.what.clone().into(),
            ]);
        }
        Table { columns, rows, empty: "The catalogue names no bad release and no CVE.".into() }
    }
}

impl Listing for CatalogueView {
    fn blocks(&self) -> Vec<Block> {
        let told = self.holds.sources.iter().filter(|one| one.state == ReferenceState::Told).count();
        let counts = format!(
            "{} lines, {} pairs, {} hops, {} bad releases, {} CVEs, {} images, {} defaults, {} offers; {} sources, {told} of them only told",
            self.holds.lines.len(),
            self.holds.pairs.len(),
            self.holds.hops.len(),
            self.holds.bad.len(),
            self.holds.cves.len(),
            self.holds.images.len(),
            self.holds.defaults.len(),
            self.holds.offers.len(),
            self.holds.sources.len(),
        );
        vec![self.catalogue.line(), Block::line(counts, Tone::Plain), Block::Gap, Block::Table(self.table())]
    }
}

impl fmt::Display for CatalogueView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_text(&self.blocks()))
    }
}
