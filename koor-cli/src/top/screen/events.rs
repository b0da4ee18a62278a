//! What is under way, and the cluster log.

use koor_core::view::{Cell, Tone};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Stage;
use crate::top::widget::{list, rule, text};

/// Draws the panel.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let look = stage.look;
    let width = usize::from(area.width);
    let mut busy = look.view.progress_lines();
    if busy.is_empty() {
        busy.push(vec![Cell::new("the mgr reports nothing under way", Tone::Faint)]);
    }
    let most = usize::from(area.height / 2).saturating_sub(1).max(1);
    let shown = busy.len().min(most);
    let top = Rect { height: u16::try_from(shown + 1).unwrap_or(area.height).min(area.height), ..area };
    let body = rule::rule(buffer, top, "Under way", &look.view.progress.title_age(look.now()), stage.paint);
    let lines: Vec<_> = busy.iter().take(shown).map(|line| text::cut(line, width, stage.paint)).collect();
    list::lines(buffer, body, &lines);
    let below = Rect { y: top.bottom(), height: area.height - top.height, ..area };
    log(buffer, below, stage);
}

/// The cluster log, newest first, from the chosen line on.
pub(super) fn log(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let (app, look) = (stage.app, stage.look);
    let age = look.view.log.title_age(look.now());
    let body = rule::rule(buffer, area, "Cluster log, newest first", &age, stage.paint);
    let is_own = app.panel == crate::top::panel::Panel::Events;
    let first = if is_own { app.chosen(&app.keys()) } else { 0 };
    let width = usize::from(area.width);
    let all = look.view.log_lines();
    let rows = usize::from(body.height);
    let shown = all.iter().skip(first).take(rows);
    let lines: Vec<_> = if is_own {
        shown.flat_map(|line| text::wrapped(line, width, 9, stage.paint)).take(rows).collect()
    } else {
        shown.map(|line| text::cut(line, width, stage.paint)).collect()
    };
    list::lines(buffer, body, &lines);
    if is_own {
        app.page.set(usize::from(body.height.saturating_sub(1)));
    }
}
