//! One inventory through everything that thinks and shows: whatever it says, nothing of it panics.
//!
//! The fuzz targets (`fuzz/`) use the same file.

use jiff::Timestamp;
use koor_core::model::{DaemonType, Inventory, OsdId, Part, diff};
use koor_core::port::Clock;
use koor_core::view::top::{Choice, Heat, OsdSort, PoolSort, Trend};
use koor_core::view::{
    CrashFilter, CrashList, CrashShow, DaemonFilter, DaemonList, DeviceFilter, DeviceList, Df, DfFilter,
    DiffReport, EventFilter, EventList, FsList, FsShow, HealthReport, HealthShow, InventorySummary, List,
    MdsFilter, MdsList, MgrList, MgrShow, ModuleFilter, ModuleList, MonList, MonShow, OsdFilter, OsdList,
    OsdShow, OsdTree, PgFilter, PgList, PgShow, PoolFilter, PoolList, PoolShow, Report, RgwList, RgwShow,
    Sort, Status, Top, TopHistory, TreeFilter, VersionList, report,
};
use koor_core::{assess, view};

/// The moment of every test: just after the answers were given.
pub(crate) fn now() -> Timestamp {
    "2026-11-22T18:30:05Z".parse().unwrap()
}

/// A clock that stands there.
#[derive(Debug)]
pub(crate) struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// One view as text and as JSON.
pub(crate) fn show(view: &impl Report) {
    let header = view.header();
    let (blocks, footer) = (view.blocks(), header.footer());
    for text in [report::plain_text(&blocks), report::plain_text(&footer)] {
        let odd = text.chars().find(|letter| letter.is_control() && *letter != '\n');
        assert_eq!(odd, None, "a terminal would obey it: {text:?}");
    }
    for block in &blocks {
        if let report::Block::Table(table) = block {
            assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{blocks:?}");
        }
    }
    serde_json::to_string(view).unwrap();
    let _verdict = (header.severity(), header.failure(), header.has_quorum());
}

/// One view, where there is one.
pub(crate) fn show_if<V: Report>(view: koor_core::Result<V>) {
    match view {
        Ok(view) => show(&view),
        Err(error) => drop((error.kind(), error.to_string())),
    }
}

/// A list in the order of each of its columns.
fn list<L: List>(mut list: L) {
    for column in Sort::<L::Row>::columns() {
        let sort: Sort<L::Row> = column.parse().unwrap();
        list = list.sorted(sort).sorted(sort.reversed());
    }
    show(&list);
}

/// Everything that one inventory can be shown as.
pub(crate) fn every_view(inventory: &Inventory, now: Timestamp) {
    drop((assess::findings(inventory), assess::explain::explain(inventory)));
    show(&Status::of(inventory, now));
    show(&HealthReport::of(inventory, now));
    show(&Df::of(inventory, &DfFilter::default(), now));
    show(&InventorySummary::of(inventory, now));
    show(&DeviceList::of(inventory, &DeviceFilter::default(), now));
    show(&CrashList::of(inventory, &CrashFilter::default(), now));
    show(&OsdTree::of(inventory, &TreeFilter::default(), now));
    show(&EventList::of(inventory, &Part::not_asked(), EventFilter::default(), now));
    lists(inventory, now);
    singles(inventory, now);
    top(inventory, now);
}

fn lists(inventory: &Inventory, now: Timestamp) {
    let daemons = DaemonFilter::default();
    list(OsdList::of(inventory, &OsdFilter::default(), now));
    list(PoolList::of(inventory, &PoolFilter::default(), now));
    list(PgList::of(inventory, &PgFilter::default(), now));
    list(PgList::of(inventory, &PgFilter { unhealthy: true, ..PgFilter::default() }, now));
    list(DaemonList::of(inventory, &daemons, now));
    list(MonList::of(inventory, &daemons, now));
    list(MgrList::of(inventory, &daemons, now));
    list(ModuleList::of(inventory, ModuleFilter::default(), now));
    list(FsList::of(inventory, now));
    list(MdsList::of(inventory, &MdsFilter::default(), now));
    list(RgwList::of(inventory, &daemons, now));
    list(VersionList::of(inventory, None, now));
    list(VersionList::of(inventory, Some(&DaemonType("osd".into())), now));
}

/// Each thing that the inventory names, shown by itself; of many the first ones.
fn singles(inventory: &Inventory, now: Timestamp) {
    const SOME: usize = 3;
    for osd in inventory.osds().iter().map(|osd| osd.state.id).chain([OsdId(0)]).take(SOME) {
        show_if(OsdShow::of(inventory, osd, now));
    }
    for pool in inventory.osd_map.value().into_iter().flat_map(|map| &map.pools).take(SOME) {
        show_if(PoolShow::of(inventory, &pool.name, now));
    }
    for pg in inventory.pgs.value().into_iter().flat_map(|map| &map.pgs).take(SOME) {
        let _primary = PgShow::primary_to_ask(inventory, pg.id);
        show_if(PgShow::of(inventory, pg.id, &Part::not_asked(), now));
    }
    for daemon in inventory.daemons() {
        let id = daemon.name.id.as_str();
        match daemon.name.daemon_type.0.as_str() {
            "mon" => show_if(MonShow::of(inventory, id, now)),
            "mgr" => show_if(MgrShow::of(inventory, id, now)),
            "rgw" => show_if(RgwShow::of(inventory, id, now)),
            _ => {}
        }
    }
    for fs in inventory.file_systems.value().into_iter().flat_map(|map| &map.file_systems).take(SOME) {
        show_if(FsShow::of(inventory, &fs.name, now));
    }
    for check in inventory.health.value().into_iter().flat_map(|health| &health.checks).take(SOME) {
        show_if(HealthShow::of(inventory, &check.code, now));
    }
    for crash in inventory.crashes.value().into_iter().flatten().take(SOME) {
        if let Ok(Some(id)) = CrashShow::resolve(inventory, &crash.id) {
            show(&CrashShow::of(inventory, &id, &Part::not_asked(), now));
        }
    }
}

fn top(inventory: &Inventory, now: Timestamp) {
    let first = Top::of(inventory, &TopHistory::default(), now);
    let top = Top::of(inventory, &first.history, now);
    serde_json::to_string(&top).unwrap();
    drop((top.headline(), top.daemons(), top.checks(), top.check_codes(), top.capacity_lines()));
    drop((top.client_line(), top.rates(), top.pg_states(), top.pg_line(), top.progress_lines()));
    drop((top.log_lines(), top.gaps(), top.when(now), top.osd_ages(now)));
    for heat in [Heat::Fullness, Heat::Latency] {
        for host in top.heat(heat) {
            let _worst = view::top::worst(&host.marks);
        }
    }
    for trend in [Trend::Read, Trend::Write, Trend::Ops, Trend::Recovery] {
        let _series = top.history.series(trend);
    }
    drop(top.osd_list(&Choice::<OsdSort>::default()));
    drop(top.pool_list(&Choice::<PoolSort>::default()));
    let _changed = Top::osds_have_changed(inventory);
}

/// What changed between two inventories, both ways.
pub(crate) fn every_diff(before: &Inventory, after: &Inventory, now: Timestamp) {
    for (before, after) in [(before, after), (after, before)] {
        let _changes = diff::diff(before, after);
        show(&DiffReport::of(before, after, now));
    }
}
