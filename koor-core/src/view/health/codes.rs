//! Every code that Koor knows: a list that needs no cluster.

use serde::Serialize;

use crate::assess::explain::{self, Text};
use crate::model::SCHEMA_VERSION;
use crate::view::report::{Block, Cell, Listing, Tone};

/// Every health check of Ceph 16, 18 and 20.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthCodes {
    /// The version of this JSON.
    pub schema_version: u32,
    /// The texts, by code.
    pub codes: &'static [Text],
}

impl HealthCodes {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self { schema_version: SCHEMA_VERSION, codes: explain::texts() }
    }
}

impl Listing for HealthCodes {
    fn blocks(&self) -> Vec<Block> {
        let head = format!(
            "{} health checks of Ceph 16, 18 and 20; one in full: koor health show CODE",
            self.codes.len()
        );
        let row = |text: &'static Text| {
            let releases = match text.releases() {
                all if all == "all" => String::new(),
                some => format!(" ({some})"),
            };
            let meaning = Cell::plain(text.first_sentence());
            (text.code.as_str(), vec![vec![meaning, Cell::new(releases, Tone::Faint)]])
        };
        vec![Block::line(head, Tone::Plain), Block::Facts(self.codes.iter().map(row).collect())]
    }
}
