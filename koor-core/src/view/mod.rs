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
mod concern;
mod daemon;
mod df;
mod diff;
mod figure;
mod fill;
mod fs;
mod header;
mod health;
mod inventory;
mod mgr;
mod mon;
mod order;
mod osd;
mod pg;
mod pool;
mod record;
pub mod report;
mod rgw;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_daemons;
mod scenario;
mod sort;
mod status;
mod versions;
mod words;

pub use concern::Concern;
pub use daemon::{DaemonFilter, DaemonList, DaemonRow, Machine};
pub use df::{ClassFill, Df, FullestOsd, PoolFill};
pub use diff::DiffReport;
pub use fill::{Fill, FullRatios};
pub use fs::{FsDetail, FsList, FsPool, FsRow, FsShow, FsTrouble, MdsFilter, MdsList, MdsRow};
pub use header::{ClusterRef, Header, StalePart, UnseenPart};
pub use health::{HealthCodes, HealthReport, HealthShow};
pub use inventory::{InventorySummary, PartRow, PartState};
pub use mgr::{MgrDetail, MgrList, MgrRow, MgrShow, ModuleFilter, ModuleList, ModuleRow, ModuleState};
pub use mon::{Majority, MonDetail, MonList, MonMapFacts, MonRow, MonShow};
pub use osd::{
    InheritedFlag, LatencyMedian, OsdCondition, OsdDetail, OsdFilter, OsdList, OsdPgState, OsdPgs, OsdRow,
    OsdShow, OsdTree, TreeFilter, TreeNode,
};
pub use pg::{PgDetail, PgFilter, PgList, PgRow, PgShow, StateWord};
pub use pool::{PoolCondition, PoolDetail, PoolFilter, PoolList, PoolRow, PoolShow, RuleRef};
pub use record::{RecordReport, Recorded};
pub use report::{Block, Cell, Column, Listing, Report, Table, Tone};
pub use rgw::{Frontend, RgwDetail, RgwList, RgwRow, RgwShow};
pub use scenario::{ScenarioList, ScenarioRow};
pub use sort::{List, Row, Sort, Sortable};
pub use status::Status;
pub use versions::{VersionList, VersionRow};
