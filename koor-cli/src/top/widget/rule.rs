//! The title line of a section: `── OSDs (12 s ago) ─────`.

use koor_core::view::Cell;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::top::paint::Paint;

/// Draws it on the first row of `area` and gives the rows below.
pub(in crate::top) fn rule(
    buffer: &mut Buffer,
    area: Rect,
    title: &str,
    beside: &[Cell],
    paint: Paint,
) -> Rect {
    if area.height == 0 {
        return area;
    }
    let faint = paint.tone(koor_core::view::Tone::Faint);
    let row = Rect { height: 1, ..area };
    buffer.set_string(row.x, row.y, "─".repeat(usize::from(row.width)), faint);
    let mut spans = vec![Span::raw(" "), Span::styled(title.to_owned(), Style::new().add_modifier(Modifier::BOLD))];
    if beside.iter().any(|cell| !cell.text.is_empty()) {
        spans.push(Span::raw(" "));
        spans.extend(beside.iter().map(|cell| paint.span(cell)));
    }
    spans.push(Span::raw(" "));
    let room = row.width.saturating_sub(4);
    buffer.set_line(row.x + 2.min(row.width), row.y, &Line::from(spans), room);
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}
