//! One check in plain words.

use crate::assess::{Affected, Explained};
use crate::model::Check;
use crate::view::report::{Block, Cell, Tone};
use crate::view::words::{counted, listed};

/// How many detail lines of one check are shown as text.
const DETAILS: usize = 10;

type Lines = Vec<Vec<Cell>>;

/// A head line, and what it means, affects, comes from, and what to do.
pub(super) fn blocks(explained: &Explained, check: Option<&Check>) -> Vec<Block> {
    let mut blocks = vec![Block::Gap, head(explained)];
    let mut facts = vec![("  means", meaning(explained)), ("  affects", affects(explained))];
    facts.push(("  cause", plain(&explained.cause)));
    if explained.cause.is_empty() {
        facts.push(("  perhaps", plain(explained.possible_causes)));
    }
    facts.push(("  next", plain(&explained.next)));
    facts.push(("  doc", explained.doc.map(|doc| vec![Cell::new(doc, Tone::Faint)]).into_iter().collect()));
    facts.push(("  Ceph", check.map(detail).unwrap_or_default()));
    facts.retain(|(_, lines)| !lines.is_empty());
    blocks.push(Block::Facts(facts));
    blocks
}

fn head(explained: &Explained) -> Block {
    let tone = if explained.muted { Tone::Faint } else { explained.severity.into() };
    Block::Line(vec![
        Cell::new(format!("{} {}", explained.severity, explained.code), tone),
        Cell::plain(format!(": {}", explained.summary)),
        Cell::new(if explained.muted { " (muted)" } else { "" }, Tone::Faint),
    ])
}

pub(super) fn plain(lines: &[String]) -> Lines {
    lines.iter().map(|line| vec![Cell::plain(line.clone())]).collect()
}

fn meaning(explained: &Explained) -> Lines {
    let unknown = "Koor does not know this check: below is all that Ceph says of it.";
    vec![match explained.meaning {
        Some(meaning) => vec![Cell::plain(meaning)],
        None => vec![Cell::new(unknown, Tone::Warn)],
    }]
}

/// What is affected, a line each: OSDs and where they are, daemons, PGs, how much data.
fn affects(explained: &Explained) -> Lines {
    let affected = &explained.affected;
    let mut lines: Vec<String> = Vec::new();
    let hosts = match affected.hosts.as_slice() {
        [] => String::new(),
        hosts => format!(" on {} {}", if hosts.len() == 1 { "host" } else { "hosts" }, listed(hosts)),
    };
    let osds: Vec<String> = affected.osds.iter().map(ToString::to_string).collect();
    let daemons: Vec<String> = affected.daemons.iter().map(ToString::to_string).collect();
    match (osds.is_empty(), daemons.is_empty()) {
        (true, true) if hosts.is_empty() => {}
        (true, true) => lines.push(hosts.trim_start().trim_start_matches("on ").to_owned()),
        (true, false) => lines.push(format!("{}{hosts}", listed(&daemons))),
        (false, _) => {
            lines.push(format!("{}: {}{hosts}", counted(osds.len() as u64, "OSD", "OSDs"), listed(&osds)));
            lines.extend((!daemons.is_empty()).then(|| listed(&daemons)));
        }
    }
    let pools = match affected.pools.as_slice() {
        [] => String::new(),
        pools => format!("{} {}", if pools.len() == 1 { "pool" } else { "pools" }, listed(pools)),
    };
    match &affected.pgs {
        Some(pgs) => {
            let of = if pools.is_empty() { String::new() } else { format!(" of {pools}") };
            let first: Vec<String> = pgs.first.iter().map(ToString::to_string).collect();
            let more = pgs.count.saturating_sub(first.len() as u64);
            let which = match (first.is_empty(), more) {
                (true, _) => String::new(),
                (false, 0) => format!(": {}", first.join(", ")),
                (false, more) => format!(": {} and {more} more", first.join(", ")),
            };
            lines.push(format!("{}{of}{which}", counted(pgs.count, "PG", "PGs")));
        }
        None if !pools.is_empty() => lines.push(pools),
        None => {}
    }
    lines.extend(data(affected, &explained.code));
    lines.into_iter().map(|line| vec![Cell::plain(line)]).collect()
}

/// How much data, or that nobody told.
fn data(affected: &Affected, code: &str) -> Option<String> {
    let (one, many) = match code {
        "OBJECT_UNFOUND" => ("object unfound", "objects unfound"),
        "OBJECT_MISPLACED" => ("copy misplaced", "copies misplaced"),
        _ => ("copy missing", "copies missing"),
    };
    let copies = affected.object_copies.filter(|copies| *copies > 0).map(|copies| counted(copies, one, many));
    let stored = match (affected.objects, affected.bytes) {
        (Some(objects), Some(bytes)) => {
            Some(format!("{bytes} of data in {}", counted(objects, "object", "objects")))
        }
        // Only where there is data to speak of.
        _ if affected.pgs.is_some() => Some("how much data is in them is not known".into()),
        _ => None,
    };
    match (stored, copies) {
        (Some(stored), Some(copies)) => Some(format!("{stored}; {copies}")),
        (stored, copies) => stored.or(copies),
    }
}

/// Ceph's own lines.
fn detail(check: &Check) -> Lines {
    let mut lines: Lines =
        check.detail.iter().take(DETAILS).map(|line| vec![Cell::plain(line.trim())]).collect();
    if check.detail.len() > DETAILS {
        let more = format!("and {} more: -o json", check.detail.len() - DETAILS);
        lines.push(vec![Cell::new(more, Tone::Faint)]);
    }
    lines
}
