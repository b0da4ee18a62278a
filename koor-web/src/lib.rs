//! The console and the HTTP API: one [`Koor`] method a route, rendered.
//!
//! | route | answers |
//! |---|---|
//! | `GET /` | the status as a page; reads without a stylesheet and without a script |
//! | `GET /api/v1/status` | [`koor_core::view::Status`] as JSON |
//! | `GET /healthz` | `ok`, without asking the cluster: whether this process serves |
//!
//! Every error is `application/problem+json` (RFC 9457) with the status that the core's
//! [`Kind`] decides. Where the cluster could not be seen, or only in part because its mons
//! have no quorum, that is an error too, and its member `seen` holds what could be seen.
//!
//! Invariants:
//! - nothing here changes a cluster, and nothing here decides about storage;
//! - nothing is kept between two requests: every answer says how old it is, and nobody may store it.
//!
//! Deliberately absent: who may ask. Serve it on loopback with [`loopback_only`], or put something in front that knows
//! who is there.
#![forbid(unsafe_code)]

mod failure;
mod guard;
mod page;
mod problem;
pub mod version_service;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use koor_core::Koor;
use koor_core::model::Kind;
use koor_core::view::Report;

pub use failure::Failure;
pub use guard::loopback_only;
pub use problem::Problem;

/// The console of one cluster.
pub fn router(koor: Koor) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/healthz", get(async || "ok\n"))
        .route("/api/v1/status", get(status))
        .fallback(async || Problem::new(Kind::NotFound, "there is no such page: see / and /api/v1/status"))
        .method_not_allowed_fallback(async || {
            Problem::new(Kind::InvalidInput, "this can only be read: ask with GET")
                .with_status(StatusCode::METHOD_NOT_ALLOWED)
        })
        .layer(middleware::map_response(guard::headers))
        .with_state(koor)
}

async fn status(State(koor): State<Koor>) -> Response {
    let status = koor.status().await;
    match status.header().failure() {
        None => Json(status).into_response(),
        Some(why) => Problem::from(why).with_seen(&status).into_response(),
    }
}

async fn index(State(koor): State<Koor>) -> Response {
    let status = koor.status().await;
    let code = status.header().failure().map_or(StatusCode::OK, |why| problem::status_code(why.kind));
    (code, page::page("status", &status)).into_response()
}
