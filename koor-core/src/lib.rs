//! Koor's core: look at a Rook-Ceph storage cluster, think about what was seen, and show it.
//!
//! - **look**: [`collect`] asks a cluster through a [`port::CephTransport`] and makes a [`model::Inventory`] of the
//!   answers. It never fails: what could not be seen is part of the inventory, with the reason.
//! - **think**: [`assess`] finds what the inventory means. Pure functions of values.
//! - **show**: [`view`] holds the types that every face (command, web, Python) renders.
//!
//! [`Koor`] is the handle that ties them together, and [`ladder`] chooses how a cluster is reached.
//!
//! Every feature is off by default: a face chooses the adapters it needs.
//!
//! | feature | brings |
//! |---|---|
//! | `librados` | commands through the installed `librados.so.2`, loaded at run time |
//! | `ceph-cli` | commands through the `ceph` program of this host |
//! | `recording` | recordings of a cluster: read and written |
//! | `sim` | a pretend cluster that lives, and faults in front of any transport |
//! | `schema` | the JSON Schema of the inventory |

pub mod adapter;
pub mod assess;
pub mod collect;
mod error;
mod koor;
pub mod ladder;
pub mod model;
pub mod port;
#[cfg(feature = "sim")]
pub mod sim;
pub mod view;
pub mod wire;

pub use error::{Error, Result};
pub use koor::Koor;
#[cfg(feature = "recording")]
pub use koor::RecordOptions;
pub use koor::{ChartSpan, ChartWatch, TopLook, TopWatch};
