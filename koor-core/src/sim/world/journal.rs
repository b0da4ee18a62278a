//! The cluster log.

/// Lines that are kept.
const KEPT: usize = 2000;

/// Ceph's levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Info,
    Warn,
    Error,
}

impl Level {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Info => "[INF]",
            Self::Warn => "[WRN]",
            Self::Error => "[ERR]",
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub at: i64,
    /// `mon.a`, `osd.3`; none for the leading mon, whoever that is.
    pub daemon: Option<String>,
    pub level: Level,
    pub text: String,
    pub number: u64,
}

/// The cluster log.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    lines: Vec<Line>,
    written: u64,
}

impl Journal {
    fn write(&mut self, at: i64, daemon: Option<String>, level: Level, text: String) {
        self.written += 1;
        self.lines.push(Line { at, daemon, level, text, number: self.written });
        if self.lines.len() > 2 * KEPT {
            self.lines.drain(..KEPT);
        }
    }

    /// A line of the leading mon.
    pub(crate) fn mon(&mut self, at: i64, level: Level, text: String) {
        self.write(at, None, level, text);
    }

    /// A line of one mon.
    pub(crate) fn mon_named(&mut self, at: i64, level: Level, mon: &str, text: String) {
        self.write(at, Some(format!("mon.{mon}")), level, text);
    }

    /// A line of an OSD.
    pub(crate) fn osd(&mut self, at: i64, level: Level, osd: usize, text: String) {
        self.write(at, Some(format!("osd.{osd}")), level, text);
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines[self.lines.len().saturating_sub(KEPT)..]
    }
}
