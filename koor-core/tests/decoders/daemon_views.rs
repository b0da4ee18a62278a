//! What the lists of mons, mgrs, file systems, gateways and versions make of each release's answers.

use koor_core::view::{DaemonFilter, List as _, MdsFilter, ModuleFilter, OsdFilter, OsdRow, Sort};
use serde_json::{Value, json};

use crate::answers::{RELEASES, answer};
use crate::whole::koor;

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn mons_and_mgrs() {
    for release in RELEASES {
        let mons = koor(release).mon_list(&DaemonFilter::default()).await;
        let mons = serde_json::to_value(&mons).unwrap();
        assert_eq!(names(&mons["mons"]), ["mon.a", "mon.b", "mon.c"], "{release}");
        assert_eq!((&mons["quorum"]["leader"], &mons["quorum"]["may_fail"]), (&json!("a"), &json!(1)));
        for (rank, mon) in mons["mons"].as_array().unwrap().iter().enumerate() {
            assert_eq!((&mon["rank"], &mon["skew_s"]), (&json!(rank), &json!(0.0)), "{release}");
            assert_eq!(mon["clock_health"], "HEALTH_OK");
            assert_eq!((&mon["hostname"], &mon["version"]["version"]), (&json!("node0"), &json!(release)));
            assert!(mon["addresses"][0].as_str().unwrap().starts_with("v2:127.0.0.1:2"));
        }
        assert!(mons["mons"][1]["latency_s"].as_f64().unwrap() > 0.0);
        let mon = serde_json::to_value(koor(release).mon("b").await.unwrap()).unwrap();
        assert_eq!((&mon["mon"]["arch"], &mon["mon"]["checks"]), (&json!("x86_64"), &json!([])));

        let mgrs = serde_json::to_value(koor(release).mgr_list(&DaemonFilter::default()).await).unwrap();
        let dump: Value = serde_json::from_slice(&answer(release, "mgr_dump")).unwrap();
        let active = format!("mgr.{}", dump["active_name"].as_str().unwrap());
        assert_eq!((names(&mgrs["mgrs"]).len(), names(&mgrs["mgrs"])[0]), (2, active.as_str()), "{release}");
        assert_eq!(
            (&mgrs["mgrs"][0]["active"], &mgrs["mgrs"][1]["state"]),
            (&json!(true), &json!("standby"))
        );
        assert!(mgrs["mgrs"][0]["active_since"].is_string());
        let modules = serde_json::to_value(koor(release).mgr_modules(ModuleFilter::On).await).unwrap();
        assert_eq!(names(&modules["modules"]), ["dashboard", "prometheus"], "{release}");
        assert!(modules["modules"][0]["url"].as_str().unwrap().starts_with("http://127.0.0.1:2"));
    }
}

#[tokio::test]
async fn file_systems_and_gateways() {
    for release in RELEASES {
        let file_systems = serde_json::to_value(koor(release).fs_list().await).unwrap();
        let fs = &file_systems["file_systems"][0];
        assert_eq!((&fs["name"], &fs["troubles"]), (&json!("cephfs"), &json!([])), "{release}");
        assert_eq!((&fs["mds"], &fs["standby_replay"]), (&json!(["x"]), &json!(["z"])));
        assert!(fs["metadata_pool"]["name"].is_string() && fs["stored_bytes"].is_u64(), "{fs}");
        let mds = serde_json::to_value(koor(release).mds_list(&MdsFilter::default()).await).unwrap();
        assert_eq!(names(&mds["mds"]), ["mds.x", "mds.z", "mds.y"], "those that stand by come last");

        let show = serde_json::to_value(koor(release).fs("cephfs").await.unwrap()).unwrap();
        let flags = &show["file_system"]["flags"];
        assert_eq!(flags, &json!(["allow_snaps", "allow_multimds_snaps", "allow_standby_replay"]));
        // Since 18 Ceph names them itself.
        let dump: Value = serde_json::from_slice(&answer(release, "fs_dump")).unwrap();
        if let Some(named) = dump["filesystems"][0]["mdsmap"]["flags_state"].as_object() {
            for (flag, set) in named.iter().filter(|(flag, _)| *flag != "joinable") {
                assert_eq!(flags.as_array().unwrap().contains(&json!(flag)), set == true, "{release} {flag}");
            }
        }

        let gateways = serde_json::to_value(koor(release).rgw_list(&DaemonFilter::default()).await).unwrap();
        let rgw = &gateways["gateways"][0];
        assert_eq!((&rgw["name"], &rgw["zone"]), (&json!("rgw.a"), &json!("default")), "{release}");
        assert!(rgw["frontends"][0]["endpoints"][0].as_str().unwrap().starts_with("127.0.0.1:2"), "{rgw}");
        assert_eq!(rgw["version"]["version"], release);
    }
}

#[tokio::test]
async fn versions_count_the_daemons_that_they_name() {
    for release in RELEASES {
        let versions = serde_json::to_value(koor(release).versions(None).await).unwrap();
        assert_eq!((&versions["alike"], &versions["newest"]["version"]), (&json!(true), &json!(release)));
        let rows = versions["versions"].as_array().unwrap().iter();
        for row in rows.filter(|row| row["daemon_type"].is_string()) {
            assert_eq!(row["count"], row["daemons"].as_array().unwrap().len(), "{release} {row}");
        }
        assert_eq!(versions["untold"], json!(["osd.3"]), "{release}: it was destroyed");
    }
}

#[tokio::test]
async fn osds_of_a_pool_in_an_order() {
    for release in RELEASES {
        let filter = OsdFilter { pool: Some("rbd".into()), ..OsdFilter::default() };
        let sort: Sort<OsdRow> = "osd".parse().unwrap();
        let list = koor(release).osd_list(&filter).await.sorted(sort.reversed());
        let json = serde_json::to_value(list).unwrap();
        let pgs: Value = serde_json::from_slice(&answer(release, "pg_dump")).unwrap();
        let rows = pgs["pg_map"]["pg_stats"].as_array().unwrap();
        let of_rbd = rows.iter().filter(|pg| pg["pgid"].as_str().unwrap().starts_with("1."));
        let mut ids: Vec<i64> = of_rbd
            .flat_map(|pg| ["up", "acting"].map(|set| pg[set].as_array().unwrap().clone()))
            .flatten()
            .filter_map(|id| id.as_i64().filter(|id| *id < 1000))
            .collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids.dedup();
        let ours: Vec<i64> =
            json["osds"].as_array().unwrap().iter().map(|osd| osd["id"].as_i64().unwrap()).collect();
        assert_eq!(ours, ids, "{release}");
    }
}
