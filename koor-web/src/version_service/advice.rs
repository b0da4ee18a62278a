//! The second service: the whole advice for some facts, and the catalogue it rests on.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use koor_core::Koor;
use koor_core::model::Kind;
use koor_core::model::catalogue::{BadFact, Facts};

use super::{MAX_REQUEST, Shared};
use crate::Problem;

/// So long a catalogue may be kept before it is asked for again.
const FRESH: &str = "public, max-age=300";

pub(super) async fn advice(
    State(shared): State<Arc<Shared>>,
    facts: Result<Json<Facts>, JsonRejection>,
) -> Response {
    match facts {
        Err(rejection) => rejected(&rejection).into_response(),
        Ok(Json(facts)) => match Koor::version_advice(&facts, &shared.held.get().held) {
            Ok(advice) => Json(advice).into_response(),
            Err(error) => Problem::from(error).into_response(),
        },
    }
}

/// One sentence for a body that holds no facts.
fn rejected(rejection: &JsonRejection) -> Problem {
    let status = rejection.status();
    let detail = match status {
        StatusCode::PAYLOAD_TOO_LARGE => format!("the facts have more than {} KiB", MAX_REQUEST >> 10),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "send the facts with content-type: application/json".to_owned(),
        _ => BadFact::Document { why: rejection.body_text() }.to_string(),
    };
    Problem::new(Kind::InvalidInput, detail).with_status(status)
}

pub(super) async fn catalogue(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let kept = shared.held.get();
    let tags = [(ETAG, kept.etag.as_str()), (CACHE_CONTROL, FRESH)];
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    if known.flat_map(|value| value.split(',')).any(|tag| is_same(tag, &kept.etag)) {
        return (StatusCode::NOT_MODIFIED, tags).into_response();
    }
    (tags, [(CONTENT_TYPE, "application/json")], kept.json.clone()).into_response()
}

/// Compared weakly, as `If-None-Match` is (RFC 9110, 13.1.2).
fn is_same(tag: &str, etag: &str) -> bool {
    let tag = tag.trim();
    tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag
}
