//! One code by itself, raised or not.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::check;
use crate::Error;
use crate::assess::explain::{self, Text};
use crate::assess::{self, Explained};
use crate::model::{Check, Inventory};
use crate::view::Header;
use crate::view::report::{self, Block, Cell, Report, Tone};

/// One of Ceph's health checks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The code, as Ceph raises it.
    pub code: String,
    /// Whether it is raised; null where health was not seen.
    pub raised: Option<bool>,
    /// What Koor knows of it, wherever it is raised; null where that is nothing.
    pub text: Option<&'static Text>,
    /// The raised check, explained for this cluster.
    pub explained: Option<Explained>,
    /// The raised check with every detail line, as Ceph says it.
    pub check: Option<Check>,
}

impl HealthShow {
    /// Of an inventory, as [`HealthReport`](super::HealthReport) takes it. Small letters will do.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is not raised and Koor knows of no such code.
    pub fn of(inventory: &Inventory, code: &str, now: Timestamp) -> Result<Self, Error> {
        let code = code.trim().to_ascii_uppercase();
        let text = explain::text(&code);
        // `MDS_HEALTH_TRIM` of the documentation is raised as `MDS_TRIM`.
        let code =
            text.filter(|text| text.code != explain::SUBTREE_DOWN).map_or(code, |text| text.code.clone());
        let health = inventory.health.value();
        let check = health.and_then(|health| health.check(&code)).cloned();
        if text.is_none() && check.is_none() {
            let message = format!(
                "`{code}` is not raised, and Koor knows of no such check; all codes: koor health codes"
            );
            return Err(Error::NotFound { message });
        }
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.health),
            raised: health.map(|_| check.is_some()),
            text,
            explained: assess::explain(inventory).into_iter().find(|explained| explained.code == code),
            check,
            code,
        })
    }
}

impl Report for HealthShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        if let Some(explained) = &self.explained {
            // Without the free line that parts it from others.
            let mut blocks: Vec<Block> = check::blocks(explained, self.check.as_ref()).split_off(1);
            if !explained.cause.is_empty() {
                let general = check::plain(explained.possible_causes);
                if let Some(Block::Facts(facts)) = blocks.last_mut() {
                    facts.push(("  in general", general));
                }
            }
            return blocks;
        }
        let mut blocks = match self.raised {
            Some(_) => vec![Block::line(format!("{} is not raised now.", self.code), Tone::Good)],
            None => vec![self.header.missing("health", &format!("Whether {} is raised", self.code))],
        };
        blocks.extend(self.text.map(|text| {
            let line = |line: &str| vec![vec![Cell::plain(line)]];
            Block::Facts(vec![
                ("  means", line(&text.meaning)),
                ("  comes from", check::plain(&text.causes)),
                ("  next", check::plain(&text.steps())),
                ("  releases", line(&text.releases())),
                ("  doc", vec![vec![Cell::new(text.doc.as_str(), Tone::Faint)]]),
            ])
        }));
        blocks
    }
}

impl fmt::Display for HealthShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
