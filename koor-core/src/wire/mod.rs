//! What we say to Ceph, and how its answers read, for releases 16 to 20.
//!
//! One file a noun, as in [`model`](crate::model). Every decoder is a plain function from bytes to a model type.
//!
//! Invariants:
//! - tolerant of fields it does not know, strict on those it uses: a missing or mistyped one is a [`DecodeError`]
//!   that names the field's path, never a default that nobody said;
//! - never a panic, whatever the bytes;
//! - typed structs, not `serde_json::Value`, on anything that grows with the cluster.
//!
//! Deliberately absent: I/O, tokio, `port`'s transports.
#![allow(clippy::struct_field_names, reason = "what is read is named as Ceph names it")]

mod address;
mod decode;
mod keys;
mod stamp;
mod text;

pub mod capacity;
pub mod catalogue;
pub mod cluster;
pub mod config;
pub mod crash;
pub mod crush;
pub mod daemon;
pub mod device;
pub mod errno;
pub mod event;
pub mod feature;
pub mod fs;
pub mod health;
pub mod kube;
pub mod kube_api;
pub mod log;
#[cfg(feature = "manifest")]
pub mod manifest;
pub mod mgr;
pub mod mon;
pub mod option;
pub mod osd;
pub mod osd_map;
pub mod pg;
pub mod pg_query;
pub mod pool;
pub mod question;
pub mod rook;
pub mod service;
pub mod single;
pub mod version;

pub use decode::DecodeError;
pub use question::{AnsweredBy, Question};
