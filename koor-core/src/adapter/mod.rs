//! The real transports, one folder per outside system, each behind its cargo feature.
//!
//! Invariants:
//! - an adapter knows its own system and the port it serves, never another adapter;
//! - what it returns is the bytes that were answered; reading them is `wire`'s work.
//!
//! Deliberately absent: any decision about storage.

#[cfg(feature = "ceph-cli")]
pub mod ceph_cli;
#[cfg(any(feature = "ceph-cli", feature = "librados"))]
mod ceph_conf;
#[cfg(any(feature = "ceph-cli", feature = "librados"))]
mod greeting;
#[cfg(feature = "librados")]
pub mod librados;
#[cfg(feature = "recording")]
pub mod recording;
