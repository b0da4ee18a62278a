//! One answer through one decoder of `wire`: the first byte chooses which.

use std::fmt::Debug;

use koor_core::model::DaemonName;
use koor_core::wire::{self, DecodeError, kube};

use crate::Budget;

type Decoder = fn(&[u8]) -> Result<(), DecodeError>;

fn plain<T: Debug>(read: Result<T, DecodeError>) -> Result<(), DecodeError> {
    read.map(|value| drop(format!("{value:?}")))
}

/// Every decoder by the name of the answer it reads. New ones at the end: the corpus counts on the order.
pub const DECODERS: &[(&str, Decoder)] = &[
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
    ("log_audit", |bytes| plain(wire::log::lines(bytes))),
    ("config_help", |bytes| plain(wire::option::help(bytes))),
    ("config_ls", |bytes| plain(wire::option::names(bytes))),
    ("config_get", |bytes| plain(wire::option::central(bytes))),
    ("crash_info", |bytes| plain(wire::crash::detail(bytes))),
    ("device_health", |bytes| plain(wire::device::health(bytes))),
    ("pg_query", |bytes| plain(wire::pg_query::decode(bytes))),
    ("kube_nodes", |bytes| rows::<kube::NodeObject>(bytes)),
    ("kube_pods", |bytes| rows::<kube::PodObject>(bytes)),
    ("kube_deployments", |bytes| rows::<kube::DeploymentObject>(bytes)),
    ("kube_budgets", |bytes| rows::<kube::BudgetObject>(bytes)),
    ("kube_claims", |bytes| rows::<kube::ClaimObject>(bytes)),
    ("kube_volumes", |bytes| rows::<kube::VolumeObject>(bytes)),
    ("kube_classes", |bytes| rows::<kube::StorageClassObject>(bytes)),
    ("kube_events", |bytes| rows::<kube::EventObject>(bytes)),
    ("kube_helm", |bytes| rows::<kube::HelmSecretObject>(bytes)),
    ("kube_config_maps", |bytes| {
        plain(kube::list::<kube::ConfigMapObject>(bytes).map(|list| wire::rook::config(&list.items)))
    }),
    ("kube_discovery", |bytes| plain(kube::api_resources(bytes))),
    ("rook_clusters", |bytes| rows::<wire::rook::CephClusterObject>(bytes)),
    ("rook_resources", |bytes| {
        let list = kube::list::<wire::rook::ResourceObject>(bytes);
        plain(list.map(|list| {
            let rows = list.items.into_iter().map(|object| wire::rook::resource("CephBlockPool", object));
            rows.collect::<Vec<_>>()
        }))
    }),
    ("quorum_status, its map", |bytes| plain(wire::mon::map_of_quorum(bytes))),
    ("mgr_stat", |bytes| plain(wire::mgr::active(bytes))),
];

/// A list of Kubernetes' objects as rows, and those of it that can't be read.
fn rows<T>(bytes: &[u8]) -> Result<(), DecodeError>
where
    T: kube::KubeObject + serde::de::DeserializeOwned + Debug,
    T::Row: Debug,
{
    let list = kube::list::<T>(bytes)?;
    list.unreadable.iter().for_each(|one| told(&one.name, &one.why));
    plain(Ok(list.into_rows()))
}

/// The target.
pub fn run(data: &[u8]) -> Budget {
    if let Some((choice, body)) = data.split_first() {
        let (name, decode) = DECODERS[usize::from(*choice) % DECODERS.len()];
        if let Err(error) = decode(body) {
            told(name, &error);
        }
    }
    Budget { base: 64 << 10, each: 256 }
}

/// An error is a sentence with a place in it.
fn told(name: &str, error: &DecodeError) {
    let sentence = error.to_string();
    assert!(sentence.chars().count() < 1_000, "{name}: a sentence of {} bytes", sentence.len());
    assert!(!sentence.contains('\n'), "{name}: {sentence}");
    if let DecodeError::Field { path, reason } = error {
        assert!(!path.is_empty() && !reason.is_empty(), "{name}: {sentence}");
    }
}
