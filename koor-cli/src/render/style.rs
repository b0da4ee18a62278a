//! Tones as colours. Words carry the meaning; colour only repeats it.

use anstyle::{AnsiColor, Style};
use koor_core::view::Tone;

use super::Terminal;

/// The style of a tone.
pub(super) fn of(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warn => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Faint => Style::new().dimmed(),
    }
}

/// A text in its tone.
pub(super) fn paint(text: &str, tone: Tone, terminal: Terminal) -> String {
    let style = of(tone);
    if terminal.coloured && style != Style::new() {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}
