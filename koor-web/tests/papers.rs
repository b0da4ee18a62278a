//! What describes the version service to machines is what it serves: made of its types, kept in `openapi/`.
//!
//! After a change: `KOOR_BLESS=1 cargo test -p koor-web --test papers`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what must hold by unwrapping it")]

use std::path::Path;

use koor_core::model::catalogue::{Catalogue, Facts};
use koor_core::view::VersionAdvice;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

fn described() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut types = settings.into_generator();
    let (facts, advice, catalogue) = (
        types.subschema_for::<Facts>(),
        types.subschema_for::<VersionAdvice>(),
        types.subschema_for::<Catalogue>(),
    );
    let mut schemas = types.take_definitions(true);
    for (name, schema) in operators() {
        schemas.insert(name.into(), schema);
    }
    let of = |schema: Value| json!({"application/json": {"schema": schema}});
    let named = |name: &str| of(json!({"$ref": format!("#/components/schemas/{name}")}));
    let problem = |what: &str| {
        json!({"description": what, "content": {"application/problem+json": {"schema":
        {"$ref": "#/components/schemas/Problem"}}}})
    };
    let refused = |what: &str| json!({"description": what, "content": named("ConnectError")});
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Koor's version service",
            "version": "2",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Which releases of Ceph, Rook, Kubernetes and Ceph-CSI to run, and what speaks against those that run. Nothing that is asked is kept.",
        },
        "paths": {
            "/api.v1.VersionService/Operator": {"post": {
                "operationId": "operator",
                "summary": "Which releases to run, for Koor's operator. Connect, gRPC and gRPC-Web; in protobuf it is described by /version.proto",
                "requestBody": {"required": true, "content": named("OperatorRequest")},
                "responses": {
                    "200": {"description": "No product is left out. One without an image is what runs: there is nothing newer to hand out",
                        "content": named("OperatorResponse")},
                    "400": refused("What is said to run is no version (invalid_argument)"),
                    "429": refused("Too many requests (resource_exhausted); Retry-After says when to come back"),
                },
            }},
            "/v2/advice": {"post": {
                "operationId": "advice",
                "summary": "What speaks against what runs, for as many facts as the client likes to send: `koor versions facts` prints those of a cluster",
                "requestBody": {"required": true, "content": of(serde_json::to_value(facts).unwrap())},
                "responses": {
                    "200": {"description": "The advice", "content": of(serde_json::to_value(advice).unwrap())},
                    "400": problem("A fact is not of its trait's kind, or the body is no JSON"),
                    "413": problem("More than 64 KiB"),
                    "415": problem("Not sent as application/json"),
                    "422": problem("JSON, and no facts"),
                    "429": problem("Too many requests; Retry-After says when to come back"),
                },
            }},
            "/v2/catalogue": {"get": {
                "operationId": "catalogue",
                "summary": "The catalogue that all answers rest on, with its sources",
                "parameters": [{"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}],
                "responses": {
                    "200": {"description": "The catalogue; its ETag changes with it", "content": of(serde_json::to_value(catalogue).unwrap())},
                    "304": {"description": "It is the one that the client has"},
                    "429": problem("Too many requests; Retry-After says when to come back"),
                },
            }},
        },
        "components": {"schemas": schemas},
    })
}

/// The messages of the proto as JSON has them.
fn operators() -> [(&'static str, Value); 5] {
    let text = |what: &str| json!({"type": "string", "description": what});
    let release = json!({"type": "object", "description": "A release. What is empty is left out", "properties": {
        "version": text("`1.12.0`"), "imageUri": text("The image with its tag"), "imageHash": text("Its SHA-256"),
        "helmRepository": text("Where its chart is"), "helmChart": text("What its chart is called")}});
    let runs = json!({"type": "object", "description": "What runs; what does not is left out", "properties": {
        "kube": text("Kubernetes"), "koorOperator": text("Koor's operator"), "ksd": text("KSD"), "ceph": text("Ceph")}});
    [
        (
            "OperatorRequest",
            json!({"type": "object", "required": ["versions"], "properties": {"versions": runs}}),
        ),
        (
            "OperatorResponse",
            json!({"type": "object", "properties": {"versions": {"type": "object", "properties": {
            "koorOperator": {"$ref": "#/components/schemas/DetailedVersion"},
            "ksd": {"$ref": "#/components/schemas/DetailedVersion"},
            "ceph": {"$ref": "#/components/schemas/DetailedVersion"}}}}}),
        ),
        ("DetailedVersion", release),
        (
            "ConnectError",
            json!({"type": "object", "required": ["code"], "properties": {
            "code": text("`invalid_argument`, …"), "message": text("One sentence")}}),
        ),
        (
            "Problem",
            json!({"type": "object", "description": "RFC 9457", "required": ["type", "title", "status", "kind", "detail"], "properties": {
            "type": text("about:blank"), "title": text("The status in words"), "status": {"type": "integer"},
            "kind": text("What sort of failure"), "detail": text("One sentence")}}),
        ),
    ]
}

#[test]
fn the_kept_description_is_of_what_is_served() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/version-service.json");
    let mut text = serde_json::to_string_pretty(&described()).unwrap();
    text.push('\n');
    if std::env::var_os("KOOR_BLESS").is_some() {
        std::fs::write(&kept, &text).unwrap();
    }
    let before = std::fs::read_to_string(&kept).unwrap_or_default();
    assert!(
        before == text,
        "{} is not of what is served: look at the difference, then run this test with KOOR_BLESS=1",
        kept.display()
    );
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|one| references(one, found));
            }
            Value::Array(all) => all.iter().for_each(|one| references(one, found)),
            _ => {}
        }
    }
    let described = described();
    let mut found = Vec::new();
    references(&described, &mut found);
    assert!(found.len() > 20, "{found:?}");
    for one in found {
        assert!(described.pointer(one.strip_prefix('#').unwrap()).is_some(), "{one} leads nowhere");
    }
}
