//! The nouns: what a Ceph cluster is made of, in Ceph's own words, with units in the types.
//!
//! A value of this room was *said* by a cluster; nothing here is guessed. What was not said is an `Option`
//! that is `None`, and what could not be asked is an [`Unseen`] part with the reason.
//!
//! Invariants:
//! - plain data: every type is `Clone + PartialEq + Serialize + Deserialize`, so an [`Inventory`] can be kept in a
//!   file, sent, compared;
//! - sizes are [`Bytes`], shares are [`Ratio`], times are RFC 3339 in JSON; a bare number carries its unit in its name;
//! - collections are sorted, so that the same cluster gives the same bytes.
//!
//! Deliberately absent: any other room of this crate, tokio, I/O, a clock.

mod capacity;
pub mod catalogue;
mod clip;
mod cluster;
mod command;
mod config;
mod crash;
mod crush;
mod daemon;
mod device;
pub mod diff;
mod event;
mod feature;
mod fs;
mod health;
mod id;
mod inventory;
mod inventory_file;
mod kind;
pub mod kube;
mod log;
mod mgr;
mod mon;
mod option;
mod osd;
mod part;
mod pg;
mod pg_query;
mod pool;
mod quantity;
pub mod redact;
pub mod rook;
pub mod secret;
mod service;
mod toml_error;
mod version;

pub use capacity::{Capacity, ClassCapacity, PoolCapacity, RawCapacity};
pub(crate) use clip::clipped;
pub use cluster::{Cluster, ClusterCounts, MgrSummary};
pub use command::{Command, MAX_ANSWER, Target, Word};
pub use config::{ConfigEntry, ConfigOverride, REDACTED, RunningConfig, RunningOption};
pub use crash::{Crash, CrashDetail};
pub use crush::{CrushBucket, CrushDevice, CrushItem, CrushMap, CrushRule, CrushStep};
pub(crate) use daemon::natural;
pub use daemon::{Daemon, DaemonMetadata};
pub use device::{Device, DeviceHealth, DeviceLocation};
pub use event::{Balancer, ProgressEvent};
pub use feature::FeatureGroup;
pub use fs::{FileSystem, FsMap, Mds};
pub use health::{Check, Health, Mute, Severity};
pub use id::{DaemonName, DaemonType, Fsid, OsdId, PgId, PoolId};
#[cfg(feature = "schema")]
pub use inventory::schema;
pub use inventory::{Inventory, NamedPart, SCHEMA_VERSION};
pub use kind::Kind;
pub use log::{LogEntry, LogTail};
pub use mgr::{MgrMap, MgrModule};
pub use mon::{ClockSkew, Mon, MonMap, MonPing, Quorum};
pub use option::{CentralValue, ConfigOption};
pub use osd::{Osd, OsdLatency, OsdMap, OsdMetadata, OsdState, OsdUsage};
pub use part::{NOT_ASKED, Part, Seen, Source, Unseen, Why};
pub use pg::{IoRate, Pg, PgDigest, PgMap, PgState};
pub use pg_query::{PeeringBlocker, PgPeer, PgQuery, PgRecovery};
pub use pool::{EcProfile, Pool, PoolAutoscale, PoolIo, PoolKind};
pub(crate) use quantity::total;
pub use quantity::{Bytes, Ratio};
pub use service::{Service, ServiceDaemon};
pub(crate) use toml_error::toml_error;
pub use version::{CephVersion, VersionCount, Versions};
pub(crate) use version::{image_version, lenient_version, tag_version};
