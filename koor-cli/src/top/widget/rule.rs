//! The title line of a section: `── OSDs (12 s ago) ─────`.

use koor_core::view::Cell;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::text;
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
    let room = usize::from(row.width.saturating_sub(6));
    let title: String = title.chars().take(room).collect();
    let left = room.saturating_sub(title.chars().count() + 1);
    let mut line =
        Line::from(vec![Span::raw(" "), Span::styled(title, Style::new().add_modifier(Modifier::BOLD))]);
    if left > 1 && beside.iter().any(|cell| !cell.text.is_empty()) {
        line.push_span(Span::raw(" "));
        line.extend(text::cut(beside, left, paint).spans);
    }
    line.push_span(Span::raw(" "));
    buffer.set_line(row.x + 2.min(row.width), row.y, &line, row.width.saturating_sub(2));
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}
