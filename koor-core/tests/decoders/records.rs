//! What is asked of one thing: options, crash reports, PG queries, the audit log. Captured on 16.2.15 and 20.2.4.

use koor_core::model::OsdId;
use koor_core::wire;

use crate::answers::{answer, read};

const RELEASES: [&str; 2] = ["16.2.15", "20.2.4"];

#[test]
fn options() {
    for (release, default, services) in [("16.2.15", "wpq", 0), ("20.2.4", "mclock_scheduler", 1)] {
        let option = read(release, "config_help", wire::option::help);
        assert_eq!((option.name.as_str(), option.option_type.as_str()), ("osd_op_queue", "str"));
        assert_eq!((option.default.as_str(), option.daemon_default), (default, None));
        assert_eq!(option.enum_values, ["wpq", "mclock_scheduler", "debug_random"]);
        assert_eq!((option.can_update_at_runtime, option.services.len()), (false, services), "{release}");
        assert_eq!(option.see_also, ["osd_op_queue_cut_off"]);

        let range = read(release, "config_help_range", wire::option::help);
        assert_eq!(
            (range.default.as_str(), range.min.as_deref(), range.max.as_deref()),
            ("3", Some("0"), Some("10"))
        );
        let size = read(release, "config_help_size", wire::option::help);
        assert_eq!((size.level.as_str(), size.min.as_deref(), size.max), ("basic", Some("939524096"), None));
        assert!(size.can_update_at_runtime && size.flags == ["runtime"]);

        let names = read(release, "config_ls", wire::option::names);
        assert!(
            names.len() == 41 && names.is_sorted() && names.iter().any(|name| name == "osd_max_backfills")
        );
    }
}

#[test]
fn what_the_mons_hold_for_one_daemon() {
    for release in RELEASES {
        let values = read(release, "config_get", wire::option::central);
        let value = |name: &str| values.iter().find(|value| value.name == name).unwrap();
        assert_eq!(
            (value("osd_scrub_sleep").value.as_str(), value("osd_scrub_sleep").section.as_str()),
            ("0.050000", "global")
        );
        assert!(!value("osd_op_queue").can_update_at_runtime && value("debug_ms").can_update_at_runtime);
    }
}

#[test]
fn crash_reports() {
    for release in RELEASES {
        let detail = read(release, "crash_info", wire::crash::detail);
        assert_eq!((detail.crash.entity.as_str(), detail.backtrace.len()), ("osd.1", 6));
        assert_eq!(detail.backtrace[1], "gsignal()");
        assert!(detail.crash.archived.is_some() && detail.crash.stack_sig.is_some());
        assert_eq!(detail.meta["assert_line"], "11868");
        assert_eq!(
            (detail.meta["io_error"].as_str(), detail.meta["io_error_devname"].as_str()),
            ("true", "sdb")
        );
        assert!(!detail.meta.contains_key("backtrace") && !detail.meta.contains_key("crash_id"));
    }
}

#[test]
fn what_a_primary_says_of_its_pg() {
    for release in RELEASES {
        let down = read(release, "pg_query_down", wire::pg_query::decode);
        assert_eq!(down.state.to_string(), "down", "{release}");
        assert_eq!(down.recovery[0].name, "Started/Primary/Peering/Down");
        assert!(down.recovery[0].comment.as_deref().unwrap().starts_with("not enough up instances"));
        assert_eq!(down.blocked.as_deref(), Some("peering is blocked due to down osds"));
        assert_eq!(
            (down.down_osds_we_would_probe.as_slice(), down.probing.as_slice()),
            (&[OsdId(1)][..], &[OsdId(2)][..])
        );
        assert_eq!(down.peering_blocked_by[0].osd, OsdId(1));

        let undersized = read(release, "pg_query_undersized", wire::pg_query::decode);
        assert!(undersized.state.has("undersized") && undersized.blocked.is_none(), "{release}");
        assert_eq!(undersized.recovery[0].name, "Started/Primary/Active");
        assert!(undersized.peers.iter().all(|peer| peer.backfilled && !peer.incomplete));
    }
}

#[test]
fn the_audit_log() {
    for release in RELEASES {
        let lines = read(release, "log_audit", wire::log::lines);
        assert!(!lines.is_empty() && lines.iter().all(|line| line.channel == "audit" && line.at.is_some()));
    }
    assert_eq!(read("16.2.15", "log_audit", wire::log::lines).len(), 19);
}

#[test]
fn what_ends_early_or_is_something_else_is_an_error() {
    fn fails<T>(name: &str, decode: impl Fn(&[u8]) -> Result<T, wire::DecodeError>) {
        let whole = answer("16.2.15", name);
        for bytes in [&whole[..whole.len() / 2], b"", b"null", b"7", b"no orchestrator"] {
            assert!(decode(bytes).is_err(), "{name}");
        }
    }
    fails("config_help", wire::option::help);
    fails("config_ls", wire::option::names);
    fails("config_get", wire::option::central);
    fails("crash_info", wire::crash::detail);
    fails("pg_query_down", wire::pg_query::decode);
    fails("log_audit", wire::log::lines);
    let mistyped = br#"{"state":"down","recovery_state":[{"name":7}],"peer_info":[]}"#;
    let error = wire::pg_query::decode(mistyped).unwrap_err().to_string();
    assert!(error.starts_with("field `recovery_state[0].name`: "), "{error}");
}
