//! How the command ends. The codes are the core's; see `koor --help`.

use std::io::Write as _;
use std::process::ExitCode;

use koor_core::model::Kind;

/// `--fail-on` was met.
pub(crate) const FAIL_ON: u8 = 1;

/// Ctrl-C.
pub(crate) fn interrupted() -> ! {
    at_once(Kind::Interrupted.exit_code())
}

/// Ends the process in the midst of questions. Their threads are librados's, which still works on them and crashes where
/// an orderly end takes its statics away (seen in one of six ends while it connects): so nothing of it is torn down.
pub(crate) fn at_once(code: u8) -> ! {
    let _reader_gone = std::io::stdout().flush();
    signal_hook::low_level::exit(i32::from(code))
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
