//! How the command ends. The codes are the core's; see `koor --help`.

use std::io::Write as _;

use koor_core::model::Kind;

/// How the process ends. Unlike the standard library's it can be read: only [`at_once`](Self::at_once) ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExitCode(u8);

impl ExitCode {
    /// It was answered.
    pub(crate) const SUCCESS: Self = Self(0);

    /// Ends the process, with nothing of it torn down: a question that outlived its deadline is still at work in
    /// librados's threads, and they crash where an orderly end takes librados's statics away (seen in one of six ends
    /// while it connects).
    pub(crate) fn at_once(self) -> ! {
        let _reader_gone = std::io::stdout().flush();
        signal_hook::low_level::exit(i32::from(self.0))
    }
}

impl From<u8> for ExitCode {
    fn from(code: u8) -> Self {
        Self(code)
    }
}

/// `--fail-on` was met.
pub(crate) const FAIL_ON: u8 = 1;

/// Ctrl-C.
pub(crate) fn interrupted() -> ! {
    crate::password::unasked();
    ExitCode::from(Kind::Interrupted.exit_code()).at_once()
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
    // Other people's words may hold line breaks, and letters that a terminal would obey.
    let sentence = sentence.replace(char::is_control, " ");
    anstream::eprintln!("koor: {sentence}");
    ExitCode::from(kind.exit_code())
}
