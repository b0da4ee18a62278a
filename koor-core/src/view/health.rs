//! Health in full: what Ceph raises, with every detail, and what Koor finds.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::report::{self, Block, Cell, Report, Tone};
use super::words::counted;
use super::{Header, age};
use crate::assess::Finding;
use crate::model::{Check, Health, Inventory, Mute};

/// How many detail lines of one check are shown as text.
const DETAILS: usize = 20;

/// Health in full. Koor's findings are in the header, as in every view.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HealthReport {
    /// Which cluster, from where, when, and Koor's findings.
    #[serde(flatten)]
    pub header: Header,
    /// Health as Ceph says it, with every detail line; null where it was not seen.
    pub health: Option<Health>,
    /// Whether the mons have a quorum; null where nothing told. Without one, `health` is what one mon knew last.
    pub quorum: Option<bool>,
}

impl HealthReport {
    /// Of an inventory, as [`Selection::health`](crate::collect::Selection::health) asks for it.
    #[must_use]
    pub fn of(inventory: &Inventory, now: Timestamp) -> Self {
        Self {
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

fn check_blocks(check: &Check) -> Vec<Block> {
    let tone = if check.muted { Tone::Faint } else { check.severity.into() };
    let muted = if check.muted { " (muted)" } else { "" };
    let mut blocks = vec![
        Block::Gap,
        Block::Line(vec![
            Cell::new(format!("{} {}", check.severity, check.code), tone),
            Cell::plain(format!(": {}", check.summary)),
            Cell::new(muted, Tone::Faint),
        ]),
    ];
    let detail = check.detail.iter().take(DETAILS);
    blocks.extend(detail.map(|line| Block::line(format!("  {}", line.trim()), Tone::Plain)));
    if check.detail.len() > DETAILS {
        let more = format!("  and {} more: -o json", check.detail.len() - DETAILS);
        blocks.push(Block::line(more, Tone::Faint));
    }
    blocks
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

fn finding_blocks(findings: &[Finding]) -> Vec<Block> {
    let of = |finding: &Finding| {
        let head = Block::Line(vec![
            Cell::new(format!("{} {}", finding.severity, finding.code), finding.severity.into()),
            Cell::plain(format!(": {}", finding.sentence)),
        ]);
        let evidence = finding.evidence.iter().map(|line| Block::line(format!("  {line}"), Tone::Faint));
        let next = Block::line(format!("  next: {}", finding.next), Tone::Plain);
        [Block::Gap, head].into_iter().chain(evidence).chain([next]).collect::<Vec<_>>()
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
            // What is muted comes last: somebody knows of it already.
            let (muted, raised): (Vec<_>, Vec<_>) = health.checks.iter().partition(|check| check.muted);
            blocks.extend(raised.into_iter().chain(muted).flat_map(check_blocks));
            if self.quorum == Some(false) && health.checks.is_empty() {
                blocks.push(Block::line("  no check was raised then", Tone::Faint));
            }
            blocks.extend(mute_blocks(&health.mutes, self.header.now()));
        }
        blocks.extend(finding_blocks(&self.header.findings));
        blocks
    }
}

impl fmt::Display for HealthReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::HealthReport;
    use crate::model::{Check, Health, Mute, Severity};
    use crate::view::Report;
    use crate::view::sample::{self, FOOTER, before, now, seen, timed_out};

    fn check(code: &str, severity: Severity, detail: usize, muted: bool) -> Check {
        Check {
            code: code.into(),
            severity,
            summary: format!("{detail} things"),
            detail: (0..detail).map(|n| format!("    thing {n}")).collect(),
            count: None,
            muted,
        }
    }

    fn of(health: Health) -> HealthReport {
        let mut inventory = sample::inventory();
        inventory.health = seen(health);
        HealthReport::of(&inventory, now())
    }

    #[test]
    fn nothing_raised_is_said_in_one_line() {
        let report = HealthReport::of(&sample::inventory(), now());
        let text = "HEALTH_OK: no check is raised, nothing is muted.\n";
        assert_eq!(report.to_string(), format!("{text}{FOOTER}"));
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["schema_version"], 1);
        assert_eq!(json["health"]["status"], "HEALTH_OK");
        assert_eq!(json["health"]["checks"], serde_json::json!([]));
        assert_eq!(json["quorum"], true);
    }

    #[test]
    fn checks_are_told_with_their_details_and_mutes() {
        let report = of(Health {
            status: Severity::Warn,
            checks: vec![
                check("MUTED", Severity::Err, 0, true),
                check("OSD_DOWN", Severity::Warn, 22, false),
            ],
            mutes: vec![Mute {
                code: "MUTED".into(),
                sticky: true,
                summary: "0 things".into(),
                until: Some(before(-7_200)),
            }],
        });
        let details: Vec<String> = (0..20).map(|n| format!("  thing {n}\n")).collect();
        let details = details.concat();
        let expected = format!(
            "HEALTH_WARN: 2 checks are raised, 1 of them muted.\n\n\
             HEALTH_WARN OSD_DOWN: 22 things\n{details}  and 2 more: -o json\n\n\
             HEALTH_ERR MUTED: 0 things (muted)\n\n\
             Muted:\n  MUTED until 2026-11-22 17:04:05 UTC (in 2 h), also when it clears: 0 things\n{FOOTER}"
        );
        assert_eq!(report.to_string(), expected);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["health"]["checks"][1]["detail"].as_array().unwrap().len(), 22);
    }

    #[test]
    fn without_a_quorum_health_ok_is_not_repeated() {
        let report = HealthReport::of(&sample::without_quorum(sample::inventory()), now());
        let text = report.to_string();
        assert!(
            text.starts_with("The cluster has no quorum; what one mon knew last of its health:\n"),
            "{text}"
        );
        assert!(!text.contains("HEALTH_OK"), "{text}");
        assert!(text.contains("HEALTH_ERR KOOR_NO_QUORUM: The mons have no quorum"), "{text}");
        assert!(text.contains("\n  next: "), "{text}");
        assert!(report.header().failure().is_some());
    }

    #[test]
    fn health_that_was_not_seen_is_not_ok() {
        let mut inventory = sample::inventory();
        inventory.health = timed_out();
        let report = HealthReport::of(&inventory, now());
        let text = report.to_string();
        assert!(text.starts_with("Health could not be seen: the mgr did not answer within 5 s.\n"), "{text}");
        assert!(text.contains("not seen: health"), "{text}");
        assert_eq!(serde_json::to_value(&report).unwrap()["health"], serde_json::Value::Null);
        assert!(report.header().failure().is_some(), "a view about health is no answer without it");
    }
}
