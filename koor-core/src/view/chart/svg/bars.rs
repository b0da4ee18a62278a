//! Bars that lie.

use super::tag::Svg;
use super::{LINE, MARGIN, WIDTH, colour, legend, wide};
use crate::view::chart::text::cut;
use crate::view::chart::{Bar, Bars};

/// From one bar to the next, and how high one is.
const STEP: f64 = 22.0;
const HIGH: f64 = 15.0;
/// How long a name may be.
const NAME: usize = 28;

/// Draws below `y`; where it ends.
pub(super) fn draw(svg: &mut Svg, y: f64, bars: &Bars) -> f64 {
    let top = legend(svg, y, &bars.parts, bars.mark.as_deref()) + 12.0;
    let longest = |words: &mut dyn Iterator<Item = f64>| words.fold(0.0, f64::max);
    let left = MARGIN + longest(&mut bars.bars.iter().map(|bar| wide(&cut(&bar.label, NAME)))) + 8.0;
    let said = longest(&mut bars.bars.iter().map(|bar| wide(&bar.words())));
    let right = (WIDTH - MARGIN - said - 8.0).max(left + 120.0);
    let most = bars.bars.iter().map(|bar| bar.length().max(bar.mark.unwrap_or(0.0))).fold(0.0, f64::max);
    let unit = bars.axis.unit;
    // Ticks must not touch each other, however narrow what the names leave.
    let ticks = unit.ticks(most, if right - left < 300.0 { 3 } else { 5 });
    let end = ticks.last().copied().unwrap_or(1.0);
    let at = |value: f64| left + (right - left) * value / end;
    let bottom = top + STEP * bars.bars.len() as f64;
    for tick in &ticks {
        svg.line("kc-grid", (at(*tick), top), (at(*tick), bottom));
        svg.label((at(*tick), bottom + LINE), "kc-faint", "middle", &unit.tick(*tick));
    }
    for (number, bar) in bars.bars.iter().enumerate() {
        one(svg, bar, top + STEP * number as f64 + (STEP - HIGH) / 2.0, left, at);
    }
    svg.line("kc-axis", (left, top), (left, bottom));
    svg.label((f64::midpoint(left, right), bottom + 2.0 * LINE), "kc-faint", "middle", &bars.axis.title());
    bottom + 2.0 * LINE
}

fn one(svg: &mut Svg, bar: &Bar, y: f64, left: f64, at: impl Fn(f64) -> f64) {
    let base = y + HIGH - 3.0;
    svg.tag("g").open();
    let colon = if bar.detail.is_empty() { "" } else { "; " };
    svg.tag("title").holding(&format!("{}: {}{colon}{}", bar.label, bar.words(), bar.detail));
    svg.label((left - 8.0, base), "", "end", &cut(&bar.label, NAME));
    let mut sum = 0.0;
    for (part, value) in bar.values.iter().flatten().enumerate().filter(|(_, value)| **value > 0.0) {
        // What is there can be seen, however little it is.
        let width = (at(sum + value) - at(sum)).max(if sum > 0.0 { 0.0 } else { 1.0 });
        svg.rect(&colour(part), (at(sum), y), (width, HIGH));
        sum += value;
    }
    if let Some(mark) = bar.mark {
        svg.line("kc-mark", (at(mark), y - 3.0), (at(mark), y + HIGH + 3.0));
    }
    let class = match (&bar.values, &bar.remark) {
        (None, _) => "kc-faint",
        (_, Some(_)) => "kc-warn",
        _ => "",
    };
    let behind = at(bar.length().max(bar.mark.unwrap_or(0.0)));
    svg.label((behind + 8.0, base), class, "start", &bar.words());
    svg.close("g");
}
