//! How tones, frames and blocks look on this terminal.

use koor_core::view::{Cell, Tone};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::output;

/// What this terminal can show. Meaning is in words and marks; all of this only repeats it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    /// Whether there is colour.
    pub coloured: bool,
    /// Whether there is nothing but ASCII.
    pub ascii: bool,
}

impl Paint {
    /// As the environment says.
    pub(super) fn of_process() -> Self {
        Self { coloured: output::coloured(), ascii: !is_utf8() }
    }

    /// The style of a tone.
    pub(super) fn tone(self, tone: Tone) -> Style {
        let style = match tone {
            Tone::Plain => return Style::new(),
            Tone::Good => Style::new().fg(Color::Green),
            Tone::Warn => Style::new().fg(Color::Yellow),
            Tone::Bad => Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            Tone::Faint => Style::new().add_modifier(Modifier::DIM),
        };
        match tone {
            _ if self.coloured => style,
            Tone::Bad | Tone::Warn => Style::new().add_modifier(Modifier::BOLD),
            _ => Style::new(),
        }
    }

    /// One cell as it is written.
    pub(super) fn span(self, cell: &Cell) -> Span<'static> {
        Span::styled(cell.text.clone(), self.tone(cell.tone))
    }

    /// Cells as one line.
    pub(super) fn line(self, cells: &[Cell]) -> Line<'static> {
        Line::from(cells.iter().map(|cell| self.span(cell)).collect::<Vec<_>>())
    }

    /// Takes out of a frame what the terminal can't show.
    pub(super) fn finish(self, buffer: &mut Buffer) {
        if !self.ascii {
            return;
        }
        for cell in &mut buffer.content {
            if !cell.symbol().is_ascii() {
                let symbol = plain(cell.symbol());
                cell.set_char(symbol);
            }
        }
    }
}

/// Whether the environment says that this terminal knows more than ASCII.
pub(crate) fn is_utf8() -> bool {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    locale.is_some_and(|locale| says_utf8(&locale))
}

fn says_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// A text with one ASCII character for each that is not.
pub(crate) fn in_ascii(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_ascii() { letter } else { plain(letter.encode_utf8(&mut [0; 4])) })
        .collect()
}

/// One ASCII character for one that is not.
fn plain(symbol: &str) -> char {
    match symbol.chars().next().unwrap_or(' ') {
        '─' | '–' | '—' | '▃' => '-',
        '×' => 'x',
        '→' => '>',
        '…' => '~',
        'µ' => 'u',
        '▁' => '_',
        '▂' | '░' | '·' => '.',
        '│' | '▏' => '|',
        '▄' | '▒' => ':',
        '▅' => '=',
        '▆' => '+',
        '▇' => '*',
        '█' => '#',
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_locale_says_whether_it_is_utf8() {
        assert!(super::says_utf8("en_US.UTF-8") && super::says_utf8("C.utf8"));
        assert!(!super::says_utf8("C") && !super::says_utf8("de_DE@euro"));
    }
}
