//! Figures over time.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::tag::{Svg, number};
use super::{LINE, MARGIN, WIDTH, colour, wide};
use crate::view::chart::{Line, Lines};

/// How high the plot is.
const HIGH: f64 = 240.0;
/// Up to so many points each one is marked.
const DOTS: usize = 40;
/// At most so many ticks of time.
const TIMES: i64 = 8;
/// Between ticks of time, in seconds.
const STEPS: [i64; 19] =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800];

/// Draws below `y`; where it ends.
pub(super) fn draw(svg: &mut Svg, y: f64, lines: &Lines) -> f64 {
    let Some((from, to)) = lines.span() else { return y };
    let unit = lines.axis.unit;
    let ticks = unit.ticks(lines.most(), 5);
    let most = ticks.last().copied().unwrap_or(1.0);
    let names = ticks.iter().map(|tick| wide(&unit.tick(*tick))).fold(0.0, f64::max);
    let (left, right) = (MARGIN + names + 20.0, WIDTH - MARGIN - 24.0);
    let top = legend(svg, y, lines) + 16.0;
    let bottom = top + HIGH;
    let length = to.duration_since(from).as_secs_f64();
    let at = |moment: Timestamp| left + (right - left) * moment.duration_since(from).as_secs_f64() / length;
    let up = |value: f64| bottom - HIGH * value / most;
    for tick in &ticks {
        svg.line("kc-grid", (left, up(*tick)), (right, up(*tick)));
        svg.label((left - 6.0, up(*tick) + 4.0), "kc-faint", "end", &unit.tick(*tick));
    }
    let (format, days) = time_format(from, to);
    for moment in times(from, to) {
        svg.line("kc-grid", (at(moment), top), (at(moment), bottom));
        let words = moment.strftime(format).to_string();
        svg.label((at(moment), bottom + LINE), "kc-faint", "middle", &words);
    }
    svg.line("kc-axis", (left, bottom), (right, bottom));
    svg.line("kc-axis", (left, top), (left, bottom));
    for (part, line) in lines.lines.iter().enumerate() {
        let points = |number: usize, value: f64| Some((at(*lines.moments.get(number)?), up(value)));
        drawn(svg, part, line, points);
    }
    let title = format!("time (UTC), {days}");
    svg.label((f64::midpoint(left, right), bottom + 2.0 * LINE), "kc-faint", "middle", &title);
    let (x, middle) = (MARGIN + 6.0, f64::midpoint(top, bottom));
    let turned = format!("rotate(-90 {x} {middle})");
    let tag = svg.tag("text").number("x", x).number("y", middle).word("class", "kc-faint");
    tag.word("text-anchor", "middle").word("transform", &turned).holding(&lines.axis.title());
    bottom + 2.0 * LINE
}

/// One line, with a gap wherever a figure is not known.
fn drawn(svg: &mut Svg, part: usize, line: &Line, point: impl Fn(usize, f64) -> Option<(f64, f64)>) {
    let mut path = String::new();
    let mut pen_down = false;
    let mut dots = Vec::new();
    for (number_of, value) in line.values.iter().enumerate() {
        let Some((x, y)) = value.and_then(|value| point(number_of, value)) else {
            pen_down = false;
            continue;
        };
        let _infallible = write!(path, "{}{} {}", if pen_down { "L" } else { "M" }, number(x), number(y));
        // A point between two gaps makes no line.
        let alone = !pen_down && line.values.get(number_of + 1).copied().flatten().is_none();
        if alone || line.values.len() <= DOTS {
            dots.push((x, y));
        }
        pen_down = true;
    }
    svg.tag("g").open();
    svg.tag("title").holding(&line.name);
    if !path.is_empty() {
        svg.tag("path").word("class", &format!("kc-line {}", colour(part))).word("d", &path).empty();
    }
    for (x, y) in dots {
        let tag = svg.tag("circle").word("class", &colour(part));
        tag.number("cx", x).number("cy", y).number("r", 2.5).empty();
    }
    svg.close("g");
}

/// Which line is which: by its dashes as much as by its colour.
fn legend(svg: &mut Svg, y: f64, lines: &Lines) -> f64 {
    if lines.lines.len() < 2 {
        return y;
    }
    let (mut x, y) = (MARGIN, y + LINE + 4.0);
    for (part, line) in lines.lines.iter().enumerate() {
        svg.line(&format!("kc-line {}", colour(part)), (x, y - 4.0), (x + 28.0, y - 4.0));
        svg.label((x + 34.0, y), "", "start", &line.name);
        x += 34.0 + wide(&line.name) + 18.0;
    }
    y
}

/// How ticks of time read, and what the axis says of the day.
fn time_format(from: Timestamp, to: Timestamp) -> (&'static str, String) {
    let (first, last) = (from.strftime("%Y-%m-%d").to_string(), to.strftime("%Y-%m-%d").to_string());
    let days = if first == last { first } else { format!("{first} to {last}") };
    let length = to.duration_since(from);
    let format = if length > SignedDuration::from_hours(48) {
        "%m-%d %H:%M"
    } else if length > SignedDuration::from_mins(12) {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    (format, days)
}

/// Round moments between the first and the last.
fn times(from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
    let (first, last) = (from.as_second(), to.as_second());
    let length = (last - first).max(1);
    let longest = STEPS[STEPS.len() - 1];
    let step = STEPS
        .into_iter()
        .find(|step| length / step <= TIMES)
        // Of more than a fortnight: whole days, as many as it takes.
        .unwrap_or_else(|| (length / TIMES).div_euclid(longest).max(1) * longest);
    let mut at = first.div_euclid(step) * step;
    let mut times = Vec::new();
    while at <= last {
        if at >= first {
            times.extend(Timestamp::from_second(at));
        }
        at += step;
    }
    times
}
