//! `koor-web`: the console of one cluster, on this host's loopback.
#![forbid(unsafe_code)]

mod args;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use koor_core::Koor;
use koor_web::Failure;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::args::Args;

/// So long requests under way may take when the console is told to end.
const GRACE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    match serve(args).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { kind, message }) => {
            eprintln!("koor-web: {message}");
            ExitCode::from(kind.exit_code())
        }
    }
}

async fn serve(args: Args) -> Result<(), Failure> {
    let listen = args.listen;
    let koor = Koor::open(args.options()).await?.watching();
    let listener = TcpListener::bind(listen).await.map_err(|error| Failure::unusable(listen, &error))?;
    let address = listener.local_addr().map_err(|error| Failure::unusable(listen, &error))?;
    let (ending, mut ended) = tokio::sync::watch::channel(false);
    let told = told_to_end()?;
    tokio::spawn(async move {
        told.await;
        // Nobody listens any more only where serving failed first.
        let _ = ending.send(true);
    });
    let mut graceful = ended.clone();
    let app = koor_web::loopback_only(koor_web::router(koor));
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = graceful.wait_for(|ended| *ended).await;
    });
    eprintln!("koor-web: http://{address}/");
    tokio::select! {
        served = serving => served.map_err(|error| Failure::ended(&error)),
        // A client that never finishes its request keeps nobody waiting for ever.
        () = async {
            let _ = ended.wait_for(|ended| *ended).await;
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    }
}

/// Comes when SIGTERM or Ctrl-C does.
fn told_to_end() -> Result<impl Future<Output = ()> + Send, Failure> {
    let failed = |error: std::io::Error| Failure::deaf(&error);
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
