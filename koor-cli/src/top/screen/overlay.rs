//! One thing opened: an OSD, a pool, health in full, the keys.

use koor_core::view::Cell;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Stage;
use crate::top::app::{App, Overlay};
use crate::top::paint::Paint;
use crate::top::widget::{list, rule, text as lines};

/// Draws it over the panel.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>, overlay: &Overlay) {
    text(buffer, area, stage.app, overlay, stage.paint);
}

/// The same before anything was seen.
pub(super) fn text(buffer: &mut Buffer, area: Rect, app: &App, overlay: &Overlay, paint: Paint) {
    let (title, blocks) = app.overlay_text(overlay);
    let all = lines::blocks(&blocks, area.width.into(), paint);
    let rows = usize::from(area.height.saturating_sub(1));
    let first = app.scroll.get().min(all.len().saturating_sub(rows));
    app.scroll.set(first);
    app.page.set(rows);
    let seen = first..(first + rows).min(all.len());
    let place = if all.len() > rows {
        vec![Cell::plain(format!("lines {}-{} of {}", seen.start + 1, seen.end, all.len()))]
    } else {
        Vec::new()
    };
    let body = rule::rule(buffer, area, &title, &place, paint);
    list::lines(buffer, body, &all[seen]);
}
