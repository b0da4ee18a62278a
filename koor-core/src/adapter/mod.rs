//! The real transports, one folder per outside system, each behind its cargo feature.
//!
//! Invariants:
//! - an adapter knows its own system and the port it serves, never another adapter;
//! - what it returns is the bytes that were answered; reading them is `wire`'s work.
//!
//! Deliberately absent: any decision about storage.

pub(crate) mod bounded;
#[cfg(feature = "ceph-cli")]
pub mod ceph_cli;
#[cfg(any(feature = "ceph-cli", feature = "librados", feature = "kube"))]
mod ceph_conf;
#[cfg(any(feature = "ceph-cli", feature = "kube"))]
mod ceph_verdict;
#[cfg(any(feature = "ceph-cli", feature = "kube"))]
mod ceph_words;
#[cfg(feature = "download")]
pub mod download;
#[cfg(any(feature = "ceph-cli", feature = "librados", feature = "kube"))]
mod greeting;
#[cfg(feature = "kube")]
pub mod kube;
#[cfg(feature = "librados")]
pub mod librados;
#[cfg(feature = "recording")]
pub mod recording;
pub(crate) mod signed;
#[cfg(feature = "sign")]
pub(crate) mod signing;

/// What fuzz targets call of this room's insides.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing {
    /// Reads `text` as a conf file, as a keyring, and as a `mon_host`.
    pub fn conf(text: &str) {
        super::ceph_conf::read_all(text);
    }

    /// Reads what a mon greets with.
    pub fn greeting(bytes: &[u8]) {
        let mut bytes = bytes;
        let _told = super::greeting::heard(&mut bytes);
    }
}
