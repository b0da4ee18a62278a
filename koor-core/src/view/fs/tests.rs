use serde_json::{Value, json};

use super::{FsList, FsRow, FsShow, MdsFilter, MdsList};
use crate::model::{FsMap, Inventory};
use crate::view::sample::{FOOTER, before, now, seen, timed_out};
use crate::view::sample_daemons::{file_systems, inventory, well};
use crate::view::{DaemonFilter, List as _, Report, Sort};

fn with(map: FsMap) -> Inventory {
    Inventory { file_systems: seen(map), ..inventory() }
}

#[test]
fn file_systems_are_listed() {
    let expected = "\
FS      STATE          RANKS  ACTIVE  REPLAY  STANDBYS  METADATA  DATA   STORED    AVAIL
cephfs  rank 1 failed    2/2  p       q              1  archive   rbd   115 MiB  3.0 GiB
";
    assert_eq!(FsList::of(&inventory(), now()).to_string(), format!("{expected}{FOOTER}"));
    let text = FsList::of(&with(well(file_systems())), now()).to_string();
    assert!(text.contains("\ncephfs  active    2/2  p,s     q "), "{text}");
    let json = serde_json::to_value(FsList::of(&inventory(), now())).unwrap();
    let fs = &json["file_systems"][0];
    assert_eq!(fs["troubles"], json!([{"stuck": true, "text": "rank 1 failed"}]));
    assert_eq!((&fs["mds"], &fs["standby_replay"]), (&json!(["p"]), &json!(["q"])));
    assert_eq!(fs["metadata_pool"]["name"], "archive");
    assert_eq!(fs["data_pools"][0]["stored_bytes"], 120_062_104);
    assert_eq!(json["standbys"], json!(["r"]));
}

#[test]
fn what_is_amiss_is_said_worst_first() {
    let state = |change: &dyn Fn(&mut FsMap)| {
        let mut map = well(file_systems());
        change(&mut map);
        FsRow::all(&with(map)).unwrap()[0].state().text
    };
    assert_eq!(state(&|_| {}), "active");
    assert_eq!(state(&|map| map.file_systems[0].max_mds = 3), "2 of 3 ranks");
    assert_eq!(state(&|map| map.file_systems[0].joinable = false), "not joinable");
    assert_eq!(state(&|map| map.file_systems[0].mds[0].state = "up:replay".into()), "rank 0 up:replay");
    assert_eq!(state(&|map| map.file_systems[0].mds[0].laggy_since = Some(before(60))), "p laggy");
    let gone = |map: &mut FsMap| {
        map.file_systems[0].ranks.clear();
        map.file_systems[0].mds.clear();
        map.file_systems[0].joinable = false;
    };
    assert_eq!(state(&gone), "no mds, not joinable");
    assert_eq!(
        state(&|map| {
            map.file_systems[0].damaged_ranks = vec![0];
            map.file_systems[0].failed_ranks = vec![1];
        }),
        "rank 0 damaged, rank 1 failed"
    );
}

#[test]
fn nobody_to_take_over_is_said() {
    let mut map = well(file_systems());
    map.standbys.clear();
    map.file_systems[0].mds.retain(|mds| !mds.follows());
    let text = FsList::of(&with(map), now()).to_string();
    assert!(text.contains("\ncephfs: no standby: a rank whose MDS fails stays without one\n"), "{text}");
}

#[test]
fn why_there_is_none() {
    let mut map = FsMap { file_systems: Vec::new(), ..file_systems() };
    let text = |map: &FsMap| FsList::of(&with(map.clone()), now()).to_string();
    let why = "This cluster has no file system: `ceph fs ls` would be empty too";
    assert_eq!(text(&map), format!("{why}; 1 MDS stands by, with nothing to serve.\n{FOOTER}"));
    map.standbys.clear();
    assert_eq!(text(&map), format!("{why}.\n{FOOTER}"));
    let mds = MdsList::of(&with(map), &MdsFilter::default(), now()).to_string();
    assert!(mds.starts_with("This cluster has no MDS, and no file system that would need one.\n"), "{mds}");
    let unseen = Inventory { file_systems: timed_out(), ..inventory() };
    let list = FsList::of(&unseen, now());
    assert!(list.to_string().starts_with("The MDS map, which names the file systems, could not be seen: "));
    assert!(list.header().failure().is_some());
    assert_eq!(serde_json::to_value(&list).unwrap()["file_systems"], Value::Null);
}

#[test]
fn a_file_system_by_itself() {
    let expected = "\
fs        cephfs (id 1): rank 1 failed
ranks     2 in use of 2 wanted, failed: 1
standbys  r; following a rank: q (1 is wanted)
clients   may join
flags     allow_snaps,allow_standby_replay
changed   2026-11-22 14:54:05 UTC (10 min ago)
checks    FS_DEGRADED  fs cephfs is degraded

MDS  STATE              FS      RANK  HOST    VERSION  LAGGY
p    up:active          cephfs     0  node-p  16.2.15      -
q    up:standby-replay  cephfs     0  node-q  16.2.15      -

POOL     HOLDS            STORED     USED    AVAIL  USE%
archive  metadata        1.0 GiB  1.5 GiB  3.0 GiB  20.0
rbd      data (default)  115 MiB  344 MiB  3.0 GiB   3.2
";
    let show = FsShow::of(&inventory(), "cephfs", now()).unwrap();
    assert_eq!(show.to_string(), format!("{expected}{FOOTER}"));
    let error = FsShow::of(&inventory(), "cefs", now()).unwrap_err();
    assert_eq!(error.to_string(), "file system cefs does not exist; the only file system is cephfs");
}

#[test]
fn mds_are_chosen_by_file_system_host_and_state() {
    let text = |filter: &MdsFilter| MdsList::of(&inventory(), filter, now()).to_string();
    let daemon = |host: Option<&str>, state: Option<&str>| MdsFilter {
        fs: None,
        daemon: DaemonFilter {
            host: host.map(str::to_owned),
            state: state.map(str::to_owned),
            ..DaemonFilter::default()
        },
    };
    let of = |fs: &str| MdsFilter { fs: Some(fs.into()), ..MdsFilter::default() };
    assert!(text(&MdsFilter::default()).contains("\nr    up:standby         -          -  node-r "));
    assert!(text(&of("cephfs")).contains("\n2 of 3 MDSs: file system cephfs\n"));
    assert!(text(&daemon(None, Some("standby"))).contains("\n1 of 3 MDSs: state standby\n"));
    assert!(text(&of("cefs")).starts_with("No file system is cefs; the only file system is cephfs.\n"));
    let none = text(&daemon(None, Some("laggy")));
    assert!(none.starts_with("No MDS is laggy; states are up:active, up:standby, up:standby-replay.\n"));
    let by_name = "mds".parse::<Sort<super::MdsRow>>().unwrap().reversed();
    let json = serde_json::to_value(MdsList::of(&inventory(), &MdsFilter::default(), now()).sorted(by_name));
    assert_eq!(json.unwrap()["mds"][0]["name"], "mds.r");
}

#[test]
fn a_laggy_mds_is_a_finding_below_the_list() {
    let mut map = well(file_systems());
    map.file_systems[0].mds[0].laggy_since = Some(before(600));
    let text = MdsList::of(&with(map), &MdsFilter::default(), now()).to_string();
    assert!(text.contains("\np    up:active(laggy or crashed) ") && text.contains(" 10 min\n"), "{text}");
    assert!(text.contains("\nKOOR_MDS_LAGGY  mds.p of file system cephfs"), "{text}");
}
