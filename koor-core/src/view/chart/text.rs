//! Charts as text: blocks of a terminal, in a width.

use jiff::Timestamp;

use super::{Bars, Chart, Histogram, Line, Lines, Plot};
use crate::view::report::{Block, Cell, Tone};

/// What the parts of a bar are drawn with, from the first on.
const FILL: [char; 4] = ['█', '▒', '░', '·'];
/// A figure that is too small for a block.
const SLIVER: char = '▏';
/// A mark on a bar.
const MARK: char = '│';
/// The tops of columns, by eighths.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// How many lines a line chart is high.
const HEIGHT: usize = 6;
/// The narrowest that anything can be read in.
const NARROWEST: usize = 40;
/// How long a name may be.
const NAME: usize = 28;

pub(super) fn draw(chart: &Chart, columns: usize) -> Vec<Block> {
    let columns = columns.max(NARROWEST);
    let mut blocks = chart.header.caution();
    blocks.push(Block::line(&chart.title, Tone::Good));
    if !chart.lead.is_empty() {
        blocks.push(Block::line(&chart.lead, Tone::Plain));
    }
    blocks.push(Block::Gap);
    match &chart.plot {
        None => blocks.push(Block::line(chart.empty.as_deref().unwrap_or("nothing to draw"), Tone::Warn)),
        Some(Plot::Bars(bars)) => of_bars(bars, columns, &mut blocks),
        Some(Plot::Histogram(histogram)) => of_histogram(histogram, columns, &mut blocks),
        Some(Plot::Lines(lines)) => of_lines(lines, columns, &mut blocks),
    }
    blocks.push(Block::Gap);
    blocks.extend(chart.notes.iter().map(|note| Block::line(note, Tone::Plain)));
    blocks.extend(chart.told_by().into_iter().map(|line| Block::line(line, Tone::Faint)));
    blocks
}

fn glyph(part: usize) -> char {
    FILL[part.min(FILL.len() - 1)]
}

/// A length in blocks.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a line's width; what is no number is nothing"
)]
fn blocks_of(value: f64, most: f64, room: usize) -> usize {
    if most > 0.0 { ((value / most * room as f64).round() as usize).min(room) } else { 0 }
}

/// What the glyphs mean, where there is more than one of them; in as many lines as that takes.
fn legend(parts: &[String], mark: Option<&str>, columns: usize) -> Vec<Block> {
    let several = parts.len() > 1;
    let parts = parts.iter().enumerate().filter(|_| several);
    let words = parts.map(|(part, name)| format!("{} {name}", glyph(part)));
    let mut lines: Vec<String> = Vec::new();
    for word in words.chain(mark.map(|name| format!("{MARK} {name}"))) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 3 + word.chars().count() <= columns => {
                line.push_str("   ");
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines.into_iter().map(|line| Block::line(line, Tone::Faint)).collect()
}

/// A bar of parts in so many blocks, with its mark.
fn bar(values: &[f64], mark: Option<f64>, most: f64, room: usize) -> String {
    let mut drawn: Vec<char> = Vec::new();
    let mut sum = 0.0;
    for (part, value) in values.iter().enumerate() {
        sum += value;
        let upto = blocks_of(sum, most, room);
        drawn.resize(upto.max(drawn.len()), glyph(part));
    }
    if drawn.is_empty() && sum > 0.0 {
        drawn.push(SLIVER);
    }
    drawn.resize(room, ' ');
    if let Some(mark) = mark {
        let at = blocks_of(mark, most, room).min(room.saturating_sub(1));
        if let Some(cell) = drawn.get_mut(at) {
            *cell = MARK;
        }
    }
    drawn.into_iter().collect()
}

fn of_bars(bars: &Bars, columns: usize, blocks: &mut Vec<Block>) {
    let longest = |words: &mut dyn Iterator<Item = usize>| words.max().unwrap_or(0);
    let names =
        longest(&mut bars.bars.iter().map(|bar| bar.label.chars().count())).min(NAME).min(columns / 3);
    let said = longest(&mut bars.bars.iter().map(|bar| bar.words().chars().count()));
    let room = columns.saturating_sub(names + said + 4).clamp(8, 60);
    let most = bars.bars.iter().map(|bar| bar.length().max(bar.mark.unwrap_or(0.0))).fold(0.0, f64::max);
    blocks.extend(legend(&bars.parts, bars.mark.as_deref(), columns));
    for one in &bars.bars {
        let tone = if one.remark.is_some() { Tone::Warn } else { Tone::Plain };
        let mut cells = vec![Cell::plain(format!("{:names$}  ", cut(&one.label, names)))];
        match &one.values {
            Some(values) => cells.push(Cell::new(bar(values, one.mark, most, room), tone)),
            None => cells.push(Cell::plain(" ".repeat(room))),
        }
        cells.push(Cell::new(
            format!("  {}", one.words()),
            if one.values.is_none() { Tone::Faint } else { tone },
        ));
        blocks.push(Block::Line(cells));
    }
    blocks.push(Block::line(bars.axis.title(), Tone::Faint));
}

fn of_histogram(histogram: &Histogram, columns: usize, blocks: &mut Vec<Block>) {
    let unit = histogram.axis.unit;
    let bins = &histogram.bins;
    // From the first to the last range with anything in it; the limits stand where they are.
    let holds = |bin: &super::Bin| bin.total() > 0;
    let first = bins.iter().position(holds).unwrap_or(0);
    let last = bins.iter().rposition(holds).unwrap_or(0);
    let range = |from: f64, to: f64| format!("{} - {}", unit.tick(from), unit.tick(to));
    let shown = &bins[first..(last + 1).min(bins.len())];
    let names = shown.iter().map(|bin| range(bin.from, bin.to).chars().count()).max().unwrap_or(0);
    let most = shown.iter().map(super::Bin::total).max().unwrap_or(0) as f64;
    let room = columns.saturating_sub(names + 12).clamp(8, 60);
    blocks.extend(legend(&histogram.parts, None, columns));
    let mut limits = histogram.limits.iter().peekable();
    let line = |limit: &super::Limit| {
        Block::line(format!("{:->1$} {2} {3}", "", names, limit.name, unit.said(limit.at)), Tone::Warn)
    };
    for bin in shown {
        while let Some(limit) = limits.next_if(|limit| limit.at < bin.from + f64::EPSILON) {
            blocks.push(line(limit));
        }
        let counts: Vec<f64> = bin.counts.iter().map(|count| *count as f64).collect();
        let count = match bin.total() {
            0 => String::new(),
            total => format!("  {total}"),
        };
        let text = bar(&counts, None, most, room);
        let name = range(bin.from, bin.to);
        blocks.push(Block::line(format!("{name:>names$}  {}{count}", text.trim_end()), Tone::Plain));
    }
    blocks.extend(limits.map(line));
    let (counted, title) = (&histogram.counted, histogram.axis.title());
    blocks.push(Block::line(format!("{counted} by {title}"), Tone::Faint));
}

fn of_lines(lines: &Lines, columns: usize, blocks: &mut Vec<Block>) {
    let Some((from, to)) = lines.span() else { return };
    let unit = lines.axis.unit;
    let ticks = unit.ticks(lines.most(), 4);
    let top = ticks.last().copied().unwrap_or(1.0);
    let (high, low) = (unit.tick(top), unit.tick(0.0));
    let names = high.chars().count().max(low.chars().count());
    let room = columns.saturating_sub(names + 3).clamp(10, 72);
    for line in &lines.lines {
        blocks.push(Block::line(format!("{}, {}", line.name, lines.axis.title()), Tone::Plain));
        let sampled = columns_of(line, &lines.moments, (from, to), room);
        for row in (0..HEIGHT).rev() {
            let name = if row == HEIGHT - 1 {
                high.as_str()
            } else if row == 0 {
                low.as_str()
            } else {
                ""
            };
            let cells: String = sampled.iter().map(|value| cell(*value, top, row)).collect();
            blocks.push(Block::line(format!("{name:>names$} {MARK}{}", cells.trim_end()), Tone::Plain));
        }
    }
    let (from, to) = (clock(from), clock(to));
    let between = room.saturating_sub(from.chars().count() + to.chars().count());
    blocks.push(Block::line(format!("{:names$}  {from}{:between$}{to}", "", ""), Tone::Faint));
}

/// The figure of each column: the largest that was seen in it; where none was, the one before goes on, until a moment
/// at which it was not known.
fn columns_of(
    line: &Line,
    moments: &[Timestamp],
    span: (Timestamp, Timestamp),
    room: usize,
) -> Vec<Option<f64>> {
    let length = span.1.duration_since(span.0).as_secs_f64();
    #[allow(clippy::option_option, reason = "no look in this column, or one that saw nothing")]
    let mut columns: Vec<Option<Option<f64>>> = vec![None; room];
    for (moment, value) in moments.iter().zip(&line.values) {
        let at = moment.duration_since(span.0).as_secs_f64();
        let column = &mut columns[blocks_of(at, length, room - 1)];
        *column = Some(match (column.flatten(), *value) {
            (Some(known), Some(value)) => Some(known.max(value)),
            (known, value) => known.or(value),
        });
    }
    let mut last = None;
    columns
        .into_iter()
        .map(|column| {
            last = column.unwrap_or(last);
            last
        })
        .collect()
}

/// What one row of a column shows.
fn cell(value: Option<f64>, top: f64, row: usize) -> char {
    let Some(value) = value else { return ' ' };
    let eighths = blocks_of(value, top, HEIGHT * EIGHTHS.len());
    match eighths.saturating_sub(row * EIGHTHS.len()) {
        // Zero was seen, and is not the same as nothing.
        0 if row == 0 => EIGHTHS[0],
        0 => ' ',
        above => EIGHTHS[above.min(EIGHTHS.len()) - 1],
    }
}

fn clock(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A name that fits, with a mark where something of it is missing.
pub(super) fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let start: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{start}…")
}
