//! Checks and findings, one a line.

use koor_core::view::{Cell, Table, report};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Stage;
use crate::top::widget::{list, rule, text};

/// Draws the panel: the list, and the chosen one's line in full below it, where there is room.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let (app, look) = (stage.app, stage.look);
    let keys = app.keys();
    let lines = look.view.checks();
    let body = rule::rule(buffer, area, "Health", &look.view.health.title_age(look.now()), stage.paint);
    if keys.is_empty() {
        let width = usize::from(area.width);
        let all: Vec<_> = lines.iter().flat_map(|line| text::wrapped(line, width, 0, stage.paint)).collect();
        list::lines(buffer, body, &all);
        return;
    }
    let table = Table {
        columns: vec![report::Column::words("CHECK"), report::Column::words("SUMMARY")],
        rows: lines.into_iter().map(two).collect(),
        empty: String::new(),
    };
    app.page.set(list::draw(buffer, body, &table, Some(app.chosen(&keys)), stage.paint));
}

/// The code, and the rest as one.
fn two(line: Vec<Cell>) -> Vec<Cell> {
    let mut cells = line.into_iter();
    let code = cells.next().unwrap_or_default();
    let rest: String = cells.map(|cell| cell.text).collect();
    vec![code, Cell::plain(rest.trim_start())]
}
