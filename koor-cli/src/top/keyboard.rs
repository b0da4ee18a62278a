//! Keys, read on a thread of their own.
//!
//! Not by crossterm's reader: it goes round for ever once the terminal has been closed.

use std::io;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How long the rest of a key's bytes may be on their way: Escape alone is a key, and begins the arrows' too.
const REST: Duration = Duration::from_millis(80);

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Enter,
    Escape,
    Backspace,
    Tab,
    BackTab,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    Interrupt,
}

/// Begins to read. The channel closes when the terminal has gone.
pub(super) fn start() -> io::Result<UnboundedReceiver<Key>> {
    let (send, receive) = unbounded_channel();
    // Not one of the runtime's threads: its end is waited for, and nobody can end a read.
    std::thread::Builder::new().name("keyboard".into()).spawn(move || read(&send))?;
    Ok(receive)
}

fn read(send: &UnboundedSender<Key>) {
    let stdin = rustix::stdio::stdin();
    let rest = Timespec::try_from(REST).ok();
    let mut pending: Vec<u8> = Vec::new();
    let mut buffer = [0; 256];
    loop {
        let wait = if pending.is_empty() { None } else { rest.as_ref() };
        let mut ready = [PollFd::new(&stdin, PollFlags::IN)];
        let is_whole = match poll(&mut ready, wait) {
            Ok(0) => true,
            Ok(_) => match rustix::io::read(stdin, &mut buffer) {
                // Closed: both are how a terminal says so.
                Ok(0) => return,
                Ok(length) => {
                    pending.extend_from_slice(&buffer[..length]);
                    false
                }
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => continue,
                Err(_) => return,
            },
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return,
        };
        while let Some((key, length)) = first(&pending, is_whole) {
            pending.drain(..length);
            if key.is_some_and(|key| send.send(key).is_err()) {
                return;
            }
        }
    }
}

/// The first key and how many bytes it takes; no key for bytes that mean none; nothing while more is on its way.
fn first(bytes: &[u8], is_whole: bool) -> Option<(Option<Key>, usize)> {
    let key = match *bytes.first()? {
        0x1b => return escape(bytes, is_whole),
        0x03 => Key::Interrupt,
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        byte if byte < 0x20 => return Some((None, 1)),
        _ => return letter(bytes, is_whole),
    };
    Some((Some(key), 1))
}

/// `ESC [ A`, `ESC O A`, `ESC [ 5 ~`, or Escape alone.
fn escape(bytes: &[u8], is_whole: bool) -> Option<(Option<Key>, usize)> {
    let alone = Some((Some(Key::Escape), 1));
    match bytes.get(1) {
        None if is_whole => return alone,
        None => return None,
        Some(b'[' | b'O') => {}
        Some(_) => return alone,
    }
    let Some(end) = bytes[2..].iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
        // Cut off, or none of ours.
        return is_whole.then_some((None, bytes.len()));
    };
    let key = match &bytes[2..=end + 2] {
        b"A" => Some(Key::Up),
        b"B" => Some(Key::Down),
        b"H" | b"1~" | b"7~" => Some(Key::Home),
        b"F" | b"4~" | b"8~" => Some(Key::End),
        b"5~" => Some(Key::PageUp),
        b"6~" => Some(Key::PageDown),
        b"Z" => Some(Key::BackTab),
        b"M" => Some(Key::Enter).filter(|_| bytes[1] == b'O'),
        _ => None,
    };
    Some((key, end + 3))
}

/// One character of UTF-8; a byte that is none is passed over.
fn letter(bytes: &[u8], is_whole: bool) -> Option<(Option<Key>, usize)> {
    let some = &bytes[..bytes.len().min(4)];
    let text = match std::str::from_utf8(some) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => std::str::from_utf8(&some[..error.valid_up_to()]).ok()?,
        Err(error) if error.error_len().is_none() && !is_whole => return None,
        Err(_) => return Some((None, 1)),
    };
    let letter = text.chars().next()?;
    Some(((!letter.is_control()).then_some(Key::Char(letter)), letter.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::{Key, first};

    fn all(mut bytes: &[u8]) -> Vec<Key> {
        let mut keys = Vec::new();
        while let Some((key, length)) = first(bytes, true) {
            keys.extend(key);
            bytes = &bytes[length..];
        }
        keys
    }

    #[test]
    fn keys_are_read_as_terminals_send_them() {
        let bytes = b"q\x1b[A\x1bOB\x1b[5~\x1b[6~\x1b[H\x1b[4~\t\x1b[Z\r\x7f\x03\x1b";
        let keys = [
            Key::Char('q'),
            Key::Up,
            Key::Down,
            Key::PageUp,
            Key::PageDown,
            Key::Home,
            Key::End,
            Key::Tab,
            Key::BackTab,
            Key::Enter,
            Key::Backspace,
            Key::Interrupt,
            Key::Escape,
        ];
        assert_eq!(all(bytes), keys);
        assert_eq!(all("é日".as_bytes()), [Key::Char('é'), Key::Char('日')]);
        assert_eq!(all(b"\xff\x1b[1;5Xa"), [Key::Char('a')], "what means nothing is passed over");
    }

    #[test]
    fn a_key_that_comes_in_pieces_is_waited_for() {
        assert_eq!(first(b"\x1b", false), None);
        assert_eq!(first(b"\x1b[", false), None);
        assert_eq!(first("é".as_bytes().split_at(1).0, false), None);
        assert_eq!(first(b"\x1b[", true), Some((None, 2)), "the rest never came");
    }
}
