//! The version service's routes, in process; with clients of its protocol and over TLS see the suite `service`.
#![allow(clippy::unwrap_used, reason = "a test says what must hold by unwrapping it, in its helpers too")]

use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use koor_core::model::catalogue::HeldCatalogue;
use koor_web::version_service::{Held, MAX_REQUEST, Rate, router, router_of};
use serde_json::{Value, json};
use tower::ServiceExt;

const OPERATOR: &str = "/api.v1.VersionService/Operator";

fn built_in() -> HeldCatalogue {
    let catalogue = koor_core::wire::catalogue::built_in().clone();
    HeldCatalogue { catalogue, origin: "built in".into() }
}

fn app() -> Router {
    router_of(built_in(), None)
}

async fn sent(app: &Router, request: Request<Body>) -> (StatusCode, Response<()>, Vec<u8>) {
    let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    (parts.status, Response::from_parts(parts, ()), bytes)
}

fn posted(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()
}

async fn json_of(app: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let (status, _, bytes) = sent(app, request).await;
    (status, serde_json::from_slice(&bytes).unwrap())
}

async fn asked(runs: Value) -> (StatusCode, Value) {
    json_of(&app(), posted(OPERATOR, json!({"versions": runs}).to_string())).await
}

#[tokio::test]
async fn an_operator_is_answered_as_in_2023() {
    let (status, answer) = asked(json!({"koorOperator": "0.3.6", "ksd": "1.11.3", "ceph": "17.2.5"})).await;
    assert_eq!(status, StatusCode::OK);
    let expected = json!({"versions": {
        "koorOperator": {"version": "0.3.8", "imageUri": "koorinc/koor-operator:v0.3.8",
            "helmRepository": "https://koor-tech.github.io/koor-operator", "helmChart": "koor-operator"},
        "ksd": {"version": "1.12.0", "imageUri": "koorinc/ceph:v1.12.0",
            "imageHash": "d3d38ae93d268290bbf99545b90addaa6f51c3d1f383ef5f2ab6cb65f2cf243e",
            "helmRepository": "https://charts.koor.tech/release", "helmChart": "rook-ceph"},
        "ceph": {"version": "17.2.6", "imageUri": "quay.io/ceph/ceph:v17.2.6",
            "imageHash": "9c067c50038de818e10ab7887929b6bd496d5dcfe55fa1343854a54e61a82fab"},
    }});
    assert_eq!(answer, expected);
    // Protobuf's own names are taken, too, and a `v`; members that nobody knows are passed over.
    let (status, same) =
        asked(json!({"koor_operator": "v0.3.6", "ksd": "v1.11.3", "ceph": "v17.2.5", "new": 1})).await;
    assert_eq!((status, same), (StatusCode::OK, expected));
}

#[tokio::test]
async fn one_that_is_too_new_never_fails_the_rest_and_none_is_left_out() {
    let (status, answer) = asked(json!({"koorOperator": "0.4.0", "ksd": "1.13.0", "ceph": "17.2.5"})).await;
    assert_eq!(status, StatusCode::OK);
    let versions = &answer["versions"];
    assert_eq!(versions["koorOperator"], json!({"version": "0.4.0"}));
    assert_eq!(versions["ksd"], json!({"version": "1.13.0"}));
    assert_eq!(versions["ceph"]["version"], "17.2.6");
    let (status, answer) = asked(json!({})).await;
    assert_eq!(status, StatusCode::OK);
    for product in ["koorOperator", "ksd", "ceph"] {
        assert!(answer["versions"][product]["imageUri"].is_string(), "{product}: {answer}");
    }
}

#[tokio::test]
async fn refusals_have_connects_shape() {
    let app = app();
    for (body, says) in [
        (
            r#"{"versions":{"koorOperator":"abc"}}"#,
            "versions.koorOperator: `abc` is no version of Koor operator: write for instance 1.12.0",
        ),
        ("{}", "versions: say what runs, such as {\"versions\": {\"ceph\": \"17.2.6\"}}"),
    ] {
        let (status, response, bytes) = sent(&app, posted(OPERATOR, body)).await;
        let error: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(error, json!({"code": "invalid_argument", "message": says}));
        assert_eq!(response.headers()["version-service-version"], "v1");
    }
    let (status, error) = json_of(&app, posted(OPERATOR, "{")).await;
    assert_eq!((status, &error["code"]), (StatusCode::BAD_REQUEST, &json!("invalid_argument")));
    let huge = json!({"versions": {"ceph": "1".repeat(MAX_REQUEST)}}).to_string();
    let (_, error) = json_of(&app, posted(OPERATOR, huge)).await;
    assert_eq!(error["code"], "resource_exhausted");
    let (status, _, _) = sent(&app, Request::get(OPERATOR).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

/// By hand, so that the numbers of the fields are held against the contract and not against the same generator.
#[tokio::test]
async fn binary_protobuf_has_the_numbers_of_2023() {
    // versions = 1 { koor_operator = 2: "0.3.6", ksd = 3: "1.12.0", ceph = 4: "17.2.5" }
    let mut runs = Vec::new();
    for (number, text) in [(2u8, "0.3.6"), (3, "1.12.0"), (4, "17.2.5")] {
        runs.extend([number << 3 | 2, u8::try_from(text.len()).unwrap()]);
        runs.extend(text.as_bytes());
    }
    let mut message = vec![0x0a, u8::try_from(runs.len()).unwrap()];
    message.extend(runs);
    let request = Request::post(OPERATOR)
        .header(header::CONTENT_TYPE, "application/proto")
        .header("connect-protocol-version", "1")
        .body(Body::from(message))
        .unwrap();
    let (status, response, bytes) = sent(&app(), request).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/proto");
    // versions = 1 { koor_operator = 1 { version = 1, image_uri = 2 }, ksd = 2 { …, helm_chart = 5 }, ceph = 3 }
    assert_eq!(bytes[0], 0x0a);
    let text = String::from_utf8_lossy(&bytes);
    for part in
        ["\n\u{5}0.3.8\u{12}\u{1c}koorinc/koor-operator:v0.3.8", "\u{2a}\u{9}rook-ceph", "\n\u{6}17.2.6"]
    {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}

#[tokio::test]
async fn advice_for_the_facts_that_are_told() {
    let app = app();
    let facts = json!({"facts": {"ceph": ["18.2.4"], "architecture": ["arm64"], "warp": 9}});
    let (status, advice) = json_of(&app, posted("/v2/advice", facts.to_string())).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(advice["ignored"], json!(["warp"]));
    assert_eq!(advice["products"][0]["running"][0]["version"], "18.2.4");
    let rulings = advice["rulings"].as_array().unwrap();
    let arm = rulings.iter().find(|one| one["id"].as_str().unwrap().contains("arm64")).unwrap();
    assert_eq!((&arm["outcome"], &arm["evidence"][1]), (&json!("found"), &json!("arm64: as told")));
    assert!(!arm["sources"].as_array().unwrap().is_empty());
    // What was not told is unknown, and said to be.
    assert!(rulings.iter().any(|one| one["outcome"] == "unknown"));

    let twin = json!({"facts": {"ceph": ["18.2.4"], "architecture": ["amd64"]}});
    let (_, advice) = json_of(&app, posted("/v2/advice", twin.to_string())).await;
    let arm = |one: &Value| one["id"].as_str().unwrap().contains("arm64");
    assert!(!advice["rulings"].as_array().unwrap().iter().any(arm));
}

#[tokio::test]
async fn bad_facts_get_one_sentence() {
    let app = app();
    for (body, status, says) in [
        (r#"{"facts":{"cephfs":"yes"}}"#, 400, "`cephfs` is yes or no: write true or false"),
        (r#"{"fact":{}}"#, 422, "these are no facts"),
        ("{", 400, "these are no facts"),
    ] {
        let (got, problem) = json_of(&app, posted("/v2/advice", body)).await;
        assert_eq!(got.as_u16(), status, "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains(says), "{problem}");
    }
    let huge = json!({"facts": {"pool": ["x".repeat(MAX_REQUEST)]}}).to_string();
    let (status, problem) = json_of(&app, posted("/v2/advice", huge)).await;
    assert_eq!((status.as_u16(), &problem["detail"]), (413, &json!("the facts have more than 64 KiB")));
    let untyped = Request::post("/v2/advice").body(Body::from("{}")).unwrap();
    assert_eq!(json_of(&app, untyped).await.0.as_u16(), 415);
}

#[tokio::test]
async fn the_catalogue_is_told_once_until_it_changes() {
    let held = Arc::new(Held::new(built_in()));
    let app = router(Arc::clone(&held), None);
    let get = |tag: &str| {
        Request::get("/v2/catalogue").header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap()
    };
    let (status, first, bytes) = sent(&app, get("\"none\"")).await;
    assert_eq!(
        (status, &first.headers()[header::CACHE_CONTROL]),
        (StatusCode::OK, &"public, max-age=300".parse().unwrap())
    );
    let catalogue: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(catalogue["bad"].as_array().unwrap().len() > 20);
    let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
    let (status, _, bytes) = sent(&app, get(&format!("\"a\", W/{tag}"))).await;
    assert_eq!((status, bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let mut newer = built_in();
    newer.catalogue.bad.clear();
    held.replace(newer);
    assert_eq!(sent(&app, get(&tag)).await.0, StatusCode::OK, "another catalogue has another tag");
}

#[tokio::test]
async fn who_asks_too_much_is_told_when_to_come_back() {
    let rate = Rate { per_second: NonZeroU32::new(2).unwrap(), forwarded: true };
    let app = router_of(built_in(), Some(rate));
    let from = |path: &str, address: &str| {
        let mut request = posted(path, r#"{"versions":{}}"#);
        request.headers_mut().insert("x-forwarded-for", address.parse().unwrap());
        request
    };
    // Whoever stands before the last address wrote it himself.
    for liar in ["192.0.2.9, 198.51.100.1", "192.0.2.8, 198.51.100.1"] {
        assert_eq!(sent(&app, from(OPERATOR, liar)).await.0, StatusCode::OK);
    }
    let (status, response, bytes) = sent(&app, from(OPERATOR, "198.51.100.1")).await;
    let error: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((status.as_u16(), &error["code"]), (429, &json!("resource_exhausted")));
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    let (status, problem) = json_of(&app, from("/v2/advice", "198.51.100.1")).await;
    assert_eq!((status.as_u16(), &problem["detail"]), (429, &json!("too many requests: come back in 1 s")));
    assert_eq!(sent(&app, from(OPERATOR, "198.51.100.2")).await.0, StatusCode::OK, "somebody else");
    // One host has a whole network of IPv6.
    for last in ["2001:db8::1", "2001:db8::2"] {
        assert_eq!(sent(&app, from(OPERATOR, last)).await.0, StatusCode::OK);
    }
    assert_eq!(sent(&app, from(OPERATOR, "2001:db8::3")).await.0.as_u16(), 429);
    let health = Request::get("/healthz").body(Body::empty()).unwrap();
    assert_eq!(sent(&app, health).await.0, StatusCode::OK, "whoever looks after it is never refused");
}

#[tokio::test]
async fn what_is_counted_names_nobody() {
    let app = app();
    sent(&app, posted(OPERATOR, r#"{"versions":{"ceph":"17.2.5"}}"#)).await;
    sent(&app, Request::get("/198.51.100.7/secret").body(Body::empty()).unwrap()).await;
    let (status, _, bytes) = sent(&app, Request::get("/metrics").body(Body::empty()).unwrap()).await;
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(status, StatusCode::OK);
    for line in [
        r#"koor_version_service_requests_total{route="/api.v1.VersionService/Operator",form="json",code="200"} 1"#,
        r#"koor_version_service_requests_total{route="other",form="none",code="404"} 1"#,
        "koor_version_service_limited_total 0",
        "koor_version_service_request_duration_seconds_count 2",
        "koor_version_service_catalogue_age_seconds ",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(!text.contains("198.51.100.7") && !text.contains("17.2.5"), "{text}");
}

#[tokio::test]
async fn every_route_of_the_papers_is_there_and_others_are_not() {
    let app = app();
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    let (_, described) = json_of(&app, get("/openapi.json")).await;
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(path);
            let (status, ..) = sent(&app, request.body(Body::empty()).unwrap()).await;
            assert!(![404, 405].contains(&status.as_u16()), "{method} {path}: {status}");
        }
    }
    let (_, _, page) = sent(&app, get("/")).await;
    assert!(
        String::from_utf8(page).unwrap().contains(&format!("catalogue of {}", built_in().catalogue.dated))
    );
    let (_, _, proto) = sent(&app, get("/version.proto")).await;
    assert!(String::from_utf8(proto).unwrap().contains("rpc Operator(OperatorRequest)"));
    let (status, response, _) = sent(&app, get("/nowhere")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let (status, ..) = sent(&app, posted("/v2/catalogue", "")).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}
