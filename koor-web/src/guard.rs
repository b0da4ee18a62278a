//! What every answer carries, and who may ask.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use koor_core::model::Kind;

use crate::Problem;

/// A page may show text and its own stylesheet, which is named by its hash, and nothing else.
const POLICY: &str = concat!(
    "default-src 'none'; style-src '",
    crate::page::style_hash!(),
    "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
);

/// Adds the headers of every answer, errors included.
pub(crate) async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        // A status that somebody's cache kept is worse than none.
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Answers only those who ask for this host by a loopback name.
///
/// Listening on loopback alone keeps other hosts out, but not other web pages: one whose name is made to resolve to
/// 127.0.0.1 could read everything through a visitor's browser. Its requests carry its own name.
pub fn loopback_only(router: Router) -> Router {
    router.layer(middleware::from_fn(async |request: Request, next: Next| {
        if asks_for_loopback(&request) {
            next.run(request).await
        } else {
            let detail = "this console serves its own host only: ask for localhost, 127.0.0.1 or [::1]";
            headers(Problem::new(Kind::Denied, detail).into_response()).await
        }
    }))
}

fn asks_for_loopback(request: &Request) -> bool {
    request.headers().get(HOST).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok()).is_some_and(
        |host| {
            let name = host.host();
            let address = name.trim_start_matches('[').trim_end_matches(']');
            name.eq_ignore_ascii_case("localhost")
                || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        },
    )
}
