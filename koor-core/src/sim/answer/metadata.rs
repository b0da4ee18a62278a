//! What daemons said of themselves: `osd metadata` and its siblings.

use serde_json::{Map, Value, json};

use super::{Reply, argument, fs, osd_argument, version};
use crate::model::Command;
use crate::sim::dice;
use crate::sim::stamp;
use crate::sim::world::World;

/// What every daemon says of its host and its program.
pub(super) fn common(world: &World, host: usize, old: bool) -> Map<String, Value> {
    let short = world.version_of(old);
    let row = json!({
        "arch": "x86_64",
        "ceph_release": version::release(short).0,
        "ceph_version": version::long(short),
        "ceph_version_short": short,
        "container_name": world.hosts[host].name,
        "cpu": "AMD EPYC 7443P 24-Core Processor",
        "distro": "centos",
        "distro_description": "CentOS Stream 9",
        "distro_version": "9",
        "hostname": world.hosts[host].name,
        "kernel_description": "#1 SMP PREEMPT_DYNAMIC",
        "kernel_version": "5.14.0-503.el9.x86_64",
        "mem_swap_kb": "0",
        "mem_total_kb": "263842220",
        "os": "Linux",
    });
    row.as_object().cloned().unwrap_or_default()
}

fn with(mut row: Map<String, Value>, more: &Value) -> Value {
    row.extend(more.as_object().cloned().unwrap_or_default());
    Value::Object(row)
}

pub(super) fn mons(world: &World) -> Value {
    let row = |mon: usize| {
        let state = &world.mons[mon];
        let ip = World::host_ip(state.host);
        with(
            common(world, state.host, state.old),
            &json!({
                "name": state.name,
                "addrs": format!("[v2:{ip}:3300/0,v1:{ip}:6789/0]"),
                "ceph_version_when_created": version::long(world.version_of(world.was_old())),
                "compression_algorithms": "none, snappy, zlib, zstd, lz4",
                "created_at": stamp::zulu(world.created, world.micros(mon as u64)),
                "device_ids": "nvme0n1=SIMULATED_SYSTEM_S0",
                "device_paths": "",
                "devices": "nvme0n1",
            }),
        )
    };
    (0..world.mons.len()).map(row).collect()
}

pub(super) fn mgrs(world: &World) -> Value {
    let row = |mgr: &&super::super::world::Mgr| {
        let ip = World::host_ip(mgr.host);
        let nonce = dice::below(world.seed, &[82, mgr.host as u64], u64::from(u32::MAX));
        let more = json!({"name": mgr.name, "addr": ip, "addrs": format!("{ip}:0/{nonce}")});
        with(common(world, mgr.host, mgr.old), &more)
    };
    world.mgrs_alive().iter().map(row).collect()
}

pub(super) fn mdss(world: &World) -> Value {
    let row = |mds: &super::super::world::Mds| {
        let (ip, nonce) = fs::address(world, mds);
        let addr = format!("[v2:{ip}:6940/{nonce},v1:{ip}:6941/{nonce}]");
        with(common(world, mds.host, mds.old), &json!({"name": mds.name, "addr": addr}))
    };
    world.mdss.iter().filter(|mds| mds.alive).map(row).collect()
}

/// The name of an OSD's disk, and its id.
pub(super) fn disk(world: &World, osd: usize) -> (String, String) {
    let place = world.host_of(osd).osds.iter().position(|other| *other == osd).unwrap_or_default();
    let letters: Vec<char> = ('b'..='z').collect();
    let name = format!("sd{}", letters[place % letters.len()]);
    let kind = if world.osds[osd].class == "ssd" { "SIMULATED_SSD" } else { "SIMULATED_HDD" };
    let serial = dice::below(world.seed, &[92, osd as u64], 0xffff_ffff);
    (name, format!("{kind}_{serial:08X}"))
}

pub(super) fn osds(world: &World, command: &Command) -> Reply {
    if argument(command, "id").is_some() {
        return match osd_argument(world, command, "id") {
            Ok(osd) => Reply::json(&osd_row(world, osd)),
            Err(refusal) => refusal,
        };
    }
    let rows: Vec<Value> = (0..world.osds.len()).map(|osd| osd_row(world, osd)).collect();
    Reply::json(&Value::Array(rows))
}

fn osd_row(world: &World, osd: usize) -> Value {
    let state = &world.osds[osd];
    let address = |socket| {
        let (ip, port, nonce) = world.osd_address(osd, socket);
        format!("[v2:{ip}:{port}/{nonce},v1:{ip}:{}/{nonce}]", port + 1)
    };
    let (disk, id) = disk(world, osd);
    let spins = if state.class == "ssd" { "0" } else { "1" };
    with(
        common(world, state.host, state.old),
        &json!({
            "id": osd,
            "back_addr": address(1),
            "back_iface": "",
            "bluefs": "1",
            "bluefs_dedicated_db": "0",
            "bluefs_dedicated_wal": "0",
            "bluefs_single_shared_device": "1",
            "bluestore_allocation_from_file": "0",
            "bluestore_bdev_access_mode": "blk",
            "bluestore_bdev_block_size": "4096",
            "bluestore_bdev_devices": disk,
            "bluestore_bdev_driver": "KernelDevice",
            "bluestore_bdev_optimal_io_size": "0",
            "bluestore_bdev_path": format!("/var/lib/ceph/osd/ceph-{osd}/block"),
            "bluestore_bdev_rotational": spins,
            "bluestore_bdev_size": state.bytes.to_string(),
            "bluestore_bdev_support_discard": "1",
            "bluestore_bdev_type": state.class,
            "bluestore_min_alloc_size": "4096",
            "ceph_version_when_created": version::long(world.version_of(world.was_old())),
            "created_at": stamp::zulu(world.created + 200 + osd as i64, world.micros(100 + osd as u64)),
            "default_device_class": state.class,
            "device_ids": format!("{disk}={id}"),
            "device_paths": format!("{disk}=/dev/disk/by-path/pci-0000:41:00.0-sas-phy{}-lun-0", osd % 24),
            "devices": disk,
            "front_addr": address(0),
            "front_iface": "",
            "hb_back_addr": address(3),
            "hb_front_addr": address(2),
            "journal_rotational": spins,
            "network_numa_unknown_ifaces": "back_iface,front_iface",
            "objectstore_numa_unknown_devices": disk,
            "osd_data": format!("/var/lib/ceph/osd/ceph-{osd}"),
            "osd_objectstore": "bluestore",
            "osdspec_affinity": "",
            "rotational": spins,
        }),
    )
}
