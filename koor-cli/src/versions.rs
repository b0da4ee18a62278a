//! `koor versions`, `koor versions check`, `facts` and `calendar`.

use std::path::PathBuf;

use koor_core::Koor;
use koor_core::assess::advice::Weight;
use koor_core::model::Severity;
use koor_core::model::catalogue::HeldCatalogue;
use koor_core::view::VersionCheck;

use crate::args::{CatalogueFrom, Global, Versions, VersionsOf};
use crate::exit::ExitCode;
use crate::output::{self, Format, Stopped};
use crate::run::list;
use crate::{exit, progress, show, watch};

type Done = Result<ExitCode, Stopped>;

/// The catalogue in use, or the sentence why it can't be.
fn held(from: &CatalogueFrom) -> Result<HeldCatalogue, ExitCode> {
    Koor::catalogue(from.catalogue.as_deref()).map_err(|error| exit::failed(&error))
}

/// `koor versions calendar`, which asks no cluster.
pub(crate) fn calendar(global: &Global, all: bool, from: &CatalogueFrom) -> Done {
    let held = match held(from) {
        Ok(held) => held,
        Err(code) => return Ok(code),
    };
    let calendar = Koor::version_calendar(&held, all);
    if global.output == Format::Ical {
        output::write_bytes(calendar.ical().as_bytes())?;
    } else {
        show::print_alone(&calendar, global)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `koor versions`, of an open cluster.
pub(crate) async fn ask(koor: &Koor, global: &Global, versions: &Versions) -> Done {
    if let Some(VersionsOf::Check { against, from }) = &versions.what {
        return match held(from) {
            Ok(held) => check(koor, global, against, &held).await,
            Err(code) => Ok(code),
        };
    }
    if matches!(versions.what, Some(VersionsOf::Facts)) {
        return facts(koor, global).await;
    }
    let daemon_type = versions.daemon_type();
    list(global, &versions.order, || koor.versions(daemon_type.as_ref())).await
}

/// As they are sent, whatever form is for people.
async fn facts(koor: &Koor, global: &Global) -> Done {
    match progress::shown("asking the cluster", koor.version_facts()).await {
        Ok(facts) => {
            output::write_value(&facts, global.output, false)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => Ok(exit::failed(&error)),
    }
}

async fn check(koor: &Koor, global: &Global, against: &[PathBuf], held: &HeldCatalogue) -> Done {
    let look = async || match against {
        [] => Ok(koor.version_check(held).await),
        files => koor.version_check_against(files, held).await,
    };
    if let Some(every) = global.watch {
        return watch::again(global, every, look).await;
    }
    let view = match progress::shown("asking the cluster", look()).await {
        Ok(view) => view,
        Err(error) => return Ok(exit::failed(&error)),
    };
    let fails = global.fail_on.map(|limit| Weight::from(Severity::from(limit)));
    match global.output {
        Format::Junit => {
            output::write_bytes(view.junit(Some(fails.unwrap_or(Weight::Error))).as_bytes())?;
        }
        Format::Markdown => output::write_bytes(view.markdown().as_bytes())?,
        Format::Sarif => output::write_value(&view.sarif(), Format::Json, false)?,
        _ => show::print(&view, global, false)?,
    }
    Ok(verdict(&view, fails))
}

/// What was seen of a cluster that did not answer is nothing to pass a pipeline on.
fn verdict(view: &VersionCheck, fails: Option<Weight>) -> ExitCode {
    if let Some(why) = view.header.failure() {
        return exit::said(&why.message, why.kind);
    }
    match fails {
        Some(limit) if view.reaches(limit) => ExitCode::from(exit::FAIL_ON),
        _ => ExitCode::SUCCESS,
    }
}
