//! From a command to an answer: one method of the core, one rendering.

use std::future::Future;
use std::time::Duration;

use koor_core::model::Kind;
use koor_core::view::{DfFilter, List, OsdFilter, PgFilter, PoolFilter, Report, TreeFilter};
use koor_core::{ChartSpan, Koor};

use crate::args::{
    Args, Chart, ChartName, Command, Demo, Global, Health, Order, Osd, Pg, Pool, Versions, VersionsOf,
    definition,
};
use crate::exit::ExitCode;
use crate::output::{self, Format, Stopped};
use crate::{
    catalogue, chart, daemons, exit, forms, kubernetes, progress, record, records, service, show, top,
    versions, watch,
};

/// How often the demo looks when it is watched.
const DEMO_PERIOD: Duration = Duration::from_secs(2);

/// Runs one command to its exit code; Ctrl-C ends it. A recording ends by itself then, and is kept.
pub(crate) async fn run(args: Args) -> ExitCode {
    let Args { global, command } = args;
    if let Some(refused) = forms::refused(&global, &command) {
        return refused;
    }
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
        Command::Demo(options) => demo(global, options).await,
        Command::Health { what: Some(Health::Codes) } => {
            show::print_alone(&Koor::health_codes(), global)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Diff { a, b } => Box::pin(diff(global, a, b)).await,
        Command::Versions(Versions { what: Some(VersionsOf::Calendar { all, from }), .. }) => {
            versions::calendar(global, *all, from)
        }
        Command::Catalogue(asked) => Box::pin(catalogue::catalogue(global, asked)).await,
        Command::VersionService(service) => Ok(service::serve(service)),
        Command::Chart(Chart { which: ChartName::List, .. }) => {
            show::print_alone(&Koor::charts(), global)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => match Koor::open(global.options()).await {
            // Never dropped: the process ends by `_exit`, and librados would take milliseconds to say goodbye first.
            Ok(koor) => ask(Box::leak(Box::new(for_long(koor, global, command))), global, command).await,
            Err(error) => Ok(exit::failed(&error)),
        },
    }
}

/// A handle that watches where this goes on and on.
fn for_long(koor: Koor, global: &Global, command: &Command) -> Koor {
    let goes_on = global.watch.is_some() || matches!(command, Command::Top { .. });
    if goes_on { koor.watching() } else { koor }
}

fn code(done: Result<ExitCode, Stopped>) -> ExitCode {
    match done {
        Ok(code) => code,
        Err(Stopped::ReaderGone) => ExitCode::SUCCESS,
        Err(Stopped::Failed(sentence)) => exit::said(&sentence, Kind::Internal),
    }
}

/// The demo: on a terminal the pretend cluster lives, elsewhere it is one status.
async fn demo(global: &Global, options: &Demo) -> Result<ExitCode, Stopped> {
    if options.list.is_some() {
        show::print_alone(&Koor::scenarios(), global)?;
        return Ok(ExitCode::SUCCESS);
    }
    let lives = output::is_terminal() && matches!(global.output, Format::Table | Format::Wide);
    let global = Global {
        watch: global.watch.or(lives.then_some(DEMO_PERIOD)),
        demo: Some(options.scenario(global.demo.as_ref())),
        ..global.clone()
    };
    match Koor::open(global.options()).await {
        Ok(koor) => ask(&koor, &global, &Command::Status).await,
        Err(error) => Ok(exit::failed(&error)),
    }
}

/// Asks an open cluster, once or again and again.
pub(crate) async fn ask(koor: &Koor, global: &Global, command: &Command) -> Result<ExitCode, Stopped> {
    match command {
        Command::Status => look(global, || async { Ok(koor.status().await) }).await,
        Command::Health { what: None } => look(global, || async { Ok(koor.health().await) }).await,
        Command::Health { what: Some(Health::Show { code }) } => {
            look(global, || koor.health_check(code)).await
        }
        Command::Df(df) => {
            let filter = DfFilter { class: df.class.clone(), pool: df.pool.clone() };
            look(global, || async { Ok(koor.df(&filter).await) }).await
        }
        Command::Daemon(daemons) => {
            let filter = daemons.filter();
            list(global, &daemons.order, || koor.daemon_list(&filter)).await
        }
        Command::Osd(Osd::Ls { host, class, state, pool, order }) => {
            let (host, class, pool) = (host.clone(), class.clone(), pool.clone());
            let filter = OsdFilter { host, class, state: *state, pool };
            list(global, order, || koor.osd_list(&filter)).await
        }
        Command::Osd(Osd::Tree { host, class }) => {
            let filter = TreeFilter { host: host.clone(), class: class.clone() };
            look(global, || async { Ok(koor.osd_tree(&filter).await) }).await
        }
        Command::Osd(Osd::Show { id }) => look(global, || koor.osd(*id)).await,
        Command::Pool(Pool::Ls { class, application, state, order }) => {
            let (class, application) = (class.clone(), application.clone());
            let filter = PoolFilter { class, application, state: *state };
            list(global, order, || koor.pool_list(&filter)).await
        }
        Command::Pool(Pool::Show { pool }) => look(global, || koor.pool(pool)).await,
        Command::Pg(Pg::Ls { unhealthy, pool, state, osd, host, order }) => {
            let (pool, state, host) = (pool.clone(), state.clone(), host.clone());
            let filter = PgFilter { unhealthy: *unhealthy, pool, state, osd: *osd, host };
            list(global, order, || koor.pg_list(&filter)).await
        }
        Command::Pg(Pg::Show { id }) => look(global, || koor.pg(*id)).await,
        Command::Mon(mon) => daemons::mon(koor, global, mon).await,
        Command::Mgr(mgr) => daemons::mgr(koor, global, mgr).await,
        Command::Fs(fs) => daemons::fs(koor, global, fs).await,
        Command::Rgw(rgw) => daemons::rgw(koor, global, rgw).await,
        Command::Versions(versions) => versions::ask(koor, global, versions).await,
        Command::Rook { what } => kubernetes::rook(koor, global, what.as_ref()).await,
        Command::Node(node) => kubernetes::node(koor, global, node).await,
        Command::Pvc(pvc) => kubernetes::pvc(koor, global, pvc).await,
        Command::Config(_) | Command::Device(_) | Command::Crash(_) | Command::Log(_) | Command::Event(_) => {
            records::ask(koor, global, command).await
        }
        Command::Inventory => inventory(koor, global).await,
        Command::Chart(Chart { which: ChartName::One(kind), duration, every }) => {
            let span = ChartSpan { duration: *duration, every: *every };
            chart::draw(koor, global, *kind, span).await
        }
        Command::Top { interval } => match top::refused(global) {
            Some(refused) => Ok(refused),
            None => Box::pin(top::run(koor, global, *interval)).await,
        },
        Command::Health { what: Some(Health::Codes) }
        | Command::Catalogue(_)
        | Command::VersionService(_)
        | Command::Diff { .. }
        | Command::Chart(Chart { which: ChartName::List, .. })
        | Command::Record(_)
        | Command::Demo(_)
        | Command::Completions { .. }
        | Command::Man => Err(Stopped::Failed("this command does not ask a cluster".into())),
    }
}

/// One list in the order that was asked for.
pub(crate) async fn list<V, F>(
    global: &Global,
    order: &Order<V::Row>,
    mut ask: impl FnMut() -> F,
) -> Result<ExitCode, Stopped>
where
    V: List,
    F: Future<Output = V>,
{
    let sort = order.sort();
    look(global, || {
        let asked = ask();
        async move { Ok(asked.await.sorted(sort)) }
    })
    .await
}

/// One view, once, or again and again with `--watch`.
pub(crate) async fn look<V, F>(global: &Global, mut ask: impl FnMut() -> F) -> Result<ExitCode, Stopped>
where
    V: Report,
    F: Future<Output = koor_core::Result<V>>,
{
    if let Some(every) = global.watch {
        return watch::again(global, every, async || Box::pin(ask()).await).await;
    }
    // In boxes: what is asked holds a whole inventory.
    match progress::shown("asking the cluster", Box::pin(ask())).await {
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
