//! Advice on versions: what runs, held against the catalogue.
//!
//! Pure: traits of a cluster, a catalogue and a day give the advice, the same every time. Each ruling says what it is about, what of
//! this cluster makes it so, what to do, and where that was read. What hangs on a trait that was not seen is told as
//! unknown, never passed over.
//!
//! - [`advise`] rules on what runs: ends of lines (`support`), known-bad releases and vulnerabilities (`rule`), what goes
//!   with what (`pair`);
//! - [`hop()`] rules on an upgrade, [`route`] finds the legal way between two releases;
//! - [`against()`] rules on a manifest before it is applied;
//! - [`offer()`] says what the version service hands out;
//! - [`Ruling`] is what all of them say.

mod against;
mod hop;
mod offer;
mod pair;
mod product;
mod rule;
mod ruling;
mod support;

pub use against::against;
pub use hop::{HopVerdict, before, hop, route};
pub use offer::{NoVersion, Offered, offer};
pub use product::{ProductAdvice, Running};
pub use ruling::{Outcome, Rule, Ruling, Weight};

use jiff::civil::Date;

use super::traits::Traits;
use crate::model::catalogue::{Catalogue, Product};

/// What is known of the versions of one cluster, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Each product that runs here, or may.
    pub products: Vec<ProductAdvice>,
    /// What was found, worst first, and what could not be told.
    pub rulings: Vec<Ruling>,
    /// How many entries of the catalogue were held against the cluster.
    pub judged: u64,
}

impl Advice {
    /// The worst that was found; `None` where nothing was.
    #[must_use]
    pub fn worst(&self) -> Option<Weight> {
        Ruling::worst(&self.rulings)
    }

    /// What was found to be so.
    pub fn found(&self) -> impl Iterator<Item = &Ruling> {
        self.rulings.iter().filter(|ruling| ruling.outcome == Outcome::Found)
    }

    /// What could not be told.
    pub fn unknown(&self) -> impl Iterator<Item = &Ruling> {
        self.rulings.iter().filter(|ruling| ruling.outcome == Outcome::Unknown)
    }
}

/// The products that a cluster runs; the others are only handed out by the version service.
pub const RUNNING: [Product; 4] = [Product::Ceph, Product::Rook, Product::Kubernetes, Product::CephCsi];

/// Holds what runs against the catalogue.
#[must_use]
pub fn advise(traits: &Traits, catalogue: &Catalogue, today: Date) -> Advice {
    let products: Vec<ProductAdvice> =
        RUNNING.iter().map(|product| ProductAdvice::of(*product, traits, catalogue)).collect();
    let mut rulings = Vec::new();
    let mut judged = 0;
    for advice in &products {
        rulings.extend(support::rulings(advice, catalogue, today));
        let (found, count) = rule::rulings(advice, traits, catalogue);
        rulings.extend(found);
        judged += count;
        let (found, count) = pair::rulings(advice, &products, catalogue);
        rulings.extend(found);
        judged += count;
    }
    rulings.sort_by(Ruling::order);
    Advice { products, rulings, judged }
}
