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
mod daemon;
mod df;
mod diff;
mod figure;
mod fill;
mod header;
mod health;
mod inventory;
mod order;
mod osd;
mod pg;
mod pool;
mod record;
pub mod report;
#[cfg(test)]
mod sample;
mod status;
pub mod top;
mod words;

pub use daemon::{DaemonFilter, DaemonList};
pub use df::{ClassFill, Df, FullestOsd, PoolFill};
pub use diff::DiffReport;
pub use fill::{Fill, FullRatios};
pub use header::{ClusterRef, Header, StalePart, UnseenPart};
pub use health::HealthReport;
pub use inventory::{InventorySummary, PartRow, PartState};
pub use osd::{
    InheritedFlag, LatencyMedian, OsdCondition, OsdDetail, OsdFilter, OsdList, OsdPgState, OsdPgs, OsdRow,
    OsdShow, OsdTree, TreeNode,
};
pub use pg::{PgDetail, PgFilter, PgList, PgRow, PgShow, StateWord};
pub use pool::{PoolDetail, PoolList, PoolRow, PoolShow, RuleRef};
pub use record::{RecordReport, Recorded};
pub use report::{Block, Cell, Column, Report, Table, Tone};
pub use status::Status;
pub use top::{Top, TopHistory};
