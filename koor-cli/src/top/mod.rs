//! `koor top`: a live dashboard on a terminal.
//!
//! What is shown, in which order and in which words is the core's (`koor_core::view::top`); here is where it stands on
//! the screen, and what the keys do. Looking (`feed`) and reading keys (`keyboard`) go on beside the loop below, so that
//! a cluster that hangs keeps no key waiting.
//!
//! A frame is drawn for new data, for a key, for a new size, and every few seconds while an answer is overdue: nothing
//! moves by itself. Deliberately absent: animation, the mouse, a second opinion about storage.

mod app;
mod cursor;
mod feed;
mod keyboard;
mod paint;
mod panel;
mod screen;
mod terminal;
#[cfg(test)]
mod tests;
mod widget;

use std::io;
use std::time::Duration;

use koor_core::Koor;
use koor_core::model::Kind;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Instant;

use self::app::{App, Effect};
use self::feed::{Feed, Pace};
use self::paint::Paint;
use self::terminal::Taken;
use crate::args::Global;
use crate::exit;
use crate::exit::ExitCode;
use crate::output::{Format, Stopped};

/// How often it looks, unless told.
const EVERY: Duration = Duration::from_secs(5);

/// How often the screen says how long an answer is overdue.
const OVERDUE: Duration = Duration::from_secs(5);

/// Why the dashboard can't be shown here, in one sentence; nothing where it can.
pub(crate) fn refused(global: &Global) -> Option<ExitCode> {
    let sentence = if !matches!(global.output, Format::Table | Format::Wide) {
        "`koor top` draws a screen and has no other form; for a program: koor status --watch -o json"
    } else if !terminal::is_there() {
        "`koor top` needs a terminal, for keys and for the screen; into a pipe: koor status --watch"
    } else {
        return None;
    };
    Some(exit::said(sentence, Kind::InvalidInput))
}

pub(crate) use self::paint::{in_ascii, is_utf8};

/// Shows the dashboard until somebody ends it.
pub(crate) async fn run(
    koor: &Koor,
    global: &Global,
    interval: Option<Duration>,
) -> Result<ExitCode, Stopped> {
    let every = interval.or(global.watch).unwrap_or(EVERY);
    // Asked before the terminal is taken: an error must be seen.
    let signals = Signals::listen()?;
    let keys = keyboard::start()?;
    let mut screen = Taken::take()?;
    let feed = Feed::start(koor.watch_top(), Pace { every, paused: false });
    let ended = go_on(&mut screen, App::new(every), feed, keys, signals).await;
    drop(screen);
    match ended {
        End::Quit => Ok(ExitCode::SUCCESS),
        // Ctrl-C, a signal, a closed terminal: nobody is left to read a sentence about the last of them.
        End::Interrupted => exit::interrupted(),
        End::Failed => Err(Stopped::Failed("the cluster is not looked at any longer".into())),
    }
}

enum End {
    Quit,
    Interrupted,
    Failed,
}

/// What ends it or changes its size from outside.
struct Signals {
    terminate: Signal,
    hang_up: Signal,
    resized: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            resized: signal(SignalKind::window_change())?,
        })
    }
}

async fn go_on(
    screen: &mut Taken,
    mut app: App,
    mut feed: Feed,
    mut keys: tokio::sync::mpsc::UnboundedReceiver<keyboard::Key>,
    mut signals: Signals,
) -> End {
    let paint = Paint::of_process();
    let mut looked = Instant::now();
    let mut redraw = Instant::now() + OVERDUE;
    loop {
        if screen.draw(|area, buffer| screen::draw(area, buffer, &app, paint)).is_err() {
            // The terminal has gone.
            return End::Interrupted;
        }
        tokio::select! {
            biased;
            _ = signals.terminate.recv() => return End::Interrupted,
            _ = signals.hang_up.recv() => return End::Interrupted,
            key = keys.recv() => {
                let Some(first) = key else { return End::Interrupted };
                let more = std::iter::from_fn(|| keys.try_recv().ok());
                // All that were struck meanwhile, then one frame.
                for key in std::iter::once(first).chain(more) {
                    match app.press(key) {
                        Effect::None => {}
                        Effect::Pace => feed.pace(app.pace),
                        Effect::Quit => return End::Quit,
                        Effect::Interrupt => return End::Interrupted,
                    }
                }
            }
            _ = signals.resized.recv() => {}
            look = feed.next() => {
                let Some(look) = look else { return End::Failed };
                app.show(look);
                looked = Instant::now();
                redraw = looked + app.pace.every + OVERDUE;
            }
            () = tokio::time::sleep_until(redraw) => {
                app.waiting = Some(looked.elapsed());
                redraw = Instant::now() + OVERDUE;
            }
        }
    }
}
