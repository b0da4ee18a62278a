//! `ceph crash ls`, `ceph crash info`.

use serde_json::{Value, json};

use super::{EINVAL, Reply, argument};
use crate::model::Command;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::{Crash, World};

fn id(world: &World, crash: &Crash) -> String {
    let at = stamp::zulu(crash.at, world.micros(crash.at as u64));
    format!("{at}_{}", dice::uuid(world.seed, &[151, crash.at as u64]))
}

fn row(world: &World, crash: &Crash) -> Value {
    let part = |part: u64| dice::hash(7, &[part, crash.assertion.len() as u64]);
    let signature = format!("{:016x}{:016x}{:016x}{:016x}", part(0), part(1), part(2), part(3));
    let mut row = json!({
        "backtrace": [
            "/lib64/libc.so.6(+0x3e730) [0x7f0000000730]",
            "/lib64/libc.so.6(+0x8bbdc) [0x7f0000000bdc]",
            "raise()",
            "abort()",
            "(BlueStore::_txc_apply_kv(BlueStore::TransContext*, bool)+0x4a8) [0x55d000000a48]",
            "(BlueStore::_kv_sync_thread()+0x1170) [0x55d000001170]",
        ],
        "ceph_version": crash.version,
        "crash_id": id(world, crash),
        "entity_name": crash.entity,
        "os_id": "centos",
        "os_name": "CentOS Stream",
        "os_version": "9",
        "os_version_id": "9",
        "process_name": "ceph-osd",
        "stack_sig": signature,
        "timestamp": stamp::zulu(crash.at, world.micros(crash.at as u64)),
        "utsname_hostname": crash.host,
        "utsname_machine": "x86_64",
        "utsname_release": "5.14.0-503.el9.x86_64",
        "utsname_sysname": "Linux",
        "utsname_version": "#1 SMP PREEMPT_DYNAMIC",
    });
    if let Some(at) = crash.archived {
        row["archived"] = json!(stamp::python(at, world.micros(at as u64)));
    }
    row
}

pub(super) fn list(world: &World) -> Value {
    world.crashes.iter().map(|crash| row(world, crash)).collect()
}

pub(super) fn info(world: &World, command: &Command) -> Reply {
    let wanted = argument(command, "id").unwrap_or_default();
    match world.crashes.iter().find(|crash| id(world, crash) == wanted) {
        None => Reply::refused(EINVAL, format!("crash info: {wanted} not found")),
        Some(crash) => {
            let mut row = row(world, crash);
            row["assert_condition"] = json!(crash.assertion);
            row["assert_func"] = json!("void BlueStore::_txc_apply_kv(BlueStore::TransContext*, bool)");
            row["assert_file"] = json!("src/os/bluestore/BlueStore.cc");
            row["assert_line"] = json!(12_869);
            row["assert_thread_name"] = json!("bstore_kv_sync");
            Reply::json(&row)
        }
    }
}
