//! States that the clusters behind the answers were not in, or that a release prints oddly.

use koor_core::model::{DaemonType, PgState, Ratio};
use koor_core::wire::{self, DecodeError};
use serde_json::{Value, json};

use crate::answers::{DECODERS, RELEASES, answer, read};

fn value(release: &str, name: &str) -> Value {
    serde_json::from_slice(&answer(release, name)).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

#[test]
fn a_laggy_mds_says_since_when() {
    for release in RELEASES {
        let mut dump = value(release, "fs_dump");
        let infos = dump["filesystems"][0]["mdsmap"]["info"].as_object_mut().unwrap();
        for info in infos.values_mut() {
            info["laggy_since"] = json!("2026-11-22T17:20:24.692335+0000");
        }
        let map = wire::fs::decode(&bytes(&dump)).unwrap();
        let since = map.file_systems[0].mds[0].laggy_since.unwrap();
        assert_eq!(since.to_string(), "2026-11-22T17:20:24.692335Z");
        assert_eq!(map.standbys[0].laggy_since, None);
    }
}

#[test]
fn a_file_system_that_keeps_clients_out_is_not_joinable() {
    for release in RELEASES {
        let mut dump = value(release, "fs_dump");
        let flags = dump["filesystems"][0]["mdsmap"]["flags"].as_u64().unwrap();
        dump["filesystems"][0]["mdsmap"]["flags"] = json!(flags | 1);
        dump["filesystems"][0]["mdsmap"]["failed"] = json!([1]);
        dump["filesystems"][0]["mdsmap"]["damaged"] = json!([2]);
        let fs = wire::fs::decode(&bytes(&dump)).unwrap().file_systems.remove(0);
        assert!(!fs.joinable);
        assert_eq!((fs.failed_ranks, fs.damaged_ranks), (vec![1], vec![2]));
    }
}

#[test]
fn without_an_active_mgr_there_is_nobody_and_no_time() {
    for release in RELEASES {
        let mut dump = value(release, "mgr_dump");
        dump["active_name"] = json!("");
        dump["available"] = json!(false);
        dump["active_addrs"] = json!({"addrvec": []});
        dump["standbys"] = json!([]);
        let map = wire::mgr::decode(&bytes(&dump)).unwrap();
        assert_eq!(map.active, None);
        assert_eq!(map.active_since, None);
        assert!(!map.available && map.standbys.is_empty() && map.active_addresses.is_empty());
    }
}

#[test]
fn a_service_is_told_by_its_daemons_and_the_factless_rows_are_left_out() {
    let empty = json!({"start_epoch": 0, "start_stamp": "0.000000", "gid": 0,
        "addr": "(unrecognized address family 0)/0", "metadata": {}, "task_status": {}});
    for release in RELEASES {
        let mut dump = value(release, "service_dump");
        for name in ["mon", "mgr", "osd", "mds", "nfs"] {
            dump["services"][name] = json!({"daemons": {"summary": "", "x": empty}});
        }
        let services = wire::service::decode(&bytes(&dump)).unwrap();
        let names: Vec<_> = services.iter().map(|service| service.service_type.as_str()).collect();
        assert_eq!(names, ["nfs", "rgw"]);
        let nfs = &services[0].daemons[0];
        assert_eq!((nfs.key.as_str(), &nfs.id, nfs.started, &nfs.address), ("x", &None, None, &None));
    }
}

#[test]
fn a_device_may_say_how_worn_it_is_and_no_latest_day() {
    let text = json!([{"devid": "VENDOR_MODEL_S2", "location": [{"host": "node1", "dev": "nvme0n1",
        "path": "/dev/disk/by-path/pci-1"}], "daemons": ["osd.1", "mon.a"], "wear_level": 0.15,
        "life_expectancy_min": "2027-01-01T00:00:00.000000+0000", "life_expectancy_max": "0.000000"}]);
    let device = wire::device::decode(&bytes(&text)).unwrap().remove(0);
    assert_eq!(device.wear_level, Some(0.15));
    assert_eq!(device.locations[0].device, "nvme0n1");
    assert_eq!(device.daemons[1].to_string(), "mon.a");
    assert!(device.life_expectancy_min.is_some() && device.life_expectancy_max.is_none());
    let error = wire::device::decode(br#"[{"devid":"x","location":[],"daemons":["osd"]}]"#).unwrap_err();
    assert!(error.to_string().starts_with("field `[0].daemons[0]`: `osd` is not a daemon"), "{error}");
}

#[test]
fn a_number_that_is_none_is_an_error() {
    for release in RELEASES {
        for (name, field) in [
            ("osd_df", "\"utilization\":"),
            ("osd_df", "\"var\":"),
            ("time_sync", "\"skew\":"),
            ("df_detail", "\"percent_used\":"),
            ("osd_dump", "\"weight\":"),
        ] {
            let text = String::from_utf8(answer(release, name)).unwrap();
            let start = text.find(field).unwrap() + field.len();
            let end = start + text[start..].find([',', '}']).unwrap();
            let (_, decode) = DECODERS.into_iter().find(|(known, _)| *known == name).unwrap();
            for token in ["nan", "-nan", "inf", "-inf", "NaN", "Infinity"] {
                let damaged = format!("{}{token}{}", &text[..start], &text[end..]);
                let error = decode(damaged.as_bytes()).unwrap_err();
                assert!(matches!(error, DecodeError::NotJson { .. }), "{release} {name} {token}: {error}");
            }
        }
    }
}

#[test]
fn time_sync_of_a_mon_alone_has_no_skews() {
    let alone = br#"{"timechecks":{"epoch":2,"round":0,"round_status":"finished"}}"#;
    assert_eq!(wire::mon::clocks(alone).unwrap(), []);
}

#[test]
fn a_daemon_that_never_spoke_has_no_version() {
    let text =
        br#"{"osd":{"unknown":1,"ceph version 16.2.15 (618f) pacific (stable)":2},"overall":{"unknown":1}}"#;
    let versions = wire::version::decode(text).unwrap();
    assert_eq!((versions.0.len(), versions.0[0].count), (1, 2));
    let error = wire::version::decode(br#"{"osd":{"16":1},"overall":{}}"#).unwrap_err();
    assert_eq!(error.to_string(), "field `osd`: `16` is no version of Ceph");
    let never = wire::daemon::metadata("mds", br#"[{"name":"x"}]"#).unwrap();
    assert_eq!((never[0].name.to_string().as_str(), &never[0].version), ("mds.x", &None));
    // An upgrade under way: both versions of a type, the older one first.
    let mixed = br#"{"rgw":{},"osd":{"ceph version 18.2.7 (b) reef (stable)":1,"ceph version 16.2.15 (a) pacific (stable)":2},
        "nfs":{"ceph version 18.2.7 (b) reef (stable)":1},"mon":{"ceph version 18.2.7 (b) reef (stable)":3},"overall":{}}"#;
    let rows: Vec<_> = wire::version::decode(mixed)
        .unwrap()
        .0
        .into_iter()
        .map(|row| format!("{} {} {}", row.daemon_type, row.version.version, row.count))
        .collect();
    assert_eq!(rows, ["mon 18.2.7 3", "osd 16.2.15 2", "osd 18.2.7 1", "nfs 18.2.7 1"]);
}

#[test]
fn a_pool_of_an_unknown_type_is_an_error_with_its_place() {
    let mut dump = value("18.2.7", "osd_dump");
    dump["pools"][1]["type"] = json!(2);
    let error = wire::osd_map::decode(&bytes(&dump)).unwrap_err();
    assert_eq!(error.to_string(), "field `pools[1].type`: 2 is neither replicated (1) nor erasure-coded (3)");
}

#[test]
fn holes_and_classless_devices_of_crush() {
    let mut dump = value("16.2.15", "crush_dump");
    dump["devices"] = json!([{"id": 2, "name": "osd.2"}, {"id": 1, "name": "device1"}, {"id": 0, "name": "osd.0", "class": "ssd"}]);
    let crush = wire::crush::decode(&bytes(&dump)).unwrap();
    let devices: Vec<_> = crush.devices.iter().map(|device| (device.id.0, device.class.as_deref())).collect();
    assert_eq!(devices, [(0, Some("ssd")), (2, None)]);
}

#[test]
fn a_pg_nobody_leads_waits_for_osds() {
    let mut dump = value("20.2.4", "pg_dump");
    let row = &mut dump["pg_map"]["pg_stats"][0];
    let id = row["pgid"].as_str().unwrap().to_owned();
    row["state"] = json!("incomplete");
    row["acting_primary"] = json!(-1);
    row["acting"] = json!([2_147_483_647, 1]);
    row["blocked_by"] = json!([2]);
    row["last_active"] = json!("0.000000");
    let (map, _) = wire::pg::map(&bytes(&dump)).unwrap();
    let pg = map.pgs.iter().find(|pg| pg.id.to_string() == id).unwrap();
    assert_eq!(pg.state, PgState("incomplete".into()));
    assert_eq!((pg.acting_primary, pg.acting[0], pg.last_active), (None, None, None));
    assert_eq!(pg.blocked_by[0].to_string(), "osd.2");
}

#[test]
fn an_event_that_was_given_up_has_failed() {
    let text = br#"{"events":[],"completed":[{"id":"a","message":"m","refs":[],"started_at":1795370491.25,
        "finished_at":1795370496.5,"failed":true,"failure_message":"gave up"}]}"#;
    let event = wire::event::progress(text).unwrap().remove(0);
    assert!(event.failed);
    assert_eq!(event.progress, Ratio(1.0));
    assert_eq!(event.started.unwrap().to_string(), "2026-11-22T18:01:31.25Z");
    let text = br#"{"events":[{"id":"a","message":"m","progress":0.5,"started_at":1e300}],"completed":[]}"#;
    let error = wire::event::progress(text).unwrap_err();
    assert!(error.to_string().starts_with("field `events[0].started_at`: "), "{error}");
}

#[test]
fn the_log_keeps_its_last_fifty_lines() {
    let mut log = value("16.2.15", "log_last");
    let line = log[0].clone();
    let lines = log.as_array_mut().unwrap();
    lines.clear();
    for number in 0..60 {
        let mut line = line.clone();
        line["message"] = json!(number.to_string());
        lines.push(line);
    }
    let kept = wire::log::decode(&bytes(&log)).unwrap();
    assert_eq!((kept.len(), kept[0].message.as_str(), kept[49].message.as_str()), (50, "10", "59"));
}

#[test]
fn peers_sort_by_the_rank_of_their_type() {
    let features = read("16.2.15", "features", wire::feature::decode);
    let ranks: Vec<_> = features.iter().map(|group| DaemonType(group.peer.clone()).order()).collect();
    assert!(ranks.is_sorted());
}
