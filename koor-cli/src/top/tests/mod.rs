//! The screens and the keys, on the recording that `koor demo` plays.

mod keys;
mod screens;

use std::time::Duration;

use koor_core::{Koor, TopLook, TopWatch};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::app::{App, Effect};
use super::keyboard::Key;
use super::paint::Paint;
use super::screen;

const DEMO: &[u8] = include_bytes!("../../../../examples/recordings/demo.tar.zst");

/// Without colour: what a screen says, it says in words.
const PLAIN: Paint = Paint { coloured: false, ascii: false };

/// A run that is played as far as somebody looked.
struct Run {
    watch: TopWatch,
}

impl Run {
    fn begin() -> Self {
        Self { watch: Koor::replay(DEMO).unwrap().watch_top() }
    }

    /// The look so many looks further.
    async fn look(&mut self, times: usize) -> TopLook {
        let mut look = self.watch.next().await;
        for _ in 1..times {
            look = self.watch.next().await;
        }
        look
    }
}

/// The screen after so many looks.
async fn app(looks: usize) -> App {
    let mut app = App::new(Duration::from_secs(2));
    app.show(Box::pin(Run::begin().look(looks)).await);
    app
}

/// What the screen says at this size; lines lose the blanks at their end.
fn drawn(app: &App, width: u16, height: u16, paint: Paint) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| screen::draw(frame.area(), frame.buffer_mut(), app, paint)).unwrap();
    let buffer = terminal.backend().buffer();
    let rows = buffer.content.chunks(usize::from(width.max(1)));
    let line = |row: &[ratatui::buffer::Cell]| {
        let text: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        format!("{}\n", text.trim_end())
    };
    rows.map(line).collect()
}

/// Strikes keys as they are written: letters, and words in angle brackets.
fn press(app: &mut App, keys: &str) -> Effect {
    let mut last = Effect::None;
    let mut rest = keys;
    while let Some(letter) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => {
                let key = match name {
                    "enter" => Key::Enter,
                    "esc" => Key::Escape,
                    "back" => Key::Backspace,
                    "tab" => Key::Tab,
                    "backtab" => Key::BackTab,
                    "down" => Key::Down,
                    "up" => Key::Up,
                    "pgdn" => Key::PageDown,
                    "pgup" => Key::PageUp,
                    "end" => Key::End,
                    "home" => Key::Home,
                    "ctrl-c" => Key::Interrupt,
                    other => panic!("no key {other}"),
                };
                (key, name.len() + 2)
            }
            None => (Key::Char(letter), letter.len_utf8()),
        };
        last = app.press(key);
        rest = &rest[length..];
    }
    last
}
