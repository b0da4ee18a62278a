//! A table that scrolls, with one row chosen.

use koor_core::view::report::Align;
use koor_core::view::{Cell, Table, Tone};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::top::paint::Paint;

/// Blanks between two columns.
const GAP: usize = 2;

/// Less of a sentence than this is not worth a column.
const SENTENCE: usize = 8;

/// A column that is shown, and how wide.
#[derive(Debug, Clone, Copy)]
pub(in crate::top) struct Shown {
    index: usize,
    width: usize,
}

/// The columns that a line has room for, from the left. A cell is never broken, but a last column of words (a sentence)
/// takes what is left.
pub(in crate::top) fn fitting(table: &Table, width: usize) -> Vec<Shown> {
    let mut shown: Vec<Shown> = Vec::new();
    let mut used = 0;
    for (index, column) in table.columns.iter().enumerate().filter(|(_, column)| !column.wide) {
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let widest = cells.map(|cell| Span::raw(cell.text.as_str()).width()).max().unwrap_or(0);
        let needs = widest.max(column.title.len());
        let gap = if shown.is_empty() { 0 } else { GAP };
        if !shown.is_empty() && used + gap + needs > width {
            let left = width.saturating_sub(used + gap);
            if index + 1 == table.columns.len() && column.align == Align::Left && left >= SENTENCE {
                shown.push(Shown { index, width: left });
            }
            break;
        }
        shown.push(Shown { index, width: needs.min(width) });
        used += gap + needs;
    }
    shown
}

/// The titles.
pub(in crate::top) fn head(table: &Table, columns: &[Shown], paint: Paint) -> Line<'static> {
    let cells: Vec<Cell> = table.columns.iter().map(|column| Cell::new(column.title, Tone::Faint)).collect();
    row(table, columns, &cells, paint)
}

/// One row.
pub(in crate::top) fn row(table: &Table, columns: &[Shown], cells: &[Cell], paint: Paint) -> Line<'static> {
    let mut line = Line::default();
    for (place, shown) in columns.iter().enumerate() {
        let (Some(cell), Some(column)) = (cells.get(shown.index), table.columns.get(shown.index)) else {
            continue;
        };
        let text = super::text::cut(std::slice::from_ref(cell), shown.width, paint);
        let blank = " ".repeat(shown.width.saturating_sub(text.width()));
        if place > 0 {
            line.push_span(Span::raw(" ".repeat(GAP)));
        }
        match column.align {
            Align::Left => {
                line.extend(text.spans);
                line.push_span(Span::raw(blank));
            }
            Align::Right => {
                line.push_span(Span::raw(blank));
                line.extend(text.spans);
            }
        }
    }
    line
}

/// Which rows are seen so that the chosen one is among them.
pub(in crate::top) fn window(chosen: usize, rows: usize, total: usize) -> std::ops::Range<usize> {
    // Page by page: a list that moves by one row at its edge redraws all of it each time.
    let first = chosen.checked_div(rows).unwrap_or(0) * rows;
    let first = first.min(total.saturating_sub(rows));
    first..(first + rows).min(total)
}

/// Draws head and rows; how many rows are seen at once.
pub(in crate::top) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    table: &Table,
    chosen: Option<usize>,
    paint: Paint,
) -> usize {
    if area.height == 0 {
        return 0;
    }
    if table.rows.is_empty() {
        let text =
            super::text::wrapped(&[Cell::new(table.empty.clone(), Tone::Warn)], area.width.into(), 0, paint);
        lines(buffer, area, &text);
        return 0;
    }
    // A column for the mark of the chosen row.
    let inner = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(2), ..area };
    let columns = fitting(table, inner.width.into());
    buffer.set_line(inner.x, inner.y, &head(table, &columns, paint), inner.width);
    let rows = usize::from(area.height.saturating_sub(1));
    let seen = window(chosen.unwrap_or(0), rows, table.rows.len());
    for (place, index) in seen.enumerate() {
        let y = inner.y + 1 + u16::try_from(place).unwrap_or(u16::MAX);
        buffer.set_line(inner.x, y, &row(table, &columns, &table.rows[index], paint), inner.width);
        if chosen == Some(index) {
            buffer.set_string(area.x, y, ">", Style::new().add_modifier(Modifier::BOLD));
            buffer.set_style(Rect { y, height: 1, ..area }, Style::new().add_modifier(Modifier::REVERSED));
        }
    }
    rows
}

/// Lines from the top of an area.
pub(in crate::top) fn lines(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>]) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        buffer.set_line(area.x, y, line, area.width);
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn the_chosen_row_is_always_seen() {
        assert_eq!(window(0, 10, 3), 0..3);
        assert_eq!(window(9, 10, 1000), 0..10);
        assert_eq!(window(10, 10, 1000), 10..20);
        assert_eq!(window(999, 10, 1000), 990..1000);
        assert_eq!(window(1003, 8, 1004), 996..1004);
        assert_eq!(window(5, 0, 9), 0..0);
    }
}
