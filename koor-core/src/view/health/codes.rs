//! Every code that Koor knows: a list that needs no cluster.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::assess::explain::{self, Text};
use crate::model::{Inventory, Source};
use crate::view::Header;
use crate::view::report::{self, Block, Cell, Report, Tone};

/// Every health check of Ceph 16, 18 and 20.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthCodes {
    /// Of no cluster.
    #[serde(flatten)]
    pub header: Header,
    /// The texts, by code.
    pub codes: &'static [Text],
}

impl HealthCodes {
    /// All of them.
    #[must_use]
    pub fn all(now: Timestamp) -> Self {
        let source = Source {
            rung: "none".into(),
            cluster: "none".into(),
            detail: "the texts of this koor; no cluster was asked".into(),
            chosen_by: None,
            passed_over: Vec::new(),
        };
        Self { header: Header::of(&Inventory::empty(now, source), now), codes: explain::texts() }
    }
}

impl Report for HealthCodes {
    fn header(&self) -> &Header {
        &self.header
    }

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

impl fmt::Display for HealthCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
