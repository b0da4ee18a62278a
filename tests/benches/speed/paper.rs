//! Figures as people read them: tables on the terminal and in `docs/performance.md`, which are the same.

use std::fmt::Write as _;
use std::path::PathBuf;

/// One subject's table.
#[derive(Debug, Default)]
pub(crate) struct Section {
    /// Its mark in the document.
    name: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
    missed: usize,
}

/// What a ratio is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    /// Nothing was promised; it is told all the same.
    None,
}

impl Section {
    pub(crate) fn new(name: &'static str, columns: &'static [&'static str]) -> Self {
        Self { name, columns, ..Self::default() }
    }

    /// A table of figures and what they are held against.
    pub(crate) fn ratios(name: &'static str) -> Self {
        Self::new(name, &["what", "Koor", "beside it", "ratio", "target", ""])
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// A ratio, how it is written, and whether it is what it should be.
    pub(crate) fn ratio(
        &mut self,
        what: &str,
        koor: &str,
        beside: &str,
        ratio: f64,
        unit: &str,
        target: Target,
    ) {
        let shown = |ratio: f64| {
            if ratio >= 100.0 { format!("{ratio:.0}{unit}") } else { format!("{ratio:.2}{unit}") }
        };
        let plain = |limit: f64| format!("{limit}{unit}");
        let (target, verdict) = match target {
            Target::AtLeast(limit) => (format!("≥ {}", plain(limit)), Some(ratio >= limit)),
            Target::AtMost(limit) => (format!("≤ {}", plain(limit)), Some(ratio <= limit)),
            Target::None => (String::new(), None),
        };
        self.missed += usize::from(verdict == Some(false));
        let verdict = verdict.map_or("", |met| if met { "met" } else { "**missed**" });
        self.row([what, koor, beside, &shown(ratio), &target, verdict]);
    }

    /// What could not be measured, and why.
    pub(crate) fn absent(&mut self, what: &str, why: &str) {
        self.row([what, &format!("not measured: {why}")]);
    }

    pub(crate) fn missed(&self) -> usize {
        self.missed
    }

    fn markdown(&self) -> String {
        let mut text = String::new();
        let mut line = |cells: &mut dyn Iterator<Item = String>| {
            let _never_fails = writeln!(text, "| {} |", cells.collect::<Vec<_>>().join(" | "));
        };
        line(&mut self.columns.iter().map(ToString::to_string));
        line(&mut self.columns.iter().map(|_| "---".to_owned()));
        for row in &self.rows {
            let missing = self.columns.len().saturating_sub(row.len());
            line(&mut row.iter().cloned().chain(std::iter::repeat_n(String::new(), missing)));
        }
        text
    }

    pub(crate) fn print(&self) {
        println!("\n{}:\n{}", self.name, self.markdown());
    }
}

/// Puts each table between its marks in `docs/performance.md`.
pub(crate) fn write(sections: &[Section]) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/performance.md"));
    let mut text = std::fs::read_to_string(&path).unwrap();
    for section in sections {
        let begin = format!("<!-- {}: begin -->\n", section.name);
        let end = format!("<!-- {}: end -->", section.name);
        let from = text.find(&begin).unwrap_or_else(|| panic!("no mark {begin}")) + begin.len();
        let to = from + text[from..].find(&end).unwrap_or_else(|| panic!("no mark {end}"));
        text.replace_range(from..to, &section.markdown());
    }
    std::fs::write(&path, text).unwrap();
    println!("written: {}", path.display());
}

pub(crate) fn ms(seconds: f64) -> String {
    let ms = seconds * 1e3;
    if ms >= 100.0 { format!("{ms:.0} ms") } else { format!("{ms:.1} ms") }
}

pub(crate) fn mb(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}

/// The middle one.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}
