//! The shape that every view shares with every face: blocks of text and tables, each cell with a tone.
//!
//! A terminal draws them with colours and box characters, a web page as HTML; neither knows what they are about.

use serde::Serialize;

use super::Header;

/// How a text is meant. Colour is only ever a second way of saying what the words say already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Worth a look.
    Warn,
    /// Needs somebody.
    Bad,
    /// Beside the point: ages, sources, ids.
    Faint,
}

impl From<crate::model::Severity> for Tone {
    fn from(severity: crate::model::Severity) -> Self {
        match severity {
            crate::model::Severity::Ok => Self::Good,
            crate::model::Severity::Warn => Self::Warn,
            crate::model::Severity::Err => Self::Bad,
        }
    }
}

/// A text with its tone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text; never with a line break or another control character.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Cell {
    /// A text with a tone.
    ///
    /// Letters that a terminal would obey are shown as such and do nothing: names come from the cluster.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        let mut text = text.into();
        if text.chars().any(char::is_control) {
            text = text.replace(char::is_control, "\u{fffd}");
        }
        Self { text, tone }
    }

    /// A plain fact.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Tone::Plain)
    }

    /// What is not known.
    #[must_use]
    pub fn unknown() -> Self {
        Self::new("unknown", Tone::Faint)
    }

    /// A fact, or `unknown` where it is not known.
    pub fn or_unknown(value: Option<impl ToString>) -> Self {
        value.map_or_else(Self::unknown, |value| Self::plain(value.to_string()))
    }

    /// The same in another tone.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

/// On which side a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its head, in capitals.
    pub title: &'static str,
    /// Where its cells stand.
    pub align: Align,
    /// Whether it is shown only with `-o wide`.
    pub wide: bool,
    /// Whether its cells may be cut, with a mark, where a line has no room for them: values of any length, no names.
    pub elastic: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub const fn words(title: &'static str) -> Self {
        Self { title, align: Align::Left, wide: false, elastic: false }
    }

    /// A column of figures.
    #[must_use]
    pub const fn figures(title: &'static str) -> Self {
        Self { title, align: Align::Right, wide: false, elastic: false }
    }

    /// A column of values of any length.
    #[must_use]
    pub const fn values(title: &'static str) -> Self {
        Self { title, align: Align::Left, wide: false, elastic: true }
    }

    /// The same, shown only with `-o wide`.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

/// Rows under columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// What to say where there is no row, and why there is none.
    pub empty: String,
}

/// One piece of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line of text.
    Line(Vec<Cell>),
    /// Labelled lines; a label stands once before all of its lines.
    Facts(Vec<(&'static str, Vec<Vec<Cell>>)>),
    /// A table.
    Table(Table),
    /// A free line between two pieces.
    Gap,
}

impl Block {
    /// A line of one text.
    pub(super) fn line(text: impl Into<String>, tone: Tone) -> Self {
        Self::Line(vec![Cell::new(text, tone)])
    }
}

/// What every view is: data for programs (its serde form) and blocks for people.
pub trait Report: Serialize {
    /// From where, when, and what could not be seen.
    fn header(&self) -> &Header;

    /// What a person sees, the footer with ages and gaps apart.
    fn blocks(&self) -> Vec<Block>;
}

/// What Koor knows by itself, of no cluster: no age and no source to tell.
pub trait Listing: Serialize {
    /// What a person sees.
    fn blocks(&self) -> Vec<Block>;
}

/// A report as plain text with its footer, for `Display`.
pub(super) fn text(report: &impl Report) -> String {
    plain_text(&report.blocks()) + &plain_text(&report.header().footer())
}

/// Blocks as plain text, for `Display`: no colour, no wrapping, wide columns left out.
#[must_use]
pub fn plain_text(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Line(cells) => lines.push(join(cells)),
            Block::Gap => lines.push(String::new()),
            Block::Facts(facts) => {
                let width = facts.iter().map(|(label, _)| label.len()).max().unwrap_or(0);
                for (label, rows) in facts {
                    for (index, row) in rows.iter().enumerate() {
                        let label = if index == 0 { label } else { "" };
                        lines.push(format!("{label:width$}  {}", join(row)));
                    }
                }
            }
            Block::Table(table) => table_lines(table, &mut lines),
        }
    }
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn join(cells: &[Cell]) -> String {
    cells.iter().map(|cell| cell.text.as_str()).collect()
}

/// The widest column that others are lined up behind: the standard library pads no further.
const WIDEST: usize = u16::MAX as usize;

fn table_lines(table: &Table, lines: &mut Vec<String>) {
    if table.rows.is_empty() {
        lines.push(table.empty.clone());
        return;
    }
    let shown: Vec<usize> = (0..table.columns.len()).filter(|index| !table.columns[*index].wide).collect();
    let text = |row: &[Cell], index: usize| row.get(index).map_or(String::new(), |cell| cell.text.clone());
    let head: Vec<Cell> = table.columns.iter().map(|column| Cell::plain(column.title)).collect();
    let all = || std::iter::once(&head).chain(&table.rows);
    let widths: Vec<usize> = shown
        .iter()
        .map(|index| all().map(|row| text(row, *index).chars().count()).max().unwrap_or(0).min(WIDEST))
        .collect();
    for row in all() {
        let cells = shown.iter().zip(&widths).map(|(index, width)| match table.columns[*index].align {
            Align::Left => format!("{:width$}", text(row, *index)),
            Align::Right => format!("{:>width$}", text(row, *index)),
        });
        lines.push(cells.collect::<Vec<_>>().join("  "));
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Cell, Column, Table, plain_text};

    #[test]
    fn blocks_line_up_as_plain_text() {
        let table = Table {
            columns: vec![Column::words("NAME"), Column::figures("PGS"), Column::words("ID").wide()],
            rows: vec![
                vec!["rbd".into(), "8".into(), "1".into()],
                vec!["fs.meta".into(), "16".into(), "2".into()],
            ],
            empty: "There is no pool.".into(),
        };
        let facts =
            Block::Facts(vec![("mon", vec![vec!["a".into()], vec!["b".into()]]), ("osds", vec![vec![]])]);
        let text =
            plain_text(&[Block::Line(vec![Cell::plain("x"), Cell::plain("y")]), facts, Block::Table(table)]);
        assert_eq!(text, "xy\nmon   a\n      b\nosds\nNAME     PGS\nrbd        8\nfs.meta   16\n");
    }
}
