//! Listens, reloads when told to (SIGHUP), ends when told to (SIGTERM, SIGINT).

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use koor_core::Koor;
use koor_core::model::Kind;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{DEADLINE, Held, Rate, router};
use crate::Failure;

/// So long requests under way may take when the service is told to end.
const GRACE: Duration = Duration::from_secs(10);

/// Where the certificate and its key are, both in PEM; read again on SIGHUP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The certificate, and those between it and its root.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// With TLS; without it only this host may ask …
    pub tls: Option<Tls>,
    /// … unless something in front of it has TLS.
    pub plain: bool,
    /// A catalogue in the place of the one in use, read again on SIGHUP.
    pub catalogue: Option<PathBuf>,
    /// How much one client may ask; `None` where nobody is refused.
    pub rate: Option<Rate>,
}

/// Serves until SIGTERM or SIGINT, on a thread of its own for each processor; `say` is told where it listens, and what came of a reload.
///
/// # Errors
/// [`Failure`] where it can't listen, or what it needs can't be read.
pub fn run(options: Options, say: impl Fn(&str) + Send + Sync + 'static) -> Result<(), Failure> {
    let internal =
        |error: io::Error| Failure::new(Kind::Internal, format!("no threads to serve with: {error}"));
    // Of its own, and on a thread of its own: who calls this may have one for one thread.
    std::thread::scope(|scope| {
        let serving = scope.spawn(|| {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(internal)?;
            runtime.block_on(serve(options, &say))
        });
        serving.join().unwrap_or_else(|_| Err(Failure::new(Kind::Internal, "serving ended by a bug")))
    })
}

async fn serve(options: Options, say: &(dyn Fn(&str) + Send + Sync)) -> Result<(), Failure> {
    if options.tls.is_none() && !options.plain && !options.listen.ip().is_loopback() {
        let sentence = format!(
            "{} can be reached from other hosts: give it a certificate, or say --plain where what is in front of it has TLS",
            options.listen
        );
        return Err(Failure::new(Kind::InvalidInput, sentence));
    }
    let held = Arc::new(Held::new(Koor::catalogue(options.catalogue.as_deref())?));
    let tls = match &options.tls {
        Some(tls) => Some(load(tls).await?),
        None => None,
    };
    let listener = listen(options.listen)?;
    let address = listener.local_addr().map_err(|error| Failure::unusable(options.listen, &error))?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let handle = Handle::new();
    let (mut reload, mut terminate, mut interrupt) =
        (heard(SignalKind::hangup())?, heard(SignalKind::terminate())?, heard(SignalKind::interrupt())?);
    say(&format!("{scheme}://{address}/ by the {}", held.title()));

    let app = router(Arc::clone(&held), options.rate).into_make_service_with_connect_info::<SocketAddr>();
    let failed = |error: io::Error| Failure::ended(&error);
    let serving = async {
        let done = match tls.clone() {
            Some(config) => {
                let server = axum_server::from_tcp_rustls(listener, config).map_err(failed)?;
                bounded(server).handle(handle.clone()).serve(app).await
            }
            None => {
                bounded(axum_server::from_tcp(listener).map_err(failed)?)
                    .handle(handle.clone())
                    .serve(app)
                    .await
            }
        };
        done.map_err(failed)
    };
    let told = async {
        loop {
            tokio::select! {
                _ = terminate.recv() => break,
                _ = interrupt.recv() => break,
                _ = reload.recv() => again(&options, &held, tls.as_ref(), say).await,
            }
        }
        handle.graceful_shutdown(Some(GRACE));
        // The server ends by itself now.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        served = serving => served,
        () = told => Ok(()),
    }
}

/// Nobody holds a connection by never finishing its request's head.
fn bounded<A>(server: axum_server::Server<SocketAddr, A>) -> axum_server::Server<SocketAddr, A> {
    let mut server = server.first_request_timeout(DEADLINE);
    server
        .http_builder()
        .http1()
        .timer(hyper_util::rt::TokioTimer::new())
        .header_read_timeout(DEADLINE)
        .http2()
        .timer(hyper_util::rt::TokioTimer::new())
        .keep_alive_interval(Some(DEADLINE))
        .max_concurrent_streams(64);
    server
}

/// Takes what changed on disk into use; whatever is wrong with it, what was in use stays.
async fn again(
    options: &Options,
    held: &Held,
    tls: Option<&RustlsConfig>,
    say: &(dyn Fn(&str) + Send + Sync),
) {
    match Koor::catalogue(options.catalogue.as_deref()) {
        Ok(new) => {
            held.replace(new);
            say(&format!("reloaded: {}", held.title()));
        }
        Err(error) => say(&format!("still by the {}: {error}", held.title())),
    }
    if let (Some(config), Some(files)) = (tls, &options.tls) {
        match load(files).await {
            Ok(new) => config.reload_from_config(new.get_inner()),
            Err(failure) => say(&format!("still with the certificate from before: {}", failure.message)),
        }
    }
}

async fn load(tls: &Tls) -> Result<RustlsConfig, Failure> {
    // The first to choose wins, and everybody chooses ring.
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(&tls.certificate, &tls.key).await.map_err(|error| {
        let (certificate, key) = (tls.certificate.display(), tls.key.display());
        Failure::new(
            Kind::InvalidInput,
            format!("{certificate} and {key} are no certificate with its key: {error}"),
        )
    })
}

fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    listener.map_err(|error| Failure::unusable(address, &error))
}

fn heard(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| Failure::deaf(&error))
}
