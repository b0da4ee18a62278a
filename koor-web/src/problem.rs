//! Errors as `application/problem+json` (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use koor_core::model::{Kind, Why};
use serde::Serialize;

/// One error: what it means, and a sentence for people.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// `about:blank`: the kind says all that a program needs.
    #[serde(rename = "type")]
    uri: &'static str,
    title: &'static str,
    status: u16,
    kind: Kind,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<serde_json::Value>,
}

impl Problem {
    /// A problem with the status that its kind decides.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { uri: "about:blank", title: "", status: 0, kind, detail: detail.into(), seen: None }
            .with_status(status_code(kind))
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status.as_u16();
        self.title = status.canonical_reason().unwrap_or("Error");
        self
    }

    /// The same with what could be seen nevertheless.
    #[must_use]
    pub fn with_seen(mut self, seen: &impl Serialize) -> Self {
        // Without it the problem is still told.
        self.seen = serde_json::to_value(seen).ok();
        self
    }
}

impl From<&Why> for Problem {
    fn from(why: &Why) -> Self {
        Self::new(why.kind, &why.message)
    }
}

impl From<koor_core::Error> for Problem {
    fn from(error: koor_core::Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

/// The HTTP status of a kind.
pub(crate) fn status_code(kind: Kind) -> StatusCode {
    StatusCode::from_u16(kind.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
