//! One view on stdout, in the form that was asked for, and the exit code that it means.

use koor_core::model::Severity;
use koor_core::view::{Listing, Report};

use crate::args::Global;
use crate::exit::ExitCode;
use crate::output::{self, Format, Stopped};
use crate::{exit, render};

/// Shows a view in the form that was asked for.
pub(crate) fn print<V: Report>(view: &V, global: &Global, compact: bool) -> Result<(), Stopped> {
    match global.output {
        Format::Json | Format::Yaml => output::write_value(view, global.output, compact),
        // The forms that only one command has were refused elsewhere.
        _ => output::write(&text(view, global)),
    }
}

/// Shows what is of no cluster, and so has no footer.
pub(crate) fn print_alone<L: Listing>(listing: &L, global: &Global) -> Result<(), Stopped> {
    match global.output {
        Format::Json | Format::Yaml => output::write_value(listing, global.output, false),
        _ => output::write(&render::render(&listing.blocks(), terminal(global))),
    }
}

/// The terminal that stdout is.
fn terminal(global: &Global) -> render::Terminal {
    render::Terminal {
        width: output::width(),
        coloured: output::coloured(),
        wide: global.output == Format::Wide,
    }
}

/// A view as text, with the footer that every one has.
pub(crate) fn text<V: Report>(view: &V, global: &Global) -> String {
    let terminal = terminal(global);
    let mut text = render::render(&view.blocks(), terminal);
    text.push_str(&render::render(&view.header().footer(), terminal));
    text
}

/// The exit code of a view that was shown.
pub(crate) fn verdict<V: Report>(view: &V, global: &Global) -> ExitCode {
    let header = view.header();
    if let Some(why) = header.failure() {
        return exit::said(&why.message, why.kind);
    }
    match global.fail_on {
        Some(limit) if header.severity().is_some_and(|severity| severity >= Severity::from(limit)) => {
            ExitCode::from(exit::FAIL_ON)
        }
        _ => ExitCode::SUCCESS,
    }
}
