//! A view in a notebook: its blocks as HTML that needs no stylesheet. Every text is escaped; colour only repeats what
//! the words say.

use koor_core::view::report::Align;
use koor_core::view::{Block, Cell, Header, Table, Tone};
use maud::{Markup, html};

/// How many rows a table shows: a notebook is kept with its outputs.
const ROWS: usize = 100;

pub(crate) fn page(header: &Header, shown: &[Block]) -> String {
    html! {
        div {
            @if let Some(why) = header.failure() { p { strong { (why) } } }
            (blocks(shown))
            (blocks(&header.footer()))
        }
    }
    .into_string()
}

fn blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Line(cells) => div { (line(cells)) },
                Block::Facts(facts) => table { tbody {
                    @for (label, rows) in facts { tr {
                        th style="text-align:left;vertical-align:top" { (label) }
                        td style="text-align:left" { @for row in rows { div { (line(row)) } } }
                    } }
                } },
                Block::Table(rows) => (table(rows)),
                Block::Gap => br;,
            }
        }
    }
}

fn table(table: &Table) -> Markup {
    if table.rows.is_empty() {
        return html! { div { (table.empty) } };
    }
    // What `-o wide` shows is in the rows; here it would push the rest off the page.
    let shown: Vec<usize> = (0..table.columns.len()).filter(|index| !table.columns[*index].wide).collect();
    let side = |index: usize| match table.columns[index].align {
        Align::Right => "text-align:right",
        Align::Left => "text-align:left",
    };
    html! {
        table {
            thead { tr { @for index in &shown {
                th style=(side(*index)) { (table.columns[*index].title) }
            } } }
            tbody { @for row in table.rows.iter().take(ROWS) { tr { @for index in &shown {
                td style=(side(*index)) { @if let Some(one) = row.get(*index) { (cell(one)) } }
            } } } }
        }
        @if table.rows.len() > ROWS {
            div { "… and " (table.rows.len() - ROWS) " more rows" }
        }
    }
}

fn line(cells: &[Cell]) -> Markup {
    html! { @for one in cells { (cell(one)) } }
}

fn cell(cell: &Cell) -> Markup {
    let style = match cell.tone {
        Tone::Plain => return html! { (cell.text) },
        Tone::Good => "color:#1a7f37",
        Tone::Warn => "color:#9a6700",
        Tone::Bad => "color:#cf222e;font-weight:bold",
        Tone::Faint => "opacity:.65",
    };
    html! { span style=(style) { (cell.text) } }
}
