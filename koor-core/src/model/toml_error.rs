//! Where a TOML stops to read, in one line.

use super::clipped;

/// `line 3: unknown field …`, of an error in this text.
pub(crate) fn toml_error(text: &str, error: &toml::de::Error) -> String {
    let before = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    let line = error.span().map(|span| before(span.start) + 1);
    let place = line.map_or_else(String::new, |line| format!("line {line}: "));
    clipped(&format!("{place}{}", error.message()))
}
