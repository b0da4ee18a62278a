//! What may happen to the example cluster, and what is then said.

use super::example::{at, osd, pool, version, versions};
use super::value;
use crate::model::{Bytes, Check, ConfigEntry, Crash, EcProfile, Inventory, Mute, PgState, Ratio, Severity};

/// One thing that happens, and all that is said of it: `-` worse, `+` better.
pub(super) struct Event {
    pub happens: fn(&mut Inventory),
    pub said: &'static [&'static str],
}

const fn event(happens: fn(&mut Inventory), said: &'static [&'static str]) -> Event {
    Event { happens, said }
}

pub(super) const EVENTS: &[Event] = &[
    event(
        warning,
        &[
            "- health went from HEALTH_OK to HEALTH_WARN: OSD_DOWN appeared (1 osds down)",
            "- OSD_DOWN appeared: 1 osds down",
        ],
    ),
    event(mute, &["  PG_NOT_SCRUBBED was muted, sticky"]),
    event(|i| value(&mut i.quorum).members.truncate(2), &["- mon.c left the quorum (a, b remain)"]),
    event(|i| value(&mut i.quorum).leader = Some("b".into()), &["  the leading mon changed from a to b"]),
    event(
        |i| value(&mut i.mons).mons[1].addresses = vec!["v2:10.0.0.9:3300".into()],
        &["  mon.b: addresses v2:10.0.0.1:3300 → v2:10.0.0.9:3300"],
    ),
    event(mgr_failover, &["- mgr.x is gone (it was active)", "  the active mgr changed from x to y"]),
    event(|i| value(&mut i.mgrs).modules[1].enabled = true, &["  mgr module prometheus was enabled"]),
    event(module_fails, &["- mgr module dashboard can't run: no module named x"]),
    event(|i| value(&mut i.osd_map).osds[1].up = false, &["- osd.1 on node1 went down"]),
    event(osd_out, &["- osd.2 on node2 was marked out: its data moves to other OSDs"]),
    event(|i| value(&mut i.osd_map).osds[0].reweight = 0.8, &["  osd.0: reweight 1 → 0.8"]),
    event(
        |i| value(&mut i.osd_map).osds[0].state = vec!["nearfull".into()],
        &["- osd.0 on node0 is now nearfull"],
    ),
    event(|i| value(&mut i.osd_map).osds.push(osd(10)), &["  osd.10 was added (up, in)"]),
    event(
        |i| value(&mut i.osd_map).osds[0].down_at = Some(at(5)),
        &["  osd.0 on node0 was down in between: last marked down at 2026-09-21T14:13:25Z"],
    ),
    event(|i| value(&mut i.osd_map).osds[0].public_addresses = vec!["v2:10.0.0.0:6899".into()], &[]),
    event(
        |i| value(&mut i.osd_metadata)[2].version = Some(version("17.2.9", "quincy")),
        &["  osd.2 runs 17.2.9 quincy (was 16.2.15 pacific)"],
    ),
    event(|i| value(&mut i.osd_map).flags.push("noout".into()), &["- the flag noout was set"]),
    event(|i| value(&mut i.osd_map).full_ratio = Ratio(0.97), &["  OSD map: full_ratio 95.0 % → 97.0 %"]),
    event(ec_profile, &["  erasure-code profile ec42 was added: k=4 m=2"]),
    event(
        |i| value(&mut i.crush).devices[1].class = Some("nvme".into()),
        &["  osd.1: device_class ssd → nvme"],
    ),
    event(host_moves, &["  CRUSH bucket node2 moved from root default to rack r1"]),
    event(
        |i| value(&mut i.crush).rules[0].steps[1].bucket_type = Some("rack".into()),
        &["  CRUSH rule replicated_rule: take default, chooseleaf_firstn 0 type host, emit → take default, \
         chooseleaf_firstn 0 type rack, emit"],
    ),
    event(|i| value(&mut i.osd_map).pools[0].pg_num = 64, &["  pool rbd: pg_num 32 → 64"]),
    event(|i| value(&mut i.osd_map).pools[0].size = 2, &["- pool rbd: size 3 → 2"]),
    event(
        |i| value(&mut i.osd_map).pools[0].quota_bytes = Some(Bytes(1 << 40)),
        &["  pool rbd: quota_bytes was set to 1.0 TiB"],
    ),
    event(
        |i| value(&mut i.osd_map).pools.push(pool(2, "new")),
        &["  pool new was added: replicated, size 3, min_size 2, pg_num 32"],
    ),
    event(
        pgs_degrade,
        &[
            "- 17 PGs are no longer active+clean; 17 of 32 are not: 14 active+undersized+degraded, 3 peering",
            "- objects degraded: 0 → 40",
            "- pg 1.0 went from active+clean to peering",
        ],
    ),
    event(
        |i| value(&mut i.capacity).raw.used = Bytes(905 << 30),
        &["  raw capacity: used 900 GiB → 905 GiB of 2.9 TiB"],
    ),
    event(|i| value(&mut i.capacity).pools[0].stored.0 += 1 << 20, &[]),
    event(|i| value(&mut i.capacity).pools[0].stored.0 += 1 << 30, &["  pool rbd: stored 300 GiB → 301 GiB"]),
    event(
        |i| value(&mut i.file_systems).file_systems[0].mds[0].laggy_since = Some(at(9)),
        &["- mds.a is laggy or crashed: no beacon since 2026-09-21T14:13:29Z"],
    ),
    event(|i| value(&mut i.file_systems).standbys.clear(), &["- mds.b is gone (it was up:standby)"]),
    event(
        |i| value(&mut i.file_systems).file_systems[0].failed_ranks = vec![0],
        &["- file system cephfs: failed_ranks was set to 0"],
    ),
    event(|i| value(&mut i.services)[0].daemons.clear(), &["- rgw.store.a on node1 is gone"]),
    event(upgrade, &["  osd versions: 3 × 16.2.15 pacific → 2 × 16.2.15 pacific, 1 × 17.2.9 quincy"]),
    event(|i| value(&mut i.versions).0[2].count = 2, &[]),
    event(|i| value(&mut i.config)[0].value = "3".into(), &["  config osd osd_max_backfills: 1 → 3"]),
    event(config_entry, &["  config osd/class:ssd osd_memory_target was added: 8G"]),
    event(
        |i| value(&mut i.devices)[0].wear_level = Some(0.9),
        &["- device VENDOR_MODEL_1: wear_level 2 % → 90 %"],
    ),
    event(crash, &["- osd.1 on node1 crashed at 2026-09-21T14:13:21Z"]),
    event(|i| value(&mut i.balancer).active = false, &["  balancer: active on → off"]),
    event(|i| value(&mut i.balancer).last_result = "optimized".into(), &[]),
];

fn warning(inventory: &mut Inventory) {
    let health = value(&mut inventory.health);
    health.status = Severity::Warn;
    health.checks.push(Check {
        code: "OSD_DOWN".into(),
        severity: Severity::Warn,
        summary: "1 osds down".into(),
        detail: Vec::new(),
        count: Some(1),
        muted: false,
    });
}

fn mute(inventory: &mut Inventory) {
    value(&mut inventory.health).mutes.push(Mute {
        code: "PG_NOT_SCRUBBED".into(),
        sticky: true,
        summary: "2 pgs".into(),
        until: None,
    });
}

fn mgr_failover(inventory: &mut Inventory) {
    let mgrs = value(&mut inventory.mgrs);
    mgrs.active = Some("y".into());
    mgrs.standbys.clear();
}

fn module_fails(inventory: &mut Inventory) {
    let module = &mut value(&mut inventory.mgrs).modules[0];
    module.can_run = false;
    module.error = Some("no module named x".into());
}

fn osd_out(inventory: &mut Inventory) {
    let osd = &mut value(&mut inventory.osd_map).osds[2];
    osd.is_in = false;
    osd.reweight = 0.0;
    osd.state.push("autoout".into());
}

fn ec_profile(inventory: &mut Inventory) {
    let words = [("k", "4"), ("m", "2")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    value(&mut inventory.osd_map).ec_profiles.insert("ec42".into(), EcProfile(words.into()));
}

fn host_moves(inventory: &mut Inventory) {
    let crush = value(&mut inventory.crush);
    let host = crush.buckets[0].items.pop().unwrap();
    crush.buckets[4].items.push(host);
}

fn pgs_degrade(inventory: &mut Inventory) {
    let digest = value(&mut inventory.pg_digest);
    let states = [("active+clean", 15), ("active+undersized+degraded", 14), ("peering", 3)];
    digest.by_state = states.map(|(state, count)| (PgState(state.into()), count)).into();
    digest.degraded_objects = 40;
    value(&mut inventory.pgs).pgs[0].state = PgState("peering".into());
}

fn upgrade(inventory: &mut Inventory) {
    let rows = &mut value(&mut inventory.versions).0;
    rows[2].count = 2;
    rows.push(versions("osd", "17.2.9", "quincy", 1));
}

fn config_entry(inventory: &mut Inventory) {
    value(&mut inventory.config).push(ConfigEntry {
        section: "osd".into(),
        mask: "class:ssd".into(),
        name: "osd_memory_target".into(),
        value: "8G".into(),
        level: "basic".into(),
        can_update_at_runtime: true,
    });
}

fn crash(inventory: &mut Inventory) {
    value(&mut inventory.crashes).push(Crash {
        id: "2026-09-21T14:13:21.000000Z_1".into(),
        at: Some(at(1)),
        entity: "osd.1".into(),
        version: None,
        hostname: Some("node1".into()),
        archived: None,
        stack_sig: None,
    });
}
