//! The scenarios of the simulator. Plain rows: who makes them knows the simulator, this room does not.

use serde::Serialize;

use super::report::{Block, Listing, Tone};

/// The scenarios of the simulator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioList {
    /// The version of this JSON.
    pub schema_version: u32,
    /// In the order in which they are worth a look.
    pub scenarios: Vec<ScenarioRow>,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioRow {
    /// The word that `--demo` takes.
    pub name: String,
    /// What is wrong in it, in a sentence.
    pub summary: String,
}

impl Listing for ScenarioList {
    fn blocks(&self) -> Vec<Block> {
        let row = |row: &ScenarioRow| {
            [Block::line(&row.name, Tone::Good), Block::line(format!("  {}", row.summary), Tone::Plain)]
        };
        self.scenarios.iter().flat_map(row).collect()
    }
}
