//! Everything that was seen of a cluster at one time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::kube::{
    Claim, Deployment, DisruptionBudget, HelmRelease, KubeEvent, KubeNode, KubeQuestion, Kubernetes, Pod,
    StorageClass, Volume,
};
use super::rook::{RookCluster, RookConfig, RookResource};
use super::{
    Balancer, Capacity, ClockSkew, Cluster, ConfigEntry, Crash, CrushMap, DaemonMetadata, Device,
    FeatureGroup, FsMap, Health, LogEntry, MgrMap, MonMap, MonPing, Osd, OsdId, OsdLatency, OsdMap,
    OsdMetadata, OsdUsage, Part, PgDigest, PgMap, PoolAutoscale, PoolIo, ProgressEvent, Quorum, Service,
    Source, Versions, Why,
};

/// The version of the inventory's JSON. It grows when a field changes its meaning or goes; new fields may come
/// at any time.
pub const SCHEMA_VERSION: u32 = 1;

/// One part in a list of all parts, whatever its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedPart<'a> {
    /// The field's name in the inventory.
    pub name: &'static str,
    /// Why it was not seen; `None` where it was.
    pub why: Option<&'a Why>,
    /// Why it may be older than it looks; `None` where there is no reason to think so.
    pub stale: Option<&'a str>,
    /// Why not all of it was seen; `None` where all was, or nothing.
    pub partial: Option<&'a str>,
    /// As of when it holds.
    pub as_of: Option<Timestamp>,
}

/// Makes the struct and the list of its parts from one table, so that neither can forget one.
macro_rules! inventory {
    ($( $(#[doc = $doc:literal])+ $part:ident: $value:ty, )+) => {
        /// Everything that was seen of a cluster at one time, and what was not, and why.
        ///
        /// Nobody has to handle an error to get one: [`collect`](crate::collect) never fails. Each part says by
        /// itself when it was asked, as of when it holds and who said it.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct Inventory {
            /// [`SCHEMA_VERSION`] of the program that wrote it.
            pub schema_version: u32,
            /// When the looking began.
            pub collected_at: Timestamp,
            /// From where.
            pub source: Source,
            $( $(#[doc = $doc])+ pub $part: Part<$value>, )+
        }

        impl Inventory {
            /// The names of all parts, in order.
            pub const PARTS: &'static [&'static str] = &[$( stringify!($part) ),+];

            /// An inventory of which nothing was asked yet.
            #[must_use]
            pub fn empty(collected_at: Timestamp, source: Source) -> Self {
                Self { schema_version: SCHEMA_VERSION, collected_at, source, $( $part: Part::not_asked(), )+ }
            }

            /// This one, with the parts that only a later look asked for. What both asked for stays as it was first
            /// seen, so that all of a round is of one moment.
            #[must_use]
            pub fn with_later(self, later: Self) -> Self {
                Self {
                    schema_version: self.schema_version,
                    collected_at: self.collected_at,
                    source: self.source,
                    $( $part: if self.$part.was_asked() { self.$part } else { later.$part }, )+
                }
            }

            /// All parts that were asked for, in order.
            pub fn asked(&self) -> impl Iterator<Item = NamedPart<'_>> {
                [$( (self.$part.was_asked(), NamedPart {
                    name: stringify!($part),
                    why: self.$part.why(),
                    stale: self.$part.seen().and_then(|seen| seen.stale.as_deref()),
                    partial: self.$part.seen().and_then(|seen| seen.partial.as_deref()),
                    as_of: self.$part.as_of(),
                }) ),+]
                .into_iter()
                .filter_map(|(asked, part)| asked.then_some(part))
            }

            /// The same with what an earlier look saw and this one did not, for who looks again and again: each part
            /// keeps its own age. A part that was not asked for this time is as it was; one that was asked for and not
            /// seen is stale, and says why.
            ///
            /// What tells whether the cluster answers at all (`cluster`, `health`, `quorum`, `mon_pings`) is never
            /// carried over a silence: what was true then would be read as true now.
            #[must_use]
            pub fn carrying(self, before: &Self) -> Self {
                Self {
                    $( $part: match stringify!($part) {
                        "mon_pings" => self.$part,
                        "cluster" | "health" | "quorum" if self.$part.was_asked() => self.$part,
                        _ => self.$part.or_before(&before.$part),
                    }, )+
                    ..self
                }
            }
        }
    };
}

inventory! {
    /// The cluster as a whole (`status`).
    cluster: Cluster,
    /// Health with every check's detail (`health detail`).
    health: Health,
    /// The mons (`mon dump`).
    mons: MonMap,
    /// Their quorum (`quorum_status`).
    quorum: Quorum,
    /// Their clocks (`time-sync-status`).
    clocks: Vec<ClockSkew>,
    /// Each mon asked alone; only where there is no quorum, or nobody could tell.
    mon_pings: Vec<MonPing>,
    /// The mgrs (`mgr dump`).
    mgrs: MgrMap,
    /// The OSD map with pools and flags (`osd dump`).
    osd_map: OsdMap,
    /// What each OSD said of itself (`osd metadata`).
    osd_metadata: Vec<OsdMetadata>,
    /// How full each OSD is (`osd df`).
    osd_usage: Vec<OsdUsage>,
    /// How long each OSD takes (`osd perf`).
    osd_latency: Vec<OsdLatency>,
    /// The CRUSH tree and rules (`osd crush dump`).
    crush: CrushMap,
    /// Capacity, raw, by class and by pool (`df detail`).
    capacity: Capacity,
    /// What pools' clients do (`osd pool stats`).
    pool_io: Vec<PoolIo>,
    /// What the autoscaler thinks (`osd pool autoscale-status`).
    pool_autoscale: Vec<PoolAutoscale>,
    /// PGs and IO in short (`status`).
    pg_digest: PgDigest,
    /// Every PG (`pg dump`).
    pgs: PgMap,
    /// File systems and MDS daemons (`fs dump`).
    file_systems: FsMap,
    /// Daemons without a map of their own (`service dump`).
    services: Vec<Service>,
    /// What runs (`versions`).
    versions: Versions,
    /// What each mon said of itself (`mon metadata`).
    mon_metadata: Vec<DaemonMetadata>,
    /// What each mgr said of itself (`mgr metadata`).
    mgr_metadata: Vec<DaemonMetadata>,
    /// What each MDS said of itself (`mds metadata`).
    mds_metadata: Vec<DaemonMetadata>,
    /// The central configuration (`config dump`).
    config: Vec<ConfigEntry>,
    /// Disks (`device ls`).
    devices: Vec<Device>,
    /// Crashes (`crash ls`).
    crashes: Vec<Crash>,
    /// What is under way (`progress json`).
    progress: Vec<ProgressEvent>,
    /// The balancer (`balancer status`).
    balancer: Balancer,
    /// What peers can speak (`features`).
    features: Vec<FeatureGroup>,
    /// The tail of the cluster log (`log last`).
    log: Vec<LogEntry>,
    /// The Kubernetes cluster, and where in it Rook is (`/version`).
    kubernetes: Kubernetes,
    /// The CephClusters of the namespace (`cephclusters.ceph.rook.io`).
    rook_clusters: Vec<RookCluster>,
    /// Every other object of Rook in the namespace (`ceph.rook.io/v1`).
    rook_resources: Vec<RookResource>,
    /// Rook's ConfigMaps.
    rook_config: RookConfig,
    /// The Deployments of Rook.
    deployments: Vec<Deployment>,
    /// The pods of Rook, and of a namespace that was asked for beside it.
    pods: Vec<Pod>,
    /// The nodes.
    nodes: Vec<KubeNode>,
    /// The disruption budgets of Rook's namespaces.
    disruption_budgets: Vec<DisruptionBudget>,
    /// The claims of all namespaces.
    claims: Vec<Claim>,
    /// The volumes.
    volumes: Vec<Volume>,
    /// The storage classes.
    storage_classes: Vec<StorageClass>,
    /// The releases of Helm in Rook's namespaces.
    helm_releases: Vec<HelmRelease>,
    /// The warnings of Rook's namespaces and of nodes.
    kube_events: Vec<KubeEvent>,
}

impl Inventory {
    /// Whether a part is told by Kubernetes, and by nobody of Ceph.
    #[must_use]
    pub fn is_of_kubernetes(part: &str) -> bool {
        KubeQuestion::ALL.iter().any(|question| question.part() == part)
    }

    /// The CephCluster that this inventory's Ceph cluster belongs to: the one whose `fsid` it has; the only one there
    /// is, where either side does not tell its `fsid`.
    #[must_use]
    pub fn rook_cluster(&self) -> Option<&RookCluster> {
        let all = self.rook_clusters.value()?;
        let fsid = self.cluster.value().map(|cluster| &cluster.fsid);
        let fsid = fsid.or_else(|| self.mons.value().map(|mons| &mons.fsid));
        let said = |cluster: &RookCluster| cluster.ceph.as_ref().and_then(|ceph| ceph.fsid.clone());
        let same = all.iter().find(|cluster| fsid.is_some() && said(cluster).as_ref() == fsid);
        same.or_else(|| all.first().filter(|only| all.len() == 1 && (fsid.is_none() || said(only).is_none())))
    }

    /// The active mgr's name; `None` where there is none, or nobody told which.
    #[must_use]
    pub fn active_mgr(&self) -> Option<&str> {
        let told = self.cluster.value().and_then(|cluster| cluster.mgr.active.as_deref());
        told.or_else(|| self.mgrs.value().and_then(|map| map.active.as_deref()))
    }

    /// The names of the mgrs that stand by, sorted; `None` where nobody told them. `mgr metadata` has one row for each mgr
    /// of the map, the active one among them.
    #[must_use]
    pub fn standby_mgrs(&self) -> Option<Vec<&str>> {
        if let Some(map) = self.mgrs.value() {
            return Some(map.standbys.iter().map(String::as_str).collect());
        }
        let cluster = self.cluster.value()?;
        let all = self.mgr_metadata.value()?.iter().map(|mgr| mgr.name.id.as_str());
        let active = self.active_mgr();
        let mut standbys: Vec<&str> = all.filter(|name| Some(*name) != active).collect();
        standbys.sort_unstable();
        // Who is left without the active one being known may be the active one.
        (standbys.len() as u64 == cluster.mgr.standbys).then_some(standbys)
    }

    /// The parts that were asked for and not seen.
    pub fn unseen(&self) -> impl Iterator<Item = NamedPart<'_>> {
        self.asked().filter(|part| part.why.is_some())
    }

    /// The parts that were seen but may be older than they look.
    pub fn stale(&self) -> impl Iterator<Item = NamedPart<'_>> {
        self.asked().filter(|part| part.stale.is_some())
    }

    /// The parts of which some was seen and some could not be.
    pub fn partial(&self) -> impl Iterator<Item = NamedPart<'_>> {
        self.asked().filter(|part| part.partial.is_some())
    }

    /// The reason why *nothing* could be seen of Ceph; `None` where anything was. What Kubernetes tells is none of it.
    #[must_use]
    pub fn blind(&self) -> Option<&Why> {
        // Mons that were asked alone and kept silent are nothing that was seen of the cluster.
        let mon_runs = self.mon_pings.value().is_some_and(|pings| pings.iter().any(|ping| ping.runs));
        let mut first = None;
        let of_ceph = self.asked().filter(|part| !Self::is_of_kubernetes(part.name));
        for part in of_ceph.filter(|part| mon_runs || part.name != "mon_pings") {
            match part.why {
                Some(why) => first = first.or(Some(why)),
                None => return None,
            }
        }
        first
    }

    /// Whether the mons have a quorum; `None` where nothing told.
    ///
    /// All three ways of losing it are told: a session from before answers `status` with an empty quorum; in the first
    /// seconds it even repeats the old one, while half of the mons or more do not run any longer; and a new session
    /// is opened by nobody, though mons run.
    #[must_use]
    pub fn has_quorum(&self) -> Option<bool> {
        let said = self.cluster.value().map(|cluster| !cluster.quorum.is_empty());
        let Some(pings) = self.mon_pings.value() else {
            return said;
        };
        let running = pings.iter().filter(|ping| ping.runs).count();
        match said {
            // Asked alone because there was doubt, and too few run: whatever `status` repeats.
            Some(true) if running * 2 <= pings.len() => Some(false),
            None if running > 0 => Some(false),
            said => said,
        }
    }

    /// Every OSD of the map with all that the other parts tell of it, by id; empty where the map was not seen.
    #[must_use]
    pub fn osds(&self) -> Vec<Osd> {
        let Some(map) = self.osd_map.value() else {
            return Vec::new();
        };
        let crush = self.crush.value();
        let mut locations = crush.map(CrushMap::locations).unwrap_or_default();
        let weights = crush.map(CrushMap::weights).unwrap_or_default();
        let classes: BTreeMap<OsdId, &str> = crush
            .into_iter()
            .flat_map(|crush| &crush.devices)
            .filter_map(|device| Some((device.id, device.class.as_deref()?)))
            .collect();
        let usage = by_id(self.osd_usage.value(), |usage| usage.id);
        let latency = by_id(self.osd_latency.value(), |latency| latency.id);
        let metadata = by_id(self.osd_metadata.value(), |metadata| metadata.id);
        map.osds
            .iter()
            .map(|state| {
                let id = state.id;
                let location = locations.remove(&id).unwrap_or_default();
                let used = usage.get(&id).copied();
                Osd {
                    name: id.to_string(),
                    state: state.clone(),
                    host: location.iter().find_map(|place| place.strip_prefix("host=")).map(str::to_owned),
                    location,
                    device_class: classes
                        .get(&id)
                        .map(|class| (*class).to_owned())
                        .or_else(|| used.and_then(|usage| usage.device_class.clone())),
                    crush_weight: weights.get(&id).copied().or_else(|| used.map(|usage| usage.crush_weight)),
                    usage: used.cloned(),
                    latency: latency.get(&id).copied().cloned(),
                    metadata: metadata.get(&id).copied().cloned(),
                }
            })
            .collect()
    }
}

fn by_id<T>(rows: Option<&Vec<T>>, id: impl Fn(&T) -> OsdId) -> BTreeMap<OsdId, &T> {
    rows.into_iter().flatten().map(|row| (id(row), row)).collect()
}

/// The JSON Schema of an [`Inventory`], as it is kept in `docs/schema/`.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Inventory)
}

#[cfg(test)]
mod tests {
    use super::{Inventory, Part, Source};
    use crate::model::{Kind, MonPing, Seen};

    #[test]
    fn a_mon_that_does_not_run_is_no_sight_of_the_cluster() {
        let source = Source {
            rung: "librados".into(),
            cluster: "ceph".into(),
            detail: String::new(),
            chosen_by: None,
            passed_over: Vec::new(),
            mon_host: Vec::new(),
        };
        let now = jiff::Timestamp::UNIX_EPOCH;
        let mut inventory = Inventory::empty(now, source);
        inventory.cluster = Part::unseen(Kind::Unreachable, "the mon's name does not resolve");
        let pings = |runs| {
            let ping = MonPing { mon: "a.invalid".into(), runs, why: None };
            let (source, took_ms) = ("mon: ping".into(), 0.0);
            Part::Seen(Seen {
                value: vec![ping],
                asked_at: now,
                as_of: None,
                stale: None,
                partial: None,
                took_ms,
                source,
            })
        };
        inventory.mon_pings = pings(false);
        assert_eq!(inventory.blind().map(|why| why.kind), Some(Kind::Unreachable));
        inventory.mon_pings = pings(true);
        assert_eq!(inventory.blind(), None);
        assert_eq!(inventory.has_quorum(), Some(false), "it runs, and nobody opens a session");
    }
}
