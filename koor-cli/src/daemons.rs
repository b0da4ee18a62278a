//! From a command about daemons of one type to its answer.

use koor_core::Koor;
use koor_core::view::MdsFilter;

use crate::args::{Fs, Global, Mgr, Mon, Rgw};
use crate::exit::ExitCode;
use crate::output::Stopped;
use crate::run::{list, look};

type Done = Result<ExitCode, Stopped>;

pub(crate) async fn mon(koor: &Koor, global: &Global, mon: &Mon) -> Done {
    match mon {
        Mon::Ls { place, order } => {
            let filter = place.filter();
            list(global, order, || koor.mon_list(&filter)).await
        }
        Mon::Show { mon } => look(global, || koor.mon(mon)).await,
    }
}

pub(crate) async fn mgr(koor: &Koor, global: &Global, mgr: &Mgr) -> Done {
    match mgr {
        Mgr::Ls { place, order } => {
            let filter = place.filter();
            list(global, order, || koor.mgr_list(&filter)).await
        }
        Mgr::Show { mgr } => look(global, || koor.mgr(mgr)).await,
        Mgr::Modules { state, order } => {
            list(global, order, || koor.mgr_modules(state.unwrap_or_default())).await
        }
    }
}

pub(crate) async fn fs(koor: &Koor, global: &Global, fs: &Fs) -> Done {
    match fs {
        Fs::Ls { order } => list(global, order, || koor.fs_list()).await,
        Fs::Show { fs } => look(global, || koor.fs(fs)).await,
        Fs::Mds { fs, place, order } => {
            let filter = MdsFilter { fs: fs.clone(), daemon: place.filter() };
            list(global, order, || koor.mds_list(&filter)).await
        }
    }
}

pub(crate) async fn rgw(koor: &Koor, global: &Global, rgw: &Rgw) -> Done {
    match rgw {
        Rgw::Ls { place, order } => {
            let filter = place.filter();
            list(global, order, || koor.rgw_list(&filter)).await
        }
        Rgw::Show { id } => look(global, || koor.rgw(id)).await,
    }
}
