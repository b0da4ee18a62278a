//! `koor record`: keep what the cluster says.

use koor_core::{Koor, RecordOptions};

use crate::args::{Global, Record};
use crate::exit::ExitCode;
use crate::output::Stopped;
use crate::{exit, progress, show};

/// Records, then says what was kept and what was not.
pub(crate) async fn record(global: &Global, record: &Record) -> Result<ExitCode, Stopped> {
    let koor = match Koor::open(global.options()).await {
        Ok(koor) => koor,
        Err(error) => return Ok(exit::failed(&error)),
    };
    let options = RecordOptions {
        path: record.path.clone(),
        duration: record.duration,
        every: record.every,
        overwrite: record.overwrite,
        redact: !record.with_secrets,
    };
    match progress::shown("recording", Box::pin(koor.record(&options, interrupted()))).await {
        Ok(report) => {
            show::print(&report, global, false)?;
            Ok(show::verdict(&report, global))
        }
        Err(error) => Ok(exit::failed(&error)),
    }
}

/// Ctrl-C: it ends the recording early, and what was seen by then is kept.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // No such signal here: then nothing ends it early.
        std::future::pending::<()>().await;
    }
}
