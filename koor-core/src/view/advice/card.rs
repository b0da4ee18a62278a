//! The check of a cluster's versions in a few lines, for a page that shows much else.

use std::fmt;

use jiff::civil::Date;
use semver::Version;
use serde::Serialize;

use super::catalogue::CatalogueRef;
use super::check::{release, tone};
use super::{ProductRow, VersionCheck, dates, either, tone_of_end};
use crate::assess::advice::{Outcome, Ruling, Weight};
use crate::model::catalogue::{Product, Release};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::{Header, words::counted};

/// How many rulings there are of which weight. What is unknown is in none of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulingCounts {
    /// Data, service or secrets are at stake.
    pub errors: u64,
    /// Should be changed when there is time.
    pub warnings: u64,
    /// Good to know.
    pub notes: u64,
    /// What hangs on something that could not be seen: no all-clear.
    pub unknown: u64,
}

/// One product in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionCardRow {
    /// Which.
    pub product: Product,
    /// What runs, oldest first; empty where nobody knows.
    pub running: Vec<Version>,
    /// Whether more than one version of it runs.
    pub mixed: bool,
    /// Why nobody knows what runs, or not all of it.
    pub unknown: Option<String>,
    /// The newest release of the line that runs, where that is newer.
    pub newest_patch: Option<Release>,
    /// The last day it is supported, the earliest first where sources differ; empty where nobody says.
    pub supported_until: Vec<Date>,
    /// Whether that is past by every source; null where nobody says.
    pub ended: Option<bool>,
    /// The worst that was found of it; null where nothing was.
    pub worst: Option<Weight>,
    /// How many rulings there are about it.
    pub counts: RulingCounts,
    #[serde(skip)]
    line_is_known: bool,
}

/// What runs here held against the catalogue, in short: each product in one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionCard {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which catalogue.
    pub catalogue: CatalogueRef,
    /// The worst that was found; null where nothing was.
    pub worst: Option<Weight>,
    /// How many rulings there are in all.
    pub counts: RulingCounts,
    /// Each product.
    pub products: Vec<VersionCardRow>,
    #[serde(skip)]
    today: Date,
}

impl RulingCounts {
    fn of<'r>(rulings: impl Iterator<Item = &'r Ruling>) -> Self {
        let mut counts = Self::default();
        for ruling in rulings {
            *match (ruling.outcome, ruling.weight) {
                (Outcome::Unknown, _) => &mut counts.unknown,
                (Outcome::Found, Weight::Error) => &mut counts.errors,
                (Outcome::Found, Weight::Warning) => &mut counts.warnings,
                (Outcome::Found, Weight::Note) => &mut counts.notes,
            } += 1;
        }
        counts
    }

    /// `3 errors, 1 warning, 2 unknown`; nothing where there are none.
    fn words(self) -> String {
        let all = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.notes, "note", "notes"),
            (self.unknown, "unknown", "unknown"),
        ];
        let words = all.into_iter().filter(|(count, ..)| *count > 0);
        words.map(|(count, one, many)| counted(count, one, many)).collect::<Vec<_>>().join(", ")
    }
}

impl VersionCardRow {
    fn of(row: &ProductRow, check: &VersionCheck) -> Self {
        let own: Vec<Ruling> =
            check.rulings.iter().filter(|ruling| ruling.product == row.product).cloned().collect();
        let supported_until = dates(&row.ends);
        Self {
            product: row.product,
            running: row.running.iter().map(|one| one.version.clone()).collect(),
            mixed: row.running.len() > 1,
            unknown: row.unknown.clone(),
            newest_patch: row.newest_patch.clone(),
            ended: supported_until.last().map(|last| *last < check.today),
            supported_until,
            worst: Ruling::worst(&own),
            counts: RulingCounts::of(own.iter()),
            line_is_known: row.line.is_some(),
        }
    }

    fn cells(&self, today: Date) -> Vec<Cell> {
        let runs: Vec<String> = self.running.iter().map(ToString::to_string).collect();
        let mixed = if self.mixed { Tone::Warn } else { Tone::Plain };
        let worst = match self.worst {
            Some(weight) => tone(weight),
            None if self.counts.unknown > 0 => Tone::Warn,
            None => Tone::Good,
        };
        let words = self.counts.words();
        vec![
            self.product.to_string().into(),
            if runs.is_empty() { Cell::unknown() } else { Cell::new(runs.join(", "), mixed) },
            release(self.newest_patch.as_ref(), self.line_is_known),
            match self.supported_until.first() {
                None if self.line_is_known => Cell::new("not announced", Tone::Faint),
                None => Cell::unknown(),
                Some(first) => Cell::new(either(&self.supported_until), tone_of_end(*first, today)),
            },
            // Of what nobody knows that it runs there is nothing to find.
            match (words.is_empty(), runs.is_empty()) {
                (true, true) => Cell::unknown(),
                (true, false) => Cell::new("nothing", worst),
                (false, _) => Cell::new(words, worst),
            },
        ]
    }
}

impl VersionCard {
    /// Of a check, in the order of its products.
    #[must_use]
    pub fn of(check: &VersionCheck) -> Self {
        Self {
            header: check.header.clone(),
            catalogue: check.catalogue.clone(),
            worst: check.worst,
            counts: RulingCounts::of(check.rulings.iter()),
            products: check.products.iter().map(|row| VersionCardRow::of(row, check)).collect(),
            today: check.today,
        }
    }
}

impl Report for VersionCard {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let columns = ["PRODUCT", "RUNS", "NEWEST PATCH", "SUPPORTED UNTIL", "FOUND"].map(Column::words);
        let rows = self.products.iter().map(|row| row.cells(self.today)).collect();
        vec![
            Block::Table(Table { columns: columns.into(), rows, empty: String::new() }),
            self.catalogue.line(),
        ]
    }
}

impl fmt::Display for VersionCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
