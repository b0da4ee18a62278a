//! Questions about one thing, through the handle, to every view of them.

use std::sync::Arc;

use koor_core::Koor;
use koor_core::model::{DaemonName, PgId, PoolId};
use koor_core::view::{ConfigFilter, CrashFilter, DeviceFilter, EventFilter, LogFilter};

use crate::Budget;
use crate::canned::Canned;
use crate::show::{self, show, show_if};

/// The target.
pub fn run(data: &[u8]) -> Budget {
    let koor = Koor::over(Arc::new(Canned::of(data))).with_clock(Arc::new(show::Still));
    show::wait(ask(&koor, Canned::of(data).replaced_first()));
    Budget { base: 16 << 20, each: 512 }
}

/// Asks what the answer of that name is read for; everything where none is named.
async fn ask(koor: &Koor, name: Option<&str>) {
    let of = |names: &[&str]| name.is_none_or(|name| names.contains(&name));
    let daemon = DaemonName::new("osd", "0");
    if of(&["config_dump", "config_help"]) {
        show(&koor.config_dump(&ConfigFilter::default()).await);
        show_if(koor.config_help("osd_max_backfills").await);
    }
    if of(&["config_show", "config_get", "service_dump"]) {
        show_if(koor.config_show(&daemon, false).await);
        show_if(koor.config_show(&daemon, true).await);
        show_if(koor.config_option(&daemon, "osd_max_backfills").await);
        show(&koor.config_diff().await);
    }
    if of(&["config_ls"]) {
        show_if(koor.config_help("no_such_option").await);
    }
    if of(&["device_ls", "device_health"]) {
        show(&koor.device_list(&DeviceFilter::default()).await);
        show_if(koor.device("ST4000_1").await);
    }
    if of(&["crash_ls", "crash_info", "progress"]) {
        show(&koor.crash_list(&CrashFilter::default()).await);
        show_if(koor.crash("2026").await);
        show(&koor.events(EventFilter::default()).await);
    }
    if of(&["pg_query_undersized", "pg_dump"]) {
        for seed in 0..2 {
            show_if(koor.pg(PgId { pool: PoolId(1), seed }).await);
        }
    }
    if of(&["log_last", "log_audit"]) {
        show(&koor.events(EventFilter::default()).await);
        for channel in ["cluster", "audit"] {
            show(&koor.log(&LogFilter { channel: channel.into(), ..LogFilter::default() }).await);
        }
    }
}
