//! One mon of three: the others go on, and Koor with them.

use serde_json::json;

use crate::stage::{Stage, View};

/// The leader dies, which is also the mon that a session is likely to be with.
pub(crate) fn killed(stage: &Stage) {
    let (leader, peons) = stage.leader_and_peons();
    let short = |name: &str| name.trim_start_matches("mon.").to_owned();
    let left: Vec<String> = peons.iter().map(|name| short(name)).collect();
    stage.cluster.kill(&leader).unwrap();
    let looks = stage.see(View::Status, "a quorum of two", |look| {
        look.json["mons"]["quorum"] == json!(left) && look.code == 0
    });
    for look in looks {
        assert_eq!(look.json["mons"]["total"], 3, "{look}");
        assert!(left.contains(&look.json["mons"]["leader"].as_str().unwrap().to_owned()), "{look}");
        // Ceph says it after some time, until then Koor does.
        let named = [look.check("MON_DOWN"), look.finding("KOOR_MON_OUT_OF_QUORUM")];
        let named = named.iter().find(|said| !said.is_null());
        let named = named.unwrap_or_else(|| panic!("nothing names the mon: {look}"));
        assert!(named.to_string().contains(&short(&leader)), "{look}");
    }
    let text = stage.koor(&["status"]);
    assert_eq!(text.code, 0, "{text}");
    assert!(text.stdout.contains("2 of 3 in quorum"), "{text}");
    assert_eq!(stage.koor(&["status", "--fail-on", "warn"]).code, 1);
    let mons = stage.koor(&["daemon", "--type", "mon"]);
    assert_eq!(mons.code, 0, "{mons}");
    stage.cluster.start_daemon(&leader).unwrap();
    stage.see(View::Status, "a quorum of three", |look| {
        look.json["mons"]["quorum"].as_array().map(Vec::len) == Some(3)
    });
}
