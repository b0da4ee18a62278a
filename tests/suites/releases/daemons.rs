//! Mons, mgrs, file systems, gateways and versions against Ceph's own answers.

use koor_testbed::{Cluster, Error};
use serde_json::{Value, json};

use crate::Site;
use crate::lists::{Pairs, each, koor};
use crate::settle::{column, row, rows, until_equal};

pub(crate) fn are_cephs(site: &Site) {
    let cluster = &site.cluster;
    until_equal(cluster, "mon ls", mons);
    until_equal(cluster, "mgr ls", mgrs);
    until_equal(cluster, "mgr modules", modules);
    until_equal(cluster, "fs ls", file_systems);
    until_equal(cluster, "fs mds", mds);
    until_equal(cluster, "rgw ls", gateways);
    until_equal(cluster, "versions", versions);
    until_equal(cluster, "single ones", |cluster| Ok(single_ones(cluster)));
}

fn mons(cluster: &Cluster) -> Result<Pairs, Error> {
    let (dump, quorum) = (cluster.ceph_json(&["mon", "dump"])?, cluster.ceph_json(&["quorum_status"])?);
    let ours = koor(cluster, "mon ls");
    let names: Vec<String> =
        rows(&dump["mons"]).iter().map(|mon| format!("mon.{}", mon["name"].as_str().unwrap())).collect();
    let mut pairs = vec![
        ("names".into(), column(&ours["mons"], "name"), json!(names)),
        ("leader".into(), ours["quorum"]["leader"].clone(), quorum["quorum_leader_name"].clone()),
        ("quorum".into(), ours["quorum"]["quorum"].clone(), quorum["quorum_names"].clone()),
        ("needed".into(), ours["quorum"]["needed"].clone(), json!(names.len() / 2 + 1)),
    ];
    for theirs in rows(&dump["mons"]) {
        let name = format!("mon.{}", theirs["name"].as_str().unwrap());
        let own = row(&ours["mons"], "name", &json!(name));
        let addresses: Vec<String> = rows(&theirs["public_addrs"]["addrvec"])
            .iter()
            .map(|one| format!("{}:{}", one["type"].as_str().unwrap(), one["addr"].as_str().unwrap()))
            .collect();
        let state = if theirs["name"] == quorum["quorum_leader_name"] { "leader" } else { "peon" };
        let facts =
            [("rank", theirs["rank"].clone()), ("addresses", json!(addresses)), ("state", json!(state))];
        pairs.extend(each(&name, own, &facts));
    }
    Ok(pairs)
}

fn mgrs(cluster: &Cluster) -> Result<Pairs, Error> {
    let dump = cluster.ceph_json(&["mgr", "dump"])?;
    let ours = koor(cluster, "mgr ls");
    let standbys = rows(&dump["standbys"]).iter().map(|mgr| &mgr["name"]);
    let mut names: Vec<String> = std::iter::once(&dump["active_name"])
        .chain(standbys)
        .map(|name| format!("mgr.{}", name.as_str().unwrap()))
        .collect();
    names.sort();
    Ok(vec![
        ("names".into(), column(&ours["mgrs"], "name"), json!(names)),
        ("first".into(), ours["mgrs"][0]["state"].clone(), json!("active")),
    ])
}

fn modules(cluster: &Cluster) -> Result<Pairs, Error> {
    let theirs = cluster.ceph_json(&["mgr", "module", "ls"])?;
    let names =
        |state: &str| column(&koor(cluster, &format!("mgr modules --state {state}"))["modules"], "name");
    let sorted = |field: &str| {
        let mut all: Vec<String> =
            rows(&theirs[field]).iter().map(|name| name.as_str().unwrap().to_owned()).collect();
        all.sort();
        json!(all)
    };
    Ok(vec![
        ("on".into(), names("on"), sorted("enabled_modules")),
        ("always on".into(), names("always-on"), sorted("always_on_modules")),
        ("failed".into(), names("failed"), json!([])),
    ])
}

fn file_systems(cluster: &Cluster) -> Result<Pairs, Error> {
    let theirs = cluster.ceph_json(&["fs", "ls"])?;
    let ours = koor(cluster, "fs ls");
    let mut pairs = vec![("names".into(), column(&ours["file_systems"], "name"), column(&theirs, "name"))];
    for fs in rows(&theirs) {
        let name = fs["name"].as_str().unwrap();
        let own = row(&ours["file_systems"], "name", &fs["name"]);
        let mdsmap = cluster.ceph_json(&["fs", "get", name])?["mdsmap"].clone();
        let facts = [("max_mds", mdsmap["max_mds"].clone()), ("ranks", mdsmap["in"].clone())];
        pairs.extend(each(name, own, &facts));
        pairs.push((
            format!("{name}.metadata"),
            own["metadata_pool"]["name"].clone(),
            fs["metadata_pool"].clone(),
        ));
        pairs.push((format!("{name}.data"), column(&own["data_pools"], "name"), fs["data_pools"].clone()));
        pairs.push((format!("{name}.troubles"), own["troubles"].clone(), json!([])));
    }
    Ok(pairs)
}

fn mds(cluster: &Cluster) -> Result<Pairs, Error> {
    let dump = cluster.ceph_json(&["fs", "dump"])?;
    let ours = koor(cluster, "fs mds");
    let info =
        rows(&dump["filesystems"]).iter().flat_map(|fs| fs["mdsmap"]["info"].as_object().unwrap().values());
    let all: Vec<&Value> = info.chain(rows(&dump["standbys"])).collect();
    let mut pairs = vec![("count".into(), json!(rows(&ours["mds"]).len()), json!(all.len()))];
    for theirs in all {
        let name = format!("mds.{}", theirs["name"].as_str().unwrap());
        let own = row(&ours["mds"], "name", &json!(name));
        let rank = Some(&theirs["rank"]).filter(|rank| rank.as_i64() >= Some(0)).cloned();
        pairs.extend(each(&name, own, &[("state", theirs["state"].clone()), ("rank", json!(rank))]));
    }
    Ok(pairs)
}

fn gateways(cluster: &Cluster) -> Result<Pairs, Error> {
    let dump = cluster.ceph_json(&["service", "dump"])?;
    let ours = koor(cluster, "rgw ls");
    let theirs = dump["services"]["rgw"]["daemons"].as_object().unwrap();
    let mut pairs = Vec::new();
    let mut keys: Vec<&String> = theirs.keys().filter(|key| *key != "summary").collect();
    keys.sort();
    pairs.push(("keys".into(), column(&ours["gateways"], "key"), json!(keys)));
    for key in keys {
        let metadata = &theirs[key]["metadata"];
        let own = row(&ours["gateways"], "key", &json!(key));
        let facts = [
            ("name", json!(format!("rgw.{}", metadata["id"].as_str().unwrap()))),
            ("zone", metadata["zone_name"].clone()),
            ("zonegroup", metadata["zonegroup_name"].clone()),
            ("hostname", metadata["hostname"].clone()),
        ];
        pairs.extend(each(key, own, &facts));
        pairs.push((format!("{key}.frontend"), own["frontends"][0]["type"].clone(), json!("beast")));
    }
    Ok(pairs)
}

fn versions(cluster: &Cluster) -> Result<Pairs, Error> {
    let theirs = cluster.ceph_json(&["versions"])?;
    let ours = koor(cluster, "versions");
    let mut pairs = vec![("alike".into(), ours["alike"].clone(), json!(true))];
    for (daemon_type, counts) in theirs.as_object().unwrap() {
        if daemon_type == "overall" {
            continue;
        }
        let own = row(&ours["versions"], "daemon_type", &json!(daemon_type));
        let count: u64 = counts.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        pairs.push((format!("{daemon_type}.count"), own["count"].clone(), json!(count)));
        pairs.push((format!("{daemon_type}.daemons"), json!(rows(&own["daemons"]).len()), json!(count)));
    }
    // What asks is of the release that the root holds; no Kubernetes stands beside it, and nothing of one is guessed.
    let asks = row(&ours["versions"], "what", &json!("librados"));
    let major = format!("{}.", cluster.shape().release.major());
    let of_release = asks["version"].as_str().is_some_and(|version| version.starts_with(&major));
    pairs.push(("librados".into(), of_release.into(), json!(true)));
    let unknown: Vec<&Value> = rows(&ours["unknown"]).iter().map(|one| &one["what"]).collect();
    let kube = ["rook", "helm-chart", "ceph-csi", "toolbox", "kubernetes", "kubelet"];
    pairs.push(("unknown".into(), json!(unknown), json!(kube)));
    Ok(pairs)
}

/// One of each by itself, and lists that are chosen and ordered.
fn single_ones(cluster: &Cluster) -> Pairs {
    let first = |line: &str, list: &str, field: &str| {
        koor(cluster, line)[list][0][field].as_str().unwrap_or_default().to_owned()
    };
    let (fs, key) = (first("fs ls", "file_systems", "name"), first("rgw ls", "gateways", "key"));
    let largest_first = koor(cluster, "pool ls --sort id --reverse");
    let ids: Vec<u64> = rows(&largest_first["pools"]).iter().filter_map(|pool| pool["id"].as_u64()).collect();
    let on_node2 = koor(cluster, "pg ls --host node2");
    let has = |pg: &Value| rows(&pg["acting"]).iter().chain(rows(&pg["up"])).any(|osd| *osd == 2);
    let all_on_node2 = !rows(&on_node2["pgs"]).is_empty() && rows(&on_node2["pgs"]).iter().all(has);
    let (rbd, osds) =
        (koor(cluster, "pool ls --application rbd"), koor(cluster, "osd ls --pool rbd")["osds"].clone());
    vec![
        ("mon show".into(), koor(cluster, "mon show b")["mon"]["name"].clone(), json!("mon.b")),
        ("mgr show".into(), koor(cluster, "mgr show x")["mgr"]["arch"].is_string().into(), json!(true)),
        ("fs show".into(), koor(cluster, &format!("fs show {fs}"))["file_system"]["name"].clone(), json!(fs)),
        ("rgw show".into(), koor(cluster, &format!("rgw show {key}"))["gateway"]["key"].clone(), json!(key)),
        (
            "pools by id, largest first".into(),
            (ids.len() > 1 && ids.is_sorted_by(|a, b| a > b)).into(),
            json!(true),
        ),
        ("OSDs of rbd".into(), column(&osds, "id"), json!([0, 1, 2])),
        ("PGs of node2".into(), all_on_node2.into(), json!(true)),
        ("pools for rbd".into(), column(&rbd["pools"], "name"), json!(["rbd"])),
    ]
}
