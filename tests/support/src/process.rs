//! The processes of one namespace, seen from the host.
//!
//! A daemon's pid file holds its number inside the namespace, which means nothing to the host's `kill`. So
//! daemons are found the other way round: by namespace and command line, which gives the host's numbers.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

use crate::Error;
use crate::error::Context;

/// A process, by the host's number for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) pid: i32,
    pub(crate) args: Vec<String>,
}

/// Every living process of the process namespace `namespace` (as in `pid:[4026531836]`). Zombies have no
/// command line and are left out unless `zombies`.
pub(crate) fn of_namespace(namespace: &str, zombies: bool) -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let pids = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse::<i32>().ok());
    // A process may end at any point here: then it is simply not in the list.
    pids.filter_map(|pid| {
        let its_namespace = fs::read_link(format!("/proc/{pid}/ns/pid")).ok()?;
        if its_namespace.to_str()? != namespace {
            return None;
        }
        let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let args: Vec<String> = line
            .split(|byte| *byte == 0)
            .filter(|arg| !arg.is_empty())
            .map(|arg| String::from_utf8_lossy(arg).into_owned())
            .collect();
        (zombies || !args.is_empty()).then_some(Process { pid, args })
    })
    .collect()
}

/// The letter for a process's state (`S`, `T`, `Z` ...), or none when it is gone.
pub(crate) fn state(pid: i32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may itself hold parentheses and blanks.
    stat.rsplit_once(") ")?.1.chars().next()
}

/// Whether nothing of a process is left that could hold a file or a lock: its first thread may be a zombie while
/// others still end.
pub(crate) fn is_gone(pid: i32) -> bool {
    let threads = || fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count);
    match state(pid) {
        None => true,
        Some('Z' | 'X') => threads() <= 1,
        Some(_) => false,
    }
}

/// The children of a process.
pub(crate) fn children(parent: i32) -> Vec<i32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let pids = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let parent_field = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1));
        parent_field.and_then(|field| field.parse::<i32>().ok()) == Some(parent)
    })
    .collect()
}

/// Sends a signal.
pub(crate) fn signal(pid: i32, signal: Signal) -> Result<(), Error> {
    let target = Pid::from_raw(pid)
        .ok_or_else(|| Error::Daemon { name: pid.to_string(), why: "no such process number".to_owned() })?;
    kill_process(target, signal).doing(|| format!("cannot signal process {pid}"))
}
