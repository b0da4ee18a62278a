//! What somebody set and forgot: a flag, a mute.

use crate::look::Look;
use crate::stage::{Stage, View};
use crate::table::Table;

pub(crate) fn left_set(stage: &Stage, _: &Table) {
    stage.cluster.ceph_all(&["osd set noout"]).unwrap();
    let looks = stage.see(View::Status, "the flag noout", |look| {
        look.json["osds"]["flags"] == serde_json::json!(["noout"])
            && look.checks() == ["OSDMAP_FLAGS"]
            && look.code == 0
    });
    assert!(looks.iter().all(|look| look.json["health"]["status"] == "HEALTH_WARN"));
    let text = stage.koor(&["status"]);
    assert!(text.stdout.contains("flags noout"), "{text}");
    // A script that waits for health must not go on.
    assert_eq!(stage.koor(&["status", "--fail-on", "warn"]).code, 1);
    stage.cluster.ceph_all(&["osd unset noout"]).unwrap();
    stage.see(View::Status, "no flag", |look| look.json["osds"]["flags"] == serde_json::json!([]));
}

pub(crate) fn muted(stage: &Stage, _: &Table) {
    let commands = ["osd set noout", "health mute OSDMAP_FLAGS 1h"];
    stage.cluster.ceph_all(&commands).unwrap();
    // Muted means that it does not count, not that it is not there.
    let is_muted = |look: &Look| {
        look.json["health"]["status"] == "HEALTH_OK" && look.check("OSDMAP_FLAGS")["muted"] == true
    };
    stage.see(View::Status, "the muted check", is_muted);
    for look in stage.see(View::Health, "the muted check", is_muted) {
        assert_eq!(look.json["health"]["mutes"][0]["code"], "OSDMAP_FLAGS", "{look}");
    }
    let text = stage.koor(&["status"]);
    assert!(text.stdout.contains("(muted)"), "{text}");
    let text = stage.koor(&["health"]);
    assert!(text.stdout.contains("HEALTH_OK: 1 check is raised, 1 of them muted."), "{text}");
    assert_eq!(stage.koor(&["health", "--fail-on", "warn"]).code, 0);
    let commands = ["osd unset noout", "health unmute OSDMAP_FLAGS"];
    stage.cluster.ceph_all(&commands).unwrap();
}
