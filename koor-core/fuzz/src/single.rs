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
    show::wait(async {
        let daemon = DaemonName::new("osd", "0");
        show(&koor.config_dump(&ConfigFilter::default()).await);
        show_if(koor.config_show(&daemon, false).await);
        show_if(koor.config_show(&daemon, true).await);
        show_if(koor.config_option(&daemon, "osd_max_backfills").await);
        show_if(koor.config_help("osd_max_backfills").await);
        show(&koor.config_diff().await);
        show(&koor.device_list(&DeviceFilter::default()).await);
        show(&koor.crash_list(&CrashFilter::default()).await);
        show(&koor.events(EventFilter::default()).await);
        show_if(koor.pg(PgId { pool: PoolId(1), seed: 0 }).await);
        for channel in ["cluster", "audit"] {
            let filter = LogFilter { channel: channel.into(), ..LogFilter::default() };
            show(&koor.log(&filter).await);
        }
    });
    Budget { base: 16 << 20, each: 512 }
}
