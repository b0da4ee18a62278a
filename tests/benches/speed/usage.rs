//! What a process holds: memory, threads, file handles.

use std::fs;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value, json};

/// A line of `/proc/self/status`, in bytes where it is one of memory.
fn status(name: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
    let mut words = line.split_whitespace();
    let number: u64 = words.next().unwrap().parse().unwrap();
    if words.next() == Some("kB") { number * 1024 } else { number }
}

/// The most memory that this process ever held, in bytes.
pub(crate) fn peak() -> u64 {
    status("VmHWM")
}

/// What this process holds now: bytes of memory, threads, file handles.
pub(crate) fn held() -> [u64; 3] {
    [status("VmRSS"), status("Threads"), fs::read_dir("/proc/self/fd").unwrap().count() as u64]
}

/// Runs a program to its end and says how much memory it held at most. In a small process of its own: a child's peak
/// begins with that of the process that made it.
pub(crate) fn of_child(words: &[String]) -> Value {
    let began = std::time::Instant::now();
    let status = Command::new(&words[0]).args(&words[1..]).stdout(Stdio::null()).status().unwrap();
    let seconds = began.elapsed().as_secs_f64();
    assert!(status.success(), "{words:?} ended with {status}");
    // Kibibytes.
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() * 1024;
    json!({"seconds": seconds, "peak": peak})
}
