//! What the exit code and the words of the `ceph` program mean, wherever it ran: an answer of the cluster, or a reason
//! why there is none.
//!
//! Shared by the adapters that start the program; it is none itself.

use super::ceph_words::Asker;
use crate::model::Kind;
use crate::port::TransportError;

/// errno of an answer that a time limit made.
const ETIMEDOUT: i32 = 110;

/// What a process left.
#[derive(Debug)]
pub(super) struct Output {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

/// What the cluster answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub status: i32,
    pub message: String,
    pub body: Vec<u8>,
}

/// Tells an answer from a failure to get one.
///
/// The program ends an answer of a daemon with `Error ENOENT: …` and everything else with other words, such as
/// `[errno 13] RADOS permission denied (error connecting to the cluster)`; the exit code is the errno in both cases.
pub(super) fn of(output: Output, asker: &Asker, what: &str) -> Result<Reply, TransportError> {
    let Output { code, stdout, stderr } = output;
    let words = meaningful(&stderr);
    let last = words.last().copied().unwrap_or_default();
    match code {
        Some(0) => Ok(Reply { status: 0, message: last.to_owned(), body: stdout }),
        Some(ETIMEDOUT) if declined(&words).is_some() => Err(TransportError::new(
            Kind::Timeout,
            format!("{what}: no answer in time, says the `ceph` program"),
        )),
        Some(code) => match declined(&words) {
            Some(message) => Ok(Reply { status: -code, message, body: stdout }),
            None => Err(failed(&stderr, last, asker, what)),
        },
        None => Err(TransportError::new(
            Kind::Unreachable,
            format!("{what}: the `ceph` program was ended by a signal; was this host out of memory?"),
        )),
    }
}

/// The daemon's words, where the program ended with `Error ENOENT: …`: everything behind that, several lines or one.
fn declined(words: &[&str]) -> Option<String> {
    let at = words.iter().rposition(|line| after_errno(line).is_some())?;
    let mut message = after_errno(words[at])?.to_owned();
    for line in &words[at + 1..] {
        message.push('\n');
        message.push_str(line);
    }
    Some(message)
}

fn after_errno(line: &str) -> Option<&str> {
    let (name, message) = line.strip_prefix("Error ")?.split_once(':')?;
    let is_errno =
        name.starts_with('E') && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    // A status that errno.errorcode does not know is written as a number.
    (is_errno || name.parse::<i32>().is_ok()).then(|| message.trim())
}

/// Why the program got no answer. Its log lines are looked at but never quoted: they may hold a key.
fn failed(stderr: &str, last: &str, asker: &Asker, what: &str) -> TransportError {
    let name = &asker.name;
    let has = |words: &str| stderr.contains(words);
    let (kind, message) = if has("error calling conf_read_file") {
        (
            Kind::InvalidInput,
            format!(
                "the `ceph` program can't read its conf ({}): name another one with --conf (CEPH_CONF)",
                asker.describe()
            ),
        )
    } else if has("Malformed input") && has("failed to load") {
        (
            Kind::Unsupported,
            format!(
                "the `ceph` program can't read the key of {name}: it is damaged, or of a type (aes256k) that only \
                 release 20.2.4 and newer know"
            ),
        )
    } else if has("error connecting to the cluster") {
        not_connected(stderr, last, asker)
    } else if has("timed out") {
        (
            Kind::Unreachable,
            "no mon opened a session in time: there is no quorum, or nothing listens at mon_host of the conf"
                .into(),
        )
    } else {
        (
            Kind::Unsupported,
            format!("{what}: the `ceph` program failed (\"{last}\"); run it by hand to see more"),
        )
    };
    TransportError::new(kind, message)
}

/// What `[errno …] … (error connecting to the cluster)` means.
fn not_connected(stderr: &str, last: &str, asker: &Asker) -> (Kind, String) {
    let name = &asker.name;
    let errno = last.split_once("[errno ").and_then(|(_, rest)| rest.split(']').next()?.parse::<i32>().ok());
    match errno {
        // The program looks at the conf's keyring before the one it was given, and complains of that, too: one that was
        // given was seen to hold the key.
        Some(1 | 13)
            if asker.keyring.is_none()
                && (stderr.contains("disabling cephx") || stderr.contains("no keyring found")) =>
        {
            (Kind::InvalidInput, no_keyring(stderr, name))
        }
        Some(1 | 13) => (
            Kind::Denied,
            format!(
                "the cluster does not accept the key of {name}: the key is another one there, or the user does not \
                 exist (compare with `ceph auth get {name}` on a mon's host)"
            ),
        ),
        Some(2) => (
            Kind::InvalidInput,
            "the `ceph` program finds no mon to connect to: its conf names none (mon_host)".into(),
        ),
        Some(22) => (
            Kind::Unreachable,
            "a mon's name in mon_host does not resolve: check it in the conf, and this host's DNS".into(),
        ),
        Some(5 | 95) => (
            Kind::Unsupported,
            "the `ceph` program and the cluster do not agree on a kind of key: use the program of the cluster's release"
                .into(),
        ),
        Some(errno) => (
            Kind::Unreachable,
            format!("the `ceph` program can't connect as {name} (errno {errno}): check mon_host in its conf"),
        ),
        None => (
            Kind::Unreachable,
            format!("the `ceph` program can't connect as {name}: check mon_host in its conf"),
        ),
    }
}

/// The sentence for a keyring that is missing or closed; which one, stands in the log line of the attempt.
fn no_keyring(stderr: &str, name: &str) -> String {
    let Some((_, rest)) = stderr.split_once("unable to find a keyring on ") else {
        return format!(
            "there is no keyring for {name}: name one with --keyring, or another client with --name"
        );
    };
    let line = rest.lines().next().unwrap_or_default();
    let (path, reason) = line.rsplit_once(": ").unwrap_or((line, ""));
    if reason.starts_with("(13)") {
        format!(
            "the keyring {path} may not be read by this user: name another one with --keyring, or run as a user who may read it"
        )
    } else {
        format!(
            "no keyring for {name}: {path} does not exist; name one with --keyring, or another client with --name"
        )
    }
}

/// The lines of stderr that are about the command: no blank ones, no log lines, no warnings of Python.
fn meaningful(stderr: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut in_warning = false;
    for line in stderr.lines() {
        if line.trim().is_empty() || is_log(line) {
            continue;
        }
        // A warning of Python is one line and the source line that it is about, indented.
        if in_warning && line.starts_with("  ") {
            in_warning = false;
            continue;
        }
        in_warning = line.contains("Warning: ") && line.contains(".py:");
        if !in_warning && !line.starts_with("*** ") {
            words.push(line.trim_end());
        }
    }
    words
}

/// `2026-11-22T17:56:33.554+0000 7f891c9ff6c0 -1 auth: …`
fn is_log(line: &str) -> bool {
    let mut parts = line.split_whitespace();
    let (Some(stamp), Some(thread), Some(level)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let stamped =
        stamp.len() > 19 && stamp.as_bytes()[10] == b'T' && stamp.starts_with(|c: char| c.is_ascii_digit());
    stamped && thread.bytes().all(|b| b.is_ascii_hexdigit()) && level.parse::<i32>().is_ok()
}

/// The version in `ceph version 16.2.15 (618f…) pacific (stable)`.
pub(super) fn version(stdout: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stdout);
    let (_, rest) = text.split_once("ceph version ")?;
    rest.split_whitespace().next().map(str::to_owned)
}
