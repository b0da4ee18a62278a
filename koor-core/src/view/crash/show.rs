//! One crash with all that its report holds.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Crash, CrashDetail, Inventory, Part};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::{counted, listed};
use crate::view::{Header, close, figure};
use crate::{Error, Result};

type Lines = Vec<Vec<Cell>>;

/// One crash. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CrashShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The report; null where the mgr did not give it.
    pub crash: Option<CrashDetail>,
    /// Other crashes with the same backtrace, the newest first.
    pub alike: Vec<Crash>,
    #[serde(skip)]
    id: String,
}

impl CrashShow {
    /// The whole id of the crash that `asked` names or begins; `None` where the list was not seen.
    ///
    /// # Errors
    /// `NotFound` where there is none, or more than one.
    pub fn resolve(inventory: &Inventory, asked: &str) -> Result<Option<String>> {
        let Some(all) = inventory.crashes.value() else {
            return Ok(None);
        };
        let found: Vec<&str> =
            all.iter().map(|crash| crash.id.as_str()).filter(|id| id.starts_with(asked)).collect();
        let message = match found.as_slice() {
            [only] => return Ok(Some((*only).to_owned())),
            several if several.contains(&asked) => return Ok(Some(asked.to_owned())),
            [] if all.is_empty() => format!("there is no crash {asked}: no crash was reported"),
            [] => {
                let close = close::did_you_mean(asked, all.iter().map(|crash| crash.id.as_str()));
                let hint = if close.is_empty() { "; `koor crash ls` lists them".to_owned() } else { close };
                format!("there is no crash whose id begins with {asked}{hint}")
            }
            several => format!(
                "{} begin with {asked}: {}; write more of the id",
                counted(several.len() as u64, "crash", "crashes"),
                listed(several)
            ),
        };
        Err(Error::NotFound { message })
    }

    /// Of the crash list and the report that the mgr gave of the crash `id`.
    #[must_use]
    pub fn of(inventory: &Inventory, id: &str, report: &Part<CrashDetail>, now: Timestamp) -> Self {
        let all = inventory.crashes.value().map_or(&[][..], Vec::as_slice);
        let signature = all.iter().find(|crash| crash.id == id).and_then(|crash| crash.stack_sig.as_ref());
        let mut alike: Vec<Crash> = all
            .iter()
            .filter(|crash| signature.is_some() && crash.stack_sig.as_ref() == signature && crash.id != id)
            .cloned()
            .collect();
        alike.sort_by(|a, b| b.id.cmp(&a.id));
        Self {
            header: Header::of(inventory, now).beside("crash", report).about(report),
            crash: report.value().cloned(),
            alike,
            id: id.to_owned(),
        }
    }

    fn facts(&self, detail: &CrashDetail) -> Block {
        let now = self.header.now();
        let crash = &detail.crash;
        let moment = |at: Option<Timestamp>| Cell::or_unknown(at.map(|at| figure::moment(now, at)));
        let state = match crash.archived {
            Some(at) => Cell::plain(format!("archived {}", figure::moment(now, at))),
            None => Cell::new(
                format!(
                    "new: it raises RECENT_CRASH for two weeks, or until `ceph crash archive {}`",
                    crash.id
                ),
                Tone::Warn,
            ),
        };
        let said = |name: &str| detail.meta.get(name).cloned();
        let process = said("process_name").map_or_else(String::new, |name| format!(" ({name})"));
        let host = crash.hostname.clone().unwrap_or_else(|| "an unknown host".into());
        let mut facts: Vec<(&'static str, Lines)> = vec![
            ("crash", vec![vec![crash.id.as_str().into()]]),
            ("who", vec![vec![format!("{}{process} on {host}", crash.entity).into()]]),
            ("when", vec![vec![moment(crash.at)]]),
            ("version", vec![vec![Cell::or_unknown(crash.version.as_ref())]]),
            ("state", vec![vec![state]]),
        ];
        if let Some(words) = said("assert_msg").or_else(|| said("assert_condition")) {
            let lines = words.lines().filter(|line| !line.trim().is_empty());
            facts.push(("assert", lines.map(|line| vec![Cell::new(line.trim(), Tone::Bad)]).collect()));
        }
        if said("io_error").is_some_and(|told| told == "true") {
            let device = said("io_error_devname").unwrap_or_else(|| "an unknown device".into());
            let code = said("io_error_code").unwrap_or_else(|| "unknown".into());
            let text =
                format!("the device {device} failed (error {code}): look at the disk before the daemon");
            facts.push(("I/O error", vec![vec![Cell::new(text, Tone::Bad)]]));
        }
        facts.push(("alike", vec![vec![self.alike_cell()]]));
        facts.push(("system", vec![vec![system(detail).into()]]));
        facts.push(("backtrace", backtrace(detail)));
        Block::Facts(facts)
    }

    fn alike_cell(&self) -> Cell {
        if self.alike.is_empty() {
            return "no other crash has this backtrace".into();
        }
        let who: Vec<String> = self
            .alike
            .iter()
            .map(|crash| {
                let at =
                    crash.at.map_or_else(String::new, |at| format!(" {}", at.strftime("%Y-%m-%d %H:%M")));
                format!("{}{at}", crash.entity)
            })
            .collect();
        let count = counted(self.alike.len() as u64, "other crash has", "other crashes have");
        format!("{count} this backtrace: {}", listed(&who)).into()
    }
}

fn backtrace(detail: &CrashDetail) -> Lines {
    if detail.backtrace.is_empty() {
        return vec![vec![Cell::new("the report has none", Tone::Faint)]];
    }
    detail.backtrace.iter().enumerate().map(|(n, line)| vec![Cell::plain(format!("{n:>2} {line}"))]).collect()
}

/// `Debian GNU/Linux 12, Linux 6.1.0 x86_64`.
fn system(detail: &CrashDetail) -> String {
    let words = |names: &[&str]| {
        let told: Vec<&str> =
            names.iter().filter_map(|name| detail.meta.get(*name)).map(String::as_str).collect();
        (!told.is_empty()).then(|| told.join(" "))
    };
    let all = [
        words(&["os_name", "os_version"]),
        words(&["utsname_sysname", "utsname_release", "utsname_machine"]),
    ];
    let told: Vec<String> = all.into_iter().flatten().collect();
    if told.is_empty() { "unknown".into() } else { told.join(", ") }
}

impl Report for CrashShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        match &self.crash {
            Some(detail) => blocks.push(self.facts(detail)),
            None => blocks.push(self.header.missing("crash", &format!("Crash {}", self.id))),
        }
        blocks
    }
}

impl fmt::Display for CrashShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
