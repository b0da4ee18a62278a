//! What options there are and what they mean: `config ls`, `config help`.

use serde_json::{Value, json};

use super::{ENOENT, Reply, argument};
use crate::model::Command;

/// Options of Ceph 18.2, by name: name, type, level, default, from when a change counts, services, description.
const OPTIONS: &str = "\
admin_socket|str|advanced|/var/run/ceph/$cluster-$name.asok|startup||path for the runtime control socket file, used by the 'ceph daemon' command
auth_allow_insecure_global_id_reclaim|bool|advanced|true|runtime||Allow reclaiming global_id without presenting a valid ticket proving previous possession of that global_id
bluestore_cache_autotune|bool|dev|true|runtime||Automatically tune the ratio of caches while respecting min values.
bluestore_compression_mode|str|advanced|none|runtime||Default policy for using compression when pool does not specify
bluestore_min_alloc_size_hdd|size|advanced|4096|startup||Default min_alloc_size value for rotational media
bluestore_min_alloc_size_ssd|size|advanced|4096|startup||Default min_alloc_size value for non-rotational (solid state) media
client_cache_size|size|basic|16384|runtime|mds_client|soft maximum number of directory entries in client cache
cluster_network|str|advanced||startup|osd|Network(s) from which to choose a cluster address to bind to
container_image|str|basic|docker.io/ceph/daemon-base:latest-master-devel|startup||container image (used by cephadm orchestrator)
crash_dir|str|advanced|/var/lib/ceph/crash|startup||Directory where crash reports are archived
debug_mds|str|advanced|1/5|runtime||Debug level for mds
debug_mgr|str|advanced|2/5|runtime||Debug level for mgr
debug_mon|str|advanced|1/5|runtime||Debug level for mon
debug_ms|str|advanced|0/0|runtime||Debug level for ms
debug_osd|str|advanced|1/5|runtime||Debug level for osd
debug_rgw|str|advanced|1/5|runtime||Debug level for rgw
fsid|uuid|basic||startup|common|cluster fsid (uuid)
keyring|str|advanced|/etc/ceph/$cluster.$name.keyring|startup||location of the keyring
log_to_file|bool|basic|true|runtime||send log lines to a file
log_to_stderr|bool|basic|true|runtime||send log lines to stderr
mds_cache_memory_limit|size|basic|4294967296|runtime|mds|target maximum memory usage of MDS cache
mds_session_blocklist_on_timeout|bool|advanced|true|runtime|mds|blocklist clients whose sessions have become stale
mgr_stats_period|int|basic|5|runtime|mgr|Period in seconds of OSD/MDS stats reports to manager
mgr_tick_period|secs|advanced|2|runtime|mgr|Period in seconds of beacon messages to monitor
mon_allow_pool_delete|bool|advanced|false|runtime|mon|allow pool deletions
mon_clock_drift_allowed|float|advanced|0.05|runtime|mon|allowed clock drift (in seconds) between mons before issuing a health warning
mon_data_avail_crit|int|advanced|5|runtime|mon|issue MON_DISK_CRIT health error when mon available space below this percentage
mon_data_avail_warn|int|advanced|30|runtime|mon|issue MON_DISK_LOW health warning when mon available space below this percentage
mon_host|str|basic||startup|common|list of hosts or addresses to search for a monitor
mon_max_pg_per_osd|uint|advanced|250|runtime|mgr|Max number of PGs per OSD the cluster will allow
mon_osd_down_out_interval|int|advanced|600|runtime|mon|mark any OSD 'out' that has been 'down' for this long (seconds)
mon_osd_full_ratio|float|advanced|0.95|startup||full ratio of OSDs to be set during initial creation of the cluster
mon_osd_min_down_reporters|uint|advanced|2|runtime|mon|number of OSDs from different subtrees who need to report a down OSD for it to count
mon_osd_nearfull_ratio|float|advanced|0.85|startup||nearfull ratio for OSDs to be set during initial creation of cluster
mon_target_pg_per_osd|uint|advanced|100|runtime||Automated PG management creates this many PGs per OSD
mon_warn_on_pool_no_redundancy|bool|advanced|true|runtime|mon|Issue a health warning if any pool is configured with no replicas
ms_bind_port_max|int|advanced|7568|runtime||Highest port number to bind daemon(s) to
ms_cluster_mode|str|basic|crc secure|startup||Connection modes (crc, secure) for intra-cluster connections in order of preference
osd_crush_update_on_start|bool|advanced|true|runtime||update OSD CRUSH location on startup
osd_deep_scrub_interval|float|advanced|604800|runtime||Deep scrub each PG (i.e., verify data checksums) at least this often
osd_heartbeat_grace|int|advanced|20|runtime||
osd_heartbeat_interval|int|dev|6|runtime||Interval (in seconds) between peer pings
osd_max_backfills|uint|advanced|1|runtime||Maximum number of concurrent local and remote backfills or recoveries per OSD
osd_max_pg_log_entries|uint|dev|10000|runtime|osd|maximum number of entries to maintain in the PG log
osd_max_scrubs|int|advanced|3|runtime||Maximum concurrent scrubs on a single OSD
osd_memory_target|size|basic|4294967296|runtime||When tcmalloc and cache autotuning is enabled, try to keep this many bytes mapped in memory.
osd_min_pg_log_entries|uint|dev|250|runtime|osd|minimum number of entries to maintain in the PG log
osd_op_complaint_time|float|advanced|30|runtime||
osd_op_queue|str|advanced|mclock_scheduler|startup||which operation priority queue algorithm to use
osd_pool_default_min_size|uint|advanced|0|runtime|mon|the minimal number of copies allowed to write to a degraded pool for new replicated pools
osd_pool_default_pg_autoscale_mode|str|advanced|on|runtime||Default PG autoscaling behavior for new pools
osd_pool_default_pg_num|uint|advanced|32|runtime|mon|number of PGs for new pools
osd_pool_default_size|uint|advanced|3|runtime|mon|the number of copies of an object for new replicated pools
osd_recovery_max_active|uint|advanced|0|runtime||Number of simultaneous active recovery operations per OSD (overrides _ssd and _hdd if non-zero)
osd_recovery_max_active_hdd|uint|advanced|3|runtime||Number of simultaneous active recovery operations per OSD (for rotational devices)
osd_recovery_max_active_ssd|uint|advanced|10|runtime||Number of simultaneous active recovery operations per OSD (for non-rotational solid state devices)
osd_recovery_op_priority|uint|advanced|3|runtime||Priority to use for recovery operations if not specified for the pool
osd_recovery_sleep|float|advanced|0|runtime||Time in seconds to sleep before next recovery or backfill op
osd_recovery_sleep_hdd|float|advanced|0.1|runtime||Time in seconds to sleep before next recovery or backfill op for HDDs
osd_recovery_sleep_ssd|float|advanced|0|runtime||Time in seconds to sleep before next recovery or backfill op for SSDs
osd_scrub_begin_hour|int|advanced|0|runtime||Restrict scrubbing to this hour of the day or later
osd_scrub_during_recovery|bool|advanced|false|runtime||Allow scrubbing when PGs on the OSD are undergoing recovery
osd_scrub_end_hour|int|advanced|0|runtime||Restrict scrubbing to hours of the day earlier than this
osd_scrub_max_interval|float|advanced|604800|runtime||Scrub each PG no less often than this interval
osd_scrub_min_interval|float|advanced|86400|runtime||Scrub each PG no more often than this interval
osd_scrub_sleep|float|advanced|0|runtime||Duration to inject a delay during scrubbing
public_network|str|advanced||startup|mon,mds,osd,mgr|Network(s) from which to choose a public address to bind to
rgw_cache_enabled|bool|advanced|true|runtime|rgw|Enable RGW metadata cache.
rgw_dns_name|str|advanced||startup|rgw|The host name that RGW uses.
rgw_thread_pool_size|int|basic|512|runtime|rgw|RGW requests handling thread pool size.
";

/// Options that take some words only.
const ALLOWED: [(&str, &[&str]); 3] = [
    ("bluestore_compression_mode", &["none", "passive", "aggressive", "force"]),
    ("osd_op_queue", &["wpq", "mclock_scheduler", "debug_random"]),
    ("osd_pool_default_pg_autoscale_mode", &["off", "warn", "on"]),
];

/// An option that is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub name: &'static str,
    pub default: &'static str,
    kind: &'static str,
    level: &'static str,
    runtime: bool,
    services: &'static str,
    text: &'static str,
}

/// All that are known, by name.
pub(super) fn all() -> impl Iterator<Item = Known> {
    OPTIONS.lines().filter_map(|line| {
        let mut fields = line.splitn(7, '|');
        let mut next = || fields.next();
        Some(Known {
            name: next()?,
            kind: next()?,
            level: next()?,
            default: next()?,
            runtime: next()? == "runtime",
            services: next()?,
            text: next()?,
        })
    })
}

pub(super) fn find(name: &str) -> Option<Known> {
    all().find(|known| known.name == name)
}

pub(super) fn names() -> Value {
    all().map(|known| known.name).collect()
}

pub(super) fn help(command: &Command) -> Reply {
    let key = argument(command, "key").unwrap_or_default();
    let Some(known) = find(&key) else {
        return Reply::refused(ENOENT, format!("configuration option '{key}' not recognized"));
    };
    // Ceph writes figures and bools as such, and all else as text, sizes too.
    let default = match known.kind {
        "uint" | "int" | "float" | "bool" => serde_json::from_str(known.default).unwrap_or_default(),
        _ => json!(known.default),
    };
    let services: Vec<&str> = known.services.split(',').filter(|service| !service.is_empty()).collect();
    let flags: &[&str] = if known.runtime { &["runtime"] } else { &[] };
    let mut body = json!({
        "name": known.name,
        "type": known.kind,
        "level": known.level,
        "desc": known.text,
        "long_desc": "",
        "default": default,
        "daemon_default": "",
        "tags": [],
        "services": services,
        "see_also": [],
        "min": "",
        "max": "",
        "can_update_at_runtime": known.runtime,
        "flags": flags,
    });
    if known.kind == "str" {
        let allowed = ALLOWED.iter().find(|(name, _)| *name == key);
        body["enum_values"] = json!(allowed.map_or(&[][..], |(_, words)| words));
    }
    Reply::json(&body)
}
