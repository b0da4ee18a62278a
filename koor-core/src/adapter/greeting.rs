//! Whether a mon runs, told by its greeting.
//!
//! A mon that is in no quorum lets nobody in: a session, and `ceph ping` as well, wait for ever (seen on 16.2). But
//! every Ceph daemon greets whoever connects with a banner before anything else, without a key and without a quorum
//! (<https://docs.ceph.com/en/latest/dev/msgr2/>). A process that hangs accepts the connection, as its kernel does
//! that for it, and does not greet.
//!
//! Shared by the adapters that talk to mons; it is none itself.

use std::io::{ErrorKind, Read};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::model::Kind;
use crate::port::TransportError;

/// Where one mon listens, as `mon_host` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MonAddress {
    /// Name or address.
    pub host: String,
    /// Port of whichever protocol was named first.
    pub port: u16,
}

impl std::fmt::Display for MonAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// Waits for the greeting of the mon at `address` (`10.0.0.1:3300`); says how long it took. Blocks for up to `limit`.
pub(super) fn wait(address: &str, limit: Duration) -> Result<Duration, TransportError> {
    let began = Instant::now();
    // Half of it for each of the two steps.
    let limit = limit / 2;
    let silent = |kind, words: &str| TransportError::new(kind, format!("the mon at {address} {words}"));
    let found = address.to_socket_addrs().ok().and_then(|mut found| found.next());
    let Some(socket) = found else {
        return Err(silent(Kind::Unreachable, "can't be found: its name does not resolve"));
    };
    let stream = TcpStream::connect_timeout(&socket, limit).map_err(|error| match error.kind() {
        ErrorKind::ConnectionRefused => silent(Kind::Unreachable, "does not run: nothing listens there"),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => {
            silent(Kind::Timeout, "can't be reached: no route, or its host is down")
        }
        _ => silent(Kind::Unreachable, &format!("can't be reached ({error})")),
    })?;
    let mut stream = Until { stream, end: Instant::now() + limit };
    match heard(&mut stream) {
        Ok(true) => Ok(began.elapsed()),
        Ok(false) => Err(silent(Kind::Unreachable, "is no Ceph daemon: it greets otherwise")),
        Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => {
            Err(silent(Kind::Timeout, "hangs: it accepts connections and does not greet"))
        }
        Err(error) => Err(silent(Kind::Unreachable, &format!("closes connections ({error})"))),
    }
}

/// Whether the first bytes are a Ceph daemon's; no more than those are read.
pub(super) fn heard(stream: &mut impl Read) -> std::io::Result<bool> {
    let mut greeting = [0_u8; 7];
    stream.read_exact(&mut greeting)?;
    Ok(greeting == *b"ceph v2" || greeting == *b"ceph v0")
}

/// A stream that is read until a moment, however slowly its bytes drip.
struct Until {
    stream: TcpStream,
    end: Instant,
}

impl Read for Until {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

/// The most mons that are looked for in one `mon_host`: Ceph's own advice ends at seven.
const MAX_MONS: usize = 64;

/// One address a mon, out of `mon_host`: `[v2:10.0.0.1:3300,v1:10.0.0.1:6789],mon2:6789 [fd00::1]:6789`.
pub(super) fn addresses(mon_host: &str) -> Vec<MonAddress> {
    let mut groups: Vec<String> = vec![String::new()];
    let mut depth = 0;
    for letter in mon_host.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(letter, ',' | ';' | ' ' | '\t') {
            groups.push(String::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(letter);
        }
    }
    groups.iter().filter_map(|group| one(group.trim())).take(MAX_MONS).collect()
}

/// The first address of one mon's group.
fn one(group: &str) -> Option<MonAddress> {
    // `[v2:…,v1:…]` is a list; the brackets of `[fd00::1]:6789` belong to the address.
    let list =
        group.strip_prefix('[').filter(|rest| rest.starts_with('v')).map(|rest| rest.trim_end_matches(']'));
    let first = list.map_or(group, |list| list.split(',').next().unwrap_or_default()).trim();
    let (first, usual_port) = match (first.strip_prefix("v2:"), first.strip_prefix("v1:")) {
        (Some(v2), _) => (v2, 3300),
        (_, Some(v1)) => (v1, 6789),
        // Without a protocol, librados tries both usual ports; a port that is named is v1's.
        _ => (first, 3300),
    };
    let first = first.split('/').next()?;
    if let Some((host, rest)) = first.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let port = rest.strip_prefix(':').and_then(|port| port.parse().ok()).unwrap_or(usual_port);
        return Some(MonAddress { host: host.to_owned(), port });
    }
    // More than one colon without brackets is an IPv6 address without a port.
    let (host, port) = match first.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, port.parse().unwrap_or(usual_port)),
        _ => (first, usual_port),
    };
    (!host.is_empty()).then(|| MonAddress { host: host.to_owned(), port })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::TcpListener;
    use std::time::Duration;

    use super::{addresses, wait};
    use crate::model::Kind;

    #[test]
    fn every_way_of_writing_mon_host() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("10.0.0.1", &["10.0.0.1:3300"]),
            ("10.0.0.1:6789,10.0.0.2:6789", &["10.0.0.1:6789", "10.0.0.2:6789"]),
            ("[v2:10.0.0.1:3301,v1:10.0.0.1:6789],[v1:10.0.0.2:6790]", &["10.0.0.1:3301", "10.0.0.2:6790"]),
            ("[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] mon2", &["10.0.0.1:3300", "mon2:3300"]),
            ("[fd00::1]:6789, [v2:[fd00::2]:3300,v1:[fd00::2]:6789]", &["[fd00::1]:6789", "[fd00::2]:3300"]),
            ("mon1.example:6789;mon2.example", &["mon1.example:6789", "mon2.example:3300"]),
            ("fd00::1", &["[fd00::1]:3300"]),
        ];
        for (text, expected) in cases {
            let found: Vec<String> = addresses(text).iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_greeting_tells_who_runs_who_hangs_and_who_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let limit = Duration::from_millis(300);
        // Nobody accepts here, as in a stopped process: the kernel does.
        let error = wait(&address, limit).unwrap_err();
        assert!(error.kind == Kind::Timeout && error.message.ends_with("does not greet"), "{error}");
        let greeter = std::thread::spawn(move || {
            for stream in listener.incoming().take(2) {
                let _first_caller_has_gone = stream.unwrap().write_all(b"ceph v2\n");
            }
        });
        wait(&address, Duration::from_secs(5)).unwrap();
        greeter.join().unwrap();
        let error = wait(&address, limit).unwrap_err();
        assert!(
            error.kind == Kind::Unreachable && error.message.ends_with("nothing listens there"),
            "{error}"
        );
    }
}
