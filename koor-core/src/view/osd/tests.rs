use serde_json::json;

use super::OsdShow;
use crate::Error;
use crate::model::{Kind, OsdId};
use crate::view::Report;
use crate::view::sample::{self, FOOTER, now, timed_out};

fn show(id: u32) -> OsdShow {
    OsdShow::of(&sample::inventory(), OsdId(id), now()).unwrap()
}

#[test]
fn an_osd_that_serves() {
    let expected = "\
osd      osd.1 is up, in
down     never marked down
where    root=default / host=node1
class    hdd
weights  CRUSH 0.00977, reweight 1, primary affinity 1
usage    9.0 GiB of 10.0 GiB used (90.0 %), 1.0 GiB left
         data 4.5 GiB, omap 0 B, store 4.5 GiB; 1.25× the average
latency  commit 3 ms, apply 3 ms; median of 2 hdd OSDs: 2.5 and 2.5 ms
pgs      serves 3 PGs, leads 1 of them
         1 active+clean, leads 0
         1 active+clean+scrubbing, leads 0
         1 active+undersized+degraded+remapped, leads 1
runs     16.2.15 pacific, bluestore; created with 16.2.15 pacific
         on node1 (x86_64, 6.1.0)
devices  sdb, 10.0 GiB, spinning
         sdb=VENDOR_MODEL_1
public   v2:10.0.0.1:6800
cluster  v2:10.1.0.1:6800
flags    nearfull, noout (from cluster), norebalance (from host=node1)
uuid     00000000-0000-0000-0000-000000000001
";
    assert_eq!(show(1).to_string(), format!("{expected}{FOOTER}"));
}

#[test]
fn an_osd_that_is_gone() {
    let text = show(2).to_string();
    for line in [
        "osd      osd.2 is down, out\n",
        "down     marked down 2026-11-22 12:04:05 UTC (3 h ago)\n",
        "usage    unknown: Ceph counts nothing on an OSD that is out\n",
        "latency  none while it is down; median of 2 hdd OSDs: 2.5 and 2.5 ms\n",
        "pgs      serves 0 PGs, leads 0 of them, 1 more on the way to it\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

#[test]
fn json_counts_pgs_by_state() {
    let json = serde_json::to_value(show(0)).unwrap();
    let osd = &json["osd"];
    assert_eq!((&osd["id"], &osd["name"]), (&json!(0), &json!("osd.0")));
    assert_eq!(osd["data_bytes"], 1_u64 << 29);
    assert_eq!(
        osd["pg_states"]["by_state"],
        json!([
            {"state": "active+clean", "acting": 1, "primary": 1},
            {"state": "active+clean+scrubbing", "acting": 1, "primary": 1},
        ])
    );
    assert_eq!(osd["pg_states"]["arriving"], 1, "it shall serve 1.2 and does not yet");
    assert_eq!(osd["class_median"], json!({"commit_ms": 2.5, "apply_ms": 2.5, "osds": 2}));
    assert_eq!(osd["inherited_flags"], json!([{"flag": "noout", "from": "cluster"}]));
}

#[test]
fn an_osd_that_does_not_exist() {
    let error = OsdShow::of(&sample::inventory(), OsdId(9), now()).unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }));
    assert_eq!(error.to_string(), "osd.9 does not exist; OSDs are osd.0, osd.1, osd.2, osd.3");
    let mut inventory = sample::inventory();
    inventory.osd_map = timed_out();
    let show = OsdShow::of(&inventory, OsdId(9), now()).unwrap();
    assert!(show.osd.is_none(), "nobody can tell");
    assert_eq!(show.header().failure().map(|why| why.kind), Some(Kind::Timeout));
    let text = show.to_string();
    let expected = "osd.9: the OSD map could not be seen: the mgr did not answer within 5 s.\n";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn parts_that_were_not_seen_are_unknown() {
    let mut inventory = sample::inventory();
    inventory.pgs = timed_out();
    inventory.osd_metadata = timed_out();
    inventory.osd_latency = timed_out();
    let text = OsdShow::of(&inventory, OsdId(0), now()).unwrap().to_string();
    for line in [
        "pgs      3 PGs; their states are unknown\n",
        "latency  unknown\n",
        "devices  unknown\n",
        "runs     unknown version, unknown store\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    inventory.osd_usage = timed_out();
    inventory.crush = timed_out();
    let text = OsdShow::of(&inventory, OsdId(0), now()).unwrap().to_string();
    for line in [
        "usage    unknown\n",
        "where    unknown\n",
        "class    unknown\n",
        "pgs      unknown\n",
        "weights  CRUSH unknown",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}
