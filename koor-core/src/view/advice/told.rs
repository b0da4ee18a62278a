//! Advice for facts that somebody tells.

use jiff::Timestamp;
use serde::Serialize;

use super::catalogue::CatalogueRef;
use super::check::{ProductRow, day};
use crate::assess::advice::{Advice, Ruling, Weight, advise};
use crate::assess::traits::Traits;
use crate::model::catalogue::{BadFact, Facts, HeldCatalogue};

/// What is said of the facts somebody tells of a cluster: as [`VersionCheck`](super::VersionCheck), of a cluster nobody looked
/// at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionAdvice {
    /// The version of this JSON.
    pub schema_version: u32,
    /// Which catalogue.
    pub catalogue: CatalogueRef,
    /// The worst that was found; null where nothing was.
    pub worst: Option<Weight>,
    /// Each product.
    pub products: Vec<ProductRow>,
    /// What was found, worst first, then what could not be told because a fact is missing.
    pub rulings: Vec<Ruling>,
    /// How many entries of the catalogue were held against the facts.
    pub judged: u64,
    /// Names of facts that nobody here knows, left out: the client is newer.
    pub ignored: Vec<String>,
}

impl VersionAdvice {
    /// Of facts, on the day of a moment.
    ///
    /// # Errors
    /// [`BadFact`] of the first that its trait can't take.
    pub fn of(facts: &Facts, held: &HeldCatalogue, now: Timestamp) -> Result<Self, BadFact> {
        let (traits, today) = (Traits::told(facts)?, day(now));
        let Advice { products, rulings, judged } = advise(&traits, &held.catalogue, today);
        Ok(Self {
            schema_version: crate::model::SCHEMA_VERSION,
            catalogue: CatalogueRef::of(held, today),
            worst: Ruling::worst(&rulings),
            products: ProductRow::all(&products, &traits, &held.catalogue),
            rulings,
            judged,
            ignored: facts.ignored(),
        })
    }
}
