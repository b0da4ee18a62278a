//! Who runs: the daemons of the world, Rook itself, its helpers, CSI.

use std::collections::BTreeMap;

use super::workload::{Run, State, Workload};
use super::{CSI_IMAGE, NAMESPACE, ROOK, image};
use crate::model::DaemonName;
use crate::sim::world::{Who, World};

/// Every Deployment and `DaemonSet` of Rook.
pub(super) fn workloads(world: &World) -> Vec<Workload> {
    let mut all: Vec<Workload> = Vec::new();
    all.extend((0..world.mons.len()).map(|mon| self::mon(world, mon)));
    all.extend((0..world.mgrs.len()).map(|mgr| self::mgr(world, mgr)));
    all.extend((0..world.osds.len()).map(|osd| self::osd(world, osd)));
    all.extend((0..world.mdss.len()).map(|mds| self::mds(world, mds)));
    all.extend((0..world.rgws.len()).map(|rgw| self::rgw(world, rgw)));
    all.extend((0..world.hosts.len()).flat_map(|host| helpers(world, host)));
    all.push(operator(world));
    all.push(tools(world));
    all.extend(csi(world));
    all
}

fn labels(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What a daemon has: whether it lives, where, since when, and which version it runs.
struct Life {
    who: Who,
    alive: bool,
    host: usize,
    old: bool,
    since: i64,
    died: i64,
    restarts: u64,
}

/// The Deployment of a daemon of Ceph. Its label and image are the new ones as soon as its update begins.
fn daemon(world: &World, kind: &'static str, id: &str, life: &Life) -> Workload {
    let begins = world.rook.renewing.get(&life.who).copied();
    let renewed = world.rook.renewed.get(&life.who).copied();
    let old = life.old && begins.is_none();
    let state = match (begins, life.alive) {
        (Some(_), _) => State::Begins,
        (None, true) => State::Works,
        (None, false) => State::Crashes(world.now - life.died),
    };
    let since = begins.or(renewed).unwrap_or(life.since);
    let app = format!("rook-ceph-{kind}");
    Workload {
        name: format!("{app}-{id}"),
        labels: labels(&[
            ("app", &app),
            ("app.kubernetes.io/created-by", "rook-ceph-operator"),
            ("app.kubernetes.io/instance", id),
            ("app.kubernetes.io/managed-by", "rook-ceph-operator"),
            ("app.kubernetes.io/name", &format!("ceph-{kind}")),
            ("ceph_daemon_id", id),
            ("ceph_daemon_type", kind),
            (kind, id),
            ("rook.io/operator-namespace", NAMESPACE),
            ("rook_cluster", NAMESPACE),
        ]),
        own_labels: BTreeMap::new(),
        daemon: Some(DaemonName::new(kind, id)),
        containers: match kind {
            "mon" => &["mon", "log-collector"],
            "mgr" => &["mgr", "watch-active", "log-collector"],
            "osd" => &["osd", "log-collector"],
            "mds" => &["mds", "log-collector"],
            _ => &["rgw", "log-collector"],
        },
        image: image(world, old),
        written: Some(world.version_of(old)),
        wanted: 1,
        pinned: matches!(life.who, Who::Mon(_) | Who::Osd(_)),
        runs: vec![Run { host: life.host, state, restarts: life.restarts, since }],
        made: world.created + 60,
        changed: if life.alive { since } else { life.died.max(since) },
        daemon_set: false,
        left_alone: false,
    }
}

/// A time at which everything was started, two weeks ago.
fn usual(world: &World) -> i64 {
    world.born - 15 * 86_400 - 120
}

fn mon(world: &World, number: usize) -> Workload {
    let state = &world.mons[number];
    let life = Life {
        who: Who::Mon(number),
        alive: state.alive,
        host: state.host,
        old: state.old,
        since: usual(world),
        died: state.died,
        restarts: 0,
    };
    let mut one = daemon(world, "mon", state.name, &life);
    one.labels.extend(labels(&[("mon_cluster", NAMESPACE), ("mon_daemon", "true")]));
    one
}

fn mgr(world: &World, number: usize) -> Workload {
    let state = &world.mgrs[number];
    let life = Life {
        who: Who::Mgr(number),
        alive: state.alive,
        host: state.host,
        old: state.old,
        since: usual(world) + 60,
        died: world.now,
        restarts: 0,
    };
    let mut one = daemon(world, "mgr", state.name, &life);
    let active = world.mgrs_alive().first().is_some_and(|active| active.name == state.name);
    one.labels.insert("mgr_role".into(), if active { "active" } else { "standby" }.into());
    one
}

fn osd(world: &World, number: usize) -> Workload {
    let state = &world.osds[number];
    let life = Life {
        who: Who::Osd(number),
        alive: state.alive,
        host: state.host,
        old: state.old,
        since: state.started,
        died: state.died,
        restarts: state.restarts,
    };
    let mut one = daemon(world, "osd", &number.to_string(), &life);
    let host = &world.hosts[state.host];
    let zone = host.zone.map(|zone| world.zones[zone].as_str());
    one.labels.extend(labels(&[
        ("ceph-osd-id", &number.to_string()),
        ("device-class", state.class),
        ("encrypted", "false"),
        ("failure-domain", zone.unwrap_or(&host.name)),
        ("osd-store", "bluestore"),
        ("portable", "false"),
        ("topology-location-host", &host.name),
        ("topology-location-root", "default"),
    ]));
    if let Some(zone) = zone {
        one.labels.insert("topology-location-zone".into(), zone.into());
    }
    one.left_alone = world.left_alone(number);
    one
}

fn mds(world: &World, number: usize) -> Workload {
    let state = &world.mdss[number];
    let life = Life {
        who: Who::Mds(number),
        alive: state.alive,
        host: state.host,
        old: state.old,
        since: usual(world) + 90,
        died: world.now,
        restarts: 0,
    };
    let mut one = daemon(world, "mds", state.name, &life);
    one.labels.insert("rook_file_system".into(), "cephfs".into());
    one
}

fn rgw(world: &World, number: usize) -> Workload {
    let state = &world.rgws[number];
    let life = Life {
        who: Who::Rgw(number),
        alive: state.alive,
        host: state.host,
        old: state.old,
        since: usual(world) + 120,
        died: world.now,
        restarts: 0,
    };
    let mut one = daemon(world, "rgw", state.name, &life);
    one.labels.insert("rook_object_store".into(), "store".into());
    one
}

/// What is not a daemon of the cluster, on one host.
fn plain(world: &World, name: String, image: String, host: usize) -> Workload {
    Workload {
        name,
        labels: BTreeMap::new(),
        own_labels: BTreeMap::new(),
        daemon: None,
        containers: &[],
        image,
        written: None,
        wanted: 1,
        pinned: false,
        runs: vec![Run { host, state: State::Works, restarts: 0, since: usual(world) + 200 + host as i64 }],
        made: world.created + 30,
        changed: usual(world) + 200,
        daemon_set: false,
        left_alone: false,
    }
}

/// The crash collector and the exporter of a host that has daemons. They follow the mons of the host, or its OSDs.
fn helpers(world: &World, host: usize) -> Vec<Workload> {
    let osds = &world.hosts[host].osds;
    let mons = world.mons_on(host);
    if osds.is_empty() && mons.is_empty() {
        return Vec::new();
    }
    let old = match mons.first() {
        Some(mon) => world.mons[*mon].old,
        None => osds.iter().any(|osd| world.osds[*osd].old && !world.left_alone(*osd)),
    };
    let name = world.hosts[host].name.as_str();
    let helper = |kind: &str, id: &str, containers| {
        let mut one = plain(world, format!("rook-ceph-{kind}-{name}"), image(world, old), host);
        let app = format!("rook-ceph-{kind}");
        one.labels = labels(&[
            ("app", &app),
            ("ceph_daemon_id", id),
            ("kubernetes.io/hostname", name),
            ("node_name", name),
            ("rook_cluster", NAMESPACE),
        ]);
        one.containers = containers;
        one.written = Some(world.version_of(old));
        one.pinned = true;
        one
    };
    vec![
        helper("crashcollector", "crash", &["ceph-crash"]),
        helper("exporter", "exporter", &["ceph-exporter", "log-collector"]),
    ]
}

fn operator(world: &World) -> Workload {
    let mut one = plain(world, "rook-ceph-operator".into(), format!("docker.io/rook/ceph:{ROOK}"), 0);
    one.labels = labels(&[("app", "rook-ceph-operator")]);
    one.own_labels = labels(&[
        ("app.kubernetes.io/name", "rook-ceph"),
        ("app.kubernetes.io/part-of", "rook-ceph-operator"),
        ("operator", "rook"),
        ("storage-backend", "ceph"),
    ]);
    one.containers = &["rook-ceph-operator"];
    match world.rook.gone_since {
        // Scaled to nothing.
        Some(since) => (one.wanted, one.runs, one.changed) = (0, Vec::new(), since),
        None => one.runs[0].since = world.rook.operator_since,
    }
    one
}

fn tools(world: &World) -> Workload {
    let host = 1.min(world.hosts.len() - 1);
    let mut one = plain(world, "rook-ceph-tools".into(), image(world, world.was_old()), host);
    one.labels = labels(&[("app", "rook-ceph-tools")]);
    one.containers = &["rook-ceph-tools"];
    one
}

/// Ceph-CSI: what makes volumes, twice, and what mounts them, on every node.
fn csi(world: &World) -> Vec<Workload> {
    let mut all = Vec::new();
    for (kind, makes, mounts) in
        [("rbd", "csi-rbdplugin", "csi-rbdplugin"), ("cephfs", "csi-cephfsplugin", "csi-cephfsplugin")]
    {
        let name = format!("{NAMESPACE}.{kind}.csi.ceph.com");
        let mut provisioner = plain(world, format!("{name}-ctrlplugin"), CSI_IMAGE.into(), 0);
        provisioner.labels = labels(&[("app", &provisioner.name.clone())]);
        provisioner.containers = if makes == "csi-rbdplugin" {
            &["csi-rbdplugin", "csi-provisioner"]
        } else {
            &["csi-cephfsplugin", "csi-provisioner"]
        };
        let second = 1.min(world.hosts.len() - 1);
        let run = provisioner.runs[0];
        provisioner.runs.push(Run { host: second, ..run });
        provisioner.wanted = 2;
        all.push(provisioner);
        let mut plugin = plain(world, format!("{name}-nodeplugin"), CSI_IMAGE.into(), 0);
        plugin.labels = labels(&[("app", &plugin.name.clone())]);
        plugin.containers = if mounts == "csi-rbdplugin" {
            &["csi-rbdplugin", "driver-registrar"]
        } else {
            &["csi-cephfsplugin", "driver-registrar"]
        };
        let run = plugin.runs[0];
        plugin.runs = (0..world.hosts.len()).map(|host| Run { host, ..run }).collect();
        plugin.daemon_set = true;
        plugin.pinned = false;
        all.push(plugin);
    }
    all
}
