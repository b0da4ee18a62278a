//! The version service: which releases to run, for those who ask over HTTP.
//!
//! | route | answers |
//! |---|---|
//! | `POST /api.v1.VersionService/Operator` | Koor's service of 2023: Connect, gRPC and gRPC-Web, protobuf and JSON ([`proto`]) |
//! | `POST /v2/advice` | [`VersionAdvice`](koor_core::view::VersionAdvice) for the [`Facts`](koor_core::model::catalogue::Facts) in the body |
//! | `GET /v2/catalogue` | the catalogue that is in use, as JSON, with an `ETag` |
//! | `GET /openapi.json`, `GET /version.proto` | what this serves, for machines |
//! | `GET /` | the same for people |
//! | `GET /healthz`, `GET /readyz` | `ok` |
//! | `GET /metrics` | Prometheus' text format |
//!
//! Rooms: `serving` listens (plain or TLS) and ends; `held` the catalogue in use; `operator` the service of 2023;
//! `advice` the second one; `limit` who asks too much; `metrics` what is counted; `page` and `papers` what describes it.
//!
//! Invariants:
//! - it reads a catalogue and nothing else: no cluster, no network, no file of its own;
//! - nothing identifying is asked or kept: an address is held for as long as its limit needs it, in memory, and written nowhere;
//! - a product that is newer than the catalogue never fails an answer.

mod advice;
mod held;
mod limit;
mod metrics;
mod operator;
mod page;
mod papers;
pub mod proto;
mod serving;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use koor_core::model::Kind;
use koor_core::model::catalogue::HeldCatalogue;

pub use held::Held;
pub use serving::{Options, Tls, run};

use crate::Problem;
use limit::Limit;
use metrics::Metrics;

/// The most a request may have, unpacked.
pub const MAX_REQUEST: usize = 64 << 10;
/// So long a request may take from its first byte to its last.
const DEADLINE: Duration = Duration::from_secs(10);

/// How much one client may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests a second in the long run.
    pub per_second: NonZeroU32,
    /// Whether a client is told by the last address of `X-Forwarded-For`, which the proxy in front wrote.
    pub forwarded: bool,
}

/// What all requests share.
struct Shared {
    held: Arc<Held>,
    metrics: Metrics,
    limit: Option<Limit>,
}

/// The service over a catalogue; without a rate nobody is refused. Serve it with
/// [`into_make_service_with_connect_info`](Router::into_make_service_with_connect_info), or the rate counts all as one client.
pub fn router(held: Arc<Held>, rate: Option<Rate>) -> Router {
    let shared = Arc::new(Shared { metrics: Metrics::new(), limit: rate.map(Limit::new), held });
    let asked = Router::new()
        .route_service(operator::PATH, operator::service(&shared))
        .route("/v2/advice", post(advice::advice))
        .route("/v2/catalogue", get(advice::catalogue))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), limit::limited));
    Router::new()
        .merge(asked)
        .route("/", get(page::page))
        .route("/openapi.json", get(papers::openapi))
        .route("/version.proto", get(papers::proto))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(async || "ok\n"))
        .route("/metrics", get(metrics::metrics))
        .fallback(async || Problem::new(Kind::NotFound, "there is no such route: see / and /openapi.json"))
        .method_not_allowed_fallback(async || {
            Problem::new(Kind::InvalidInput, "this route takes another method: see / and /openapi.json")
                .with_status(StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(DefaultBodyLimit::max(MAX_REQUEST))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), metrics::counted))
        .layer(middleware::map_response(headers))
        .with_state(shared)
}

/// The same over a catalogue that never changes.
pub fn router_of(catalogue: HeldCatalogue, rate: Option<Rate>) -> Router {
    router(Arc::new(Held::new(catalogue)), rate)
}

/// A request that is never finished keeps nothing for ever.
async fn in_time(request: Request, next: Next) -> Response {
    let late = |_| {
        let detail = format!("the request was not there in full after {} s", DEADLINE.as_secs());
        Problem::new(Kind::InvalidInput, detail).with_status(StatusCode::REQUEST_TIMEOUT).into_response()
    };
    tokio::time::timeout(DEADLINE, next.run(request)).await.unwrap_or_else(late)
}

/// What nobody said may be kept is not kept.
async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
