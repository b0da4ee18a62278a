//! What the service serves, for people.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse};
use maud::{DOCTYPE, html};

use super::{Shared, operator};

const ROUTES: [(&str, &str, &str); 5] = [
    (
        "POST",
        operator::PATH,
        "Which releases to run, for Koor's operator: Connect, gRPC, gRPC-Web; protobuf and JSON",
    ),
    ("POST", "/v2/advice", "What speaks against what you run: send as many facts as you like"),
    ("GET", "/v2/catalogue", "What all of it rests on, with its sources"),
    ("GET", "/openapi.json", "The routes, described for machines"),
    ("GET", "/version.proto", "The messages of the first route"),
];
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) async fn page(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let kept = shared.held.get();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Koor's version service" }
            }
            body {
                h1 { "Koor's version service" }
                p { "By the " (shared.held.title()) ", " (kept.age_days()) " days old." }
                table {
                    @for (method, path, what) in ROUTES {
                        tr {
                            td { (method) }
                            td { @if method == "GET" { a href=(path) { (path) } } @else { code { (path) } } }
                            td { (what) }
                        }
                    }
                }
                p { "An example:" }
                pre { "curl -H 'content-type: application/json' -d '{\"facts\": {\"ceph\": [\"18.2.4\"], \"architecture\": [\"arm64\"]}}' …/v2/advice" }
                p { "What " code { "koor versions facts" } " prints is what to send. Nothing that is asked is kept." }
            }
        }
    };
    ([(CONTENT_SECURITY_POLICY, POLICY)], Html(page.into_string()))
}
