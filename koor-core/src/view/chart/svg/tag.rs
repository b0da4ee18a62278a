//! Tags of an SVG: what is written is escaped, numbers are short, and the same goes in and out.

use std::fmt::Write as _;

use crate::view::xml::escaped;

/// SVG in the making.
#[derive(Debug, Default)]
pub(super) struct Svg {
    text: String,
}

/// A tag whose attributes are still to come.
pub(super) struct Tag<'a> {
    svg: &'a mut Svg,
    name: &'static str,
}

impl Svg {
    /// Begins a tag.
    pub(super) fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.text.push('<');
        self.text.push_str(name);
        Tag { svg: self, name }
    }

    /// Ends a tag that was left open.
    pub(super) fn close(&mut self, name: &'static str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// A text at a place.
    pub(super) fn label(&mut self, (x, y): (f64, f64), class: &str, anchor: &str, words: &str) {
        let tag = self.tag("text").number("x", x).number("y", y);
        let tag = if class.is_empty() { tag } else { tag.word("class", class) };
        let tag = if anchor == "start" { tag } else { tag.word("text-anchor", anchor) };
        tag.holding(words);
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let tag = self.tag("line").word("class", class);
        tag.number("x1", x1).number("y1", y1).number("x2", x2).number("y2", y2).empty();
    }

    /// A box.
    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let tag = self.tag("rect").word("class", class).number("x", x).number("y", y);
        tag.number("width", width).number("height", height).empty();
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

impl Tag<'_> {
    /// An attribute of words.
    pub(super) fn word(self, name: &str, value: &str) -> Self {
        let _infallible = write!(self.svg.text, " {name}=\"{}\"", escaped(value));
        self
    }

    /// An attribute that is a number, in tenths.
    pub(super) fn number(self, name: &str, value: f64) -> Self {
        let _infallible = write!(self.svg.text, " {name}=\"{}\"", number(value));
        self
    }

    /// The tag holds nothing.
    pub(super) fn empty(self) {
        self.svg.text.push_str("/>\n");
    }

    /// The tag holds words.
    pub(super) fn holding(self, words: &str) {
        self.svg.text.push('>');
        self.svg.text.push_str(&escaped(words));
        self.svg.close(self.name);
    }

    /// The tag holds what is our own and needs no escape: the style.
    pub(super) fn holding_style(self, style: &str) {
        self.svg.text.push_str(">\n");
        self.svg.text.push_str(style);
        self.svg.close(self.name);
    }

    /// The tag stays open.
    pub(super) fn open(self) {
        self.svg.text.push_str(">\n");
    }
}

/// A number in tenths; what is no number is zero, for a browser would drop the whole tag.
pub(super) fn number(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.1}");
    let short = text.strip_suffix(".0").unwrap_or(&text);
    if short == "-0" { "0".into() } else { short.into() }
}

#[cfg(test)]
mod tests {
    use super::{Svg, number};

    #[test]
    fn names_can_not_break_out() {
        let mut svg = Svg::default();
        svg.tag("g").word("class", "\"><script>").empty();
        svg.label((1.0, 2.25), "", "start", "<b>&\u{0}'");
        assert_eq!(
            svg.finish(),
            "<g class=\"&quot;&gt;&lt;script&gt;\"/>\n<text x=\"1\" y=\"2.2\">&lt;b&gt;&amp;\u{fffd}&#39;</text>\n"
        );
        assert_eq!([number(f64::NAN), number(-0.01), number(3.0)], ["0", "0", "3"]);
    }
}
