//! `koor top` in a pseudo-terminal: it ends when it is told to, gives the terminal back, and outlives none.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use koor_tests::command;
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::contains;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/recordings/demo.tar.zst");

/// How long a test waits for what must come before it fails.
const PATIENCE: Duration = Duration::from_mins(1);

const ALTERNATE: &str = "\x1b[?1049h";
const BACK: &str = "\x1b[?1049l";
const CURSOR: &str = "\x1b[?25h";

/// Somebody who sits at a terminal with `koor top` on it.
struct Seat {
    /// The terminal's other end; `None` once the terminal was closed.
    keys: Option<File>,
    /// The terminal itself, held open so that its settings can be read; `None` where only `koor` has it.
    terminal: Option<OwnedFd>,
    screen: Receiver<Vec<u8>>,
    seen: String,
    child: Child,
    before: LocalModes,
}

impl Seat {
    /// `koor ARGS` as the leader of a session of its own, with the terminal as its controlling one where `controls`.
    fn take(args: &[&str], controls: bool) -> Self {
        let other_end = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&other_end).unwrap();
        unlockpt(&other_end).unwrap();
        tcsetwinsize(&other_end, Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let name = ptsname(&other_end, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let terminal = rustix::fs::open(name, flags, Mode::empty()).unwrap();
        let before = tcgetattr(&terminal).unwrap().local_modes;
        let stdio = || Stdio::from(terminal.try_clone().unwrap());
        let mut setsid = Command::new("setsid");
        setsid.args(controls.then_some("--ctty")).arg(command::koor()).args(args);
        setsid.env_clear().env("HOME", "/nonexistent").env("TERM", "xterm").env("LANG", "C.UTF-8");
        setsid.env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        let child = setsid.stdin(stdio()).stdout(stdio()).stderr(stdio()).spawn().unwrap();
        // It holds copies of the terminal, which would keep it open.
        drop(setsid);
        let keys = File::from(other_end);
        let mut reader = keys.try_clone().unwrap();
        let (send, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // EIO: nobody has the terminal any longer.
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { keys: Some(keys), terminal: Some(terminal), screen, seen: String::new(), child, before }
    }

    fn demo() -> Self {
        let mut seat = Self::take(&["--recording", DEMO, "top"], true);
        seat.wait_for("HEALTH_OK");
        assert!(seat.seen.contains(ALTERNATE), "{}", seat.seen);
        seat
    }

    /// Waits until the screen was sent that text: one word where it was blank before, for blanks are skipped.
    fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.seen.contains(text) {
            match self.screen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("no {text:?} ({error}) in {:?}", self.seen),
            }
        }
    }

    fn strike(&mut self, keys: &[u8]) {
        self.keys.as_mut().unwrap().write_all(keys).unwrap();
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "it lives on after {:?}", self.seen);
            // What it draws must go somewhere, and until it does there is nothing to look for.
            match self.screen.recv_timeout(Duration::from_millis(20)) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => std::thread::yield_now(),
            }
        }
    }

    /// It ended with `code`, and the terminal is as it was.
    fn gave_back(mut self, code: i32) {
        let status = self.ended();
        self.wait_for(CURSOR);
        let left = self.seen.rfind(BACK).unwrap_or_else(|| panic!("never left: {:?}", self.seen));
        assert!(left > self.seen.rfind(ALTERNATE).unwrap(), "{:?}", self.seen);
        assert!(
            self.seen.rfind(CURSOR) > self.seen.rfind("\x1b[?25l"),
            "the cursor is hidden: {:?}",
            self.seen
        );
        let after = tcgetattr(self.terminal.as_ref().unwrap()).unwrap().local_modes;
        assert_eq!(after, self.before, "raw mode stayed");
        assert_eq!(status.code(), Some(code), "{status}: {:?}", self.seen);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[test]
fn q_ends_it_well() {
    let mut seat = Seat::demo();
    seat.strike(b"2");
    seat.wait_for("OSDs by latency");
    seat.strike(b"q");
    seat.gave_back(0);
}

#[test]
fn an_interruption_gives_the_terminal_back() {
    let mut seat = Seat::demo();
    seat.strike(b"\x03");
    seat.gave_back(130);
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let seat = Seat::demo();
        seat.signal(signal);
        seat.gave_back(130);
    }
}

/// With and without the kernel's SIGHUP: under `nohup` or in a session of another terminal there is none.
#[test]
fn it_does_not_outlive_its_terminal() {
    for controls in [true, false] {
        let mut seat = Seat::take(&["--recording", DEMO, "top"], controls);
        seat.wait_for("HEALTH_OK");
        seat.terminal = None;
        // The reading thread has a copy: only its end closes the terminal. It ends with the next thing it reads.
        let (_, nothing) = channel();
        seat.screen = nothing;
        seat.strike(b"2");
        seat.keys = None;
        seat.ended();
    }
}

#[test]
fn a_cluster_that_hangs_keeps_no_key_waiting() {
    // It takes connections and never says a word.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let files = tempfile::tempdir().unwrap();
    let path = |name: &str| files.path().join(name).display().to_string();
    let (conf, keyring) = (path("ceph.conf"), path("keyring"));
    let mon = silent.local_addr().unwrap();
    std::fs::write(&conf, format!("[global]\nmon_host = v2:{mon}\nkeyring = {keyring}\n")).unwrap();
    let key = "AQCPuFZnAAAAABAAiMxSWyFsMr9mKMNmjO9pWw==";
    std::fs::write(&keyring, format!("[client.admin]\n\tkey = {key}\n")).unwrap();
    let mut seat = Seat::take(&["--conf", &conf, "--timeout", "3600", "top"], true);
    seat.wait_for("cluster.");
    seat.strike(b"?");
    seat.wait_for("Backspace");
    seat.strike(b"q");
    seat.gave_back(0);
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let said = command::end(command::on_host(&["--recording", DEMO, "top"]));
    contains(said.refusal(2), &["needs a terminal", "koor status --watch"]);
    let said = command::end(command::on_host(&["--recording", DEMO, "top", "-o", "json"]));
    contains(said.refusal(2), &["no other form", "koor status --watch -o json"]);
}
