//! Forms of output that one command alone has.

use koor_core::model::Kind;

use crate::args::{Chart, ChartName, Command, Global, Versions, VersionsOf};
use crate::exit::{self, ExitCode};
use crate::output::Format;

/// For which command a form is.
const VERSIONS: &str = "-o junit, sarif and markdown are for `koor versions check`, ical for `koor versions calendar`: \
choose table, wide, json or yaml";
/// That it is no stream.
const ONCE: &str = "this form is written once: leave out --watch, or choose another -o";

/// Refuses a form that this command does not have, or not again and again.
pub(crate) fn refused(global: &Global, command: &Command) -> Option<ExitCode> {
    let of_versions = match command {
        Command::Versions(Versions { what, .. }) => what.as_ref(),
        _ => None,
    };
    let (fits, elsewhere, once) = match global.output {
        Format::Table | Format::Wide | Format::Json | Format::Yaml => return None,
        Format::Svg => (
            matches!(command, Command::Chart(Chart { which: ChartName::One(_), .. })),
            "-o svg is for charts: say `koor chart NAME -o svg`, or choose table, wide, json or yaml",
            "-o svg draws one picture: leave out --watch, or -o svg",
        ),
        Format::Junit | Format::Sarif | Format::Markdown => {
            (matches!(of_versions, Some(VersionsOf::Check { .. })), VERSIONS, ONCE)
        }
        Format::Ical => (matches!(of_versions, Some(VersionsOf::Calendar { .. })), VERSIONS, ONCE),
    };
    let words = match (fits, global.watch) {
        (false, _) => elsewhere,
        (true, Some(_)) => once,
        (true, None) => return None,
    };
    Some(exit::said(words, Kind::InvalidInput))
}
