//! Running a program inside to its end. The commands are those of
//! [`Supervisor::command`](crate::Supervisor::command), whose form is known here.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::Error;
use crate::error::Context;

/// Runs a command to its end, whatever that is; only a passed limit is an error.
pub(crate) fn output(command: Command) -> Result<Output, Error> {
    feed(command, None)
}

/// Runs a command that must end well.
pub(crate) fn finish(command: Command) -> Result<Output, Error> {
    let line = readable(&command);
    let output = output(command)?;
    if output.status.success() { Ok(output) } else { Err(Error::program(&line, &output)) }
}

/// Runs a command to its end with that text on its standard input.
pub(crate) fn feed(mut command: Command, text: Option<&str>) -> Result<Output, Error> {
    let line = readable(&command);
    let stdin = if text.is_some() { Stdio::piped() } else { Stdio::null() };
    let started = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.doing(|| format!("cannot run `{line}`"))?;
    if let (Some(mut stdin), Some(text)) = (child.stdin.take(), text) {
        // A program that ends before it read everything says why in its output.
        let _ = stdin.write_all(text.as_bytes());
    }
    let output = child.wait_with_output().doing(|| format!("cannot await `{line}`"))?;
    // What `timeout` says when the time was over, and when it had to use SIGKILL.
    match (limit_of(&command), output.status.code()) {
        (Some(limit), Some(124 | 137)) => Err(Error::Hung { command: line, limit }),
        _ => Ok(output),
    }
}

/// The part of a command that says something to a reader.
pub(crate) fn readable(command: &Command) -> String {
    let words: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy().into_owned()).collect();
    let own = words.iter().position(|w| w == "--").map_or(0, |i| i + 1);
    let mut rest = &words[own..];
    for (wrapper, taken) in [("chroot", 2), ("timeout", 3)] {
        if rest.first().is_some_and(|w| w == wrapper) {
            rest = rest.get(taken..).unwrap_or_default();
        }
    }
    rest.join(" ")
}

/// The limit a command was given.
fn limit_of(command: &Command) -> Option<Duration> {
    let mut words =
        command.get_args().map(OsStr::to_string_lossy).skip_while(|w| !w.starts_with("--kill-after"));
    words.nth(1).and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_reads_as_what_it_runs() {
        let mut command = Command::new("nsenter");
        command.args([
            "--pid=x",
            "--",
            "chroot",
            "/root",
            "timeout",
            "--kill-after=5",
            "30",
            "ceph",
            "status",
        ]);
        assert_eq!(readable(&command), "ceph status");
        assert_eq!(limit_of(&command), Some(Duration::from_secs(30)));
        let mut command = Command::new("nsenter");
        command.args(["--pid=x", "--", "timeout"]);
        assert_eq!(limit_of(&command), None);
    }
}
