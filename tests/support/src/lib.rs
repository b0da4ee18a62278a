//! Real Ceph clusters on loopback, for Koor's own tests.
//!
//! A cluster here is the real thing: monitors, managers, OSDs on BlueStore, a metadata server and an object
//! gateway, all on 127.0.0.1, without containers and without a service manager. It runs as root.
//!
//! Two things shaped this crate:
//!
//! - **Nothing may stay behind**, not even when the test run dies by SIGKILL. So every cluster lives in its own
//!   process and mount namespace (see [`Supervisor`]), which the kernel takes down as a whole.
//! - **Three releases side by side.** Only one can be installed on the host, so the others live in root folders
//!   made once and kept (see [`Root`]). The loopback network is shared: a test connects to 127.0.0.1 whatever
//!   the release.
//!
//! | variable | meaning |
//! |---|---|
//! | `KOOR_TESTBED_DIR` | where the root folders are kept; `target/testbed` in the workspace by default |
//! | `KOOR_TESTBED_KEEP` | `1` leaves the clusters' folders (logs, data, configuration) behind |
//!
//! ```no_run
//! use koor_testbed::{Cluster, Shape};
//!
//! let cluster = Cluster::start(Shape::small())?;
//! cluster.kill("osd.1")?;
//! cluster.wait_check("OSD_DOWN")?;
//! cluster.start_daemon("osd.1")?;
//! cluster.wait_health_ok()?;
//! # Ok::<(), koor_testbed::Error>(())
//! ```
#![forbid(unsafe_code)]
#![allow(clippy::missing_errors_doc, reason = "everything here fails for the reasons that `Error` lists")]

mod bring_up;
mod cluster;
mod conf;
mod control;
mod daemon;
mod error;
mod health;
mod keys;
pub mod kube;
mod layout;
mod leftovers;
mod poll;
mod populate;
mod ports;
mod process;
mod program;
mod release;
mod root;
mod shape;
mod supervisor;
mod waiting;

pub use cluster::Cluster;
pub use error::Error;
pub use layout::MonAddr;
pub use populate::Planted;
pub use release::Release;
pub use root::Root;
pub use shape::Shape;
pub use supervisor::Supervisor;
