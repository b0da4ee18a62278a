//! What the service serves, for machines.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

/// Made by the test `papers` out of the types; never written by hand.
const OPENAPI: &str = include_str!("../../openapi/version-service.json");
const PROTO: &str = include_str!("../../proto/api/v1/version.proto");
const FRESH: (axum::http::HeaderName, &str) = (CACHE_CONTROL, "public, max-age=300");

pub(super) async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), FRESH], OPENAPI)
}

pub(super) async fn proto() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), FRESH], PROTO)
}
