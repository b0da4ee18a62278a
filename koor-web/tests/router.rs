//! The routes over a cluster that answers from a table.
#![allow(clippy::unwrap_used, reason = "a test says what must hold by unwrapping it, in its helpers too")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use koor_core::Koor;
use koor_core::model::{Command, Kind, Source, Target};
use koor_core::port::{Answer, CephTransport, TransportError};
use koor_web::{Problem, loopback_only, router};
use tower::ServiceExt;

/// Answers by prefix; whatever it does not know fails with one kind.
#[derive(Debug)]
struct Table {
    answers: BTreeMap<&'static str, &'static str>,
    otherwise: Kind,
}

#[async_trait::async_trait]
impl CephTransport for Table {
    async fn command(&self, _: &Target, command: &Command, _: Duration) -> Result<Answer, TransportError> {
        let Some(body) = self.answers.get(command.prefix) else {
            return Err(TransportError::new(self.otherwise, "nobody <answers>"));
        };
        Ok(Answer {
            status: 0,
            message: String::new(),
            body: body.as_bytes().to_vec(),
            asked_at: jiff::Timestamp::UNIX_EPOCH,
            took: Duration::ZERO,
        })
    }

    fn source(&self) -> Source {
        Source {
            rung: "table".into(),
            cluster: "<b>ceph</b>".into(),
            detail: "a table".into(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        }
    }
}

const HEALTH: &str = r#"{"status": "HEALTH_WARN", "mutes": [], "checks": {"OSD_DOWN": {"severity": "HEALTH_WARN",
    "summary": {"message": "1 osds down", "count": 1}, "detail": [], "muted": false}}}"#;

fn app(answers: &[(&'static str, &'static str)], otherwise: Kind) -> Router {
    let table = Table { answers: answers.iter().copied().collect(), otherwise };
    router(Koor::over(Arc::new(table)))
}

async fn get(app: Router, path: &str) -> Response<Body> {
    app.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn json(response: Response<Body>) -> serde_json::Value {
    serde_json::from_str(&text(response).await).unwrap()
}

#[tokio::test]
async fn the_status_is_the_views_json() {
    let response = get(app(&[("health", HEALTH)], Kind::Unsupported), "/api/v1/status").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let status = json(response).await;
    assert_eq!(status["health"]["status"], "HEALTH_WARN");
    assert_eq!(status["osds"], serde_json::Value::Null);
}

#[tokio::test]
async fn a_page_shows_the_same_and_escapes_it() {
    let response = get(app(&[("health", HEALTH)], Kind::Unsupported), "/").await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = text(response).await;
    assert!(page.contains("1 osds down"), "{page}");
    assert!(page.contains("&lt;b&gt;ceph&lt;/b&gt;") && page.contains("nobody &lt;answers&gt;"));
    assert!(!page.contains("<script") && !page.contains("<b>"));
}

#[tokio::test]
async fn a_cluster_that_is_silent_is_a_problem_that_says_so() {
    let cases = [(Kind::Unreachable, 503), (Kind::Timeout, 504), (Kind::Denied, 403)];
    for (kind, status) in cases {
        let response = get(app(&[], kind), "/api/v1/status").await;
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let problem = json(response).await;
        assert_eq!(problem["status"], status);
        assert_eq!(problem["kind"], kind.as_str());
        assert_eq!(problem["detail"], "nobody <answers>");
        assert!(problem["seen"]["unseen"].is_array());
        let page = get(app(&[], kind), "/").await;
        assert_eq!(page.status(), status);
        assert!(text(page).await.contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let response = get(app(&[], Kind::Timeout), "/nothing").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(json(response).await["title"], "Not Found");
    let post = Request::post("/").body(Body::empty()).unwrap();
    let response = app(&[], Kind::Timeout).oneshot(post).await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    for path in ["/", "/healthz", "/api/v1/status", "/nothing"] {
        let response = get(app(&[], Kind::Timeout), path).await;
        let headers = response.headers();
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    }
    assert_eq!(text(get(app(&[], Kind::Timeout), "/healthz").await).await, "ok\n");
}

#[tokio::test]
async fn only_loopback_names_are_served() {
    let cases = [
        (Some("127.0.0.1:7480"), StatusCode::OK),
        (Some("[::1]:7480"), StatusCode::OK),
        (Some("LocalHost"), StatusCode::OK),
        (Some("rebound.example:7480"), StatusCode::FORBIDDEN),
        (Some("localhost.example"), StatusCode::FORBIDDEN),
        (None, StatusCode::FORBIDDEN),
    ];
    for (host, status) in cases {
        let mut request = Request::get("/healthz");
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        let app = loopback_only(app(&[], Kind::Timeout));
        let response = app.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), status, "{host:?}");
        assert!(response.headers().contains_key(header::CONTENT_SECURITY_POLICY));
    }
}

#[test]
fn an_error_of_the_core_is_a_problem() {
    let error = koor_core::Error::NotFound { message: "there is no osd.9".into() };
    let problem = serde_json::to_value(Problem::from(error)).unwrap();
    assert_eq!((&problem["status"], &problem["kind"]), (&404.into(), &"not_found".into()));
}
