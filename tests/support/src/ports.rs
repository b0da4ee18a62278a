//! A block of ports for one cluster that no other cluster on this machine uses.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use rustix::fs::{FlockOperation, flock};

use crate::Error;
use crate::error::Context;

/// First block. Below it live the well-known ports.
const FIRST: u16 = 20_000;
/// The kernel hands out ports from 32768 on to outgoing connections; a daemon that wants to listen there
/// sometimes finds its port taken. So every block ends below.
const END: u16 = 32_768;
/// Ports per block: a hundred with a fixed use, the rest for the daemons' messengers to choose from.
const SPAN: u16 = 400;
/// Where the messengers begin.
const MESSENGERS: u16 = 100;

/// A block of ports, ours for as long as the lock file is open here or in the supervisor.
#[derive(Debug)]
pub(crate) struct Ports {
    base: u16,
    lock: File,
    path: PathBuf,
}

impl Ports {
    /// Takes the first free block.
    pub(crate) fn take() -> Result<Self, Error> {
        let folder = std::env::temp_dir().join("koor-testbed-ports");
        fs::create_dir_all(&folder).at("make", &folder)?;
        for base in (FIRST..=END - SPAN).step_by(usize::from(SPAN)) {
            let path = folder.join(base.to_string());
            let lock =
                OpenOptions::new().read(true).append(true).create(true).open(&path).at("open", &path)?;
            // The lock keeps other testbeds away, the probe finds everybody else.
            if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok() && is_free(base) {
                lock.set_len(0).at("empty", &path)?;
                return Ok(Self { base, lock, path });
            }
        }
        Err(Error::NoPorts { from: FIRST, to: END })
    }

    /// The lock file once more, for the supervisor to hold: daemons may outlive this process by a moment, and
    /// the block is not free before they are gone. The supervisor gets it as its standard error, because that
    /// is the way to hand down an open file without unsafe code; [`Ports::complaint`] reads it back.
    pub(crate) fn hold(&self) -> Result<File, Error> {
        self.lock.try_clone().at("duplicate", &self.path)
    }

    /// What the supervisor said on its standard error.
    pub(crate) fn complaint(&self) -> String {
        let mut text = String::new();
        let mut file = &self.lock;
        let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
        match read {
            Ok(_) => text,
            Err(e) => format!("(cannot read {}: {e})", self.path.display()),
        }
    }

    /// The address of that port of the block, for who has a plan of their own.
    pub(crate) fn at(&self, offset: usize) -> SocketAddr {
        self.local(offset)
    }

    fn local(&self, offset: usize) -> SocketAddr {
        let offset = u16::try_from(offset).unwrap_or(SPAN);
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.base + offset))
    }

    /// A monitor's address for the newer protocol.
    pub(crate) fn mon_v2(&self, index: usize) -> SocketAddr {
        self.local(2 * index)
    }

    /// A monitor's address for the older protocol.
    pub(crate) fn mon_v1(&self, index: usize) -> SocketAddr {
        self.local(2 * index + 1)
    }

    /// A gateway's address.
    pub(crate) fn rgw(&self, index: usize) -> SocketAddr {
        self.local(80 + index)
    }

    /// The dashboard's address in a manager. Two managers on one host need ports of their own, or the module
    /// fails in the second one.
    pub(crate) fn dashboard(&self, index: usize) -> SocketAddr {
        self.local(90 + index)
    }

    /// The address of the Prometheus exporter in a manager.
    pub(crate) fn prometheus(&self, index: usize) -> SocketAddr {
        self.local(95 + index)
    }

    /// First and last port the messengers may listen on.
    pub(crate) fn messengers(&self) -> (u16, u16) {
        (self.base + MESSENGERS, self.base + SPAN - 1)
    }
}

/// Whether every port of a block can be listened on.
fn is_free(base: u16) -> bool {
    (base..base + SPAN).all(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_blocks_taken_at_once_do_not_overlap() {
        let first = Ports::take().unwrap();
        let second = Ports::take().unwrap();
        assert!(first.base.abs_diff(second.base) >= SPAN);
        assert!(second.messengers().1 < END);
    }

    #[test]
    fn a_block_with_a_listener_in_it_is_not_free() {
        let ports = Ports::take().unwrap();
        assert!(is_free(ports.base));
        let _listener = TcpListener::bind(ports.rgw(0)).unwrap();
        assert!(!is_free(ports.base));
    }

    #[test]
    fn a_duplicate_of_the_lock_holds_the_block() {
        let ports = Ports::take().unwrap();
        let (held, path) = (ports.hold().unwrap(), ports.path.clone());
        drop(ports);
        let other = File::open(&path).unwrap();
        assert!(flock(&other, FlockOperation::NonBlockingLockExclusive).is_err());
        drop(held);
        assert!(flock(&other, FlockOperation::NonBlockingLockExclusive).is_ok());
    }
}
