//! The JSON of a status, as every face gives it: the fields that programs rely on are there and have their types.
#![cfg(feature = "recording")]
#![allow(clippy::unwrap_used, reason = "a test says what must hold by unwrapping it")]

use koor_core::Koor;
use serde_json::Value;

const DEMO: &[u8] = include_bytes!("../../examples/recordings/demo.tar.zst");

#[tokio::test]
async fn the_fields_that_programs_rely_on() {
    let koor = Koor::replay(DEMO).unwrap();
    // The demo loses an OSD after some rounds: a status with a check in it shows more.
    let mut status = Value::Null;
    for _ in 0..20 {
        status = serde_json::to_value(koor.status().await).unwrap();
        if status.pointer("/health/checks/0").is_some() {
            break;
        }
    }
    let number = Value::is_u64 as fn(&Value) -> bool;
    let text = Value::is_string as fn(&Value) -> bool;
    let list = Value::is_array as fn(&Value) -> bool;
    let fields = [
        ("/schema_version", number),
        ("/cluster/fsid", text),
        ("/cluster/name", text),
        ("/source/rung", text),
        ("/source/detail", text),
        ("/collected_at", text),
        ("/health/status", text),
        ("/health/checks/0/code", text),
        ("/health/checks/0/severity", text),
        ("/health/checks/0/summary", text),
        ("/health/checks/0/detail", list),
        ("/health/checks/0/count", number),
        ("/health/checks/0/muted", Value::is_boolean),
        ("/mons/total", number),
        ("/mons/quorum", list),
        ("/mons/leader", text),
        ("/mgrs/active", text),
        ("/mgrs/standbys", list),
        ("/mgrs/standby_count", number),
        ("/osds/total", number),
        ("/osds/up", number),
        ("/osds/in", number),
        ("/pools/total", number),
        ("/pgs/total", number),
        ("/pgs/as_of", text),
        ("/pgs/by_state", Value::is_object),
        ("/capacity/as_of", text),
        ("/capacity/total_bytes", number),
        ("/capacity/used_bytes", number),
        ("/capacity/available_bytes", number),
        ("/versions/0/daemon_type", text),
        ("/versions/0/version", text),
        ("/versions/0/release", text),
        ("/versions/0/build", text),
        ("/versions/0/count", number),
        ("/findings", list),
        ("/unseen", list),
        ("/stale", list),
    ];
    for (path, is_right) in fields {
        let value = status.pointer(path);
        assert!(value.is_some_and(is_right), "{path} is {value:?} in {status:#}");
    }
    assert_eq!(status["source"]["rung"], "recording");
    assert_eq!(status["osds"]["up"], 2, "this is the moment after an OSD was killed");
}
