//! What is not there any longer, and what Ceph does not say of it.

use super::cluster::{change, healthy, raise, take_down};
use super::{codes, empty, ping, seen, silent_mgr};
use crate::assess::{Finding, Grade, findings};
use crate::model::{
    CephVersion, DaemonMetadata, DaemonName, DaemonType, Inventory, Kind, Part, VersionCount, Versions,
};

fn found(inventory: &Inventory, code: &str) -> Finding {
    let all = findings(inventory);
    all.iter().find(|one| one.code == code).unwrap_or_else(|| panic!("{code}: {all:#?}")).clone()
}

#[test]
fn osds_that_are_out_are_not_forgotten() {
    let mut inventory = healthy();
    take_down(&mut inventory, &[3]);
    for osd in &mut change(&mut inventory.osd_map).osds {
        osd.is_in = !matches!(osd.id.0, 3 | 5);
    }
    let out = found(&inventory, "KOOR_OSD_OUT");
    assert_eq!((out.grade, out.sentence.as_str()), (Grade::Advice, "osd.3, osd.5 are out."));
    assert_eq!(
        out.evidence,
        [
            "osd.3 (host node1) is down and out since 2026-11-22 15:04 UTC: nobody counts on it",
            "osd.5 (host node2) is up and out: it takes no data, what it holds moves to others"
        ]
    );
    for osd in &mut change(&mut inventory.osd_map).osds {
        osd.state = vec!["destroyed".into()];
    }
    assert!(!codes(&inventory).contains(&"KOOR_OSD_OUT"), "whose disk is being replaced is known");
}

#[test]
fn gateways_are_missed_where_their_pools_are() {
    let status = |rgws| {
        let mut inventory = Inventory { osd_map: healthy().osd_map, ..silent_mgr() };
        change(&mut inventory.cluster).counts.rgws = rgws;
        super::cluster::seen_mut(&mut inventory.pg_digest).stale = None;
        inventory
    };
    assert_eq!(codes(&status(0)), [""; 0], "no pool of one");
    let mut gone = status(0);
    change(&mut gone.osd_map).pools[0].applications = vec!["rgw".into()];
    let rgw = found(&gone, "KOOR_RGW_ABSENT");
    assert!(rgw.evidence[1].ends_with(": rbd"), "{rgw:?}");
    change(&mut gone.cluster).counts.rgws = 1;
    assert_eq!(codes(&gone), [""; 0]);
    let mut traces = status(0);
    change(&mut traces.osd_map).pools[0].applications = vec!["rgw".into()];
    change(&mut traces.osd_map).pools[0].name = ".rgw.root".into();
    assert_eq!(codes(&traces), [""; 0], "any radosgw-admin makes that pool");
}

fn version(text: &str) -> CephVersion {
    CephVersion::parse(&format!("ceph version {text} (abc) reef (stable)")).unwrap()
}

#[test]
fn who_runs_an_older_release_is_named() {
    let row = |daemon_type: &str, text, count| VersionCount {
        daemon_type: DaemonType(daemon_type.into()),
        version: version(text),
        count,
    };
    let same = Versions(vec![row("mon", "18.2.7", 3), row("mgr", "18.2.7", 2)]);
    let mut inventory = Inventory { versions: seen(same, None), ..healthy() };
    assert_eq!(codes(&inventory), [""; 0]);
    change(&mut inventory.versions).0[1].count = 1;
    change(&mut inventory.versions).0.push(row("mgr", "16.2.15", 1));
    let mixed = found(&inventory, "KOOR_VERSIONS_MIXED");
    assert_eq!(mixed.sentence, "1 of 5 daemons runs 16.2.15 reef, the newest is 18.2.7 reef.");
    assert_eq!(mixed.evidence, ["1 mgr runs 16.2.15 reef"], "nobody told who");
    let said = |id: &str, text| DaemonMetadata {
        name: DaemonName::new("mgr", id),
        hostname: None,
        version: Some(version(text)),
        arch: None,
        kernel: None,
        distribution: None,
    };
    inventory.mgr_metadata = seen(vec![said("x", "18.2.7"), said("y", "16.2.15")], None);
    assert_eq!(found(&inventory, "KOOR_VERSIONS_MIXED").evidence, ["1 mgr runs 16.2.15 reef: mgr.y"]);
    raise(&mut inventory, "DAEMON_OLD_VERSION", "There are daemons running an older version of ceph", &[]);
    assert_eq!(codes(&inventory), [""; 0], "Ceph says it");
}

#[test]
fn mons_that_moved() {
    let mut inventory = healthy();
    for (at, mon) in change(&mut inventory.mons).mons.iter_mut().enumerate() {
        mon.addresses = vec![format!("v2:10.0.0.{at}:3300"), format!("v1:10.0.0.{at}:6789")];
    }
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    inventory.source.mon_host = named(&["10.0.0.0:6789", "10.0.0.1:3300", "mon-c.example:3300"]);
    assert_eq!(codes(&inventory), [""; 0], "a name may be any of them");
    inventory.source.mon_host = named(&["10.0.0.0:6789", "10.0.9.1:3300", "10.0.0.2:3301"]);
    let old = found(&inventory, "KOOR_MON_HOST_OLD");
    assert!(old.sentence.starts_with("2 of the 3 mons"), "{old}");
    assert_eq!(old.evidence[0], "mon_host names 10.0.9.1:3300, where the monmap has no mon");
    assert!(old.next.contains("v2:10.0.0.0:3300"), "{}", old.next);
}

#[test]
fn nobody_answers_at_mon_host() {
    let mut inventory = empty();
    inventory.cluster = Part::unseen(Kind::Unreachable, "no mon opened a session");
    inventory.mon_pings = seen(vec![ping("a", false), ping("b", false)], None);
    let none = found(&inventory, "KOOR_NO_MON_ANSWERS");
    assert!(none.sentence.contains("any of the 2 addresses"), "{none}");
    assert_eq!(none.evidence, ["the mon at a does not run", "the mon at b does not run"]);
    inventory.mon_pings = seen(vec![ping("a", true), ping("b", false)], None);
    assert_eq!(codes(&inventory), ["KOOR_NO_QUORUM"], "one runs");
}
