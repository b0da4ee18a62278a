//! What faces show: report types, made from an inventory by pure functions.
//!
//! The serde form of these types is what `-o json`, the HTTP API and Python's `to_dict()` give; [`Table`] is what a
//! terminal and a web page draw. A face adds layout and colour, nothing else.
//!
//! Invariants:
//! - `of(&inventory, now)`: same input, same bytes out. No clock of its own, no I/O;
//! - every figure is shown with its age and its source, and what is not known is shown as not known.
//!
//! Deliberately absent: adapters, terminals, HTML.

mod age;
mod close;
mod config;
mod crash;
mod daemon;
mod device;
mod df;
mod diff;
mod event;
mod figure;
mod fill;
mod header;
mod health;
mod inventory;
mod log;
mod order;
mod osd;
mod pg;
mod placement;
mod pool;
mod record;
pub mod report;
#[cfg(test)]
mod sample;
mod status;
mod words;

pub use close::no_such_daemon;
pub use config::{
    CentralEntry, ConfigDiff, ConfigDump, ConfigFilter, ConfigHelp, ConfigOptionShow, ConfigShow,
    DaemonConfig, Difference, Known, NotAskedDaemon, OptionRow,
};
pub use crash::{CrashFilter, CrashList, CrashRow, CrashShow};
pub use daemon::{DaemonFilter, DaemonList};
pub use device::{DeviceFilter, DeviceList, DeviceRow, DeviceShow};
pub use df::{ClassFill, Df, DfFilter, FirstFull, FullestOsd, PoolFill};
pub use diff::DiffReport;
pub use event::{EventFilter, EventKind, EventList, EventRow, EventState};
pub use fill::{Fill, FullRatios};
pub use header::{ClusterRef, Header, StalePart, UnseenPart};
pub use health::HealthReport;
pub use inventory::{InventorySummary, PartRow, PartState};
pub use log::{LogFilter, LogLevel, LogView};
pub use osd::{
    InheritedFlag, LatencyMedian, OsdCondition, OsdDetail, OsdFilter, OsdList, OsdPgState, OsdPgs, OsdRow,
    OsdShow, OsdTree, TreeNode,
};
pub use pg::{AwaitedOsd, PgDetail, PgFilter, PgList, PgRow, PgShow, StateWord};
pub use pool::{PoolDetail, PoolList, PoolRow, PoolShow, RuleRef};
pub use record::{RecordReport, Recorded};
pub use report::{Block, Cell, Column, Report, Table, Tone};
pub use status::Status;
