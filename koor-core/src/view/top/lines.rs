//! The parts of the dashboard in words, a line each.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::{Told, Top};
use crate::model::{Bytes, Health, PgState, Severity};
use crate::view::pg::state_tone;
use crate::view::report::{Cell, Tone};
use crate::view::words::{clients, counted};

type Line = Vec<Cell>;

impl Top {
    /// Which cluster, and how it is: the first words of every screen.
    #[must_use]
    pub fn headline(&self) -> Line {
        let name = Cell::plain(format!("{} ", self.header.cluster.name));
        let word = match (&self.alarm, &self.health.value) {
            (Some(alarm), _) => Cell::new(alarm.title, Tone::Bad),
            (None, Some(health)) => Cell::new(health.status.as_str(), health.status.into()),
            (None, None) => Cell::new("health not seen", Tone::Warn),
        };
        let mut line = vec![name, word];
        // Where Koor found worse than Ceph says, Ceph's word alone would mislead.
        let worst = self.header.findings.iter().map(|finding| finding.severity).max();
        let said = self.health.value.as_ref().map(|health| health.status);
        if self.alarm.is_none() && worst > said.or(Some(Severity::Ok)) {
            let tone = worst.map_or(Tone::Plain, Tone::from);
            line.push(Cell::new(format!(" (Koor: {})", worst.map_or("", Severity::as_str)), tone));
        }
        line
    }

    /// Mons, mgr, OSDs in short, each of them a piece that may be left out where there is no room.
    #[must_use]
    pub fn daemons(&self) -> Vec<Line> {
        let Some(cluster) = &self.cluster.value else {
            return Vec::new();
        };
        let counts = &cluster.counts;
        let (here, lost) = (cluster.quorum.len() as u64, self.header.has_quorum() == Some(false));
        let here = if lost { 0 } else { here };
        let less = |have: u64, of: u64| if have < of { Tone::Warn } else { Tone::Plain };
        let mon = match here {
            0 => Cell::new(format!("mon 0/{}", counts.mons), Tone::Bad),
            _ => Cell::new(format!("mon {here}/{}", counts.mons), less(here, counts.mons)),
        };
        let mgr = match (cluster.mgr.available, &self.active_mgr) {
            (true, Some(name)) => Cell::plain(format!("mgr {name}")),
            (true, None) => Cell::plain("mgr active"),
            (false, _) => Cell::new("mgr none", Tone::Bad),
        };
        let osd = vec![
            Cell::plain(format!("osd {}: ", counts.osds)),
            Cell::new(format!("{} up", counts.osds_up), less(counts.osds_up, counts.osds)),
            Cell::plain(", "),
            Cell::new(format!("{} in", counts.osds_in), less(counts.osds_in, counts.osds)),
        ];
        let mut pieces = vec![vec![mon], vec![mgr], osd];
        if let Some(flags) = self.flags.value.as_ref().filter(|flags| !flags.is_empty()) {
            pieces.push(vec![Cell::new(format!("flags {}", flags.join(",")), Tone::Warn)]);
        }
        pieces
    }

    /// Checks and Koor's findings, worst first, a line each; muted ones last.
    #[must_use]
    pub fn checks(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let raised = |health: &Health, muted: bool| {
            let some = health.checks.iter().filter(|check| check.muted == muted);
            some.cloned().collect::<Vec<_>>()
        };
        let of = |check: &crate::model::Check| {
            let tone = if check.muted { Tone::Faint } else { check.severity.into() };
            let muted = if check.muted { " (muted)" } else { "" };
            vec![
                Cell::new(format!("{} {}", short(check.severity), check.code), tone),
                Cell::plain(format!("  {}", check.summary)),
                Cell::new(muted, Tone::Faint),
            ]
        };
        if let Some(health) = &self.health.value {
            lines.extend(raised(health, false).iter().map(of));
        }
        lines.extend(self.header.findings.iter().map(|finding| {
            vec![
                Cell::new(format!("{} {}", short(finding.severity), finding.code), finding.severity.into()),
                Cell::plain(format!("  {}", finding.sentence)),
            ]
        }));
        if let Some(health) = &self.health.value {
            lines.extend(raised(health, true).iter().map(of));
        }
        // Last, so that a line is about the code in its place.
        lines.extend(self.health.why_unseen().map(|why| vec![Cell::plain("health "), why]));
        if lines.is_empty() {
            lines.push(vec![Cell::new("no check is raised", Tone::Good)]);
        }
        lines
    }

    /// The codes of the same lines, in the same order; none where no line is about a check or finding.
    #[must_use]
    pub fn check_codes(&self) -> Vec<String> {
        let of = |muted: bool| {
            let checks = self.health.value.iter().flat_map(|health| &health.checks);
            checks.filter(move |check| check.muted == muted).map(|check| check.code.clone())
        };
        let found = self.header.findings.iter().map(|finding| finding.code.to_owned());
        of(false).chain(found).chain(of(true)).collect()
    }

    /// How much room there is: raw, for users, and the OSD that fills up first.
    #[must_use]
    pub fn capacity_lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        match &self.io.value {
            None => lines.extend(self.io.why_unseen().map(|why| vec![why])),
            Some(io) => {
                let share = io.used_bytes.of(io.size_bytes);
                let share = share.map_or_else(String::new, |share| format!(" ({share})"));
                lines.push(vec![Cell::plain(format!("raw {} of {}{share}", io.used_bytes, io.size_bytes))]);
                let objects = counted(io.objects, "object", "objects");
                lines.push(vec![Cell::plain(format!("stored {}, {objects}", io.stored_bytes))]);
            }
        }
        lines.extend(self.least_room());
        lines.extend(self.fullest());
        lines
    }

    /// The pool that users can put least into: raw room says nothing about that.
    fn least_room(&self) -> Option<Line> {
        let pools = &self.capacity.value.as_ref()?.pools;
        // Of several that share their room, the one that uses most of it.
        let least = pools.iter().min_by_key(|pool| (pool.max_available, Reverse(pool.stored)))?;
        let tone = if least.max_available == Bytes(0) { Tone::Bad } else { Tone::Plain };
        Some(vec![
            Cell::plain("usable "),
            Cell::new(format!("{} left", least.max_available), tone),
            Cell::plain(format!(" for {}", least.name)),
        ])
    }

    fn fullest(&self) -> Option<Line> {
        let rows = self.osds.value.as_ref()?;
        let filled = rows.iter().filter_map(|osd| Some((osd, osd.fill.utilization?)));
        // The first of those that are as full.
        let (osd, share) = filled.rev().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
        let tone = self.full_ratios.map_or(Tone::Plain, |ratios| ratios.tone(share));
        let limit = self.full_ratios.map_or_else(String::new, |ratios| {
            format!("; near {:.0}, full {:.0}", ratios.nearfull.percent(), ratios.full.percent())
        });
        Some(vec![
            Cell::plain("fullest "),
            Cell::new(format!("{} {share}", osd.name), tone),
            Cell::new(limit, Tone::Faint),
        ])
    }

    /// What clients do, in one line.
    #[must_use]
    pub fn client_line(&self) -> Line {
        match &self.io.value {
            None => self.io.why_unseen().into_iter().collect(),
            Some(io) => vec![Cell::plain(clients(io.client))],
        }
    }

    /// The figures beside the trends: reads, writes, operations, recovery.
    #[must_use]
    pub fn rates(&self) -> [(super::Trend, &'static str, Cell); 4] {
        use super::Trend::{Ops, Read, Recovery, Write};
        let io = self.io.value.as_ref();
        let bytes = |value: Option<u64>| Cell::or_unknown(value.map(|value| format!("{}/s", Bytes(value))));
        let ops = io.map(|io| format!("{} op/s", io.client.ops_per_s()));
        [
            (Read, "read", bytes(io.map(|io| io.client.read_bytes_per_s))),
            (Write, "write", bytes(io.map(|io| io.client.write_bytes_per_s))),
            (Ops, "ops", Cell::or_unknown(ops)),
            (Recovery, "recovery", bytes(io.map(|io| io.recovery_bytes_per_s))),
        ]
    }

    /// How many PGs are in which state, most first, each a piece.
    #[must_use]
    pub fn pg_states(&self) -> Vec<(u64, Cell)> {
        let states = self.pgs.value.iter().flat_map(|pgs| &pgs.by_state);
        let mut all: Vec<(&PgState, u64)> = states.map(|(state, count)| (state, *count)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all.into_iter()
            .map(|(state, count)| (count, Cell::new(format!("{count} {state}"), state_tone(state))))
            .collect()
    }

    /// PGs in one line: how many are well, and what is amiss with their objects.
    #[must_use]
    pub fn pg_line(&self) -> Line {
        let Some(pgs) = &self.pgs.value else {
            return self.pgs.why_unseen().into_iter().collect();
        };
        let tone = if pgs.healthy < pgs.total { Tone::Warn } else { Tone::Good };
        let mut line = vec![Cell::new(format!("{} of {} active+clean", pgs.healthy, pgs.total), tone)];
        for (count, what, tone) in [
            (pgs.unfound_objects, "unfound", Tone::Bad),
            (pgs.degraded_objects, "degraded", Tone::Warn),
            (pgs.misplaced_objects, "misplaced", Tone::Plain),
        ] {
            if count > 0 {
                let all = pgs.object_copies.filter(|all| *all > 0 && what != "unfound");
                let share = all.map_or_else(
                    || count.to_string(),
                    |all| format!("{:.1} %", count as f64 / all as f64 * 100.0),
                );
                line.push(Cell::plain(", "));
                line.push(Cell::new(format!("{share} {what}"), tone));
            }
        }
        line
    }

    /// What the mgr is busy with, a line each; nothing where it is not.
    #[must_use]
    pub fn progress_lines(&self) -> Vec<Line> {
        let Some(events) = &self.progress.value else {
            return self
                .progress
                .why_unseen()
                .map(|why| vec![Cell::plain("progress "), why])
                .into_iter()
                .collect();
        };
        let of = |event: &crate::model::ProgressEvent| {
            vec![
                Cell::plain(format!("{:>7}  ", event.progress.to_string())),
                Cell::plain(event.message.clone()),
            ]
        };
        events.iter().map(of).collect()
    }

    /// The cluster log, newest first, a line each.
    #[must_use]
    pub fn log_lines(&self) -> Vec<Line> {
        let Some(lines) = &self.log.value else {
            return self.log.why_unseen().map(|why| vec![Cell::plain("log "), why]).into_iter().collect();
        };
        let of = |line: &crate::model::LogEntry| {
            let at = line.at.map_or_else(|| "--:--:--".to_owned(), |at| clock(at, self.header.now()));
            let tone = match line.priority.as_str() {
                "ERR" | "SEC" => Tone::Bad,
                "WRN" => Tone::Warn,
                _ => Tone::Plain,
            };
            vec![
                Cell::new(format!("{at} "), Tone::Faint),
                Cell::new(format!("{} ", line.priority.trim_matches(['[', ']'])), tone),
                Cell::new(format!("{}: ", line.daemon), Tone::Faint),
                Cell::plain(line.message.clone()),
            ]
        };
        if lines.is_empty() {
            return vec![vec![Cell::new(
                "no line at INF or above is in the tail of the cluster log",
                Tone::Faint,
            )]];
        }
        lines.iter().map(of).collect()
    }

    /// What could not be seen, or not all of it, and what is older than it looks, in one line; nothing where there is no such part.
    #[must_use]
    pub fn gaps(&self) -> Option<Cell> {
        let list = |names: Vec<&str>, word: &str| match names.as_slice() {
            [] => None,
            [one, two, three, rest @ ..] if !rest.is_empty() => {
                Some(format!("{word}: {one}, {two}, {three} and {} more", rest.len()))
            }
            names => Some(format!("{word}: {}", names.join(", "))),
        };
        let unseen = list(self.header.unseen.iter().map(|part| part.part.as_str()).collect(), "not seen");
        let stale = list(self.header.stale.iter().map(|part| part.part.as_str()).collect(), "stale");
        let partial =
            list(self.header.partial.iter().map(|part| part.part.as_str()).collect(), "not all seen");
        let all: Vec<String> = [unseen, partial, stale].into_iter().flatten().collect();
        (!all.is_empty()).then(|| Cell::new(all.join("; "), Tone::Warn))
    }

    /// When this was seen, and how long ago where that is not now.
    #[must_use]
    pub fn when(&self, now: Timestamp) -> String {
        let at = self.header.collected_at;
        let time = at.strftime("%H:%M:%S UTC");
        match super::told::ago(now, at).as_str() {
            "now" => time.to_string(),
            ago => format!("{time} ({ago})"),
        }
    }

    /// Whether nothing of it was seen, now or before.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.health.value.is_none() && self.io.value.is_none() && self.osds.value.is_none()
    }
}

/// The time of day; the day too, where it is not less than a day ago.
fn clock(at: Timestamp, now: Timestamp) -> String {
    let is_near = now.duration_since(at) < jiff::SignedDuration::from_hours(24);
    at.strftime(if is_near { "%H:%M:%S" } else { "%Y-%m-%d %H:%M" }).to_string()
}

/// `WARN`, `ERR`: as short as a column.
const fn short(severity: Severity) -> &'static str {
    match severity {
        Severity::Ok => "OK  ",
        Severity::Warn => "WARN",
        Severity::Err => "ERR ",
    }
}

impl<T> Told<T> {
    /// The age after a title: `(12 s ago)`; nothing where it is now.
    #[must_use]
    pub fn title_age(&self, now: Timestamp) -> Vec<Cell> {
        let age = self.age(now);
        if age.text == "now" { Vec::new() } else { vec![Cell::new(format!("({})", age.text), age.tone)] }
    }
}
