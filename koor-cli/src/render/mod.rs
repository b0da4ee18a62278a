//! Blocks of the core's views on a terminal: colour, alignment, width. Knows nothing of storage.

mod facts;
mod style;
mod table;

use koor_core::view::Block;

/// How the terminal is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    /// How wide a line may be; `None` for no limit.
    pub width: Option<u16>,
    /// Whether to colour.
    pub coloured: bool,
    /// Whether to show wide columns.
    pub wide: bool,
}

/// Blocks as text.
pub(crate) fn render(blocks: &[Block], terminal: Terminal) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Gap => text.push('\n'),
            Block::Line(cells) => facts::line(&mut text, cells, terminal),
            Block::Facts(rows) => facts::facts(&mut text, rows, terminal),
            Block::Table(table) => table::table(&mut text, table, terminal),
        }
    }
    text
}
