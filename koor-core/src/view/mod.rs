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

mod advice;
mod age;
pub mod chart;
mod claim;
mod close;
mod concern;
mod config;
mod crash;
mod daemon;
mod device;
mod df;
mod diff;
mod event;
mod figure;
mod fill;
mod fs;
mod header;
mod health;
mod inventory;
mod log;
mod mgr;
mod mon;
mod node;
mod order;
mod osd;
mod pg;
mod placement;
mod pool;
mod record;
pub mod report;
mod rgw;
mod rook;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_daemons;
mod scenario;
mod sort;
mod status;
pub mod top;
mod versions;
mod words;
mod xml;

pub(crate) use advice::day;
pub use advice::{
    CalendarRow, CatalogueRef, CatalogueView, OLD_DAYS, ProductRow, RulingCounts, VersionAdvice,
    VersionCalendar, VersionCard, VersionCardRow, VersionCheck,
};
pub use chart::{Chart, ChartHistory, ChartKind, ChartList};
pub use claim::{ClaimFilter, ClaimList, ClaimRow, ClaimShow};
pub use close::no_such_daemon;
pub use concern::Concern;
pub use config::{
    CentralEntry, ConfigDiff, ConfigDump, ConfigFilter, ConfigHelp, ConfigOptionShow, ConfigShow,
    DaemonConfig, Difference, Known, NotAskedDaemon, OptionRow,
};
pub use crash::{CrashFilter, CrashList, CrashRow, CrashShow};
pub use daemon::{DaemonFilter, DaemonList, DaemonRow, Machine};
pub use device::{DeviceFilter, DeviceList, DeviceRow, DeviceShow};
pub use df::{ClassFill, Df, DfFilter, FirstFull, FullestOsd, PoolFill};
pub use diff::DiffReport;
pub use event::{EventFilter, EventKind, EventList, EventRow, EventState};
pub use fill::{Fill, FullRatios};
pub use fs::{FsDetail, FsList, FsPool, FsRow, FsShow, FsTrouble, MdsFilter, MdsList, MdsRow};
pub use header::{ClusterRef, Header, StalePart, UnseenPart};
pub use health::{HealthCodes, HealthReport, HealthShow};
pub use inventory::{InventorySummary, PartRow, PartState};
pub use log::{LogFilter, LogLevel, LogView};
pub use mgr::{MgrDetail, MgrList, MgrRow, MgrShow, ModuleFilter, ModuleList, ModuleRow, ModuleState};
pub use mon::{Majority, MonDetail, MonList, MonMapFacts, MonRow, MonShow};
pub use node::{NodeFilter, NodeList, NodePod, NodeRow, NodeShow};
pub use osd::{
    InheritedFlag, LatencyMedian, OsdCondition, OsdDetail, OsdFilter, OsdList, OsdPgState, OsdPgs, OsdRow,
    OsdShow, OsdTree, TreeFilter, TreeNode,
};
pub use pg::{AwaitedOsd, PgDetail, PgFilter, PgList, PgRow, PgShow, StateWord};
pub use pool::{PoolCondition, PoolDetail, PoolFilter, PoolList, PoolRow, PoolShow, RuleRef};
pub use record::{RecordReport, Recorded};
pub use report::{Block, Cell, Column, Listing, Report, Table, Tone};
pub use rgw::{Frontend, RgwDetail, RgwList, RgwRow, RgwShow};
pub use rook::{OperatorState, ResourceRow, RookFilter, RookLine, RookList, RookSays, RookView};
pub use scenario::{ScenarioList, ScenarioRow};
pub use sort::{List, Row, Sort, Sortable};
pub use status::Status;
pub use top::{Top, TopHistory};
pub use versions::{UnknownVersion, VersionList, VersionRow};
