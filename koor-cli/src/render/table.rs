//! Tables, drawn by comfy-table: no lines, two blanks between columns, as many columns as a line has room for.

use comfy_table::{Attribute, Cell as TableCell, CellAlignment, Color, ContentArrangement, Table as Drawn};
use koor_core::view::report::Align;
use koor_core::view::{Cell, Table, Tone};

use super::{Terminal, style};

/// Blanks between two columns.
const GAP: usize = 2;

/// One table, or why it is empty.
pub(super) fn table(text: &mut String, table: &Table, terminal: Terminal) {
    if table.rows.is_empty() {
        text.push_str(&style::paint(&table.empty, Tone::Faint, terminal));
        text.push('\n');
        return;
    }
    let (shown, hidden) = fitting(table, terminal);
    let mut drawn = Drawn::new();
    drawn.load_style(comfy_table::presets::NOTHING);
    drawn.set_content_arrangement(ContentArrangement::Disabled);
    if terminal.coloured {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    drawn.set_header(shown.iter().map(|index| {
        let column = table.columns[*index];
        TableCell::new(column.title).add_attribute(Attribute::Dim).set_alignment(side(column.align))
    }));
    for row in &table.rows {
        drawn.add_row(
            shown.iter().filter_map(|index| Some(toned(row.get(*index)?, table.columns[*index].align))),
        );
    }
    for column in drawn.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in drawn.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if !hidden.is_empty() {
        let note = format!("no room for {}: widen the terminal, or -o wide", hidden.join(", "));
        text.push_str(&style::paint(&note, Tone::Faint, terminal));
        text.push('\n');
    }
}

/// The columns to draw, and the titles of those for which a line has no room. A cell is never broken: half a pool's
/// name is worse than a column less. Whoever asks for all columns gets them, however wide.
fn fitting(table: &Table, terminal: Terminal) -> (Vec<usize>, Vec<&'static str>) {
    let all = (0..table.columns.len()).filter(|index| terminal.wide || !table.columns[*index].wide);
    let room = terminal.width.filter(|_| !terminal.wide).map_or(usize::MAX, usize::from);
    let (mut shown, mut hidden, mut used) = (Vec::new(), Vec::new(), 0);
    for index in all {
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let widest = cells.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
        let width = widest.max(table.columns[index].title.chars().count());
        // The first two name the thing; without them the rest means nothing.
        if shown.len() < 2 || (hidden.is_empty() && used + width <= room) {
            shown.push(index);
            used += width + GAP;
        } else {
            hidden.push(table.columns[index].title);
        }
    }
    (shown, hidden)
}

const fn side(align: Align) -> CellAlignment {
    match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    }
}

fn toned(cell: &Cell, align: Align) -> TableCell {
    let drawn = TableCell::new(&cell.text).set_alignment(side(align));
    match cell.tone {
        Tone::Plain => drawn,
        Tone::Good => drawn.fg(Color::Green),
        Tone::Warn => drawn.fg(Color::Yellow),
        Tone::Bad => drawn.fg(Color::Red).add_attribute(Attribute::Bold),
        Tone::Faint => drawn.add_attribute(Attribute::Dim),
    }
}

#[cfg(test)]
mod tests {
    use super::{Terminal, table};
    use koor_core::view::{Column, Table};

    #[test]
    fn what_a_line_has_no_room_for_is_named() {
        let pools = Table {
            columns: vec![Column::words("NAME"), Column::figures("PGS"), Column::words("APPLICATION")],
            rows: vec![vec!["rbd".into(), "8".into(), "rbd".into()]],
            empty: String::new(),
        };
        let drawn = |width, wide| {
            let mut text = String::new();
            table(&mut text, &pools, Terminal { width, coloured: false, wide });
            text
        };
        let whole = "NAME  PGS  APPLICATION\nrbd     8  rbd\n";
        assert_eq!(drawn(None, false), whole);
        assert_eq!(drawn(Some(22), false), whole);
        assert_eq!(drawn(Some(12), true), whole);
        let note = "no room for APPLICATION: widen the terminal, or -o wide";
        assert_eq!(drawn(Some(21), false), format!("NAME  PGS\nrbd     8\n{note}\n"));
    }
}
