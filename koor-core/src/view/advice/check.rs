//! The check of a cluster's versions.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::catalogue::CatalogueRef;
use super::{dates, either, tone_of_end};
use crate::assess::advice::{
    Advice, Outcome, ProductAdvice, Ruling, Running, Weight, advise, against, before,
};
use crate::assess::traits::Traits;
use crate::model::Inventory;
use crate::model::catalogue::{
    Catalogue, End, HeldCatalogue, Line, Manifest, Product, ReferenceState, Release, Wanted,
};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::{Header, words::counted};

/// One product: what runs, and what is newer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductRow {
    /// Which.
    pub product: Product,
    /// What runs, oldest first; empty where nobody knows.
    pub running: Vec<Running>,
    /// Why nobody knows what runs.
    pub unknown: Option<String>,
    /// The line of the oldest that runs: `18 reef`.
    pub line: Option<String>,
    /// When that line ends, by each source.
    pub ends: Vec<End>,
    /// The newest release of that line, where it is newer than what runs.
    pub newest_patch: Option<Release>,
    /// The newest release of all, where that is of a newer line.
    pub newest: Option<Release>,
    /// The lines to go through to that one; empty where the catalogue knows no way.
    pub way: Vec<String>,
    /// What is to be known before the first step of that way.
    pub before: Vec<Ruling>,
}

/// What runs here, held against the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionCheck {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which catalogue.
    pub catalogue: CatalogueRef,
    /// The worst that was found; null where nothing was.
    pub worst: Option<Weight>,
    /// What a manifest wants to run; empty where none is judged. Then the rulings are about it, and not about what runs.
    pub wants: Vec<Wanted>,
    /// Each product.
    pub products: Vec<ProductRow>,
    /// What was found, worst first, then what could not be told.
    pub rulings: Vec<Ruling>,
    /// How many entries of the catalogue were held against the cluster.
    pub judged: u64,
    #[serde(skip)]
    pub(super) today: Date,
}

impl VersionCheck {
    /// Of an inventory, as [`Selection::version_check`](crate::collect::Selection::version_check) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, held: &HeldCatalogue, now: Timestamp) -> Self {
        let (traits, today) = (Traits::of(inventory), day(now));
        let Advice { products, rulings, judged } = advise(&traits, &held.catalogue, today);
        Self {
            header: Header::of(inventory, now),
            catalogue: CatalogueRef::of(held, today),
            worst: Ruling::worst(&rulings),
            wants: Vec::new(),
            products: ProductRow::all(&products, &traits, &held.catalogue),
            rulings,
            judged,
            today,
        }
    }

    /// The same of a manifest that is to be applied: what speaks against it.
    #[must_use]
    pub fn against(inventory: &Inventory, manifest: &Manifest, held: &HeldCatalogue, now: Timestamp) -> Self {
        let (traits, today) = (Traits::of(inventory), day(now));
        let Advice { products, judged, .. } = advise(&traits, &held.catalogue, today);
        let rulings = against(manifest, &traits, &held.catalogue, today);
        Self {
            header: Header::of(inventory, now),
            catalogue: CatalogueRef::of(held, today),
            worst: Ruling::worst(&rulings),
            wants: manifest.wants.clone(),
            // What comes before the next step is nothing that this manifest asks.
            products: products.iter().map(ProductRow::of).collect(),
            rulings,
            judged,
            today,
        }
    }

    /// Whether something was found that weighs this much or more.
    #[must_use]
    pub fn reaches(&self, weight: Weight) -> bool {
        self.worst.is_some_and(|worst| worst >= weight)
    }
}

/// The day of a moment, in UTC.
pub(crate) fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// What is to be known before the first step to the newest.
fn before_next(advice: &ProductAdvice, traits: &Traits, catalogue: &Catalogue) -> Vec<Ruling> {
    let step = advice.oldest().zip(advice.next(catalogue));
    let rulings =
        step.map(|(oldest, line)| before(catalogue, advice.product, oldest, &line.newest.version, traits));
    rulings.unwrap_or_default()
}

impl ProductRow {
    /// Of what is known of some products, with what comes before the next step of each.
    pub(super) fn all(products: &[ProductAdvice], traits: &Traits, catalogue: &Catalogue) -> Vec<Self> {
        let row = |one| Self { before: before_next(one, traits, catalogue), ..Self::of(one) };
        products.iter().map(row).collect()
    }

    /// Of what is known of a product, without what comes before its next step.
    fn of(advice: &ProductAdvice) -> Self {
        Self {
            product: advice.product,
            running: advice.running.clone(),
            unknown: advice.unknown.clone(),
            line: advice.line.as_ref().map(Line::title),
            ends: advice.line.as_ref().map(|line| line.ends.clone()).unwrap_or_default(),
            newest_patch: advice.newest_patch.clone(),
            newest: advice.newest_line.as_ref().map(|line| line.newest.clone()),
            way: advice.way.clone(),
            before: Vec::new(),
        }
    }
}

pub(super) const fn tone(weight: Weight) -> Tone {
    match weight {
        Weight::Error => Tone::Bad,
        Weight::Warning => Tone::Warn,
        Weight::Note => Tone::Plain,
    }
}

impl VersionCheck {
    fn table(&self) -> Table {
        let columns = vec![
            Column::words("PRODUCT"),
            Column::words("RUNS"),
            Column::words("SUPPORTED UNTIL"),
            Column::words("NEWEST PATCH"),
            Column::words("NEWEST"),
            Column::words("BY WAY OF"),
        ];
        let row = |row: &ProductRow| {
            let runs: Vec<String> = row.running.iter().map(|one| one.version.to_string()).collect();
            let ends = dates(&row.ends);
            let mixed = if runs.len() > 1 { Tone::Warn } else { Tone::Plain };
            vec![
                row.product.to_string().into(),
                if runs.is_empty() { Cell::unknown() } else { Cell::new(runs.join(", "), mixed) },
                match ends.first() {
                    None if row.line.is_some() => Cell::new("not announced", Tone::Faint),
                    None => Cell::unknown(),
                    Some(first) => Cell::new(either(&ends), tone_of_end(*first, self.today)),
                },
                release(row.newest_patch.as_ref(), row.line.is_some()),
                release(row.newest.as_ref(), row.line.is_some()),
                row.way.join(", ").into(),
            ]
        };
        Table { columns, rows: self.products.iter().map(row).collect(), empty: String::new() }
    }

    /// Those that are unknown for the same reason, told together: one unseen part hides many entries.
    fn unknown(&self) -> Vec<Block> {
        let mut by_reason: Vec<(&str, Vec<&str>)> = Vec::new();
        let unknown = self.rulings.iter().filter(|one| one.outcome == Outcome::Unknown);
        for one in unknown {
            let why = one.missing.as_deref().unwrap_or_default();
            match by_reason.iter_mut().find(|(reason, _)| *reason == why) {
                Some((_, ids)) => ids.push(&one.id),
                None => by_reason.push((why, vec![&one.id])),
            }
        }
        let line = |(why, ids): (&str, Vec<&str>)| {
            vec![
                Cell::new("unknown", Tone::Warn),
                Cell::plain(format!(
                    "  {} could not be judged: {why}",
                    counted(ids.len() as u64, "entry", "entries")
                )),
                Cell::new(format!(" ({})", ids.join(", ")), Tone::Faint),
            ]
        };
        by_reason.into_iter().map(|one| Block::Line(line(one))).collect()
    }
}

pub(super) fn release(release: Option<&Release>, line_is_known: bool) -> Cell {
    match release {
        Some(release) => release.version.to_string().into(),
        None if line_is_known => Cell::new("runs", Tone::Faint),
        None => Cell::unknown(),
    }
}

/// A ruling as lines: what, what shows it, what to do, where it was read.
fn told(ruling: &Ruling) -> Vec<Block> {
    let (word, tone_of) = match ruling.outcome {
        Outcome::Found => (ruling.weight.word(), tone(ruling.weight)),
        Outcome::Unknown => ("unknown", Tone::Warn),
    };
    let mut blocks = vec![Block::Line(vec![
        Cell::new(format!("{word:<7}"), tone_of),
        Cell::plain(format!("  {}", ruling.sentence)),
    ])];
    let mut more = |label: &str, text: String, tone| {
        if !text.is_empty() {
            blocks.push(Block::line(format!("         {label} {text}"), tone));
        }
    };
    more("here:", ruling.evidence.join("; "), Tone::Plain);
    more("unknown:", ruling.missing.clone().unwrap_or_default(), Tone::Warn);
    more("do:", ruling.next.clone().unwrap_or_default(), Tone::Plain);
    let sources: Vec<String> = ruling
        .sources
        .iter()
        .map(|source| {
            let told = if source.state == ReferenceState::Told { ", told" } else { "" };
            format!("{} ({}{told})", source.url.as_deref().unwrap_or(&source.title), source.read)
        })
        .collect();
    more("read in:", sources.join(", "), Tone::Faint);
    blocks
}

impl Report for VersionCheck {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.catalogue.line(), Block::Gap, Block::Table(self.table())];
        for row in &self.products {
            if let Some(why) = &row.unknown {
                blocks.push(Block::line(
                    format!("{}: not all that runs is known: {why}", row.product),
                    Tone::Warn,
                ));
            }
        }
        for wanted in &self.wants {
            let written = wanted.written.as_deref().unwrap_or("what the chart chooses");
            blocks.push(Block::line(
                format!("wanted: {} {written} ({})", wanted.product, wanted.place),
                Tone::Plain,
            ));
        }
        blocks.push(Block::Gap);
        let found: Vec<&Ruling> = self.rulings.iter().filter(|one| one.outcome == Outcome::Found).collect();
        if found.is_empty() {
            let what = if self.wants.is_empty() { "what runs" } else { "applying it" };
            let entries = counted(self.judged, "entry", "entries");
            let text = format!("Nothing speaks against {what}: {entries} were held against what runs.");
            blocks.push(Block::line(text, Tone::Good));
        }
        blocks.extend(found.into_iter().flat_map(told));
        for row in self.products.iter().filter(|row| !row.before.is_empty()) {
            blocks.push(Block::Gap);
            let to = row.way.first().map(String::as_str).unwrap_or_default();
            blocks.push(Block::line(format!("Before {} {to}:", row.product), Tone::Plain));
            blocks.extend(row.before.iter().flat_map(told));
        }
        let unknown = self.unknown();
        if !unknown.is_empty() {
            blocks.push(Block::Gap);
            blocks.extend(unknown);
        }
        blocks
    }
}

impl fmt::Display for VersionCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
