//! OSDs: heat above, the list below.

use koor_core::view::{Cell, Tone};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Stage;
use crate::top::widget::{heat, list, rule};

/// With fewer lines than this the list has all of them.
const ROOM_FOR_HEAT: u16 = 14;

/// Draws the panel.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    if stage.app.heat_only {
        heat_map(buffer, area, stage, true);
        return;
    }
    let mut area = area;
    if area.height >= ROOM_FOR_HEAT {
        // A third at most: the list is what is worked with.
        let room = Rect { height: area.height / 3, ..area };
        let used = heat_map(buffer, room, stage, true);
        area = Rect { y: area.y + used, height: area.height - used, ..area };
    }
    rows(buffer, area, stage);
}

/// The list; as on the panel of its own, so beside the overview.
pub(super) fn rows(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let (app, look) = (stage.app, stage.look);
    let listed = app.osd_list(look);
    let keys: Vec<String> = listed.keys.iter().map(ToString::to_string).collect();
    let is_own = app.panel == crate::top::panel::Panel::Osds;
    let chosen = is_own.then(|| app.chosen(&keys));
    let (sort, reversed) = (app.osds.sort.as_str(), if app.osds.reversed { " reversed" } else { "" });
    let title = format!("{} OSDs by {sort}{reversed}", listed.total);
    let mut beside = count(listed.keys.len(), &app.osds.filter);
    beside.extend(look.view.osd_ages(look.now()));
    let body = rule::rule(buffer, area, &title, &beside, stage.paint);
    let page = list::draw(buffer, body, &listed.table, chosen, stage.paint);
    if is_own {
        app.page.set(page);
    }
}

/// The heat and its legend; how many lines it took.
pub(super) fn heat_map(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>, has_legend: bool) -> u16 {
    if area.height < 2 {
        return 0;
    }
    let (measure, look) = (stage.app.heat(), stage.look);
    let hosts = look.view.heat(measure);
    let legend = u16::from(has_legend && area.height > 2);
    let room = usize::from(area.height - 1 - legend);
    let (fold, lines) = heat::fold(&hosts, area.width.into(), room);
    let mut beside = vec![Cell::new(fold.note(), Tone::Faint)];
    if let Some(why) = look.view.osds.why_unseen() {
        beside = vec![why];
    }
    let body = rule::rule(buffer, area, &format!("Heat: {}", measure.as_str()), &beside, stage.paint);
    let mut lines: Vec<_> = lines.iter().map(|cells| stage.paint.line(cells)).collect();
    if legend > 0 {
        let legend = [Cell::new(measure.legend(), Tone::Faint)];
        lines.push(crate::top::widget::text::cut(&legend, area.width.into(), stage.paint));
    }
    list::lines(buffer, body, &lines);
    1 + u16::try_from(lines.len()).unwrap_or(area.height).min(body.height)
}

/// How many are shown, where that is not all.
pub(super) fn count(shown: usize, filter: &str) -> Vec<Cell> {
    if filter.is_empty() {
        return Vec::new();
    }
    vec![Cell::new(format!("{shown} match `{filter}`; "), Tone::Warn)]
}
