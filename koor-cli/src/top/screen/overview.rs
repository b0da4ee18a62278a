//! All of it at one look.

use koor_core::view::{Cell, Tone};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Stage, events, osds, pools};
use crate::top::widget::{bar, heat, list, rule, spark, text};

/// From this width on, lists stand beside it.
const WIDE: u16 = 110;

/// From this height on there is room for a legend and for more states.
const TALL: u16 = 26;

/// Below either of these everything is one line a subject.
const COMPACT: (u16, u16) = (70, 13);

/// The name and the figure before a trend.
const LABEL: usize = 9;
const FIGURE: usize = 11;

/// Draws the panel.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    if area.width < COMPACT.0 || area.height < COMPACT.1 {
        compact(buffer, area, stage);
        return;
    }
    // Two columns need lines for two stacks.
    if area.width < WIDE || area.height < TALL {
        main(buffer, area, stage);
        return;
    }
    let half = (area.width - 2) / 2;
    main(buffer, Rect { width: half, ..area }, stage);
    let right = Rect { x: area.x + half + 2, width: area.width - half - 2, ..area };
    // Few OSDs leave their room to the pools.
    let osds_need = stage.look.view.osds.value.as_ref().map_or(0, Vec::len) + 3;
    let upper = u16::try_from(osds_need).unwrap_or(u16::MAX).min(right.height / 2);
    let upper = Rect { height: upper, ..right };
    osds::rows(buffer, upper, stage);
    pools::draw(buffer, Rect { y: upper.bottom(), height: right.height - upper.height, ..right }, stage);
}

/// Health, room and traffic, PGs, heat, events, from above.
fn main(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let mut left = area;
    let mut take = |height: u16| {
        let height = height.min(left.height);
        let taken = Rect { height, ..left };
        left = Rect { y: left.y + height, height: left.height - height, ..left };
        taken
    };
    let view = &stage.look.view;
    let checks = u16::try_from(view.checks().len()).unwrap_or(u16::MAX);
    // Room and traffic need five lines, PGs three, heat and events three each.
    let most = area.height.saturating_sub(14).max(2);
    health(buffer, take(1 + checks.min(most)), stage);
    if area.width < COMPACT.0 {
        capacity(buffer, take(5), stage);
        traffic(buffer, take(5), stage);
    } else {
        let middle = take(5);
        let half = (middle.width - 2) / 2;
        capacity(buffer, Rect { width: half, ..middle }, stage);
        traffic(buffer, Rect { x: middle.x + half + 2, width: middle.width - half - 2, ..middle }, stage);
    }
    pgs(buffer, take(if area.height > TALL { 4 } else { 3 }), stage);
    let is_tall = area.height > TALL;
    let shown = heat::rows(&view.heat(stage.app.heat()), area.width, area.height / 4);
    osds::heat_map(buffer, take(1 + shown + u16::from(is_tall)), stage, is_tall);
    busy(buffer, take(u16::MAX), stage);
}

fn health(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let view = &stage.look.view;
    let body = rule::rule(buffer, area, "Health", &view.health.title_age(stage.look.now()), stage.paint);
    list::lines(buffer, body, &checks(stage, body.height.into(), area.width.into()));
}

/// The worst checks, a line each; the last line says how many more there are.
fn checks(stage: &Stage<'_>, rows: usize, width: usize) -> Vec<Line<'static>> {
    let all = stage.look.view.checks();
    let shown = if all.len() > rows { rows.saturating_sub(1) } else { all.len() };
    let mut lines: Vec<_> = all.iter().take(shown).map(|line| text::cut(line, width, stage.paint)).collect();
    if shown < all.len() {
        let more = Cell::new(format!("and {} more: 4", all.len() - shown), Tone::Faint);
        lines.push(stage.paint.line(&[more]));
    }
    lines
}

fn capacity(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let view = &stage.look.view;
    let body = rule::rule(buffer, area, "Capacity", &view.io.title_age(stage.look.now()), stage.paint);
    let lines: Vec<_> =
        view.capacity_lines().iter().map(|line| text::cut(line, area.width.into(), stage.paint)).collect();
    list::lines(buffer, body, &lines);
}

fn traffic(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let view = &stage.look.view;
    let body =
        rule::rule(buffer, area, "Clients and recovery", &view.io.title_age(stage.look.now()), stage.paint);
    if let Some(why) = view.io.why_unseen() {
        list::lines(buffer, body, &text::wrapped(&[why], area.width.into(), 0, stage.paint));
        return;
    }
    let room = usize::from(area.width).saturating_sub(LABEL + FIGURE + 1);
    let lines: Vec<_> = view
        .rates()
        .into_iter()
        .map(|(trend, name, figure)| {
            let series = view.history.series(trend);
            stage.paint.line(&[
                Cell::new(format!("{name:LABEL$}"), Tone::Faint),
                Cell::new(format!("{:>FIGURE$} ", figure.text), figure.tone),
                Cell::plain(spark::spark(&series, room)),
            ])
        })
        .collect();
    list::lines(buffer, body, &lines);
}

fn pgs(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let view = &stage.look.view;
    let width = usize::from(area.width);
    let body = rule::rule(buffer, area, "PGs", &view.pgs.title_age(stage.look.now()), stage.paint);
    let states = view.pg_states();
    let shares: Vec<_> = states.iter().map(|(count, cell)| (*count, cell.tone)).collect();
    let mut lines = vec![stage.paint.line(&bar::shares(&shares, width))];
    let mut words = view.pg_line();
    // The states in words, where the first line does not say it all.
    if states.len() > 1 || states.iter().any(|(_, cell)| cell.tone != Tone::Good) {
        words.push(Cell::plain(": "));
        for (index, (_, cell)) in states.into_iter().enumerate() {
            words.extend((index > 0).then(|| Cell::plain(", ")));
            words.push(cell);
        }
    }
    if body.height > 2 {
        lines.extend(text::wrapped(&words, width, 0, stage.paint));
    } else {
        lines.push(text::cut(&words, width, stage.paint));
    }
    list::lines(buffer, body, &lines);
}

/// What is under way, then the log.
fn busy(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let busy = stage.look.view.progress_lines();
    let rows = u16::try_from(busy.len()).unwrap_or(u16::MAX).min(area.height / 2);
    if rows > 0 && area.height > 2 {
        let top = Rect { height: rows + 1, ..area };
        let age = stage.look.view.progress.title_age(stage.look.now());
        let body = rule::rule(buffer, top, "Under way", &age, stage.paint);
        let lines: Vec<_> = busy.iter().map(|line| text::cut(line, area.width.into(), stage.paint)).collect();
        list::lines(buffer, body, &lines);
        let below = Rect { y: top.bottom(), height: area.height - top.height, ..area };
        events::log(buffer, below, stage);
        return;
    }
    events::log(buffer, area, stage);
}

/// One line a subject, as many as there is room for.
fn compact(buffer: &mut Buffer, area: Rect, stage: &Stage<'_>) {
    let view = &stage.look.view;
    let width = usize::from(area.width);
    let cut = |cells: &[Cell]| text::cut(cells, width, stage.paint);
    let capacity = view.capacity_lines();
    let mut rest = vec![[vec![Cell::new("pg   ", Tone::Faint)], view.pg_line()].concat()];
    rest.extend(capacity.first().map(|line| [vec![Cell::new("room ", Tone::Faint)], line.clone()].concat()));
    rest.push([vec![Cell::new("io   ", Tone::Faint)], view.client_line()].concat());
    let room = usize::from(area.height);
    // Health first, and whatever else fits.
    let checks = checks(stage, room.saturating_sub(rest.len() + 1).max(2), width);
    let mut lines = checks;
    lines.extend(rest.iter().map(|line| cut(line)));
    let left = room.saturating_sub(lines.len());
    let (_, marks) = heat::fold(&view.heat(stage.app.heat()), width.saturating_sub(5), left.min(3));
    lines.extend(
        marks.iter().map(|line| cut(&[vec![Cell::new("heat ", Tone::Faint)], line.clone()].concat())),
    );
    lines.extend(capacity.iter().skip(2).map(|line| cut(line)));
    lines.extend(view.progress_lines().iter().map(|line| cut(line)));
    lines.extend(view.log_lines().iter().map(|line| cut(line)));
    list::lines(buffer, area, &lines);
}
