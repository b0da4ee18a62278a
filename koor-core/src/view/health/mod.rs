//! Health in full: what Ceph raises, explained, with every detail, and what Koor finds. One code by itself, and the list
//! of all codes, have a file each.

mod check;
mod codes;
mod show;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::report::{self, Block, Cell, Report, Tone};
use super::words::counted;
use super::{Header, age};
use crate::assess::{self, Explained, Finding, Grade};
use crate::model::{Health, Inventory, Mute};

pub use codes::HealthCodes;
pub use show::HealthShow;

/// Health in full. What Koor found to be wrong is in the header, as in every view; its advice stands here alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthReport {
    /// Which cluster, from where, when, and Koor's findings.
    #[serde(flatten)]
    pub header: Header,
    /// Health as Ceph says it, with every detail line; null where it was not seen.
    pub health: Option<Health>,
    /// Every raised check in plain words: worst first, muted ones last.
    pub explained: Vec<Explained>,
    /// What Koor would do about a cluster that is well; it does not count as ill for it.
    pub advice: Vec<Finding>,
    /// Whether the mons have a quorum; null where nothing told. Without one, `health` is what one mon knew last.
    pub quorum: Option<bool>,
}

impl HealthReport {
    /// Of an inventory, as [`Selection::health`](crate::collect::Selection::health) asks for it, with what
    /// [`Selection::explaining`](crate::collect::Selection::explaining) adds.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        let mut advice = assess::findings(inventory);
        advice.retain(|finding| finding.grade == Grade::Advice);
        Self {
            explained: assess::explain(inventory),
            advice,
            header: Header::of(inventory, now).about(&inventory.health),
            health: inventory.health.value().cloned(),
            quorum: inventory.has_quorum(),
        }
    }

    /// Without a quorum Ceph's own word is old news, and is not repeated as if it were now.
    fn headline(&self) -> Block {
        let Some(health) = &self.health else {
            return self.header.missing("health", "Health");
        };
        if self.quorum == Some(false) {
            let text = "The cluster has no quorum; what one mon knew last of its health:";
            return Block::line(text, Tone::Bad);
        }
        let raised = match health.checks.len() as u64 {
            0 => "no check is raised".into(),
            count => format!("{} raised", counted(count, "check is", "checks are")),
        };
        let muted = health.checks.iter().filter(|check| check.muted).count();
        let silent = match (muted, health.mutes.len()) {
            (0, 0) => "nothing is muted".to_owned(),
            // A sticky mute outlives its check.
            (0, set) => format!("{} set all the same", counted(set as u64, "mute is", "mutes are")),
            (muted, _) => format!("{muted} of them muted"),
        };
        Block::Line(vec![
            Cell::new(health.status.as_str(), health.status.into()),
            Cell::plain(format!(": {raised}, {silent}.")),
        ])
    }
}

fn mute_blocks(mutes: &[Mute], now: Timestamp) -> Vec<Block> {
    let line = |mute: &Mute| {
        let until = mute.until.map_or_else(
            || "until somebody unmutes it".to_owned(),
            |until| {
                let left = age::span(until.duration_since(now));
                format!("until {} (in {left})", until.strftime("%Y-%m-%d %H:%M:%S UTC"))
            },
        );
        let sticky = if mute.sticky { ", also when it clears" } else { "" };
        Block::Line(vec![
            Cell::plain(format!("  {} {until}{sticky}", mute.code)),
            Cell::new(format!(": {}", mute.summary), Tone::Faint),
        ])
    };
    if mutes.is_empty() {
        return Vec::new();
    }
    [Block::Gap, Block::line("Muted:", Tone::Plain)].into_iter().chain(mutes.iter().map(line)).collect()
}

/// Koor's own, each with its evidence. Advice is told in a tone of its own: nothing is wrong.
fn finding_blocks(findings: &[Finding]) -> Vec<Block> {
    let of = |finding: &Finding| {
        let head = match finding.grade {
            Grade::Fault => {
                Cell::new(format!("{} {}", finding.severity, finding.code), finding.severity.into())
            }
            Grade::Advice => Cell::plain(finding.code),
        };
        let head = Block::Line(vec![head, Cell::plain(format!(": {}", finding.sentence))]);
        let faint = |line: &String| vec![Cell::new(line.clone(), Tone::Faint)];
        let facts = Block::Facts(vec![
            ("  seen", finding.evidence.iter().map(faint).collect()),
            ("  next", vec![vec![Cell::plain(finding.next.clone())]]),
        ]);
        [Block::Gap, head, facts]
    };
    findings.iter().flat_map(of).collect()
}

impl Report for HealthReport {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.headline()];
        if let Some(health) = &self.health {
            for explained in &self.explained {
                blocks.extend(check::blocks(explained, health.check(&explained.code)));
            }
            if self.quorum == Some(false) && health.checks.is_empty() {
                blocks.push(Block::line("  no check was raised then", Tone::Faint));
            }
            blocks.extend(mute_blocks(&health.mutes, self.header.now()));
        }
        if !self.header.findings.is_empty() {
            blocks.push(Block::Gap);
            blocks.push(Block::line("Found by Koor, not said by Ceph:", Tone::Plain));
            blocks.extend(finding_blocks(&self.header.findings));
        }
        if !self.advice.is_empty() {
            blocks.push(Block::Gap);
            blocks.push(Block::line("Koor's advice; nothing of this is wrong now:", Tone::Plain));
            blocks.extend(finding_blocks(&self.advice));
        }
        blocks
    }
}

impl fmt::Display for HealthReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
