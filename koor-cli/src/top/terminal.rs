//! The terminal while the dashboard has it: raw, on its alternate screen, and given back whatever happens.

use std::io::{self, BufWriter, IsTerminal, Stdout};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::{cursor, execute, terminal};
use ratatui::layout::Rect;

/// One write a frame: on a slow link each write is a packet.
const FRAME_BYTES: usize = 64 << 10;

/// The terminal, taken. Dropping gives it back.
pub(super) struct Taken {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

/// Whether somebody sits at it: keys come from stdin, and the screen goes to stdout.
pub(super) fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

impl Taken {
    /// Takes the terminal.
    pub(super) fn take() -> io::Result<Self> {
        // A panic's message must not go to a screen that vanishes with it.
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
        terminal::enable_raw_mode()?;
        let taken = execute!(io::stdout(), terminal::EnterAlternateScreen, cursor::Hide);
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()));
        match taken.and_then(|()| Terminal::new(backend)) {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Draws one frame; only what changed is sent.
    pub(super) fn draw(&mut self, draw: impl FnOnce(Rect, &mut ratatui::buffer::Buffer)) -> io::Result<()> {
        self.terminal.draw(|frame| draw(frame.area(), frame.buffer_mut())).map(|_| ())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// As it was. Errors mean that the terminal has gone: there is nobody to tell.
fn give_back() {
    let _gone = execute!(io::stdout(), terminal::LeaveAlternateScreen, cursor::Show);
    let _gone = terminal::disable_raw_mode();
}
