//! `ceph health`, alone and inside `ceph status`.

use serde_json::{Map, Value, json};

use crate::sim::world::{Check, World};

pub(super) fn health(checks: &[Check], detail: bool) -> Value {
    let mut rows = Map::new();
    for check in checks {
        let mut row = json!({
            "severity": check.severity,
            "summary": {"message": check.summary, "count": check.count},
        });
        if detail {
            row["detail"] = check.detail.iter().map(|line| json!({"message": line})).collect();
        }
        row["muted"] = json!(false);
        rows.insert(check.code.to_owned(), row);
    }
    json!({"status": World::overall(checks), "checks": rows, "mutes": []})
}
