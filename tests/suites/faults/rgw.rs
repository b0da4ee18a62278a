//! Object gateways: Ceph keeps no map of how many there should be.

use crate::fault::Fault;
use crate::look::Look;

fn is_missed(look: &Look) -> bool {
    look.finding("KOOR_RGW_ABSENT")["evidence"].to_string().contains("default.rgw")
}

pub(crate) static KILLED: Fault = Fault {
    key: "rgw-killed",
    title: "The only RGW is killed",
    how: "SIGKILL to rgw.a (mgr_service_beacon_grace 10 s)",
    ceph: &["(nothing: HEALTH_OK)"],
    koor: "KOOR_RGW_ABSENT",
    exit: 0,
    stays: false,
    watch: &["status"],
    differs: |raw| raw.now["servicemap"]["services"]["rgw"].is_null(),
    make: |stage| {
        stage.cluster.kill("rgw.a").unwrap();
        vec!["rgw".into()]
    },
    told: |look, _| is_missed(look),
    status: |look, _| is_missed(look),
    also: |stage, _| {
        let gone = stage.koor(&["rgw", "ls", "-o", "json"]);
        assert_eq!(gone.code, 0, "{gone}");
        assert_eq!(stage.koor(&["status", "--fail-on", "warn"]).code, 1);
    },
    undo: |stage, _| stage.cluster.start_daemon("rgw.a").unwrap(),
};
