//! The lines, the newest last, as Ceph has them.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::{LogFilter, LogLevel};
use crate::model::{Inventory, LogEntry, LogTail, Part};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::counted;
use crate::view::{Header, age};

/// Lines of the log. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogView {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// Which were asked for.
    pub filter: LogFilter,
    /// When the oldest line was written that the mons keep, as far as it is known; null where they keep none.
    pub begins: Option<Timestamp>,
    /// Whether `begins` is where what they keep ends; else it goes back at least so far.
    pub begins_exactly: bool,
    /// How many lines match; more than [`lines`](Self::lines) holds where that is cut.
    pub matching: Option<u64>,
    /// The last of those that match, the newest last.
    pub lines: Option<Vec<LogEntry>>,
    #[serde(skip)]
    silence: Silence,
}

/// What there was where nothing matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Silence {
    kept: u64,
}

impl LogView {
    /// Of the tail that the mons gave.
    #[must_use]
    pub fn of(inventory: &Inventory, tail: &Part<LogTail>, filter: &LogFilter, now: Timestamp) -> Self {
        let seen = tail.value();
        let matching: Option<Vec<&LogEntry>> =
            seen.map(|tail| tail.lines.iter().filter(|line| filter.keeps(line)).collect());
        let cut = |all: &Vec<&LogEntry>| {
            all[all.len().saturating_sub(filter.lines)..].iter().map(|line| (*line).clone()).collect()
        };
        Self {
            header: Header::of(inventory, now).beside("log", tail).about(tail),
            filter: filter.clone(),
            begins: seen.and_then(|tail| tail.begins),
            begins_exactly: seen.is_some_and(|tail| tail.begins_exactly),
            matching: matching.as_ref().map(|all| all.len() as u64),
            lines: matching.as_ref().map(cut),
            silence: Silence { kept: seen.map_or(0, |tail| tail.lines.len() as u64) },
        }
    }

    /// Where the tail begins, so that silence before it is not mistaken for peace.
    fn reach(&self) -> String {
        reach(self.begins, self.begins_exactly, self.header.now())
    }

    fn why_none(&self) -> String {
        let filter = &self.filter;
        match (self.silence.kept, self.begins) {
            (0, None) => format!("The mons keep no line of the channel {}.", filter.channel),
            // They keep 50 lines of a channel until Pacific, and the mgr writes one every two seconds.
            (0, Some(_)) => format!(
                "Of what the mons keep of the channel {}, no line is {} or worse.",
                filter.channel,
                filter.level.as_str()
            ),
            (kept, _) => format!("None of {} matches: {filter}.", counted(kept, "line", "lines")),
        }
    }
}

/// `The log begins 2026-11-22 15:00:05 UTC (4 min ago): what was before, the mons do not keep.`
pub(in crate::view) fn reach(begins: Option<Timestamp>, exactly: bool, now: Timestamp) -> String {
    let Some(begins) = begins else {
        return "The mons keep no line: what happened is not known from the log.".into();
    };
    let at = begins.strftime("%Y-%m-%d %H:%M:%S UTC");
    let ago = age::ago(now, begins);
    if exactly {
        format!("the log begins {at} ({ago}): what was before, the mons do not keep")
    } else {
        format!("the log goes back to {at} ({ago}) at least")
    }
}

/// A line that came several times in a row is shown once.
fn collapsed(lines: &[LogEntry]) -> Vec<(&LogEntry, usize)> {
    let mut rows: Vec<(&LogEntry, usize)> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some((last, times))
                if last.message == line.message
                    && last.daemon == line.daemon
                    && last.priority == line.priority =>
            {
                // The latest moment is the one that matters.
                *last = line;
                *times += 1;
            }
            _ => rows.push((line, 1)),
        }
    }
    rows
}

fn row((line, times): &(&LogEntry, usize)) -> Vec<Cell> {
    let tone = match LogLevel::of(&line.priority) {
        LogLevel::Debug => Tone::Faint,
        LogLevel::Info => Tone::Plain,
        LogLevel::Warn => Tone::Warn,
        LogLevel::Error => Tone::Bad,
    };
    let repeated = if *times > 1 { format!(" (×{times})") } else { String::new() };
    let text = format!("{}{repeated}", line.message.replace(['\n', '\r', '\t'], " "));
    vec![
        Cell::or_unknown(line.at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())),
        Cell::new(line.priority.as_str(), tone),
        line.daemon.as_str().into(),
        Cell::new(printable(&text), tone),
    ]
}

/// Without what would move a terminal's cursor: a line of the log may quote anything.
pub(in crate::view) fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

impl Report for LogView {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let (Some(lines), Some(matching)) = (&self.lines, self.matching) else {
            blocks.push(self.header.missing("log", "The log"));
            return blocks;
        };
        if lines.is_empty() {
            blocks.push(Block::line(self.why_none(), Tone::Faint));
        } else {
            blocks.extend(collapsed(lines).iter().map(|line| {
                let mut cells = Vec::new();
                for (index, cell) in row(line).into_iter().enumerate() {
                    if index > 0 {
                        cells.push(Cell::plain("  "));
                    }
                    cells.push(cell);
                }
                Block::Line(cells)
            }));
        }
        let shown = lines.len() as u64;
        if shown < matching {
            let text = format!("the last {shown} of {matching} lines: --lines shows more");
            blocks.push(Block::line(text, Tone::Faint));
        }
        blocks.push(Block::line(self.reach(), Tone::Faint));
        blocks
    }
}

impl fmt::Display for LogView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::{LogFilter, LogView};
    use crate::model::{LogEntry, LogTail, Part};
    use crate::view::LogLevel;
    use crate::view::sample::{self, before, now, seen, timed_out};

    fn line(seconds: i64, priority: &str, daemon: &str, message: &str) -> LogEntry {
        LogEntry {
            at: Some(before(seconds)),
            daemon: daemon.into(),
            channel: "cluster".into(),
            priority: priority.into(),
            message: message.into(),
        }
    }

    fn view(filter: &LogFilter) -> LogView {
        let lines = vec![
            line(90, "WRN", "mon.a", "Health check failed: 1 osds down (OSD_DOWN)"),
            line(60, "INF", "osd.1", "1.0 scrub starts"),
            line(50, "INF", "osd.1", "1.0 scrub starts"),
            line(40, "ERR", "osd.2", "1.1 scrub \x1b[2J1 errors"),
        ];
        let tail = LogTail { lines, begins: Some(before(100)), begins_exactly: true };
        LogView::of(&sample::inventory(), &seen(tail), filter, now())
    }

    #[test]
    fn repeated_lines_are_one_as_text_and_all_in_json() {
        let all = view(&LogFilter::default());
        let text = all.to_string();
        assert!(text.contains("\n2026-11-22 15:03:15  INF  osd.1  1.0 scrub starts (×2)\n"), "{text}");
        assert!(
            text.contains("the log begins 2026-11-22 15:02:25 UTC (100 s ago): what was before"),
            "{text}"
        );
        assert!(!text.contains('\x1b'), "a line of the log must not move the cursor");
        assert_eq!(serde_json::to_value(&all).unwrap()["lines"].as_array().unwrap().len(), 4);
    }

    #[test]
    fn lines_are_chosen_and_an_empty_choice_says_why() {
        let shown = |filter: LogFilter| view(&filter).lines.unwrap().len();
        let any = LogFilter::default;
        assert_eq!(shown(LogFilter { level: LogLevel::Warn, ..any() }), 2);
        assert_eq!(shown(LogFilter { from: Some("osd".into()), ..any() }), 3);
        assert_eq!(shown(LogFilter { grep: Some("SCRUB".into()), from: Some("osd.2".into()), ..any() }), 1);
        assert_eq!(shown(LogFilter { lines: 2, ..any() }), 2);
        let none = view(&LogFilter { grep: Some("nope".into()), ..any() }).to_string();
        assert!(
            none.starts_with("None of 4 lines matches: channel cluster, info or worse, with \"nope\".\n"),
            "{none}"
        );
        let unseen: Part<LogTail> = timed_out();
        let text = LogView::of(&sample::inventory(), &unseen, &any(), now()).to_string();
        assert!(text.starts_with("The log could not be seen: the mgr did not answer"), "{text}");
    }
}
