//! A metadata server that dies with nobody to take over: Ceph stays `HEALTH_OK`, its clients hang.

use crate::stage::{Stage, View};

pub(crate) fn killed(stage: &Stage) {
    stage.cluster.kill("mds.a").unwrap();
    for view in [View::Status, View::Health] {
        let looks = stage.see(view, "the laggy MDS", |look| !look.finding("KOOR_MDS_LAGGY").is_null());
        for look in looks {
            let found = look.finding("KOOR_MDS_LAGGY");
            assert_eq!(found["severity"], "HEALTH_ERR", "{look}");
            let said = found["sentence"].as_str().unwrap();
            assert!(said.contains("mds.a") && said.contains("cephfs"), "{look}");
            assert_eq!(look.code, 0, "{look}");
        }
    }
    let text = stage.koor(&["status"]);
    assert!(text.stdout.contains("a laggy or crashed"), "{text}");
    // Ceph's own word would let a script go on.
    assert_eq!(stage.koor(&["status", "--fail-on", "error"]).code, 1);
    stage.cluster.start_daemon("mds.a").unwrap();
    stage.see(View::Status, "an MDS that serves", |look| look.findings().is_empty());
}
