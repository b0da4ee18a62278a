//! The table of decoders and the answers they read.

use std::fmt::Debug;
use std::path::PathBuf;

use koor_core::model::DaemonName;
use koor_core::wire::{self, DecodeError};

/// The releases whose answers are kept.
pub(crate) const RELEASES: [&str; 3] = ["16.2.15", "18.2.7", "20.2.4"];

/// One answer, to the byte.
pub(crate) fn answer(release: &str, name: &str) -> Vec<u8> {
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "answers", release, &format!("{name}.json")].iter().collect();
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a decoder of `wire` makes of one answer.
pub(crate) fn read<T>(release: &str, name: &str, decode: impl FnOnce(&[u8]) -> Result<T, DecodeError>) -> T {
    decode(&answer(release, name)).unwrap_or_else(|error| panic!("{release} {name}: {error}"))
}

/// A decoder with its type taken off.
pub(crate) type Reader = fn(&[u8]) -> Result<String, DecodeError>;

fn plain<T: Debug>(read: Result<T, DecodeError>) -> Result<String, DecodeError> {
    read.map(|value| format!("{value:?}"))
}

/// Every decoder by the name of the answer it reads.
pub(crate) const DECODERS: [(&str, Reader); 32] = [
    ("status", |bytes| plain(wire::cluster::decode(bytes))),
    ("health_detail", |bytes| plain(wire::health::decode(bytes))),
    ("mon_dump", |bytes| plain(wire::mon::map(bytes))),
    ("quorum_status", |bytes| plain(wire::mon::quorum(bytes))),
    ("time_sync", |bytes| plain(wire::mon::clocks(bytes))),
    ("mgr_dump", |bytes| plain(wire::mgr::decode(bytes))),
    ("osd_dump", |bytes| plain(wire::osd_map::decode(bytes))),
    ("osd_metadata", |bytes| plain(wire::osd::metadata(bytes))),
    ("osd_df", |bytes| plain(wire::osd::usage(bytes))),
    ("osd_perf", |bytes| plain(wire::osd::latency(bytes))),
    ("crush_dump", |bytes| plain(wire::crush::decode(bytes))),
    ("df_detail", |bytes| plain(wire::capacity::decode(bytes))),
    ("pool_stats", |bytes| plain(wire::pool::io(bytes))),
    ("autoscale", |bytes| plain(wire::pool::autoscale(bytes))),
    ("pg_dump_summary", |bytes| plain(wire::pg::stamp(bytes))),
    ("pg_dump", |bytes| plain(wire::pg::map(bytes))),
    ("fs_dump", |bytes| plain(wire::fs::decode(bytes))),
    ("service_dump", |bytes| plain(wire::service::decode(bytes))),
    ("versions", |bytes| plain(wire::version::decode(bytes))),
    ("mon_metadata", |bytes| plain(wire::daemon::metadata("mon", bytes))),
    ("mgr_metadata", |bytes| plain(wire::daemon::metadata("mgr", bytes))),
    ("mds_metadata", |bytes| plain(wire::daemon::metadata("mds", bytes))),
    ("config_dump", |bytes| plain(wire::config::entries(bytes))),
    ("config_show", |bytes| plain(wire::config::running(DaemonName::new("osd", "0"), bytes))),
    ("device_ls", |bytes| plain(wire::device::decode(bytes))),
    ("crash_ls", |bytes| plain(wire::crash::decode(bytes))),
    ("progress", |bytes| plain(wire::event::progress(bytes))),
    ("balancer", |bytes| plain(wire::event::balancer(bytes))),
    ("features", |bytes| plain(wire::feature::decode(bytes))),
    ("log_last", |bytes| plain(wire::log::decode(bytes))),
    // The mon map that the answer brings along.
    ("quorum_status", |bytes| plain(wire::mon::map_of_quorum(bytes))),
    ("mgr_stat", |bytes| plain(wire::mgr::active(bytes))),
];
