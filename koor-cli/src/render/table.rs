//! Tables, drawn by comfy-table: no lines, two blanks between columns, as many columns as a line has room for.

use comfy_table::{Attribute, Cell as TableCell, CellAlignment, Color, ContentArrangement, Table as Drawn};
use koor_core::view::report::Align;
use koor_core::view::{Cell, Table, Tone};

use super::{Terminal, style};

/// Blanks between two columns.
const GAP: usize = 2;

/// Below this a value that is cut tells nothing.
const NARROWEST: usize = 12;

/// One table, or why it is empty.
pub(super) fn table(text: &mut String, table: &Table, terminal: Terminal) {
    if table.rows.is_empty() {
        text.push_str(&style::paint(&table.empty, Tone::Faint, terminal));
        text.push('\n');
        return;
    }
    let widths = widths(table, terminal);
    let (shown, hidden) = fitting(table, &widths, terminal);
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
        drawn.add_row(shown.iter().filter_map(|index| {
            Some(toned(&cut(row.get(*index)?, widths[*index]), table.columns[*index].align))
        }));
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

/// The columns that `terminal` shows, where there is room for them.
fn wanted(table: &Table, terminal: Terminal) -> impl Iterator<Item = usize> {
    (0..table.columns.len()).filter(move |index| terminal.wide || !table.columns[*index].wide)
}

/// How long a line may be. Whoever asks for all columns gets them, however wide.
fn room(terminal: Terminal) -> usize {
    terminal.width.filter(|_| !terminal.wide).map_or(usize::MAX, usize::from)
}

/// How wide each column is drawn: as its widest cell, but for values of any length, which give way to the columns
/// behind them.
fn widths(table: &Table, terminal: Terminal) -> Vec<usize> {
    let natural = |index: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let widest = cells.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
        widest.max(table.columns[index].title.chars().count())
    };
    let mut widths: Vec<usize> = (0..table.columns.len()).map(natural).collect();
    let shown: Vec<usize> = wanted(table, terminal).collect();
    let total =
        |widths: &[usize]| shown.iter().map(|index| widths[*index] + GAP).sum::<usize>().saturating_sub(GAP);
    while total(&widths) > room(terminal) {
        let elastic = shown.iter().filter(|index| table.columns[**index].elastic);
        match elastic.max_by_key(|index| widths[**index]) {
            Some(widest) if widths[*widest] > NARROWEST => widths[*widest] -= 1,
            _ => break,
        }
    }
    widths
}

/// The columns to draw, and the titles of those for which a line has no room. A name is never broken: half a pool's
/// name is worse than a column less.
fn fitting(table: &Table, widths: &[usize], terminal: Terminal) -> (Vec<usize>, Vec<&'static str>) {
    let (mut shown, mut hidden, mut used) = (Vec::new(), Vec::new(), 0);
    for index in wanted(table, terminal) {
        let width = widths[index];
        // The first two name the thing; without them the rest means nothing.
        if shown.len() < 2 || (hidden.is_empty() && used + width <= room(terminal)) {
            shown.push(index);
            used += width + GAP;
        } else {
            hidden.push(table.columns[index].title);
        }
    }
    (shown, hidden)
}

/// The cell, no wider than that; only values of any length are.
fn cut(cell: &Cell, width: usize) -> Cell {
    if cell.text.chars().count() <= width {
        return cell.clone();
    }
    let start: String = cell.text.chars().take(width.saturating_sub(1)).collect();
    Cell::new(format!("{start}…"), cell.tone)
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

    #[test]
    fn a_long_value_gives_way_to_what_stands_behind_it() {
        let options = Table {
            columns: vec![Column::words("OPTION"), Column::values("VALUE"), Column::words("SOURCE")],
            rows: vec![vec!["mon_host".into(), "[v2:10.0.0.1:3300,v1:10.0.0.1:6789]".into(), "file".into()]],
            empty: String::new(),
        };
        let mut text = String::new();
        table(&mut text, &options, Terminal { width: Some(40), coloured: false, wide: false });
        assert_eq!(
            text,
            "OPTION    VALUE                   SOURCE\nmon_host  [v2:10.0.0.1:3300,v1:…  file\n"
        );
    }
}
