//! From a command to an answer: one method of the core, one rendering.

use std::future::Future;
use std::process::ExitCode;
use std::time::Duration;

use koor_core::Koor;
use koor_core::model::{DaemonType, Kind};
use koor_core::view::{DaemonFilter, OsdFilter, PgFilter, Report};

use crate::args::{Args, Command, Global, Osd, Pg, Pool, definition};
use crate::output::{self, Format, Stopped};
use crate::{exit, progress, record, show, top, watch};

/// The recording of a real cluster that `koor demo` plays.
const DEMO: &[u8] = include_bytes!("../../examples/recordings/demo.tar.zst");

/// How often the demo looks when it is watched.
const DEMO_PERIOD: Duration = Duration::from_secs(2);

/// Runs one command to its exit code; Ctrl-C ends it. A recording ends by itself then, and is kept.
pub(crate) async fn run(args: Args) -> ExitCode {
    let Args { global, command } = args;
    if let Command::Record(options) = &command {
        return code(record::record(&global, options).await);
    }
    tokio::select! {
        biased;
        _ = tokio::signal::ctrl_c() => exit::interrupted(),
        done = dispatch(&global, &command) => code(done),
    }
}

async fn dispatch(global: &Global, command: &Command) -> Result<ExitCode, Stopped> {
    match command {
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut definition(), "koor", &mut script);
            output::write_bytes(&script)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => man(),
        Command::Demo => demo(global).await,
        Command::Diff { a, b } => Box::pin(diff(global, a, b)).await,
        _ => match Koor::open(global.options()).await {
            Ok(koor) => ask(&koor, global, command).await,
            Err(error) => Ok(exit::failed(&error)),
        },
    }
}

fn code(done: Result<ExitCode, Stopped>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(Stopped::ReaderGone) => ExitCode::SUCCESS,
        Err(Stopped::Failed(sentence)) => exit::said(&sentence, Kind::Internal),
    }
}

/// The demo: on a terminal the recording plays, elsewhere it is one status.
async fn demo(global: &Global) -> Result<ExitCode, Stopped> {
    let koor = match Koor::replay(DEMO) {
        Ok(koor) => koor,
        Err(error) => return Ok(exit::failed(&error)),
    };
    let plays = output::is_terminal() && matches!(global.output, Format::Table | Format::Wide);
    let watch = global.watch.or(plays.then_some(DEMO_PERIOD));
    let global = Global { watch, ..global.clone() };
    ask(&koor, &global, &Command::Status).await
}

/// Asks an open cluster, once or again and again.
pub(crate) async fn ask(koor: &Koor, global: &Global, command: &Command) -> Result<ExitCode, Stopped> {
    match command {
        Command::Status => look(global, || async { Ok(koor.status().await) }).await,
        Command::Health => look(global, || async { Ok(koor.health().await) }).await,
        Command::Df => look(global, || async { Ok(koor.df().await) }).await,
        Command::Daemon { daemon_type } => {
            let filter = DaemonFilter { daemon_type: daemon_type.clone().map(DaemonType) };
            look(global, || async { Ok(koor.daemon_list(&filter).await) }).await
        }
        Command::Osd(Osd::Ls { host, class, state }) => {
            let filter = OsdFilter { host: host.clone(), class: class.clone(), state: *state };
            look(global, || async { Ok(koor.osd_list(&filter).await) }).await
        }
        Command::Osd(Osd::Tree) => look(global, || async { Ok(koor.osd_tree().await) }).await,
        Command::Osd(Osd::Show { id }) => look(global, || koor.osd(*id)).await,
        Command::Pool(Pool::Ls) => look(global, || async { Ok(koor.pool_list().await) }).await,
        Command::Pool(Pool::Show { pool }) => look(global, || koor.pool(pool)).await,
        Command::Pg(Pg::Ls { unhealthy, pool, state, osd }) => {
            let filter =
                PgFilter { unhealthy: *unhealthy, pool: pool.clone(), state: state.clone(), osd: *osd };
            look(global, || async { Ok(koor.pg_list(&filter).await) }).await
        }
        Command::Pg(Pg::Show { id }) => look(global, || koor.pg(*id)).await,
        Command::Inventory => inventory(koor, global).await,
        Command::Top { interval } => match top::refused(global) {
            Some(refused) => Ok(refused),
            None => Box::pin(top::run(koor, global, *interval)).await,
        },
        Command::Diff { .. }
        | Command::Record(_)
        | Command::Demo
        | Command::Completions { .. }
        | Command::Man => Err(Stopped::Failed("this command does not ask a cluster".into())),
    }
}

/// One view, once, or again and again with `--watch`.
async fn look<V, F>(global: &Global, mut ask: impl FnMut() -> F) -> Result<ExitCode, Stopped>
where
    V: Report,
    F: Future<Output = koor_core::Result<V>>,
{
    if let Some(every) = global.watch {
        return watch::again(global, every, ask).await;
    }
    match progress::shown("asking the cluster", ask()).await {
        Ok(view) => {
            show::print(&view, global, false)?;
            Ok(show::verdict(&view, global))
        }
        Err(error) => Ok(exit::failed(&error)),
    }
}

/// The inventory: whole for programs, a summary of its parts for people.
async fn inventory(koor: &Koor, global: &Global) -> Result<ExitCode, Stopped> {
    if matches!(global.output, Format::Table | Format::Wide) || global.watch.is_some() {
        return look(global, || async { Ok(koor.inventory_with_summary().await.1) }).await;
    }
    let (inventory, summary) = progress::shown("asking the cluster", koor.inventory_with_summary()).await;
    output::write_value(&inventory, global.output, false)?;
    Ok(show::verdict(&summary, global))
}

async fn diff(global: &Global, a: &str, b: &str) -> Result<ExitCode, Stopped> {
    let options = global.options();
    match progress::shown("comparing", Box::pin(Koor::diff(a, b, &options))).await {
        Ok(view) => {
            show::print(&view, global, false)?;
            Ok(show::verdict(&view, global))
        }
        Err(error) => Ok(exit::failed(&error)),
    }
}

fn man() -> Result<ExitCode, Stopped> {
    let mut page = Vec::new();
    clap_mangen::Man::new(definition()).render(&mut page)?;
    output::write_bytes(&page)?;
    Ok(ExitCode::SUCCESS)
}
