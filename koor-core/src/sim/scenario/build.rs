//! The worlds that the scenes begin with.

use super::Scenario;
use crate::sim::dice;
use crate::sim::world::{Crash, Host, Kind, Mds, Mgr, Mon, Osd, Pool, Rgw, Seedling, World};

const GIB: f64 = (1_u64 << 30) as f64;
const TIB: u64 = 1 << 40;
const MIB: f64 = (1_u64 << 20) as f64;
const DAY: i64 = 86_400;

/// How long before the first question the playing begins.
const LEAD_S: i64 = 2700;

/// The world of a scene, brought up to `now`.
pub(super) fn world(scenario: Scenario, seed: u64, now: i64) -> World {
    let mut world = World::new(seedling(scenario, seed, now));
    if scenario == Scenario::NearFull {
        fill(&mut world);
    }
    match scenario {
        Scenario::MixedVersions => {
            let half = world.osds.len() / 2;
            for (number, osd) in world.osds.iter_mut().enumerate() {
                osd.old = number > half;
            }
            world.mixed_since = Some(now - 8 * DAY);
            world.flags.insert("noout");
        }
        Scenario::ScrubBehind => {
            world.scrub_stopped = Some(now - 10 * DAY);
            world.flags.extend(["nodeep-scrub", "noscrub"]);
        }
        Scenario::StuckPgs => {
            world.flags.insert("noout");
        }
        Scenario::Upgrade | Scenario::UpgradeStuck => make_old(&mut world),
        Scenario::ClockSkew => world.mons[2].drift_a_day = 0.09,
        Scenario::OsdFlapping => world.osds[4].slowness = 3.5,
        Scenario::SlowOsds => slow_down(&mut world),
        _ => {}
    }
    for (number, osd) in world.osds.iter_mut().enumerate() {
        osd.started = now - 15 * DAY - number as i64 * 71;
        osd.up_from = world.epoch - 150 - (number as u64 % 40);
    }
    world.crashes.push(old_crash(&world, now));
    world.begin();
    world.advance(now);
    world
}

/// Every daemon runs the older version, and the newer one is about to be wanted.
fn make_old(world: &mut World) {
    world.mons.iter_mut().for_each(|mon| mon.old = true);
    world.mgrs.iter_mut().for_each(|mgr| mgr.old = true);
    world.osds.iter_mut().for_each(|osd| osd.old = true);
    world.mdss.iter_mut().for_each(|mds| mds.old = true);
    world.rgws.iter_mut().for_each(|rgw| rgw.old = true);
    world.mixed_since = Some(world.now);
    (world.rook.wants_old, world.rook.names_old) = (true, true);
}

/// A crash of last week that somebody looked at. By the day and not by the second, so that the next command, which is a
/// world of its own, knows it too.
fn old_crash(world: &World, now: i64) -> Crash {
    let today = now.div_euclid(DAY) * DAY;
    Crash {
        at: today - 9 * DAY + 4321,
        entity: "osd.1".into(),
        host: world.host_of(1).name.clone(),
        version: world.version_of(world.was_old()),
        assertion: "ceph_assert(r == 0)",
        archived: Some(today - 8 * DAY - 1234),
    }
}

/// A host behind a controller that lost its cache, a disk that is dying elsewhere, and an SSD that is worn out.
fn slow_down(world: &mut World) {
    for osd in world.hosts[1].osds.clone() {
        world.osds[osd].slowness = 2.2;
    }
    let of_class = |host: usize, class: &str| {
        world.hosts[host].osds.iter().copied().find(|osd| world.osds[*osd].class == class)
    };
    let (dying, worn) = (of_class(2, "hdd"), of_class(3, "ssd"));
    for (osd, slowness) in [(dying, 11.0), (worn, 32.0)] {
        if let Some(osd) = osd {
            world.osds[osd].slowness = slowness;
        }
    }
}

/// Makes the disks of the last host so small that they are nearly full, whatever the placement came out as.
fn fill(world: &mut World) {
    let usage = world.usage();
    let last = world.hosts.len() - 1;
    for (place, osd) in world.hosts[last].osds.clone().into_iter().enumerate() {
        let wanted = [0.893, 0.872, 0.858, 0.79][place % 4];
        let held = usage.osds[osd].used() as f64 * 1024.0;
        // Disks come in whole GiB. CRUSH still believes that they are as large as the others.
        world.osds[osd].bytes = (held / wanted / GIB).ceil() as u64 * (1 << 30);
    }
}

fn seedling(scenario: Scenario, seed: u64, born: i64) -> Seedling {
    let (hosts, zones) = match scenario {
        Scenario::HealthySmall
        | Scenario::ClockSkew
        | Scenario::NoQuorum
        | Scenario::OsdFlapping
        | Scenario::UpgradeStuck => (3, 0),
        Scenario::MixedVersions
        | Scenario::ScrubBehind
        | Scenario::NearFull
        | Scenario::SlowOsds
        | Scenario::StuckPgs
        | Scenario::Upgrade
        | Scenario::OperatorGone => (4, 0),
        Scenario::HostDown => (5, 0),
        Scenario::Large { osds } => ((osds as usize).div_ceil(per_host(osds)), zones_of(osds)),
    };
    let mut all = Seedling {
        scenario,
        seed,
        born,
        lead: LEAD_S,
        zones: (0..zones).map(|zone| format!("zone-{}", zone + 1)).collect(),
        hosts: (0..hosts)
            .map(|host| Host {
                name: format!("node{}", host + 1),
                zone: (zones > 0).then(|| host % zones.max(1)),
                osds: Vec::new(),
            })
            .collect(),
        osds: Vec::new(),
        pools: Vec::new(),
        mons: ["a", "b", "c"]
            .iter()
            .enumerate()
            .map(|(host, name)| Mon { name, host, alive: true, died: 0, old: false, drift_a_day: 0.0 })
            .collect(),
        mgrs: ["x", "y"]
            .iter()
            .enumerate()
            .map(|(host, name)| Mgr { name, host, alive: true, old: false })
            .collect(),
        mdss: ["cephfs-a", "cephfs-b"]
            .iter()
            .enumerate()
            .map(|(host, name)| Mds { name, host, alive: true, old: false })
            .collect(),
        rgws: ["store-a", "store-b"]
            .iter()
            .enumerate()
            .map(|(host, name)| Rgw { name, host, alive: true, old: false })
            .collect(),
    };
    plant_osds(&mut all);
    all.pools = pools(scenario, &all);
    all
}

/// OSDs of a host of `large`.
fn per_host(osds: u32) -> usize {
    match osds {
        ..40 => 4,
        40..1000 => 10,
        _ => 20,
    }
}

fn zones_of(osds: u32) -> usize {
    if osds >= 40 { 4 } else { 3 }
}

fn plant_osds(all: &mut Seedling) {
    let disks: Vec<(&'static str, u64)> = match all.scenario {
        Scenario::HealthySmall | Scenario::ClockSkew | Scenario::NoQuorum | Scenario::UpgradeStuck => {
            vec![("hdd", 4 * TIB), ("ssd", TIB)]
        }
        Scenario::OsdFlapping => vec![("hdd", 4 * TIB), ("hdd", 4 * TIB)],
        Scenario::HostDown => vec![("ssd", 2 * TIB); 4],
        Scenario::SlowOsds => {
            let (disk, fast) = (("hdd", 4 * TIB), ("ssd", TIB));
            vec![disk, disk, disk, disk, fast, fast]
        }
        Scenario::Large { osds } => vec![("hdd", 8 * TIB); per_host(osds)],
        _ => vec![("hdd", 4 * TIB); 3],
    };
    let limit = if let Scenario::Large { osds } = all.scenario { osds as usize } else { usize::MAX };
    for host in 0..all.hosts.len() {
        for (class, bytes) in &disks {
            if all.osds.len() < limit {
                all.hosts[host].osds.push(all.osds.len());
                all.osds.push(Osd::new(host, class, *bytes));
            }
        }
    }
    if all.scenario == Scenario::NearFull {
        for osd in &mut all.osds {
            osd.slowness = 1.0 + 0.3 * dice::share(all.seed, &[61, osd.host as u64]);
        }
    }
}

/// What a pool is for, and how much of the cluster's data it holds.
struct Use {
    name: &'static str,
    kind: Kind,
    pg_num: u32,
    application: &'static str,
    /// Of all the data.
    share: f64,
    object_bytes: f64,
    /// Reads and writes, in MiB and requests a second.
    io: (f64, f64, f64, f64),
    fast: bool,
}

fn nearest_power_of_two(number: u32) -> u32 {
    let above = number.next_power_of_two();
    if above - number > number - above / 2 { above / 2 } else { above }
}

fn uses(osds: usize) -> Vec<Use> {
    let three = Kind::Replicated { size: 3 };
    let erasure = if osds >= 40 { Kind::Erasure { k: 2, m: 2 } } else { Kind::Erasure { k: 2, m: 1 } };
    let big = match osds {
        ..10 => 32,
        10..100 => 128,
        _ => nearest_power_of_two(osds as u32 * 100 / 12).min(32_768),
    };
    // Thousands of OSDs keep more of their PGs in CephFS.
    let (meta, data) = if osds < 1000 { (16, big / 2) } else { (big / 16, big) };
    let of = |name, kind, pg_num, application, share, object_bytes, io, fast| Use {
        name,
        kind,
        pg_num,
        application,
        share,
        object_bytes,
        io,
        fast,
    };
    let scale = (osds as f64 / 6.0).sqrt();
    let mib = |read: f64, write: f64, reads: f64, writes: f64| {
        (read * scale, write * scale, reads * scale, writes * scale)
    };
    let idle = (0.0, 0.0, 0.0, 0.0);
    vec![
        of(".mgr", three, 1, "mgr", 1e-6, 2.0 * MIB, idle, false),
        of("rbd", three, big, "rbd", 0.42, 3.6 * MIB, mib(34.0, 21.0, 720.0, 540.0), true),
        of("cephfs.cephfs.meta", three, meta, "cephfs", 2e-4, 48_000.0, mib(0.4, 0.9, 35.0, 60.0), true),
        of("cephfs.cephfs.data", three, data, "cephfs", 0.2, 1.9 * MIB, mib(18.0, 6.5, 110.0, 48.0), false),
        of(".rgw.root", three, 8, "rgw", 1e-9, 400.0, idle, false),
        of("default.rgw.log", three, 8, "rgw", 1e-8, 90.0, mib(0.01, 0.0, 9.0, 4.0), false),
        of("default.rgw.control", three, 8, "rgw", 0.0, 1.0, idle, false),
        of("default.rgw.meta", three, 8, "rgw", 2e-9, 350.0, mib(0.004, 0.0, 3.0, 0.2), false),
        of("default.rgw.buckets.index", three, 8, "rgw", 1e-8, 120.0, mib(0.02, 0.01, 22.0, 17.0), true),
        of(
            "default.rgw.buckets.data",
            erasure,
            big,
            "rgw",
            0.38,
            2.4 * MIB,
            mib(26.0, 14.0, 45.0, 28.0),
            false,
        ),
    ]
}

fn pools(scenario: Scenario, all: &Seedling) -> Vec<Pool> {
    let fast = all.osds.iter().any(|osd| osd.class == "ssd");
    let slow = all.osds.iter().any(|osd| osd.class == "hdd");
    let zones = !all.zones.is_empty();
    let bytes = |class: &str| -> f64 {
        all.osds.iter().filter(|osd| osd.class == class).map(|osd| osd.bytes as f64).sum()
    };
    let fullness = match scenario {
        Scenario::NearFull => 0.62,
        Scenario::Large { .. } => 0.42,
        _ => 0.38,
    };
    let uses = uses(all.osds.len());
    let class_of = |one: &Use| if (one.fast && fast) || !slow { "ssd" } else { "hdd" };
    let mut pools: Vec<Pool> = uses
        .iter()
        .zip(1..)
        .map(|(one, id)| {
            let class = class_of(one);
            let rule = match one.kind {
                Kind::Erasure { .. } => 2,
                Kind::Replicated { .. } => usize::from(fast && slow && class == "ssd"),
            };
            Pool {
                id,
                name: one.name,
                kind: one.kind,
                pg_num: one.pg_num,
                class,
                failure_domain: if zones { "zone" } else { "host" },
                rule,
                application: one.application,
                stored: 0.0,
                objects: 0.0,
                growth: 0.0,
                growth_limit: if scenario == Scenario::NearFull { 1.03 } else { 1.2 },
                read_bytes_s: one.io.0 * MIB,
                write_bytes_s: one.io.1 * MIB,
                read_ops_s: one.io.2,
                write_ops_s: one.io.3,
                first_pg: 0,
                quota_bytes: 0,
                bulk: one.share > 0.1,
            }
        })
        .collect();
    for class in ["hdd", "ssd"] {
        let raw = |pool: &Pool, one: &Use| pool.raw_rate() * one.share;
        let inside = || pools.iter().zip(&uses).filter(|(pool, _)| pool.class == class);
        let shares: f64 = inside().map(|(pool, one)| raw(pool, one)).sum();
        let factor = bytes(class) * fullness / shares.max(f64::MIN_POSITIVE);
        for (pool, one) in pools.iter_mut().zip(&uses).filter(|(pool, _)| pool.class == class) {
            pool.stored = (factor * one.share).floor();
            pool.objects =
                (pool.stored / one.object_bytes).floor().max(if one.share < 1e-3 { 8.0 } else { 0.0 });
            // A part of what is written is new.
            let fast_growing = if scenario == Scenario::NearFull { 0.15 } else { 0.04 };
            pool.growth = pool.write_bytes_s * fast_growing;
        }
    }
    pools
}
