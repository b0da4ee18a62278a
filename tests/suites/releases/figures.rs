//! `koor status` against `ceph status`, figure by figure.

use std::collections::BTreeMap;

use koor_testbed::{Cluster, Error};
use koor_tests::command::inside;
use serde_json::{Value, json};

use crate::Site;
use crate::settle::{rows, until_equal};

type Pairs = Vec<(String, Value, Value)>;

/// On a healthy cluster, and on one with a flag set, so that health has something to say.
pub(crate) fn status_is_cephs(site: &Site) {
    let cluster = &site.cluster;
    until_equal(cluster, "the status of a healthy cluster", compare);
    cluster.ceph_all(&["osd set noout"]).unwrap();
    cluster.wait_check("OSDMAP_FLAGS").unwrap();
    until_equal(cluster, "the status of a cluster with noout", |cluster| {
        let mut pairs = compare(cluster)?;
        let flags = inside(cluster, &["status", "-o", "json"]).json()["osds"]["flags"].clone();
        pairs.push(("osds.flags".into(), flags, json!(["noout"])));
        Ok(pairs)
    });
    cluster.ceph_all(&["osd unset noout"]).unwrap();
    cluster.wait_complete().unwrap();
}

fn compare(cluster: &Cluster) -> Result<Pairs, Error> {
    // Koor between two looks of Ceph's own: what moved meanwhile is not compared.
    let before = cluster.status()?;
    let koor = inside(cluster, &["status", "-o", "json"]).well().json();
    let ceph = cluster.status()?;
    let mut pairs = identity(&koor, &ceph);
    pairs.extend(counts(&koor, &ceph));
    for (ours, theirs) in [
        ("total_bytes", "bytes_total"),
        ("used_bytes", "bytes_used"),
        ("available_bytes", "bytes_avail"),
        ("stored_bytes", "data_bytes"),
        ("objects", "num_objects"),
    ] {
        let (was, is) = (&before["pgmap"][theirs], &ceph["pgmap"][theirs]);
        if was == is {
            pairs.push((format!("capacity.{ours}"), koor["capacity"][ours].clone(), is.clone()));
        } else {
            // Not equal to anything: look again.
            pairs.push((format!("capacity.{ours} at rest"), was.clone(), is.clone()));
        }
    }
    pairs.extend(maps(cluster, &koor)?);
    Ok(pairs)
}

fn identity(koor: &Value, ceph: &Value) -> Pairs {
    let codes: Vec<&String> = ceph["health"]["checks"].as_object().unwrap().keys().collect();
    let mut ours: Vec<&Value> = rows(&koor["health"]["checks"]).iter().map(|check| &check["code"]).collect();
    ours.sort_by_key(ToString::to_string);
    let mut names = rows(&koor["mons"]["quorum"]).to_vec();
    names.sort_by_key(ToString::to_string);
    let mut theirs = rows(&ceph["quorum_names"]).to_vec();
    theirs.sort_by_key(ToString::to_string);
    vec![
        ("fsid".into(), koor["cluster"]["fsid"].clone(), ceph["fsid"].clone()),
        ("health".into(), koor["health"]["status"].clone(), ceph["health"]["status"].clone()),
        ("checks".into(), json!(ours), json!(codes)),
        ("quorum".into(), names.into(), theirs.into()),
        ("unseen".into(), koor["unseen"].clone(), json!([])),
    ]
}

fn counts(koor: &Value, ceph: &Value) -> Pairs {
    let states: BTreeMap<&str, u64> = rows(&ceph["pgmap"]["pgs_by_state"])
        .iter()
        .map(|row| (row["state_name"].as_str().unwrap(), row["count"].as_u64().unwrap()))
        .collect();
    let path = |root: &Value, path: &str| root.pointer(path).cloned().unwrap_or(Value::Null);
    let mut pairs: Pairs = [
        ("/mons/total", "/monmap/num_mons"),
        ("/osds/total", "/osdmap/num_osds"),
        ("/osds/up", "/osdmap/num_up_osds"),
        ("/osds/in", "/osdmap/num_in_osds"),
        ("/osds/remapped_pgs", "/osdmap/num_remapped_pgs"),
        ("/pools/total", "/pgmap/num_pools"),
        ("/pgs/total", "/pgmap/num_pgs"),
        ("/mgrs/available", "/mgrmap/available"),
        ("/mgrs/standby_count", "/mgrmap/num_standbys"),
    ]
    .map(|(ours, theirs)| (ours.to_owned(), path(koor, ours), path(ceph, theirs)))
    .into();
    pairs.push(("pgs.by_state".into(), koor["pgs"]["by_state"].clone(), json!(states)));
    pairs
}

/// What `ceph status` does not tell: names of the mgrs, versions, the file system, the gateways.
fn maps(cluster: &Cluster, koor: &Value) -> Result<Pairs, Error> {
    let mgrs = cluster.ceph_json(&["mgr", "dump"])?;
    let mut standbys: Vec<&Value> = rows(&mgrs["standbys"]).iter().map(|mgr| &mgr["name"]).collect();
    standbys.sort_by_key(|name| name.as_str());
    let versions = cluster.ceph_json(&["versions"])?;
    let mut theirs = BTreeMap::new();
    for (kind, list) in versions.as_object().unwrap().iter().filter(|(kind, _)| *kind != "overall") {
        for (version, count) in list.as_object().unwrap() {
            theirs.insert(format!("{kind} {}", version.split(' ').nth(2).unwrap()), count.clone());
        }
    }
    let ours: BTreeMap<String, Value> = rows(&koor["versions"])
        .iter()
        .map(|row| {
            let name = [&row["daemon_type"], &row["version"]].map(|word| word.as_str().unwrap().to_owned());
            (name.join(" "), row["count"].clone())
        })
        .collect();
    Ok(vec![
        ("mgrs.active".into(), koor["mgrs"]["active"].clone(), mgrs["active_name"].clone()),
        ("mgrs.standbys".into(), koor["mgrs"]["standbys"].clone(), json!(standbys)),
        ("versions".into(), json!(ours), json!(theirs)),
        ("rgws".into(), koor["rgws"]["total"].clone(), json!(cluster.shape().rgw)),
        (
            "file systems".into(),
            koor["file_systems"].clone(),
            json!([{"name": "cephfs", "mds": ["a up:active"], "laggy": [], "standbys": 0}]),
        ),
    ])
}
