//! How many there are in each range, as columns.

use super::tag::Svg;
use super::{LINE, MARGIN, WIDTH, colour, legend, wide};
use crate::view::chart::{Bin, Histogram, Limit, Unit};

/// How high the plot is.
const HIGH: f64 = 220.0;

/// Draws below `y`; where it ends.
pub(super) fn draw(svg: &mut Svg, y: f64, histogram: &Histogram) -> f64 {
    let bins = &histogram.bins;
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return y };
    let most = bins.iter().map(Bin::total).max().unwrap_or(0) as f64;
    let counts = Unit::Count.ticks(most, 5);
    let tallest = counts.last().copied().unwrap_or(1.0);
    let left = MARGIN + 20.0 + wide(&Unit::Count.tick(tallest));
    let right = WIDTH - MARGIN - 8.0;
    let (from, to) = (first.from, last.to);
    let at = |value: f64| left + (right - left) * (value - from) / (to - from);
    let legend = legend(svg, y, &histogram.parts, None);
    let top = legend + 16.0 + histogram.limits.len() as f64 * LINE;
    let bottom = top + HIGH;
    let up = |count: f64| bottom - HIGH * count / tallest;
    for count in &counts {
        svg.line("kc-grid", (left, up(*count)), (right, up(*count)));
        svg.label((left - 6.0, up(*count) + 4.0), "kc-faint", "end", &Unit::Count.tick(*count));
    }
    let unit = histogram.axis.unit;
    for bin in bins.iter().filter(|bin| bin.total() > 0) {
        svg.tag("g").open();
        let range = format!("{} to {}", unit.tick(bin.from), unit.said(bin.to));
        svg.tag("title").holding(&format!("{range}: {} {}", bin.total(), histogram.counted));
        let (x, width) = (at(bin.from) + 1.0, (at(bin.to) - at(bin.from) - 2.0).max(1.0));
        let mut sum = 0.0;
        for (part, count) in bin.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = *count as f64;
            svg.rect(&colour(part), (x, up(sum + count)), (width, up(sum) - up(sum + count)));
            sum += count;
        }
        svg.close("g");
    }
    svg.line("kc-axis", (left, bottom), (right, bottom));
    let every = bins.len().div_ceil(20).max(1);
    for bin in bins.iter().step_by(every) {
        svg.label((at(bin.from), bottom + LINE), "kc-faint", "middle", &unit.tick(bin.from));
    }
    if bins.len().is_multiple_of(every) {
        svg.label((at(to), bottom + LINE), "kc-faint", "middle", &unit.tick(to));
    }
    limits(svg, &histogram.limits, unit, legend + 16.0, bottom, (left, right), at);
    svg.label(
        (f64::midpoint(left, right), bottom + 2.0 * LINE),
        "kc-faint",
        "middle",
        &histogram.axis.title(),
    );
    let (x, middle) = (MARGIN + 6.0, f64::midpoint(top, bottom));
    let turned = format!("rotate(-90 {x} {middle})");
    let tag = svg.tag("text").number("x", x).number("y", middle).word("class", "kc-faint");
    tag.word("text-anchor", "middle").word("transform", &turned).holding(&histogram.counted);
    bottom + 2.0 * LINE
}

/// A line of names for each limit, for they are often too near to each other to share one: the highest limit stands
/// at the top, so that no line goes through the name of another.
fn limits(
    svg: &mut Svg,
    limits: &[Limit],
    unit: Unit,
    top: f64,
    bottom: f64,
    (left, right): (f64, f64),
    at: impl Fn(f64) -> f64,
) {
    for (number, limit) in limits.iter().enumerate() {
        let x = at(limit.at).clamp(left, right);
        let y = top + LINE * (limits.len() - number) as f64;
        svg.line("kc-limit", (x, y - 10.0), (x, bottom));
        let words = format!("{} {}", limit.name, unit.said(limit.at));
        // On the side on which there is room.
        let (x, anchor) = if x - left > wide(&words) + 8.0 { (x - 6.0, "end") } else { (x + 6.0, "start") };
        svg.label((x, y), "kc-faint", anchor, &words);
    }
}
