//! Every setting of a cluster, with the reason for it.
//!
//! A line in `ceph.conf` wins over `ceph config set`. So only what a daemon needs before it reaches a monitor,
//! and what no test will want to change, stands in the file; the rest goes into the configuration database.

use std::fmt::Write as _;

use crate::daemon::Kind;
use crate::layout::Layout;

/// `[global]`: what is the same for every cluster.
const GLOBAL: &[(&str, &str)] = &[
    // An address instead of a network: no guessing which interface.
    ("public_addr", "127.0.0.1"),
    ("cluster_addr", "127.0.0.1"),
    // Ceph would raise its own limit for open files, for which rights may be missing in a container.
    ("max_open_files", "0"),
    // Few placement groups are quick to create; three OSDs need no more.
    ("osd_pool_default_pg_num", "8"),
    ("osd_pool_default_min_size", "1"),
    // Else the autoscaler changes pools in the middle of a test.
    ("osd_pool_default_pg_autoscale_mode", "off"),
    ("mon_max_pg_per_osd", "1000"),
    ("mon_allow_pool_delete", "true"),
    ("mon_allow_pool_size_one", "true"),
    // A manager counts as dead after 8 s instead of 30 s: a failover fits into a test.
    ("mon_mgr_beacon_grace", "8"),
    // Monitors stop below 5 % free disk by default; development machines are fuller than servers.
    ("mon_data_avail_crit", "1"),
];

/// `[mon]`
const MON: &[(&str, &str)] = &[
    ("mgr_initial_modules", "prometheus dashboard"),
    // The manager's view (placement groups, usage) reaches `ceph status` each second instead of each five.
    ("mon_mgr_digest_period", "1"),
    // Monitors that start at the same instant miss each other's votes in about half of all cases and then wait
    // this long, 5 s by default, before they vote again.
    ("mon_election_timeout", "2"),
    // Changes are gathered for 1 s by default before the monitors agree on them. Nearly every step of a start
    // waits for such an agreement: this alone makes it twice as quick.
    ("paxos_propose_interval", "0.2"),
    // A killed OSD is marked out when a test asks for it, not by itself.
    ("mon_osd_down_out_interval", "600"),
];

/// `[mgr]`
const MGR: &[(&str, &str)] = &[
    // Daemons report each 2 s instead of each 5 s, and the manager beacons each second instead of each two.
    ("mgr_stats_period", "2"),
    ("mgr_tick_period", "1"),
];

/// `[osd]`
const OSD: &[(&str, &str)] = &[
    ("osd_objectstore", "bluestore"),
    // 4 GiB, sparse: some 30 MB of real disk while empty.
    ("bluestore_block_size", "4294967296"),
    // The least that is accepted. An idle OSD needs far less.
    ("osd_memory_target", "939524096"),
    // The benchmark of the newer scheduler costs seconds at the first start and measures nothing here.
    ("osd_mclock_skip_benchmark", "true"),
    // Scrubs asked for by a test start whatever the machine's load.
    ("osd_scrub_load_threshold", "2000"),
    // Neither means anything on a file.
    ("osd_numa_auto_affinity", "false"),
    ("bdev_enable_discard", "false"),
];

/// Into the configuration database, so that a test may set them otherwise.
const DATABASE: &[&str] = &[
    // Permitted by default for old clients' sake, which is a warning for ever.
    "config set mon auth_allow_insecure_global_id_reclaim false",
    // 30 % free disk is a warning by default.
    "config set mon mon_data_avail_warn 2",
    // `--force` because the modules, and so their options, are not known before the first manager ran.
    "config set mgr mgr/dashboard/ssl false --force",
    "config set mgr mgr/dashboard/server_addr 127.0.0.1 --force",
    "config set mgr mgr/prometheus/server_addr 127.0.0.1 --force",
];

/// The text of `ceph.conf`.
pub(crate) fn file(layout: &Layout) -> String {
    let dir = layout.dir.display();
    let (first, last) = layout.ports.messengers();
    let names: Vec<&str> = layout.mon_addrs.iter().map(|m| m.name.as_str()).collect();
    let addrs: Vec<String> = layout.mon_addrs.iter().map(crate::MonAddr::vector).collect();
    let mut text = String::new();
    section(&mut text, "global", GLOBAL);
    let size = layout.shape.osds.min(3);
    for (key, value) in [
        ("fsid", layout.fsid.clone()),
        ("mon_host", addrs.join(",")),
        ("mon_initial_members", names.join(",")),
        ("ms_bind_port_min", first.to_string()),
        ("ms_bind_port_max", last.to_string()),
        ("keyring", format!("{dir}/keys/$name")),
        ("run_dir", format!("{dir}/run")),
        ("admin_socket", format!("{dir}/run/$name.asok")),
        ("pid_file", format!("{dir}/run/$name.pid")),
        ("log_file", format!("{dir}/log/$name.log")),
        ("mon_cluster_log_file", format!("{dir}/log/cluster.log")),
        ("crash_dir", format!("{dir}/crash")),
        ("osd_pool_default_size", size.to_string()),
    ] {
        line(&mut text, key, &value);
    }
    for (key, value) in &layout.shape.settings {
        line(&mut text, key, value);
    }
    for (name, table) in [("mon", MON), ("mgr", MGR), ("osd", OSD), ("mds", &[])] {
        section(&mut text, name, table);
        line(&mut text, &format!("{name}_data"), &format!("{dir}/{name}.$id"));
    }
    // Programs are many: a socket and a log per process, and no pid file.
    section(&mut text, "client", &[("pid_file", "")]);
    line(&mut text, "admin_socket", &format!("{dir}/run/$name.$pid.asok"));
    line(&mut text, "log_file", &format!("{dir}/log/$name.$pid.log"));
    for (index, osd) in layout.daemons(Kind::Osd).iter().enumerate() {
        // Hosts of their own: the default rule works and the tree looks like a real one.
        section(&mut text, &osd.name(), &[]);
        let host = index / layout.shape.osds_per_host;
        line(&mut text, "crush_location", &format!("root=default host=node{host}"));
    }
    for (index, rgw) in layout.daemons(Kind::Rgw).iter().enumerate() {
        // A gateway is a client to Ceph, but a daemon to us.
        section(&mut text, &rgw.entity(), &[("rgw_run_sync_thread", "false")]);
        line(&mut text, "rgw_data", &layout.data(rgw).display().to_string());
        line(&mut text, "admin_socket", &layout.socket(rgw).display().to_string());
        line(&mut text, "log_file", &layout.log(rgw).display().to_string());
        line(&mut text, "rgw_frontends", &format!("beast endpoint={}", layout.ports.rgw(index)));
    }
    text
}

/// The commands that fill the configuration database.
pub(crate) fn database(layout: &Layout) -> Vec<String> {
    let mut commands: Vec<String> = DATABASE.iter().map(|&command| command.to_owned()).collect();
    for (index, mgr) in layout.daemons(Kind::Mgr).iter().enumerate() {
        let (dashboard, prometheus) = (layout.ports.dashboard(index), layout.ports.prometheus(index));
        for (module, port) in [("dashboard", dashboard.port()), ("prometheus", prometheus.port())] {
            commands.push(format!("config set mgr mgr/{module}/{}/server_port {port} --force", mgr.id));
        }
    }
    commands
}

fn section(text: &mut String, name: &str, lines: &[(&str, &str)]) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "[{name}]");
    for (key, value) in lines {
        line(text, key, value);
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}
