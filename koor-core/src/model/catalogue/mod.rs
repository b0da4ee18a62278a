//! What is known of versions: release lines and their ends, what goes with what, legal hops, known-bad releases, CVEs.
//!
//! A catalogue is data with a date, and each of its entries names where it was read. It was *not* said by the cluster, so
//! it is no part of an inventory; `assess::advice` holds the two against each other. The format is
//! `docs/catalogue.md`, the reader [`wire::catalogue`](crate::wire::catalogue).
//!
//! - [`Product`], and the [`Line`]s of its releases;
//! - [`Range`]: the requirement on a version that entries are written with;
//! - [`Trait`] and [`Condition`]: what about a cluster an entry hangs on;
//! - [`Manifest`]: what a file wants to run;
//! - [`Facts`]: what somebody tells of a cluster, to be advised;
//! - [`Pair`], [`Hop`], [`Bad`], [`Cve`], [`Image`], [`StartsWith`], [`Offer`]: the entries.

mod condition;
mod entry;
mod facts;
mod held;
mod line;
mod product;
mod range;
mod reference;
mod wanted;

pub use condition::{Condition, Trait, TraitKind};
pub use entry::{Bad, Cve, CveSeverity, Hop, Image, Offer, On, Pair, StartsWith};
pub use facts::{BadFact, Fact, Facts, ReadFact};
pub use held::HeldCatalogue;
pub use line::{End, Line, Release};
pub(crate) use line::{order_of, titled};
pub use product::Product;
pub use range::{BadRange, Range};
pub use reference::{Reference, ReferenceState};
pub use wanted::{Manifest, Wanted};

use jiff::civil::Date;
use semver::Version;
use serde::{Deserialize, Serialize};

/// The format that this Koor reads and writes.
pub const CATALOGUE_FORMAT: u64 = 1;

/// Everything that is known of versions, on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// [`CATALOGUE_FORMAT`].
    pub format: u64,
    /// The day the whole was last brought up to date.
    pub dated: Date,
    /// Where the entries were read.
    #[serde(rename = "source", default)]
    pub sources: Vec<Reference>,
    /// Release lines.
    #[serde(rename = "line", default)]
    pub lines: Vec<Line>,
    /// What goes with what.
    #[serde(rename = "pair", default)]
    pub pairs: Vec<Pair>,
    /// Legal upgrades between lines.
    #[serde(rename = "hop", default)]
    pub hops: Vec<Hop>,
    /// Releases that must not be run, or not be upgraded into.
    #[serde(default)]
    pub bad: Vec<Bad>,
    /// Published vulnerabilities.
    #[serde(rename = "cve", default)]
    pub cves: Vec<Cve>,
    /// Images with a Ceph of their own.
    #[serde(rename = "image", default)]
    pub images: Vec<Image>,
    /// What Ceph starts where nobody says one.
    #[serde(rename = "default", default)]
    pub defaults: Vec<StartsWith>,
    /// What the version service hands out.
    #[serde(rename = "offer", default)]
    pub offers: Vec<Offer>,
}

/// The JSON Schema of the catalogue's TOML, kept in `docs/schema/catalogue.schema.json`: TOML's values are JSON's.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Catalogue)
}

impl Catalogue {
    /// The release line that a version belongs to, where it is known.
    #[must_use]
    pub fn line_of(&self, product: Product, version: &Version) -> Option<&Line> {
        let key = product.line_of(version);
        self.lines.iter().find(|line| line.product == product && line.line == key)
    }

    /// The lines of a product, oldest first.
    #[must_use]
    pub fn lines_of(&self, product: Product) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.iter().filter(|line| line.product == product).collect();
        lines.sort_by_key(|line| line.order());
        lines
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Reference> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// How many days old it is; none for a day that is before its date.
    #[must_use]
    pub fn age_days(&self, today: Date) -> u64 {
        u64::try_from((today - self.dated).get_days()).unwrap_or(0)
    }

    /// How many entries it has, its sources apart.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.lines.len()
            + self.pairs.len()
            + self.hops.len()
            + self.bad.len()
            + self.cves.len()
            + self.images.len()
            + self.defaults.len()
            + self.offers.len()
    }
}
