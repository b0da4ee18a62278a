//! Planted secrets of every kind, and what must stay.

use std::borrow::Cow;

use super::{bytes, text};

const AES: &str = "AQBhg0FnAAAAABAAvmXnPB5qZ0o8UXVYg4m3Rg==";
const AES256K: &str = "AgBhg0FnAAAAACAAvmXnPB5qZ0o8UXVYg4m3RhHk2p9sXq0LwB7cVdEfGhI=";
const PEM: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAplanted\n-----END RSA PRIVATE KEY-----";
const CRT: &str = "-----BEGIN CERTIFICATE-----\nMIIDpublic\n-----END CERTIFICATE-----";
const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJwbGFudGVkIjoxfQ.c2lnbmF0dXJl";

/// Every secret that is planted below; none may be left.
const PLANTED: &[&str] = &[AES, AES256K, "MIIEpAIBAAKCAQEAplanted", JWT, "hunter2", "s3cr3t", "AKIAPLANTED"];

fn clean(dirty: &str) -> String {
    let once = text(dirty).into_owned();
    for secret in PLANTED {
        assert!(!once.contains(secret), "{secret} is left in {once}");
    }
    assert!(matches!(text(&once), Cow::Borrowed(_)), "a second time changes it: {once}");
    once
}

/// The JSON with every scalar replaced by the name of its type: what must not change.
fn shape(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(list) => list.iter().map(shape).collect(),
        Value::Object(members) => Value::Object(members.iter().map(|(k, v)| (k.clone(), shape(v))).collect()),
    }
}

fn clean_json(dirty: &serde_json::Value) -> serde_json::Value {
    for written in [dirty.to_string(), serde_json::to_string_pretty(dirty).unwrap()] {
        let without: serde_json::Value = serde_json::from_str(&clean(&written)).unwrap();
        assert_eq!(shape(&without), shape(dirty));
    }
    serde_json::from_str(&clean(&dirty.to_string())).unwrap()
}

#[test]
fn a_config_dump_keeps_all_but_the_secrets() {
    let dirty = serde_json::json!([
        {"section": "mgr", "name": "mgr/dashboard/jwt_secret", "value": "s3cr3t", "level": "unknown"},
        {"value": "hunter2", "name": "mgr/dashboard/GRAFANA_API_PASSWORD", "section": "mgr"},
        {"section": "mgr", "name": "mgr/dashboard/x/key", "value": PEM},
        {"section": "mgr", "name": "mgr/dashboard/x/crt", "value": CRT},
        {"section": "client", "name": "rgw_keystone_admin_password", "value": ""},
        {"section": "mon", "name": "auth_allow_insecure_global_id_reclaim", "value": "false"},
        {"section": "global", "name": "keyring", "value": "/etc/ceph/$cluster.$name.keyring"},
        {"name": "rgw_sts_key", "value": "hunter2", "overrides": [{"source": "file", "value": "s3cr3t"}]},
        {"name": "mgr/dashboard/accessdb_v2", "value":
            serde_json::json!({"users": {"admin": {"password": "s3cr3t", "roles": ["administrator"]}}}).to_string()},
    ]);
    let without = clean_json(&dirty);
    assert_eq!(without[0]["value"], "REDACTED");
    for kept in [3, 4, 5, 6] {
        assert_eq!(without[kept], dirty[kept]);
    }
    let users: serde_json::Value = serde_json::from_str(without[8]["value"].as_str().unwrap()).unwrap();
    assert_eq!(users["users"]["admin"]["roles"][0], "administrator");
}

#[test]
fn fields_tell_by_their_own_names() {
    let without = clean_json(&serde_json::json!({
        "keys": [{"user": "u", "access_key": "AKIAPLANTED", "secret_key": "s3cr3t"}],
        "entity": "client.admin", "key": AES, "pending_key": AES256K, "privateKey": "hunter2",
        "password": 1_234_567, "secrets": ["s3cr3t", {"name": "x", "value": "hunter2"}], "secretName": "rook-key",
        "diff": {"rgw_opa_token": {"default": "", "mon": "s3cr3t", "final": "s3cr3t"}, "osd_max_backfills": {"mon": "2"}},
        "module_options": {"password": {"name": "password", "type": "str", "desc": "who may come in"}},
        "token": null, "has_secret": true, "jwt": JWT, "url": "https://admin:hunter2@rgw.example:8443/admin?x=1",
    }));
    assert_eq!(without["password"], 0);
    assert_eq!(without["secretName"], "rook-key");
    assert_eq!(without["diff"]["osd_max_backfills"]["mon"], "2");
    assert_eq!(without["module_options"]["password"]["desc"], "who may come in");
    assert_eq!(without["has_secret"], true);
    assert_eq!(without["url"], "https://admin:REDACTED@rgw.example:8443/admin?x=1");
}

#[test]
fn log_lines_are_looked_into() {
    let audit = serde_json::json!([{"prefix": "config set", "who": "mgr", "name": "mgr/dashboard/jwt_secret", "value": "s3cr3t"}]);
    let val = serde_json::json!([{"prefix": "config-key set", "key": "mgr/dashboard/key", "val": PEM}]);
    let lines = [
        format!("from='client.? 127.0.0.1:0/1' entity='client.admin' cmd={audit}: dispatch"),
        format!("from='mgr.1' cmd='{val}': finished"),
        format!("[client.rgw.a]\n\tkey = {AES}\n\tcaps mon = \"allow *\""),
        format!("started with key={AES256K}, done"),
        "login failed: password=hunter2, user=admin".into(),
        "dashboard: secret_key: \"s3cr3t\" access-key: AKIAPLANTED; ok".into(),
        "ran ceph dashboard set-x --secret-key s3cr3t --rgw x".into(),
        "ssl_private_key=hunter2 port=80".into(),
        format!("GET /api Authorization: Bearer {JWT}"),
        "sent bearer hunter2hunter2hunter2 to it".into(),
        "Authorization: Basic hunter2== x".into(),
        format!("read {PEM}\nand {CRT}"),
        "cut off: -----BEGIN OPENSSH PRIVATE KEY-----\\nMIIEpAIBAAKCAQEAplanted".into(),
        "pushing to http://push:hunter2@10.0.0.1:9091 and s3://x".into(),
    ];
    let log: serde_json::Value =
        lines.iter().map(|line| serde_json::json!({"name": "mgr.x", "message": line, "seq": 7})).collect();
    let without = clean_json(&log);
    let first = without[0]["message"].as_str().unwrap();
    assert!(first.contains("\"value\":\"REDACTED\"") && first.ends_with("}]: dispatch"), "{first}");
    assert_eq!(without[4]["message"], "login failed: password=REDACTED, user=admin");
    assert!(without[11]["message"].as_str().unwrap().contains(CRT));
    for line in &lines {
        clean(line);
    }
}

#[test]
fn what_holds_no_secret_stays_to_the_byte() {
    for same in [
        "",
        " \n{ \"a\" : [ 1.50, -2e3, true , null ],\t\"b\":\"\\u00e9\\/\" }\n",
        "{default=~host} [1,2] osd.[0,1] {\"a\": [",
        "[{\"name\": \"osd_max_backfills\", \"value\": \"1\"}, {\"name\": \"rgw_frontends\", \
         \"value\": \"beast ssl_private_key=config://rgw/cert/k.key ssl_certificate=/etc/a.pem\"}]",
        "ssl_private_key=/etc/ceph/rgw.key",
        "the mgr's password: ",
        "v2:10.0.0.1:3300 mon.a@0(leader) https://host:8443/ a@b token",
        "bearer of news, AQ and Ag, eyJ, sha256:0a1b2c, 7f891c9ff6c0",
        "{\"password\": \"\", \"token\": \"REDACTED\", \"pin_secret\": 0}",
    ] {
        assert!(matches!(text(same), Cow::Borrowed(_)), "{same} became {}", text(same));
    }
}

#[test]
fn broken_json_is_still_looked_through() {
    clean("{\"a\": {\"password\": \"hunter2\", \"b\": [1, 2");
    clean("{\"name\": \"x_secret\", \"value\": \"s3cr3t\", \"oops");
    clean("{\"password\": \"hunter2\"} telemetry is off: password=s3cr3t");
    clean(&format!("{}{{\"password\": \"hunter2\"}}", "[".repeat(100_000)));
    clean(&format!("{}{{\"password\": \"hunter2\"}}", "{\"a\":".repeat(50_000)));
    let dirty = [b"\xff\xfe password=hunter2 ".as_slice(), b"\xff", AES.as_bytes()].concat();
    let without = bytes(&dirty);
    assert_eq!(&*without, b"\xff\xfe password=REDACTED \xffREDACTED");
}

#[test]
fn a_secret_in_a_name_is_replaced_too() {
    assert_eq!(clean(&format!("{{\"{AES}\": 1, \"osd\": 2}}")), "{\"REDACTED\": 1, \"osd\": 2}");
    // Broken off behind the name, where nothing else looks at it again (found by fuzzing).
    for dirty in
        [format!("{{\"a {AES} b\":--"), format!("{{\"a {AES256K}\" 1}}"), format!("{{\"x\": {{\"{JWT}\"")]
    {
        clean(&dirty);
    }
    assert!(matches!(text("{\"a name of ordinary length\": 1}"), Cow::Borrowed(_)));
}
