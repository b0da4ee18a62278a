//! Who asks too much is told when to come back.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use connectrpc::ConnectError;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use koor_core::model::Kind;

use super::{Rate, Shared, operator};
use crate::Problem;

/// After so many requests the addresses that have their whole quota again are forgotten.
const FORGET_EVERY: u32 = 1024;

/// A quota for each address.
pub(super) struct Limit {
    of: DefaultKeyedRateLimiter<IpAddr>,
    forwarded: bool,
    asked: AtomicU32,
}

impl Limit {
    pub(super) fn new(rate: Rate) -> Self {
        // A second's worth at once, as the clients of one host come.
        let of = RateLimiter::keyed(Quota::per_second(rate.per_second));
        Self { of, forwarded: rate.forwarded, asked: AtomicU32::new(0) }
    }

    /// After how many seconds this request may come again; `None` where it may be answered.
    fn wait(&self, request: &Request) -> Option<u64> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.of.retain_recent();
        }
        let refused = self.of.check_key(&self.client(request)).err()?;
        Some(refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }

    /// Where a request comes from; the network of it for IPv6, where a host has as many addresses as it likes.
    fn client(&self, request: &Request) -> IpAddr {
        let forwarded = || {
            let last = request.headers().get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        };
        let peer = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let address = if self.forwarded { forwarded().or_else(peer) } else { peer() };
        match address.map(|address| address.to_canonical()) {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            Some(v4) => v4,
            None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        }
    }
}

/// Answers who asks too much.
pub(super) async fn limited(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let Some(seconds) = shared.limit.as_ref().and_then(|limit| limit.wait(&request)) else {
        return next.run(request).await;
    };
    shared.metrics.limited.inc();
    let sentence = format!("too many requests: come back in {seconds} s");
    let mut response = if request.uri().path() == operator::PATH {
        let refused = ConnectError::resource_exhausted(sentence).into_http_response(request.headers());
        refused.map(axum::body::Body::new).into_response()
    } else {
        Problem::new(Kind::Refused, sentence).with_status(StatusCode::TOO_MANY_REQUESTS).into_response()
    };
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}
