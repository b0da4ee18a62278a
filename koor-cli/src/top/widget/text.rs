//! Blocks of the core's views as lines of a given width.

use koor_core::view::{Block, Cell, Tone};
use ratatui::text::{Line, Span};

use super::list;
use crate::top::paint::Paint;

/// Below this there is no room to wrap into.
const NARROWEST: usize = 12;

/// Blocks as lines, none of them wider than `width`.
pub(in crate::top) fn blocks(blocks: &[Block], width: usize, paint: Paint) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Gap => lines.push(Line::default()),
            Block::Line(cells) => {
                let indent = cells.first().map_or(0, |cell| cell.text.len() - cell.text.trim_start().len());
                lines.extend(wrapped(cells, width, indent, paint));
            }
            Block::Facts(facts) => {
                let label_width = facts.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
                for (label, rows) in facts {
                    for (index, cells) in rows.iter().enumerate() {
                        let label = if index == 0 { label } else { "" };
                        let head = Cell::new(format!("{label:label_width$}"), Tone::Faint);
                        let cells = [&[head], cells.as_slice()].concat();
                        lines.extend(wrapped(&cells, width, label_width, paint));
                    }
                }
            }
            Block::Table(table) if table.rows.is_empty() => {
                lines.extend(wrapped(&[Cell::new(table.empty.clone(), Tone::Faint)], width, 0, paint));
            }
            Block::Table(table) => {
                let columns = list::fitting(table, width);
                lines.push(list::head(table, &columns, paint));
                lines.extend(table.rows.iter().map(|row| list::row(table, &columns, row, paint)));
            }
        }
    }
    lines
}

/// Cells broken at blanks; each line but the first is indented.
pub(in crate::top) fn wrapped(
    cells: &[Cell],
    width: usize,
    indent: usize,
    paint: Paint,
) -> Vec<Line<'static>> {
    let indent = if indent + NARROWEST > width { 0 } else { indent };
    let mut lines = vec![Line::default()];
    let mut used = 0;
    for cell in cells {
        let style = paint.tone(cell.tone);
        for word in cell.text.split_inclusive(' ') {
            let whole = Span::styled(word.to_owned(), style);
            let bare = Span::raw(word.trim_end()).width();
            if used > indent && used + bare > width {
                lines.push(Line::from(" ".repeat(indent)));
                used = indent;
            }
            used += whole.width();
            if let Some(line) = lines.last_mut() {
                line.push_span(whole);
            }
        }
    }
    lines
}

/// The same in one line, cut where it ends, with a mark that says so.
pub(in crate::top) fn cut(cells: &[Cell], width: usize, paint: Paint) -> Line<'static> {
    let line = paint.line(cells);
    if line.width() <= width {
        return line;
    }
    let mut left = width.saturating_sub(1);
    let mut short = Line::default();
    for span in line.spans {
        let mut text = String::new();
        for letter in span.content.chars() {
            let columns = Span::raw(letter.to_string()).width();
            if columns > left {
                left = 0;
                break;
            }
            left -= columns;
            text.push(letter);
        }
        short.push_span(Span::styled(text, span.style));
        if left == 0 {
            break;
        }
    }
    short.push_span(Span::raw("…"));
    short
}
