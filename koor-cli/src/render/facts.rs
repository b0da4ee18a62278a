//! Lines and labelled lines, wrapped where the terminal ends, with the label's column kept free.

use koor_core::view::{Cell, Tone};

use super::{Terminal, style};

/// Below this there is no room to wrap into.
const NARROWEST: usize = 20;

/// One line.
pub(super) fn line(text: &mut String, cells: &[Cell], terminal: Terminal) {
    wrapped(text, cells, 0, terminal);
}

/// Labelled lines.
pub(super) fn facts(text: &mut String, rows: &[(&'static str, Vec<Vec<Cell>>)], terminal: Terminal) {
    let label_width = rows.iter().map(|(label, _)| label.len()).max().unwrap_or(0);
    for (label, lines) in rows {
        for (index, cells) in lines.iter().enumerate() {
            let shown = if index == 0 { *label } else { "" };
            text.push_str(&style::paint(&format!("{shown:label_width$}"), Tone::Faint, terminal));
            text.push_str("  ");
            wrapped(text, cells, label_width + 2, terminal);
        }
    }
}

/// Words in their tones, broken at blanks. The first line begins where `indent` ends; the next ones are indented.
fn wrapped(text: &mut String, cells: &[Cell], indent: usize, terminal: Terminal) {
    let room =
        terminal.width.map_or(usize::MAX, |width| usize::from(width).saturating_sub(indent).max(NARROWEST));
    let mut used = 0;
    for cell in cells {
        let mut painted = String::new();
        for word in cell.text.split_inclusive(' ') {
            let length = word.trim_end().chars().count();
            if used > 0 && used + length > room {
                text.push_str(&style::paint(painted.trim_end(), cell.tone, terminal));
                painted.clear();
                while text.ends_with(' ') {
                    text.pop();
                }
                text.push('\n');
                text.push_str(&" ".repeat(indent));
                used = 0;
            }
            painted.push_str(word);
            used += word.chars().count();
        }
        text.push_str(&style::paint(&painted, cell.tone, terminal));
    }
    while text.ends_with(' ') {
        text.pop();
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{Terminal, facts};
    use koor_core::view::Cell;

    #[test]
    fn a_long_line_goes_on_below_its_own_beginning() {
        let terminal = Terminal { width: Some(30), coloured: false, wide: false };
        let mut text = String::new();
        let cells =
            vec![Cell::plain("OSD_DOWN  "), Cell::plain("1 osds down: osd.1 (root=default,host=node1)")];
        facts(&mut text, &[("health", vec![cells]), ("mon", vec![vec![Cell::plain("a")]])], terminal);
        assert_eq!(
            text,
            "health  OSD_DOWN  1 osds down:\n        osd.1\n        (root=default,host=node1)\nmon     a\n"
        );
    }
}
