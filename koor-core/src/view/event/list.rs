//! The timeline, the newest last, and what goes on.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::line;
use crate::model::{Inventory, LogTail, Part, ProgressEvent, Ratio};
use crate::view::log::{LogLevel, printable, reach};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::words::counted;
use crate::view::{Header, age, figure};

/// How many past events are shown as text.
const ROWS: usize = 60;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// Something the mgr follows: recovery, rebalancing, autoscaling.
    Progress,
    /// A health check raised or cleared. One that only counts on is not in it: such lines come every few seconds.
    Health,
    /// An OSD up, down, in or out, or slow.
    Osd,
    /// An election, or a clock.
    Mon,
    /// Another active mgr.
    Mgr,
    /// An MDS.
    Mds,
    /// A scrub that found something.
    Scrub,
    /// A daemon's crash.
    Crash,
    /// A warning or an error of another kind.
    Other,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Progress,
        Self::Health,
        Self::Osd,
        Self::Mon,
        Self::Mgr,
        Self::Mds,
        Self::Scrub,
        Self::Crash,
        Self::Other,
    ];

    /// `progress`, `health`, …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Health => "health",
            Self::Osd => "osd",
            Self::Mon => "mon",
            Self::Mgr => "mgr",
            Self::Mds => "mds",
            Self::Scrub => "scrub",
            Self::Crash => "crash",
            Self::Other => "other",
        }
    }
}

impl FromStr for EventKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = Self::ALL.map(Self::as_str).join(", ");
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no kind of event: write one of {all}"))
    }
}

/// Whether an event goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EventState {
    /// It goes on.
    Running,
    /// It is over.
    Done,
}

impl EventState {
    /// `running`, `done`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
        }
    }
}

impl FromStr for EventState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Running, Self::Done]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no state of an event: write running or done"))
    }
}

/// Which events to show; what is `None` does not choose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventFilter {
    /// Those that go on, or those that are over.
    pub state: Option<EventState>,
    /// Those of one kind.
    pub kind: Option<EventKind>,
}

impl fmt::Display for EventFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.map(|state| state.as_str().to_owned());
        let kind = self.kind.map(|kind| format!("kind {}", kind.as_str()));
        f.write_str(&[state, kind].into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// Events, the newest last.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventList {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: EventFilter,
    /// How far back the cluster log goes that this was read from; null where it was not seen or is empty.
    pub log_begins: Option<Timestamp>,
    /// Whether that is where what the mons keep ends; else it goes back at least so far.
    pub log_begins_exactly: bool,
    /// The events that match.
    pub events: Vec<EventRow>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventRow {
    /// When it happened; of one that goes on, when it began; of one that is over, when it ended.
    pub at: Option<Timestamp>,
    /// What it is about.
    pub kind: EventKind,
    /// Whether it goes on.
    pub state: EventState,
    /// `INF`, `WRN`, `ERR` as in the log; null of what does not come from there.
    pub priority: Option<String>,
    /// Who told it: a daemon of the log, the mgr, the daemon that crashed.
    pub from: String,
    /// What happened, in Ceph's words.
    pub message: String,
    /// How far it is; null of what is no progress.
    pub progress: Option<Ratio>,
    /// When it began, where it took time.
    pub started: Option<Timestamp>,
    /// How many seconds it takes still, at the pace it had so far; null where that can't be told.
    pub left_s: Option<u64>,
}

impl EventRow {
    fn progress(event: &ProgressEvent, as_of: Timestamp) -> Self {
        let running = event.finished.is_none();
        let words = if event.failed { format!("given up: {}", event.message) } else { event.message.clone() };
        Self {
            at: if running { event.started } else { event.finished },
            kind: EventKind::Progress,
            state: if running { EventState::Running } else { EventState::Done },
            priority: None,
            from: "mgr".into(),
            message: words,
            progress: Some(event.progress),
            started: event.started,
            left_s: if running { left(event, as_of) } else { None },
        }
    }
}

/// At the pace so far; nothing is said of what has hardly begun.
fn left(event: &ProgressEvent, as_of: Timestamp) -> Option<u64> {
    let gone = as_of.duration_since(event.started?).as_secs_f64();
    let share = event.progress.0;
    if !(0.01..1.0).contains(&share) || gone <= 0.0 {
        return None;
    }
    let left = gone / share * (1.0 - share);
    // Ten years is longer than anything that is worth a figure.
    let left = SignedDuration::try_from_secs_f64(left.round()).ok()?;
    u64::try_from(left.as_secs()).ok().filter(|seconds| *seconds < 320_000_000)
}

impl EventList {
    /// Of an inventory whose progress and crashes were asked for, and the tail of the cluster log.
    #[must_use]
    pub fn of(inventory: &Inventory, log: &Part<LogTail>, filter: EventFilter, now: Timestamp) -> Self {
        let as_of = inventory.progress.as_of().unwrap_or(now);
        let mut events: Vec<EventRow> = inventory
            .progress
            .value()
            .into_iter()
            .flatten()
            .map(|event| EventRow::progress(event, as_of))
            .collect();
        for entry in log.value().into_iter().flat_map(|tail| &tail.lines) {
            if let Some(kind) = line::kind(entry) {
                events.push(EventRow {
                    at: entry.at,
                    kind,
                    state: EventState::Done,
                    priority: Some(entry.priority.clone()),
                    from: entry.daemon.clone(),
                    message: entry.message.clone(),
                    progress: None,
                    started: None,
                    left_s: None,
                });
            }
        }
        events.extend(inventory.crashes.value().into_iter().flatten().map(|crash| EventRow {
            at: crash.at,
            kind: EventKind::Crash,
            state: EventState::Done,
            priority: None,
            from: crash.entity.clone(),
            message: format!("{} crashed ({})", crash.entity, crash.id),
            progress: None,
            started: None,
            left_s: None,
        }));
        events.retain(|event| {
            filter.state.is_none_or(|state| event.state == state)
                && filter.kind.is_none_or(|kind| event.kind == kind)
        });
        events.sort_by_key(|event| event.at);
        line::fold_slow(&mut events);
        Self {
            header: Header::of(inventory, now).beside("cluster_log", log),
            filter,
            log_begins: log.value().and_then(|tail| tail.begins),
            log_begins_exactly: log.value().is_some_and(|tail| tail.begins_exactly),
            events,
        }
    }

    fn of_state(&self, state: EventState) -> impl Iterator<Item = &EventRow> {
        self.events.iter().filter(move |event| event.state == state)
    }

    fn running(&self) -> Block {
        let now = self.header.now();
        let row = |event: &EventRow| {
            let left = event
                .left_s
                .and_then(|seconds| i64::try_from(seconds).ok())
                .map(|seconds| age::span(SignedDuration::from_secs(seconds)));
            vec![
                printable(&event.message).into(),
                bar(event.progress),
                figure::percent(event.progress),
                figure::age(now, event.started),
                Cell::or_unknown(left),
            ]
        };
        Block::Table(Table {
            columns: vec![
                Column::words("UNDER WAY"),
                Column::words("PROGRESS"),
                Column::figures("%"),
                Column::figures("SINCE"),
                Column::figures("LEFT"),
            ],
            rows: self.of_state(EventState::Running).map(row).collect(),
            empty: match self.header.unseen.iter().find(|unseen| unseen.part == "progress") {
                Some(unseen) => {
                    format!(
                        "What is under way could not be seen: {}.",
                        unseen.why.message.trim_end_matches('.')
                    )
                }
                None => "Nothing is under way that the mgr follows.".into(),
            },
        })
    }

    fn past(&self) -> Vec<Block> {
        let now = self.header.now();
        let done: Vec<&EventRow> = self.of_state(EventState::Done).collect();
        let row = |event: &&EventRow| {
            let tone = match (event.kind, event.priority.as_deref().map(LogLevel::of)) {
                (EventKind::Crash, _) | (_, Some(LogLevel::Error)) => Tone::Bad,
                (_, Some(LogLevel::Warn)) => Tone::Warn,
                _ => Tone::Plain,
            };
            vec![
                Cell::or_unknown(event.at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())),
                Cell::or_unknown(event.at.map(|at| age::ago(now, at))),
                event.kind.as_str().into(),
                Cell::new(printable(&event.message), tone),
                event.from.as_str().into(),
            ]
        };
        let filter = if self.filter.kind.is_some() { format!(" of {}", self.filter) } else { String::new() };
        let mut blocks = vec![Block::Table(Table {
            columns: vec![
                Column::words("WHEN (UTC)"),
                Column::words("AGO"),
                Column::words("KIND"),
                Column::words("WHAT"),
                Column::words("TOLD BY").wide(),
            ],
            rows: done[done.len().saturating_sub(ROWS)..].iter().map(row).collect(),
            empty: format!("Nothing happened{filter} as far back as can be seen."),
        })];
        if done.len() > ROWS {
            let earlier = counted((done.len() - ROWS) as u64, "earlier event", "earlier events");
            blocks.push(Block::line(format!("and {earlier}: -o json or a filter"), Tone::Faint));
        }
        blocks
    }
}

/// Twenty places long.
fn bar(progress: Option<Ratio>) -> Cell {
    let Some(share) = progress else {
        return Cell::unknown();
    };
    let places = (1..=20).map(|place| if share.0 >= f64::from(place) / 20.0 { '#' } else { '.' });
    Cell::plain(format!("[{}]", places.collect::<String>()))
}

impl Report for EventList {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        if self.filter.state != Some(EventState::Done) {
            blocks.push(self.running());
        }
        if self.filter.state == Some(EventState::Running) {
            return blocks;
        }
        if self.filter.state.is_none() {
            blocks.push(Block::Gap);
        }
        blocks.extend(self.past());
        blocks.push(if self.header.unseen.iter().any(|unseen| unseen.part == "cluster_log") {
            self.header.missing("cluster_log", "The cluster log")
        } else {
            Block::line(reach(self.log_begins, self.log_begins_exactly, self.header.now()), Tone::Faint)
        });
        blocks
    }
}

impl fmt::Display for EventList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
