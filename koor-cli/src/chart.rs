//! `koor chart`: a chart in the terminal, as a picture, or as data.

use koor_core::view::{self, Block, ChartKind, Header, Report};
use koor_core::{ChartSpan, Koor};
use serde::Serialize;

use crate::args::Global;
use crate::exit::ExitCode;
use crate::output::{self, Format, Stopped};
use crate::{progress, show, top, watch};

/// How wide a chart is where nobody looks at a terminal.
const COLUMNS: u16 = 100;

/// Draws one chart, once or look after look.
pub(crate) async fn draw(
    koor: &Koor,
    global: &Global,
    kind: ChartKind,
    span: ChartSpan,
) -> Result<ExitCode, Stopped> {
    if let Some(every) = global.watch {
        let mut growing = koor.watch_chart(kind);
        return watch::again(global, every, async || Ok(Fitted(growing.next().await))).await;
    }
    let drawn = Fitted(progress::shown("looking", koor.chart(kind, span)).await);
    if global.output == Format::Svg {
        output::write_bytes(drawn.0.to_svg().as_bytes())?;
    } else {
        show::print(&drawn, global, false)?;
    }
    Ok(show::verdict(&drawn, global))
}

/// A chart as wide as the terminal is, and in letters that it has.
#[derive(Serialize)]
#[serde(transparent)]
struct Fitted(view::Chart);

impl Report for Fitted {
    fn header(&self) -> &Header {
        &self.0.header
    }

    fn blocks(&self) -> Vec<Block> {
        let blocks = self.0.drawn(usize::from(output::width().unwrap_or(COLUMNS)));
        if !output::is_terminal() || top::is_utf8() {
            return blocks;
        }
        blocks.into_iter().map(in_ascii).collect()
    }
}

fn in_ascii(mut block: Block) -> Block {
    if let Block::Line(cells) = &mut block {
        for cell in cells {
            cell.text = top::in_ascii(&cell.text);
        }
    }
    block
}
