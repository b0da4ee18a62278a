//! Looking again and again, until Ctrl-C.

use std::time::Duration;

use koor_core::Result;
use koor_core::view::Report;

use crate::args::Global;
use crate::exit::ExitCode;
use crate::output::{self, Format, Stopped};
use crate::{exit, show};

/// Cursor home, then clear what is below: no flicker, and nothing of the last screen stays.
const HOME: &str = "\x1b[H";
const CLEAR_LINE: &str = "\x1b[K\n";
const CLEAR_BELOW: &str = "\x1b[J";

/// Shows a view every `every`. On a terminal the screen is redrawn; into a pipe each round follows the last, as JSON
/// one line a round.
pub(crate) async fn again<V: Report>(
    global: &Global,
    every: Duration,
    mut look: impl AsyncFnMut() -> Result<V>,
) -> std::result::Result<ExitCode, Stopped> {
    let mut tick = tokio::time::interval(every);
    // A round that takes longer than the period delays the next one: rounds never pile up.
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let redraw = output::is_terminal() && matches!(global.output, Format::Table | Format::Wide);
    if redraw {
        output::write(&format!("{HOME}{CLEAR_BELOW}"))?;
    }
    loop {
        tick.tick().await;
        let view = match look().await {
            Ok(view) => view,
            Err(error) => return Ok(exit::failed(&error)),
        };
        if redraw {
            let text = show::text(&view, global).replace('\n', CLEAR_LINE);
            output::write(&format!("{HOME}{text}{CLEAR_BELOW}"))?;
        } else {
            show::print(&view, global, true)?;
        }
    }
}
