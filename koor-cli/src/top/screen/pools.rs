//! Pools.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Stage, osds};
use crate::top::panel::Panel;
use crate::top::widget::{list, rule};

/// Draws the list.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let (app, look) = (stage.app, stage.look);
    let listed = app.pool_list(look);
    let is_own = app.panel == Panel::Pools;
    let chosen = is_own.then(|| app.chosen(&listed.keys));
    let reversed = if app.pools.reversed { " reversed" } else { "" };
    let title = format!("{} pools by {}{reversed}", listed.total, app.pools.sort.as_str());
    let mut beside = osds::count(listed.keys.len(), &app.pools.filter);
    beside.extend(look.view.pool_ages(look.now()));
    let body = rule::rule(buffer, area, &title, &beside, stage.paint);
    let page = list::draw(buffer, body, &listed.table, chosen, stage.paint);
    if is_own {
        app.page.set(page);
    }
}
