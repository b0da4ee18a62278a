//! The lists (`osd`, `pool`, `pg`, `df`, `daemon`) against Ceph's own answers, row by row.

use koor_testbed::{Cluster, Error};
use koor_tests::command::inside;
use serde_json::{Value, json};

use crate::Site;
use crate::settle::{column, row, rows, until_equal};

pub(crate) type Pairs = Vec<(String, Value, Value)>;

pub(crate) fn are_cephs(site: &Site) {
    let cluster = &site.cluster;
    until_equal(cluster, "osd ls", osds);
    until_equal(cluster, "osd tree", tree);
    until_equal(cluster, "pool ls", pools);
    until_equal(cluster, "pg ls", pgs);
    until_equal(cluster, "df", df);
    until_equal(cluster, "daemon", daemons);
    single_ones(cluster);
}

pub(crate) fn koor(cluster: &Cluster, args: &str) -> Value {
    let words: Vec<&str> = args.split(' ').chain(["-o", "json"]).collect();
    inside(cluster, &words).well().json()
}

/// Pairs of one row: ours by its field, and a value of Ceph's.
pub(crate) fn each(what: &str, ours: &Value, theirs: &[(&str, Value)]) -> Pairs {
    let pair =
        |(field, value): &(&str, Value)| (format!("{what}.{field}"), ours[*field].clone(), value.clone());
    theirs.iter().map(pair).collect()
}

fn osds(cluster: &Cluster) -> Result<Pairs, Error> {
    let (usage, dump) = (cluster.ceph_json(&["osd", "df"])?, cluster.ceph_json(&["osd", "dump"])?);
    let list = koor(cluster, "osd ls");
    let mut pairs = vec![
        ("ids".into(), column(&list["osds"], "id"), column(&usage["nodes"], "id")),
        ("total".into(), list["total"].clone(), json!(rows(&dump["osds"]).len())),
    ];
    for theirs in rows(&usage["nodes"]) {
        let ours = row(&list["osds"], "id", &theirs["id"]);
        let map = row(&dump["osds"], "osd", &theirs["id"]);
        let bytes = |field: &str| json!(theirs[field].as_u64().unwrap() * 1024);
        pairs.extend(each(
            theirs["name"].as_str().unwrap(),
            ours,
            &[
                ("name", theirs["name"].clone()),
                ("device_class", theirs["device_class"].clone()),
                ("host", json!(format!("node{}", theirs["id"]))),
                ("pgs", theirs["pgs"].clone()),
                ("crush_weight", theirs["crush_weight"].clone()),
                ("reweight", theirs["reweight"].clone()),
                ("size_bytes", bytes("kb")),
                ("used_bytes", bytes("kb_used")),
                ("available_bytes", bytes("kb_avail")),
                ("utilization", json!(theirs["utilization"].as_f64().unwrap() / 100.0)),
                ("up", json!(map["up"] == 1)),
                ("in", json!(map["in"] == 1)),
            ],
        ));
    }
    Ok(pairs)
}

fn tree(cluster: &Cluster) -> Result<Pairs, Error> {
    let theirs = cluster.ceph_json(&["osd", "tree"])?;
    let ours = koor(cluster, "osd tree");
    let mut pairs = vec![
        ("ids".into(), column(&ours["nodes"], "id"), column(&theirs["nodes"], "id")),
        ("outside".into(), ours["not_in_crush"].clone(), theirs["stray"].clone()),
    ];
    for node in rows(&theirs["nodes"]) {
        let name = node["name"].as_str().unwrap();
        let own = row(&ours["nodes"], "id", &node["id"]);
        pairs.extend(each(name, own, &[("name", node["name"].clone()), ("type", node["type"].clone())]));
        for child in rows(&node["children"]) {
            let own = row(&ours["nodes"], "id", child);
            pairs.extend(each(&child.to_string(), own, &[("parent_id", node["id"].clone())]));
        }
        if node["type"] == "osd" {
            let facts = [
                ("weight", node["crush_weight"].clone()),
                ("up", json!(node["status"] == "up")),
                ("exists", json!(node["exists"] == 1)),
                ("in", json!(node["reweight"].as_f64().unwrap() > 0.0)),
                ("device_class", node["device_class"].clone()),
                ("depth", node["depth"].clone()),
            ];
            pairs.extend(each(name, own, &facts));
        }
    }
    Ok(pairs)
}

fn pools(cluster: &Cluster) -> Result<Pairs, Error> {
    let (details, usage) =
        (cluster.ceph_json(&["osd", "pool", "ls", "detail"])?, cluster.ceph_json(&["df", "detail"])?);
    let ours = koor(cluster, "pool ls");
    let mut pairs = vec![("ids".into(), column(&ours["pools"], "id"), column(&details, "pool_id"))];
    for detail in rows(&details) {
        let own = row(&ours["pools"], "id", &detail["pool_id"]);
        let stats = &row(&usage["pools"], "id", &detail["pool_id"])["stats"];
        let applications: Vec<&String> = detail["application_metadata"].as_object().unwrap().keys().collect();
        let name = detail["pool_name"].as_str().unwrap();
        pairs.extend(each(
            name,
            own,
            &[
                ("name", detail["pool_name"].clone()),
                ("size", detail["size"].clone()),
                ("min_size", detail["min_size"].clone()),
                ("pg_num", detail["pg_num"].clone()),
                ("autoscale_mode", detail["pg_autoscale_mode"].clone()),
                ("applications", json!(applications)),
            ],
        ));
        pairs.extend(pool_usage(name, own, stats));
        pairs.push((format!("{name}.rule"), own["rule"]["id"].clone(), detail["crush_rule"].clone()));
    }
    Ok(pairs)
}

fn pool_usage(name: &str, own: &Value, stats: &Value) -> Pairs {
    let names = [
        ("stored_bytes", "stored"),
        ("objects", "objects"),
        ("used_bytes", "bytes_used"),
        ("max_available_bytes", "max_avail"),
        ("percent_used", "percent_used"),
    ];
    each(name, own, &names.map(|(ours, theirs)| (ours, stats[theirs].clone())))
}

fn pgs(cluster: &Cluster) -> Result<Pairs, Error> {
    let dump = cluster.ceph_json(&["pg", "dump", "pgs"])?;
    let ours = koor(cluster, "pg ls");
    let mut pairs = vec![("ids".into(), column(&ours["pgs"], "id"), column(&dump["pg_stats"], "pgid"))];
    for pg in rows(&dump["pg_stats"]) {
        let own = row(&ours["pgs"], "id", &pg["pgid"]);
        let mut facts: Vec<(&str, Value)> = ["state", "up", "acting", "acting_primary"]
            .into_iter()
            .map(|field| (field, pg[field].clone()))
            .collect();
        facts.push(("objects", pg["stat_sum"]["num_objects"].clone()));
        facts.push(("stored_bytes", pg["stat_sum"]["num_bytes"].clone()));
        facts.push(("degraded", pg["stat_sum"]["num_objects_degraded"].clone()));
        pairs.extend(each(pg["pgid"].as_str().unwrap(), own, &facts));
    }
    Ok(pairs)
}

fn df(cluster: &Cluster) -> Result<Pairs, Error> {
    let theirs = cluster.ceph_json(&["df", "detail"])?;
    let ours = koor(cluster, "df");
    let raw = |own: &Value, stats: &Value, what: &str| {
        let facts = [
            ("size_bytes", stats["total_bytes"].clone()),
            ("used_bytes", stats["total_used_raw_bytes"].clone()),
            ("available_bytes", stats["total_avail_bytes"].clone()),
            ("utilization", stats["total_used_raw_ratio"].clone()),
        ];
        each(what, own, &facts)
    };
    let mut pairs = raw(&ours["raw"], &theirs["stats"], "raw");
    for (class, stats) in theirs["stats_by_class"].as_object().unwrap() {
        pairs.extend(raw(row(&ours["classes"], "device_class", &json!(class)), stats, class));
    }
    for pool in rows(&theirs["pools"]) {
        let name = pool["name"].as_str().unwrap();
        pairs.extend(pool_usage(name, row(&ours["pools"], "id", &pool["id"]), &pool["stats"]));
    }
    Ok(pairs)
}

fn daemons(cluster: &Cluster) -> Result<Pairs, Error> {
    let ours = koor(cluster, "daemon");
    let mut names = cluster.daemons();
    names.sort();
    let leader = cluster.ceph_json(&["quorum_status"])?["quorum_leader_name"].clone();
    let active = cluster.active_mgr()?;
    let with = |state: &str| {
        let found = rows(&ours["daemons"]).iter().find(|daemon| daemon["state"] == state);
        found.map_or(Value::Null, |daemon| daemon["name"].clone())
    };
    let bad: Vec<&Value> = rows(&ours["daemons"]).iter().filter(|daemon| daemon["ok"] != true).collect();
    let majors: Vec<bool> = rows(&ours["daemons"])
        .iter()
        .map(|daemon| {
            let major = format!("{}.", cluster.shape().release.major());
            daemon["version"]["version"].as_str().is_some_and(|version| version.starts_with(&major))
        })
        .collect();
    Ok(vec![
        ("names".into(), column(&ours["daemons"], "name"), json!(names)),
        ("leader".into(), with("leader"), json!(format!("mon.{}", leader.as_str().unwrap()))),
        ("active".into(), with("active"), json!(active)),
        ("not ok".into(), json!(bad), json!([])),
        ("versions".into(), json!(majors), json!(vec![true; names.len()])),
    ])
}

/// One of each by itself: the right one.
fn single_ones(cluster: &Cluster) {
    for osd in ["1", "osd.1"] {
        assert_eq!(koor(cluster, &format!("osd show {osd}"))["osd"]["name"], "osd.1");
    }
    let details = cluster.ceph_json(&["osd", "pool", "ls", "detail"]).unwrap();
    let number = row(&details, "pool_name", &json!("rbd"))["pool_id"].to_string();
    for pool in ["rbd", &number] {
        assert_eq!(koor(cluster, &format!("pool show {pool}"))["pool"]["name"], "rbd");
    }
    assert_eq!(koor(cluster, "pg show 1.0")["pg"]["id"], "1.0");
    let osd = koor(cluster, "osd ls --host node2");
    assert_eq!(column(&osd["osds"], "name"), json!(["osd.2"]));
    let pgs = koor(cluster, "pg ls --pool rbd");
    let detail = cluster.ceph_json(&["osd", "pool", "get", "rbd", "pg_num"]).unwrap();
    assert_eq!(json!(rows(&pgs["pgs"]).len()), detail["pg_num"]);
}
