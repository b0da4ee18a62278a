//! Reading `ceph status`: whether all is well, and if not, what stands in the way.

use serde_json::Value;

use crate::Shape;

/// What keeps a freshly started cluster from being ready for a test; nothing when it is.
///
/// More than the health: with a manager still on its way the cluster may already call itself healthy.
pub(crate) fn blockers(status: &Value, shape: &Shape) -> Vec<String> {
    let mut found = unhealthy(status);
    found.extend(unclean(status));
    let mut expect = |what: &str, have: u64, want: usize| {
        if have != want as u64 {
            found.push(format!("{what}: {have} of {want}"));
        }
    };
    let quorum = status["quorum_names"].as_array().map_or(0, Vec::len);
    expect("mons in quorum", quorum as u64, shape.mons);
    expect("OSDs up", number(status, "/osdmap/num_up_osds"), shape.osds);
    let active = u64::from(status["mgrmap"]["available"] == true);
    expect("mgrs", active + number(status, "/mgrmap/num_standbys"), shape.mgrs);
    if shape.mds > 0 {
        let active = status["fsmap"]["by_rank"].as_array().into_iter().flatten();
        expect("active mds", active.filter(|mds| mds["status"] == "up:active").count() as u64, 1);
        expect("standby mds", number(status, "/fsmap/up:standby"), shape.mds - 1);
    }
    found
}

/// The health checks that are raised, with their summaries; nothing when the cluster is `HEALTH_OK`.
pub(crate) fn unhealthy(status: &Value) -> Vec<String> {
    let health = &status["health"];
    if health["status"] == "HEALTH_OK" {
        return Vec::new();
    }
    let mut found = vec![health["status"].as_str().unwrap_or("no health told").to_owned()];
    for (code, check) in health["checks"].as_object().into_iter().flatten() {
        let summary = check["summary"]["message"].as_str().unwrap_or_default();
        found.push(format!("{code}: {summary}"));
    }
    found
}

/// The states of placement groups that are not active and clean.
pub(crate) fn unclean(status: &Value) -> Vec<String> {
    let all_states = status["pgmap"]["pgs_by_state"].as_array().into_iter().flatten();
    let mut known = 0;
    let mut found = Vec::new();
    for state in all_states {
        let (name, count) =
            (state["state_name"].as_str().unwrap_or("?"), state["count"].as_u64().unwrap_or(0));
        known += count;
        // Scrubbing says more behind `active+clean` and is no trouble.
        if !name.starts_with("active+clean") {
            found.push(format!("{count} placement groups {name}"));
        }
    }
    let all = number(status, "/pgmap/num_pgs");
    if known < all {
        found.push(format!("{} placement groups without a state", all - known));
    }
    found
}

/// Whether that health check is raised.
pub(crate) fn has_check(status: &Value, code: &str) -> bool {
    status["health"]["checks"].get(code).is_some()
}

fn number(status: &Value, pointer: &str) -> u64 {
    status.pointer(pointer).and_then(Value::as_u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_empty_answer_is_not_health() {
        assert!(!blockers(&Value::Null, &Shape::small()).is_empty());
    }

    #[test]
    fn scrubbing_is_clean_and_peering_is_not() {
        let status = json!({"pgmap": {"num_pgs": 9, "pgs_by_state": [
            {"state_name": "active+clean+scrubbing", "count": 5}, {"state_name": "peering", "count": 3}]}});
        let found = unclean(&status);
        assert_eq!(found, ["3 placement groups peering", "1 placement groups without a state"]);
    }
}
