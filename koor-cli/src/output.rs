//! Where output goes: stdout, coloured where that is wanted, quiet where the reader has gone.

use std::io::{self, ErrorKind, IsTerminal, Write};

use clap::ValueEnum;
use serde::Serialize;

/// The forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[value(alias = "text")]
    Table,
    /// For people with room: all columns.
    Wide,
    /// For programs: the same types as the HTTP API and Python.
    Json,
    /// For programs that prefer it.
    Yaml,
    /// A picture, of charts alone.
    Svg,
    /// Of `versions check` alone: test cases.
    Junit,
    /// Of `versions check` alone: results of an analysis.
    Sarif,
    /// Of `versions check` alone: a comment on a change.
    Markdown,
    /// Of `versions calendar` alone.
    Ical,
}

/// Why output stopped.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// Whoever read it has gone (`koor … | head`): no error.
    ReaderGone,
    /// It could not be written or made.
    Failed(String),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Failed(format!("the output can't be written: {error}"))
        }
    }
}

/// Whether a person looks at stdout.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// How wide a line may be: the terminal's width; no limit into a pipe or a file.
pub(crate) fn width() -> Option<u16> {
    if !is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| width.0)
}

/// Whether colour is wanted: a terminal, and no `NO_COLOR`.
pub(crate) fn coloured() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Writes text to stdout.
pub(crate) fn write(text: &str) -> Result<(), Stopped> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a value as JSON (on one line where `compact`) or YAML.
pub(crate) fn write_value<T: Serialize>(value: &T, format: Format, compact: bool) -> Result<(), Stopped> {
    let text = match format {
        Format::Yaml => {
            serde_saphyr::to_string(value).map(|text| format!("---\n{text}")).map_err(|e| e.to_string())
        }
        _ if compact => serde_json::to_string(value).map(|text| text + "\n").map_err(|e| e.to_string()),
        _ => serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|e| e.to_string()),
    };
    let text = text.map_err(|error| Stopped::Failed(format!("the answer can't be written: {error}")))?;
    write_bytes(text.as_bytes())
}

/// Writes what programs read, as it is.
pub(crate) fn write_bytes(bytes: &[u8]) -> Result<(), Stopped> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}
