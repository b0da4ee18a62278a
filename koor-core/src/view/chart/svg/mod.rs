//! Charts as SVG: the frame around every plot, with title, words, legend, notes and footer. The plots stand in a file
//! each.
//!
//! Nobody here can measure a text: widths are reckoned for a wide sans serif, so that nothing runs over.

mod bars;
mod histogram;
mod lines;
mod tag;

use self::tag::Svg;
use super::{Chart, Plot};
use crate::view::report::Block;

const STYLE: &str = include_str!("style.css");

/// How wide a picture is.
const WIDTH: f64 = 760.0;
/// What is left free at its edges.
const MARGIN: f64 = 16.0;
/// From one line of text to the next.
const LINE: f64 = 16.0;
/// A letter of 12 px, on average, in a wide face.
const LETTER: f64 = 7.0;
/// The same of 11 px.
const SMALL: f64 = 6.5;

/// How many colours there are for parts.
const COLOURS: usize = 5;

pub(super) fn draw(chart: &Chart) -> String {
    let mut body = Svg::default();
    let mut y = 30.0;
    body.label((MARGIN, y), "kc-title", "start", &chart.title);
    let caution =
        chart.header.no_quorum().then_some("The mons have no quorum: what is shown here may be old.");
    if let Some(caution) = caution {
        y = paragraph(&mut body, y + LINE + 4.0, "kc-warn", caution, LETTER);
    }
    y = paragraph(&mut body, y + LINE + 6.0, "", &chart.lead, LETTER);
    y = match &chart.plot {
        None => {
            let why = chart.empty.as_deref().unwrap_or("nothing to draw");
            paragraph(&mut body, y + LINE, "kc-warn", why, LETTER)
        }
        Some(Plot::Bars(bars)) => bars::draw(&mut body, y, bars),
        Some(Plot::Histogram(histogram)) => histogram::draw(&mut body, y, histogram),
        Some(Plot::Lines(lines)) => lines::draw(&mut body, y, lines),
    };
    y += 8.0;
    for note in &chart.notes {
        y = paragraph(&mut body, y + LINE, "", note, LETTER);
    }
    y += 4.0;
    for line in footer(chart) {
        y = paragraph(&mut body, y + LINE, "kc-faint", &line, SMALL);
    }
    framed(chart, y + MARGIN, &body.finish())
}

/// The picture around its content.
fn framed(chart: &Chart, height: f64, body: &str) -> String {
    let mut svg = Svg::default();
    let tag =
        svg.tag("svg").word("xmlns", "http://www.w3.org/2000/svg").word("class", "kc").word("role", "img");
    let tag = tag.number("width", WIDTH).number("height", height);
    let view = format!("0 0 {} {}", tag::number(WIDTH), tag::number(height));
    tag.word("viewBox", &view).word("style", "max-width:100%;height:auto").open();
    let cluster = &chart.header.cluster.name;
    svg.tag("title").holding(&format!("{}, cluster {cluster}", chart.title));
    let words = if chart.lead.is_empty() { chart.empty.as_deref().unwrap_or_default() } else { &chart.lead };
    svg.tag("desc").holding(
        &std::iter::once(words).chain(chart.notes.iter().map(String::as_str)).collect::<Vec<_>>().join(" "),
    );
    svg.tag("style").holding_style(STYLE);
    svg.rect("kc-paper", (0.0, 0.0), (WIDTH, height));
    let mut text = svg.finish();
    text.push_str(body);
    text.push_str("</svg>\n");
    text
}

/// The footer: whose figures, as of when; what is stale and missing; seen when and from where.
fn footer(chart: &Chart) -> Vec<String> {
    let mut lines = chart.told_by();
    let header = &chart.header;
    for block in header.footer() {
        if let Block::Line(cells) = block {
            lines.push(cells.iter().map(|cell| cell.text.as_str()).collect());
        }
    }
    // A picture outlives the moment in which "now" was true.
    if let Some(last) = lines.last_mut() {
        let at = header.collected_at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        *last = last.replacen("seen now:", &format!("seen {at}:"), 1);
        let fsid = header.cluster.fsid.as_ref().map_or_else(String::new, |fsid| format!(" ({})", fsid.0));
        last.extend(["; cluster ", header.cluster.name.as_str(), fsid.as_str()]);
    }
    lines
}

/// Words from `y` on, broken at blanks; where the last line stands.
fn paragraph(svg: &mut Svg, y: f64, class: &str, words: &str, letter: f64) -> f64 {
    let room = letters((WIDTH - 2.0 * MARGIN) / letter);
    let (mut y, mut line) = (y, String::new());
    for word in words.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            svg.label((MARGIN, y), class, "start", &line);
            y += LINE;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.is_empty() {
        return y - LINE;
    }
    svg.label((MARGIN, y), class, "start", &line);
    y
}

/// How many letters fit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive figure")]
fn letters(many: f64) -> usize {
    many as usize
}

/// How wide a text is at most.
fn wide(words: &str) -> f64 {
    words.chars().count() as f64 * LETTER
}

/// The class of a part's colour.
fn colour(part: usize) -> String {
    format!("kc-{}", part % COLOURS)
}

/// What the colours mean, in as many lines as that takes; where the last one stands.
fn legend(svg: &mut Svg, y: f64, parts: &[String], mark: Option<&str>) -> f64 {
    if parts.len() < 2 && mark.is_none() {
        return y;
    }
    let (mut x, mut y) = (MARGIN, y + LINE + 4.0);
    let names = parts.iter().enumerate().filter(|_| parts.len() > 1);
    let entries = names.map(|(part, name)| (Some(part), name.as_str())).chain(mark.map(|name| (None, name)));
    for (part, name) in entries {
        let width = 18.0 + wide(name) + 14.0;
        if x > MARGIN && x + width > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + LINE);
        }
        match part {
            Some(part) => svg.rect(&colour(part), (x, y - 10.0), (12.0, 12.0)),
            None => svg.line("kc-mark", (x + 6.0, y - 11.0), (x + 6.0, y + 3.0)),
        }
        svg.label((x + 18.0, y), "", "start", name);
        x += width;
    }
    y
}
