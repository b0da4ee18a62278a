//! What is counted, for Prometheus.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use koor_core::model::Kind;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::Shared;
use crate::Problem;

/// Of a request: which route, in which form, how it ended. Nothing of who asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    route: String,
    form: &'static str,
    code: u16,
}

pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Histogram,
    /// Requests that were refused because their client asked too much.
    pub limited: Counter,
    age: Gauge<u64, AtomicU64>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("koor_version_service");
        let requests = Family::<Labels, Counter>::default();
        let buckets = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1.0];
        let seconds = Histogram::new(buckets);
        let (limited, age) = (Counter::default(), Gauge::default());
        registry.register("requests", "Requests answered, by route, form and HTTP status", requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time from a request's headers to its answer's",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register("limited", "Requests refused because their client asked too much", limited.clone());
        registry.register_with_unit(
            "catalogue_age",
            "Time since the day the catalogue in use was brought up to date",
            Unit::Seconds,
            age.clone(),
        );
        Self { registry, requests, seconds, limited, age }
    }
}

pub(super) async fn counted(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    // A route and not a path: who asks for any path makes no new series.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let form = form(request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()));
    let response = next.run(request).await;
    let code = response.status().as_u16();
    shared.metrics.requests.get_or_create(&Labels { route, form, code }).inc();
    shared.metrics.seconds.observe(began.elapsed().as_secs_f64());
    response
}

/// The form of a request's body.
fn form(content_type: Option<&str>) -> &'static str {
    match content_type.map(|text| text.split(';').next().unwrap_or_default().trim()) {
        None => "none",
        Some("application/json") => "json",
        Some("application/proto") => "proto",
        Some(grpc) if grpc.starts_with("application/grpc-web") => "grpc-web",
        Some(grpc) if grpc.starts_with("application/grpc") => "grpc",
        Some(_) => "other",
    }
}

pub(super) async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    shared.metrics.age.set(shared.held.get().age_days() * 86_400);
    let mut text = String::new();
    match encode(&mut text, &shared.metrics.registry) {
        Ok(()) => {
            let form = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(CONTENT_TYPE, form)], text).into_response()
        }
        Err(error) => {
            Problem::new(Kind::Internal, format!("the metrics can't be written: {error}")).into_response()
        }
    }
}
