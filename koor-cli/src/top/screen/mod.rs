//! Where things stand on the screen: a head, the panel, a foot. One file a panel.

mod alarm;
mod events;
mod health;
mod osds;
mod overlay;
mod overview;
mod pools;

use koor_core::TopLook;
use koor_core::view::{Cell, Tone};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::app::App;
use super::paint::Paint;
use super::panel::Panel;
use super::widget::text;

/// What everything below is drawn for.
const LEAST: (u16, u16) = (32, 8);

/// Below this width there are short words for all.
const NARROW: u16 = 60;

/// One panel with what it is drawn from.
struct Stage<'a> {
    app: &'a App,
    look: &'a TopLook,
    paint: Paint,
}

/// Draws one frame.
pub(super) fn draw(area: Rect, buffer: &mut Buffer, app: &App, paint: Paint) {
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let words = format!(
            "koor top needs {} columns and {} lines; here are {} and {}. q quits.",
            LEAST.0, LEAST.1, area.width, area.height
        );
        let lines = text::wrapped(&[Cell::plain(words)], area.width.into(), 0, paint);
        super::widget::list::lines(buffer, area, &lines);
        paint.finish(buffer);
        return;
    }
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    let body = Rect { y: area.y + 2, height: area.height - 3, ..area };
    head(buffer, row(0), app, paint);
    tabs(buffer, row(1), app);
    foot(buffer, row(area.height - 1), app, paint);
    match &app.look {
        None => first(buffer, body, app, paint),
        Some(look) => {
            let stage = Stage { app, look, paint };
            let body = alarm::draw(buffer, body, &stage);
            match &app.overlay {
                Some(overlay) => overlay::draw(buffer, body, &stage, overlay),
                // The alarm has said it all.
                None if look.view.alarm.is_some() && look.view.is_blank() => {}
                None => panel(buffer, body, &stage),
            }
        }
    }
    paint.finish(buffer);
}

fn panel(buffer: &mut Buffer, body: Rect, stage: &Stage<'_>) {
    match stage.app.panel {
        Panel::Overview => overview::draw(buffer, body, stage),
        Panel::Osds => osds::draw(buffer, body, stage),
        Panel::Pools => pools::draw(buffer, body, stage),
        Panel::Health => health::draw(buffer, body, stage),
        Panel::Events => events::draw(buffer, body, stage),
    }
}

/// Before the first look: what it waits for.
fn first(buffer: &mut Buffer, area: Rect, app: &App, paint: Paint) {
    if let Some(overlay) = &app.overlay {
        overlay::text(buffer, area, app, overlay, paint);
        return;
    }
    let words = match app.waiting {
        None => "Asking the cluster.".to_owned(),
        Some(waited) => format!("Asking the cluster; no answer for {} s.", waited.as_secs()),
    };
    let lines = text::wrapped(&[Cell::plain(words)], area.width.into(), 0, paint);
    super::widget::list::lines(buffer, Rect { y: area.y + 1.min(area.height), ..area }, &lines);
}

/// Which cluster and how it is on the left, when and how often on the right.
fn head(buffer: &mut Buffer, area: Rect, app: &App, paint: Paint) {
    let mut right = Vec::new();
    if app.pace.paused {
        right.push(Cell::new("PAUSED ", Tone::Warn));
    } else if let Some(waited) = app.waiting {
        right.push(Cell::new(format!("no answer for {} s ", waited.as_secs()), Tone::Warn));
    }
    if let Some(look) = &app.look {
        right.push(Cell::plain(look.view.when(look.now())));
    }
    if area.width >= NARROW {
        right.push(Cell::new(format!(" /{} s", app.pace.every.as_secs()), Tone::Faint));
    }
    let right = paint.line(&right);
    let right_width = right.width().min(area.width.into());
    let room = usize::from(area.width).saturating_sub(right_width + 1);
    let mut left =
        app.look.as_ref().map_or_else(|| vec![Cell::plain("koor top")], |look| look.view.headline());
    for piece in app.look.iter().flat_map(|look| look.view.daemons()) {
        let longer = [left.as_slice(), &[Cell::plain("  ")], &piece].concat();
        if paint.line(&longer).width() > room {
            break;
        }
        left = longer;
    }
    buffer.set_line(area.x, area.y, &text::cut(&left, room, paint), area.width);
    let x = area.right() - u16::try_from(right_width).unwrap_or(area.width);
    buffer.set_line(x, area.y, &right, area.width);
}

fn tabs(buffer: &mut Buffer, area: Rect, app: &App) {
    let mut line = Line::default();
    for panel in Panel::ALL {
        let (long, short) = panel.title();
        let title = if area.width < NARROW { short } else { long };
        let number = panel.number() + 1;
        if panel == app.panel {
            let style = Style::new().add_modifier(Modifier::REVERSED);
            line.push_span(Span::styled(format!("[{number} {title}]"), style));
        } else {
            line.push_span(Span::raw(format!(" {number} {title} ")));
        }
    }
    buffer.set_line(area.x, area.y, &line, area.width);
}

/// What could not be seen, or what the keys do; the filter while it is written.
fn foot(buffer: &mut Buffer, area: Rect, app: &App, paint: Paint) {
    let width = usize::from(area.width);
    if let Some(filter) = &app.editing {
        let prompt = [Cell::new("filter: ", Tone::Faint), Cell::plain(format!("{filter}_"))];
        let hint = Cell::new("  Enter keeps it, Esc drops it", Tone::Faint);
        let line = [prompt.as_slice(), &[hint]].concat();
        buffer.set_line(area.x, area.y, &text::cut(&line, width, paint), area.width);
        return;
    }
    let keys = match (&app.overlay, app.panel) {
        (Some(_), _) => "Esc back  j k move  q quit",
        (None, Panel::Overview | Panel::Health) => "q quit  ? help  Tab panel  Enter health in full  p pause",
        (None, Panel::Osds) => "q quit  ? help  Enter open  s sort  r reverse  / filter  h heat  p pause",
        (None, Panel::Pools) => "q quit  ? help  Enter open  s sort  r reverse  / filter  p pause",
        (None, Panel::Events) => "q quit  ? help  Tab panel  j k move  p pause",
    };
    let gaps = app.look.as_ref().and_then(|look| look.view.gaps());
    let line = match gaps {
        Some(gaps) => vec![gaps, Cell::new("  ? help", Tone::Faint)],
        None => vec![Cell::new(keys, Tone::Faint)],
    };
    buffer.set_line(area.x, area.y, &text::cut(&line, width, paint), area.width);
}
