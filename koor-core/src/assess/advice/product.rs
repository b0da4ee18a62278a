//! One product of a cluster: what of it runs, and what is newer.

use semver::Version;
use serde::Serialize;

use super::hop::route;
use crate::assess::explain::names;
use crate::assess::traits::{Known, Told, TraitValue, Traits};
use crate::model::catalogue::{Catalogue, Line, Product, Release, Trait};

/// A version that runs, and who runs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Running {
    /// The version.
    pub version: Version,
    /// Who: `3 mons`, `the operator's image`, names of pods.
    pub who: Vec<String>,
}

impl Running {
    /// `18.2.7: 3 mons, 2 mgrs`.
    #[must_use]
    pub fn text(&self) -> String {
        if self.who.is_empty() {
            return self.version.to_string();
        }
        format!("{}: {}", self.version, names(self.who.iter().map(String::as_str)))
    }
}

/// What is known of one product here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductAdvice {
    /// Which.
    pub product: Product,
    /// What runs, oldest first.
    pub running: Vec<Running>,
    /// Why nobody knows what runs; `None` where it is known.
    pub unknown: Option<String>,
    /// The line of the oldest that runs, where the catalogue knows it.
    pub line: Option<Line>,
    /// The newest release of that line, where it is newer than the oldest that runs.
    pub newest_patch: Option<Release>,
    /// The newest line of all that is newer than that.
    pub newest_line: Option<Line>,
    /// The lines to go through to that one; empty where the catalogue knows no way.
    pub way: Vec<String>,
}

impl ProductAdvice {
    pub(super) fn of(product: Product, traits: &Traits, catalogue: &Catalogue) -> Self {
        let (running, unknown) = running(product, traits);
        let oldest = running.first().map(|one| &one.version);
        let line = oldest.and_then(|version| catalogue.line_of(product, version)).cloned();
        let newest_patch = line
            .as_ref()
            .map(|line| line.newest.clone())
            .filter(|newest| oldest.is_some_and(|oldest| *oldest < newest.version));
        let newest_line = oldest.and_then(|oldest| {
            let newest = catalogue.lines_of(product).into_iter().next_back()?;
            (product.line_of(oldest) != newest.line && *oldest < newest.first.version).then(|| newest.clone())
        });
        let way = line
            .as_ref()
            .zip(newest_line.as_ref())
            .and_then(|(line, newest)| route(catalogue, product, &line.line, &newest.line));
        Self { product, running, unknown, line, newest_patch, newest_line, way: way.unwrap_or_default() }
    }

    /// The first line on the way to the newest.
    pub(crate) fn next<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c Line> {
        let first = self.way.first()?;
        catalogue.lines.iter().find(|line| line.product == self.product && line.line == *first)
    }

    /// The oldest version that runs.
    #[must_use]
    pub fn oldest(&self) -> Option<&Version> {
        self.running.first().map(|one| &one.version)
    }
}

/// The trait that tells what of a product runs.
pub(super) const fn trait_of(product: Product) -> Option<Trait> {
    match product {
        Product::Ceph => Some(Trait::Ceph),
        Product::Rook => Some(Trait::Rook),
        Product::Kubernetes => Some(Trait::Kubernetes),
        Product::CephCsi => Some(Trait::CephCsi),
        Product::KoorOperator | Product::Ksd => None,
    }
}

fn running(product: Product, traits: &Traits) -> (Vec<Running>, Option<String>) {
    match trait_of(product).and_then(|about| traits.get(about)) {
        Some(Known::Told(Told { value: TraitValue::Versions(versions), partly })) => {
            let all =
                versions.iter().map(|(version, who)| Running { version: version.clone(), who: who.clone() });
            (all.collect(), partly.clone())
        }
        Some(Known::Unknown(why)) => (Vec::new(), Some(why.clone())),
        _ => (Vec::new(), Some("nobody told it".to_owned())),
    }
}
