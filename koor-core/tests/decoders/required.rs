//! The fields without which an answer is not understood: the error names each by its exact path.

use koor_core::wire::DecodeError;
use serde_json::{Value, json};

use crate::answers::{DECODERS, RELEASES, answer};
use crate::damage::{Step, at, remove, text};

/// By decoder, the fields it can't do without. `NAME[]` is every element of a list, `*` every key of a map.
const REQUIRED: [(&str, &[&str]); 32] = [
    (
        "status",
        &[
            "fsid",
            "quorum_names",
            "monmap.num_mons",
            "osdmap.num_osds",
            "osdmap.num_up_osds",
            "osdmap.num_in_osds",
            "osdmap.num_remapped_pgs",
            "pgmap.num_pgs",
            "pgmap.pgs_by_state[].count",
            "pgmap.pgs_by_state[].state_name",
            "pgmap.num_pools",
            "pgmap.num_objects",
            "pgmap.data_bytes",
            "pgmap.bytes_used",
            "pgmap.bytes_avail",
            "pgmap.bytes_total",
            "fsmap",
            "mgrmap.available",
            "mgrmap.num_standbys",
            "mgrmap.modules",
            "servicemap.services",
            "progress_events",
            "progress_events.*.message",
            "progress_events.*.progress",
        ],
    ),
    ("health_detail", &["status", "checks", "checks.*.severity", "checks.*.summary.message"]),
    (
        "mon_dump",
        &[
            "epoch",
            "fsid",
            "modified",
            "min_mon_release_name",
            "stretch_mode",
            "mons[].rank",
            "mons[].name",
            "mons[].public_addrs.addrvec[].type",
            "mons[].public_addrs.addrvec[].addr",
        ],
    ),
    ("quorum_status", &["election_epoch", "quorum_names", "quorum_leader_name"]),
    (
        "time_sync",
        &["timechecks", "time_skew_status.*.skew", "time_skew_status.*.latency", "time_skew_status.*.health"],
    ),
    (
        "mgr_dump",
        &[
            "epoch",
            "available",
            "active_name",
            "active_addrs",
            "active_change",
            "standbys[].name",
            "modules",
            "available_modules[].name",
            "available_modules[].can_run",
            "available_modules[].error_string",
            "always_on_modules",
            "services",
        ],
    ),
    (
        "osd_dump",
        &[
            "epoch",
            "modified",
            "flags_set",
            "require_osd_release",
            "require_min_compat_client",
            "nearfull_ratio",
            "backfillfull_ratio",
            "full_ratio",
            "osds[].osd",
            "osds[].uuid",
            "osds[].up",
            "osds[].in",
            "osds[].weight",
            "osds[].primary_affinity",
            "osds[].state",
            "osds[].public_addrs",
            "osds[].cluster_addrs",
            "osd_xinfo[].osd",
            "osd_xinfo[].down_stamp",
            "pools[].pool",
            "pools[].pool_name",
            "pools[].create_time",
            "pools[].flags_names",
            "pools[].type",
            "pools[].size",
            "pools[].min_size",
            "pools[].crush_rule",
            "pools[].pg_autoscale_mode",
            "pools[].pg_num",
            "pools[].pg_num_target",
            "pools[].pg_placement_num",
            "pools[].quota_max_bytes",
            "pools[].quota_max_objects",
            "pools[].erasure_code_profile",
            "pools[].options",
            "pools[].application_metadata",
            "erasure_code_profiles",
            "crush_node_flags",
            "device_class_flags",
        ],
    ),
    ("osd_metadata", &["[].id"]),
    (
        "osd_df",
        &[
            "nodes[].id",
            "nodes[].crush_weight",
            "nodes[].kb",
            "nodes[].kb_used",
            "nodes[].kb_used_data",
            "nodes[].kb_used_omap",
            "nodes[].kb_used_meta",
            "nodes[].kb_avail",
            "nodes[].utilization",
            "nodes[].pgs",
            "stray",
        ],
    ),
    (
        "osd_perf",
        &[
            "osdstats.osd_perf_infos[].id",
            "osdstats.osd_perf_infos[].perf_stats.commit_latency_ns",
            "osdstats.osd_perf_infos[].perf_stats.apply_latency_ns",
        ],
    ),
    (
        "crush_dump",
        &[
            "devices[].id",
            "devices[].name",
            "buckets[].id",
            "buckets[].name",
            "buckets[].type_name",
            "buckets[].weight",
            "buckets[].items[].id",
            "buckets[].items[].weight",
            "rules[].rule_id",
            "rules[].rule_name",
            "rules[].steps[].op",
            "tunables.profile",
        ],
    ),
    (
        "df_detail",
        &[
            "stats.total_bytes",
            "stats.total_used_raw_bytes",
            "stats.total_avail_bytes",
            "stats_by_class.*.total_bytes",
            "stats_by_class.*.total_used_raw_bytes",
            "stats_by_class.*.total_avail_bytes",
            "pools[].id",
            "pools[].name",
            "pools[].stats.stored",
            "pools[].stats.objects",
            "pools[].stats.bytes_used",
            "pools[].stats.max_avail",
            "pools[].stats.percent_used",
            "pools[].stats.compress_bytes_used",
            "pools[].stats.compress_under_bytes",
        ],
    ),
    ("pool_stats", &["[].pool_name", "[].pool_id", "[].recovery_rate", "[].client_io_rate"]),
    (
        "autoscale",
        &[
            "[].pool_id",
            "[].pool_name",
            "[].pg_autoscale_mode",
            "[].pg_num_final",
            "[].pg_num_target",
            "[].would_adjust",
            "[].capacity_ratio",
            "[].target_bytes",
            "[].target_ratio",
        ],
    ),
    ("pg_dump_summary", &["pg_map.stamp"]),
    (
        "pg_dump",
        &[
            "pg_map.version",
            "pg_map.stamp",
            "pg_map.pg_stats[].pgid",
            "pg_map.pg_stats[].state",
            "pg_map.pg_stats[].up",
            "pg_map.pg_stats[].acting",
            "pg_map.pg_stats[].acting_primary",
            "pg_map.pg_stats[].blocked_by",
            "pg_map.pg_stats[].stat_sum.num_objects",
            "pg_map.pg_stats[].stat_sum.num_bytes",
            "pg_map.pg_stats[].stat_sum.num_objects_degraded",
            "pg_map.pg_stats[].stat_sum.num_objects_misplaced",
            "pg_map.pg_stats[].stat_sum.num_objects_unfound",
            "pg_map.pg_stats[].stat_sum.num_scrub_errors",
            "pg_map.pg_stats[].last_scrub_stamp",
            "pg_map.pg_stats[].last_deep_scrub_stamp",
            "pg_map.pg_stats[].last_fresh",
            "pg_map.pg_stats[].last_change",
            "pg_map.pg_stats[].last_active",
            "pg_map.pg_stats[].last_clean",
        ],
    ),
    (
        "fs_dump",
        &[
            "epoch",
            "standbys",
            "filesystems[].id",
            "filesystems[].mdsmap.fs_name",
            "filesystems[].mdsmap.flags",
            "filesystems[].mdsmap.modified",
            "filesystems[].mdsmap.metadata_pool",
            "filesystems[].mdsmap.data_pools",
            "filesystems[].mdsmap.max_mds",
            "filesystems[].mdsmap.standby_count_wanted",
            "filesystems[].mdsmap.in",
            "filesystems[].mdsmap.failed",
            "filesystems[].mdsmap.damaged",
            "filesystems[].mdsmap.info.*.name",
            "filesystems[].mdsmap.info.*.rank",
            "filesystems[].mdsmap.info.*.state",
            "filesystems[].mdsmap.info.*.addrs.addrvec",
        ],
    ),
    (
        "service_dump",
        &[
            "services.rgw.daemons",
            "services.rgw.daemons.*.start_stamp",
            "services.rgw.daemons.*.addr",
            "services.rgw.daemons.*.metadata",
        ],
    ),
    ("versions", &["overall"]),
    ("mon_metadata", &["[].name"]),
    ("mgr_metadata", &["[].name"]),
    ("mds_metadata", &["[].name"]),
    (
        "config_dump",
        &["[].section", "[].mask", "[].name", "[].value", "[].level", "[].can_update_at_runtime"],
    ),
    ("config_show", &["[].name", "[].value", "[].source"]),
    ("device_ls", &["[].devid", "[].location", "[].daemons"]),
    ("crash_ls", &["[].crash_id", "[].timestamp", "[].entity_name"]),
    ("progress", &["events", "completed"]),
    ("balancer", &["active", "mode", "optimize_result", "last_optimize_started"]),
    ("features", &["*[].features", "*[].release", "*[].num"]),
    ("log_last", &["[].name", "[].stamp", "[].channel", "[].priority", "[].message"]),
    (
        "quorum_status",
        &[
            "monmap.epoch",
            "monmap.fsid",
            "monmap.modified",
            "monmap.min_mon_release_name",
            "monmap.stretch_mode",
            "monmap.mons[].rank",
            "monmap.mons[].name",
            "monmap.mons[].public_addrs.addrvec[].type",
            "monmap.mons[].public_addrs.addrvec[].addr",
        ],
    ),
    ("mgr_stat", &["active_name"]),
];

/// Every place in `value` that a pattern names.
fn expand(value: &Value, pattern: &str) -> Vec<Vec<Step>> {
    let mut found = vec![Vec::new()];
    for word in pattern.split('.') {
        let (key, list) = word.strip_suffix("[]").map_or((word, false), |key| (key, true));
        let mut next = Vec::new();
        for path in found {
            let mut copy = value.clone();
            let here = at(&mut copy, &path).unwrap();
            let mut keyed = Vec::new();
            match key {
                "" => keyed.push(path.clone()),
                "*" => {
                    for name in here.as_object().unwrap().keys().filter(|name| *name != "summary") {
                        keyed.push([path.clone(), vec![Step::Key(name.clone())]].concat());
                    }
                }
                _ => keyed.push([path.clone(), vec![Step::Key(key.to_owned())]].concat()),
            }
            for path in keyed {
                if list {
                    let mut copy = value.clone();
                    let length = at(&mut copy, &path).unwrap().as_array().unwrap().len();
                    next.extend((0..length).map(|index| [path.clone(), vec![Step::Index(index)]].concat()));
                } else {
                    next.push(path);
                }
            }
        }
        found = next;
    }
    found
}

#[test]
fn a_missing_or_mistyped_field_is_named_by_its_exact_path() {
    for release in RELEASES {
        for ((name, decode), (same, patterns)) in DECODERS.into_iter().zip(REQUIRED) {
            assert_eq!(name, same);
            let whole: Value = serde_json::from_slice(&answer(release, name)).unwrap();
            for path in patterns.iter().flat_map(|pattern| expand(&whole, pattern)) {
                let (last, parent) = path.split_last().unwrap();
                let Step::Key(key) = last else { panic!("{}", text(&path)) };
                let mut damaged = whole.clone();
                remove(&mut damaged, &path);
                let error = decode(&serde_json::to_vec(&damaged).unwrap());
                let expected =
                    DecodeError::Field { path: text(parent), reason: format!("missing field `{key}`") };
                assert_eq!(error, Err(expected), "{release} {name}");

                let mut damaged = whole.clone();
                let place = at(&mut damaged, &path).unwrap();
                *place = if place.is_boolean() { json!("koor") } else { json!(true) };
                match decode(&serde_json::to_vec(&damaged).unwrap()) {
                    Err(DecodeError::Field { path: told, .. }) => {
                        assert_eq!(told, text(&path), "{release} {name}");
                    }
                    other => panic!("{release} {name} {}: {other:?}", text(&path)),
                }
            }
        }
    }
}
