//! Look at a Rook-Ceph storage cluster, think about what was seen, and show it.
//!
//! From nothing to an inventory, without a cluster (feature `sim`):
//!
//! ```
//! # #[cfg(feature = "sim")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use koor_core::Koor;
//!
//! let koor = Koor::demo("host-down".parse()?, 1);        // a pretend cluster that has lost a host
//! let inventory = koor.inventory().await;                // everything that can be seen; never fails
//! for osd in inventory.osds().iter().filter(|osd| !osd.state.up) {
//!     println!("{} on {} is down", osd.name, osd.host.as_deref().unwrap_or("no host"));
//! }
//! for part in inventory.unseen() {                       // and what could not be, and why
//!     println!("{} was not seen: {}", part.name, part.why.ok_or("seen")?);
//! }
//! # assert_eq!(inventory.osds().iter().filter(|osd| !osd.state.up).count(), 4);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sim"))]
//! # fn main() {}
//! ```
//!
//! On a real cluster one line is another: `Koor::open(Options::default()).await?`, with the [`ladder`]'s
//! [`Options`](ladder::Options) and one of the features `librados` and `ceph-cli`. It takes `/etc/ceph/ceph.conf` and
//! `client.admin` where nothing else is said, and needs no more than `allow r`. Nothing in this crate changes a cluster.
//!
//! # How it is made
//!
//! - **look**: [`collect`] asks a cluster through a [`port::CephTransport`] and makes a [`model::Inventory`] of the
//!   answers. It never fails: what could not be seen is part of the inventory, with the reason.
//! - **think**: [`assess`] finds what the inventory means. Pure functions of values.
//! - **show**: [`view`] holds the types that every face (command, web, Python) renders, and draws [charts](view::chart).
//!
//! [`Koor`] is the handle that ties them together: one method a use case. It is cheap to clone, and may be used from
//! many tasks at once. It needs a tokio runtime with time enabled, current-thread or not.
//!
//! # What to rely on
//!
//! - **Every figure has an age and a source.** A [`model::Part`] is seen (value, when it was asked, as of when it holds,
//!   who said it) or unseen (why). What is `None` is not known; it is never zero.
//! - **Units are in types or names**: [`model::Bytes`], [`model::Ratio`] (1.0 is all of it), `_ms`, `_bytes_per_s`;
//!   moments are [`jiff::Timestamp`]s, in UTC.
//! - **Nothing waits longer than its deadline**: five seconds a question ([`Koor::with_deadline`]), a full `pg dump` a
//!   minute.
//! - **Errors have a kind.** What can fail returns [`Error`]; [`Error::kind`] is the one thing that exit codes, HTTP
//!   status and retries follow from. Answers themselves do not fail: see
//!   [`Header::failure`](view::Header::failure) for whether one can be relied on.
//!
//! # Features
//!
//! Every feature is off by default: a face chooses the adapters it needs.
//!
//! | feature | brings | begin at |
//! |---|---|---|
//! | `librados` | commands through the installed `librados.so.2`, loaded at run time | [`Koor::open`] |
//! | `ceph-cli` | commands through the `ceph` program of this host | [`Koor::open`] |
//! | `recording` | recordings of a cluster: read and written | [`Koor::record`], [`Koor::replay`] |
//! | `sim` | a pretend cluster that lives, and faults in front of any transport | [`Koor::demo`], [`sim`] |
//! | `download` | a signed catalogue from a URL | [`Koor::catalogue_download`] |
//! | `sign` | catalogues signed, and keys for it | [`Koor::catalogue_sign`] |
//! | `manifest` | manifests judged before they are applied | [`Koor::version_check_against`] |
//! | `schema` | the JSON Schema of the inventory | [`model::schema`] |
//!
//! With none of them there are [`Koor::over`] and a [transport of your own](port::CephTransport).
//!
//! Programs to read and run are in the repository's `examples`: a status, an own transport, two recordings compared, a
//! tool tried on a pretend cluster, a tool's own trait mocked beside it, a fault recorded and replayed.

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
#[cfg(feature = "sign")]
pub use koor::{NewKey, SignedCatalogue};
