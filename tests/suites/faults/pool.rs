//! Pools whose settings ask for trouble, or for more than there is.

use serde_json::Value;

use crate::fault::{Fault, nothing_else};
use crate::look::Look;
use crate::source::Raw;
use crate::stage::Stage;

/// The pool that is there on every cluster of the test bed.
const POOL: &str = "rbd";

fn settings(dump: &Value) -> Vec<String> {
    let fields = ["size", "min_size", "quota_max_objects", "quota_max_bytes"];
    let pools = dump["pools"].as_array().into_iter().flatten();
    pools.flat_map(|pool| fields.map(|field| pool[field].to_string())).collect()
}

fn a_pool_differs(raw: &Raw) -> bool {
    settings(&raw.now) != settings(&raw.before)
}

fn set(stage: &Stage, words: &[&str]) {
    let lines: Vec<String> = words.iter().map(|words| format!("osd pool {words}")).collect();
    stage.cluster.ceph_all(&lines).unwrap();
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Puts a few small objects into the pool.
pub(crate) fn fill(stage: &Stage, objects: &[&str]) {
    for object in objects {
        stage.cluster.run_ok(&["rados", "-p", POOL, "put", object, "/etc/hosts"]).unwrap();
    }
}

fn back(stage: &Stage, _: &[String]) {
    set(stage, &["set rbd size 3", "set rbd min_size 1", "set-quota rbd max_objects 0"]);
}

pub(crate) static QUOTA: Fault = Fault {
    key: "pool-quota",
    title: "A pool reaches its quota",
    how: "3 objects and a quota of 2",
    ceph: &["POOL_FULL"],
    koor: "POOL_FULL",
    exit: 0,
    stays: false,
    watch: &["osd dump"],
    differs: a_pool_differs,
    make: |stage| {
        fill(stage, &["a", "b", "c"]);
        set(stage, &["set-quota rbd max_objects 2"]);
        words(&[POOL, "has a quota of 2 objects and holds", "set-quota rbd max_objects"])
    },
    told: |look, victims| Fault::named(look, &["POOL_FULL"], victims),
    status: |look, _| !look.check("POOL_FULL").is_null(),
    also: nothing_else,
    undo: back,
};

pub(crate) static ONE_COPY: Fault = Fault {
    key: "pool-size-one",
    title: "A pool keeps one copy",
    how: "size 1",
    ceph: &["POOL_NO_REDUNDANCY"],
    koor: "POOL_NO_REDUNDANCY",
    make: |stage| {
        let words_of = ["osd", "pool", "set", POOL, "size", "1", "--yes-i-really-mean-it"];
        let said = stage.cluster.ceph(&words_of).unwrap();
        assert!(said.status.success(), "{said:?}");
        words(&[POOL, "has size 1", "ceph osd pool set rbd size 3"])
    },
    told: |look, victims| Fault::named(look, &["POOL_NO_REDUNDANCY"], victims),
    status: |look, _| !look.check("POOL_NO_REDUNDANCY").is_null(),
    ..QUOTA
};

pub(crate) static TOO_FEW_HOSTS: Fault = Fault {
    key: "pool-too-few-hosts",
    title: "A pool wants more hosts than there are",
    how: "size 4 on three hosts",
    ceph: &["PG_DEGRADED"],
    koor: "KOOR_POOL_TOO_FEW_PLACES, then PG_DEGRADED",
    make: |stage| {
        fill(stage, &["a", "b", "c"]);
        set(stage, &["set rbd size 4"]);
        words(&[POOL, "3 hosts", "add 1 host", "ceph osd pool set rbd size 3"])
    },
    told: |look, victims| Fault::named(look, &["KOOR_POOL_TOO_FEW_PLACES", "PG_DEGRADED"], victims),
    status: |look, _| look.json["osds"]["up"] == 3,
    ..QUOTA
};

pub(crate) static MIN_SIZE: Fault = Fault {
    key: "pool-min-size",
    title: "A pool's min_size equals its size",
    how: "min_size 3 of size 3",
    ceph: &["(nothing: HEALTH_OK)"],
    koor: "KOOR_MIN_SIZE_IS_SIZE",
    make: |stage| {
        set(stage, &["set rbd min_size 3"]);
        words(&["pool rbd: size 3, min_size 3", "ceph osd pool set rbd min_size 2"])
    },
    told: |look, victims| {
        let all = look.json["advice"].as_array().into_iter().flatten();
        let said: String =
            all.filter(|row| row["code"] == "KOOR_MIN_SIZE_IS_SIZE").map(Value::to_string).collect();
        victims.iter().all(|words| said.contains(words.as_str()))
    },
    // Nothing is wrong yet: advice makes no cluster look ill.
    status: |look, _| Look::is_well(look),
    ..QUOTA
};
