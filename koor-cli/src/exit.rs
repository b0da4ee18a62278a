//! How the command ends. The codes are the core's; see `koor --help`.

use std::process::ExitCode;

use koor_core::model::Kind;

/// `--fail-on` was met.
pub(crate) const FAIL_ON: u8 = 1;

/// Ctrl-C.
pub(crate) fn interrupted() -> ExitCode {
    ExitCode::from(Kind::Interrupted.exit_code())
}

/// An error on stderr, once, with all of its causes, and the exit code it means.
pub(crate) fn failed(error: &koor_core::Error) -> ExitCode {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = inner.source();
    }
    said(&text, error.kind())
}

/// A sentence on stderr and the exit code of its kind.
pub(crate) fn said(sentence: &str, kind: Kind) -> ExitCode {
    anstream::eprintln!("koor: {sentence}");
    ExitCode::from(kind.exit_code())
}
