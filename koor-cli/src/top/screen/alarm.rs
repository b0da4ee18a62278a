//! No quorum, no answer: said big, above whatever was seen last.

use koor_core::view::{Cell, Tone};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::Stage;
use crate::top::widget::{list, text};

/// Draws it where there is one, and gives what is left below.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) -> Rect {
    let Some(alarm) = &stage.look.view.alarm else {
        return area;
    };
    let width = usize::from(area.width);
    let title = format!("{:^width$}", format!("!!  {}  !!", alarm.title));
    let mut lines = text::wrapped(&[Cell::plain(alarm.sentence.clone())], width, 0, stage.paint);
    let mons =
        alarm.mons.iter().flat_map(|mon| text::wrapped(&[Cell::plain(mon.clone())], width, 2, stage.paint));
    lines.extend(mons);
    let last = if stage.look.view.is_blank() {
        "Koor goes on asking."
    } else {
        "Koor goes on asking. Below is what was seen last, each with its age."
    };
    lines.extend(text::wrapped(&[Cell::new(last, Tone::Faint)], width, 0, stage.paint));
    // Half of a small screen, and never so much that the panel is gone.
    let most = usize::from(area.height / 2).max(3).saturating_sub(1);
    lines.truncate(most);
    let height = u16::try_from(lines.len() + 1).unwrap_or(area.height).min(area.height);
    let style = stage.paint.tone(Tone::Bad).add_modifier(Modifier::REVERSED);
    buffer.set_string(area.x, area.y, title, style);
    buffer.set_style(Rect { height: 1, ..area }, Style::new().add_modifier(Modifier::REVERSED));
    list::lines(buffer, Rect { y: area.y + 1, height: height - 1, ..area }, &lines);
    Rect { y: area.y + height, height: area.height - height, ..area }
}
