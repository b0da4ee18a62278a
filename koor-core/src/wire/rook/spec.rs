//! What somebody wants of a cluster: `CephCluster.spec`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::rook::{DeviceSet, KeyPolicy, MgrModuleWanted, RookWants, UpgradePolicy};
use crate::model::{REDACTED, Ratio, redact, secret};
use crate::wire::kube::or_default;

type Options = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Spec {
    #[serde(deserialize_with = "or_default")]
    ceph_version: CephVersion,
    skip_upgrade_checks: Option<bool>,
    continue_upgrade_after_checks_even_if_not_healthy: Option<bool>,
    #[serde(rename = "waitTimeoutForHealthyOSDInMinutes")]
    wait_for_osd: Option<Minutes>,
    #[serde(rename = "upgradeOSDRequiresHealthyPGs")]
    waits_for_pgs: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    mon: Mon,
    #[serde(deserialize_with = "or_default")]
    mgr: Mgr,
    #[serde(deserialize_with = "or_default")]
    disruption_management: Disruption,
    #[serde(rename = "removeOSDsIfOutAndSafeToRemove")]
    removes_osds: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    storage: Storage,
    #[serde(deserialize_with = "or_default")]
    ceph_config: Options,
    #[serde(deserialize_with = "or_default")]
    health_check: HealthCheck,
    #[serde(deserialize_with = "or_default")]
    external: External,
    #[serde(deserialize_with = "or_default")]
    network: Network,
    #[serde(deserialize_with = "or_default")]
    csi: Csi,
    #[serde(deserialize_with = "or_default")]
    security: Security,
    #[serde(deserialize_with = "or_default")]
    monitoring: Switch,
    #[serde(deserialize_with = "or_default")]
    dashboard: Switch,
}

/// A number of minutes: an integer in Rook's schema, though its Go type is a duration.
type Minutes = u64;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CephVersion {
    image: Option<String>,
    allow_unsupported: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Mon {
    count: Option<u64>,
    allow_multiple_per_node: Option<bool>,
    #[serde(rename = "externalMonIDs", deserialize_with = "or_default")]
    external: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Mgr {
    count: Option<u64>,
    #[serde(deserialize_with = "or_default")]
    modules: Vec<Module>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Module {
    name: String,
    enabled: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Disruption {
    manage_pod_budgets: Option<bool>,
    osd_maintenance_timeout: Option<Minutes>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Storage {
    use_all_nodes: Option<bool>,
    use_all_devices: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    nodes: Vec<StorageNode>,
    #[serde(deserialize_with = "or_default")]
    storage_class_device_sets: Vec<DeviceSetSpec>,
    osd_max_updates_in_parallel: Option<u64>,
    near_full_ratio: Option<f64>,
    backfill_full_ratio: Option<f64>,
    full_ratio: Option<f64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct StorageNode {
    name: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct DeviceSetSpec {
    name: String,
    count: u64,
    portable: Option<bool>,
    encrypted: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct HealthCheck {
    #[serde(deserialize_with = "or_default")]
    mute_health_warning: BTreeMap<String, Mute>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Mute {
    policy: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct External {
    enable: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Network {
    provider: Option<String>,
    // How older releases say `provider: host`.
    host_network: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    connections: Connections,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Connections {
    require_msgr2: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Csi {
    #[serde(deserialize_with = "or_default")]
    read_affinity: Switch,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Switch {
    enabled: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Security {
    #[serde(deserialize_with = "or_default")]
    cephx: Cephx,
}

/// Of `security.cephx` three fields are policies; others (`allowedCiphers`) are not.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Cephx {
    daemon: Option<Policy>,
    csi: Option<Policy>,
    rbd_mirror_peer: Option<Policy>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Policy {
    key_rotation_policy: Option<String>,
    key_generation: Option<u64>,
    key_type: Option<String>,
}

impl Spec {
    pub(super) fn wants(self) -> RookWants {
        let cephx = self.security.cephx;
        let policies =
            [("daemon", cephx.daemon), ("csi", cephx.csi), ("rbdMirrorPeer", cephx.rbd_mirror_peer)];
        let upgrade = UpgradePolicy {
            allows_unsupported: self.ceph_version.allow_unsupported.unwrap_or(false),
            skips_checks: self.skip_upgrade_checks.unwrap_or(false),
            continues_unhealthy: self.continue_upgrade_after_checks_even_if_not_healthy.unwrap_or(false),
            osd_wait_min: self.wait_for_osd,
            waits_for_pgs: self.waits_for_pgs.unwrap_or(false),
            osds_at_once: self.storage.osd_max_updates_in_parallel,
        };
        RookWants {
            image: self.ceph_version.image.filter(|image| !image.is_empty()),
            upgrade,
            mons: self.mon.count,
            mons_share_nodes: self.mon.allow_multiple_per_node.unwrap_or(false),
            external_mons: self.mon.external,
            mgrs: self.mgr.count,
            mgr_modules: self.mgr.modules.into_iter().map(module).collect(),
            manages_budgets: self.disruption_management.manage_pod_budgets,
            // Zero is how Rook's own objects say nothing.
            osd_maintenance_timeout_min: self
                .disruption_management
                .osd_maintenance_timeout
                .filter(|minutes| *minutes > 0),
            removes_osds: self.removes_osds.unwrap_or(false),
            all_nodes: self.storage.use_all_nodes,
            all_devices: self.storage.use_all_devices,
            storage_nodes: self.storage.nodes.into_iter().map(|node| node.name).collect(),
            device_sets: self.storage.storage_class_device_sets.into_iter().map(device_set).collect(),
            nearfull: self.storage.near_full_ratio.map(Ratio),
            backfillfull: self.storage.backfill_full_ratio.map(Ratio),
            full: self.storage.full_ratio.map(Ratio),
            config: without_secrets(self.ceph_config),
            mutes: self
                .health_check
                .mute_health_warning
                .into_iter()
                .map(|(code, mute)| (code, mute.policy.unwrap_or_else(|| "mute".into())))
                .collect(),
            external: self.external.enable.unwrap_or(false),
            network: self
                .network
                .provider
                .filter(|provider| !provider.is_empty())
                .or_else(|| (self.network.host_network == Some(true)).then(|| "host".into())),
            requires_msgr2: self.network.connections.require_msgr2,
            read_affinity: self.csi.read_affinity.enabled,
            key_policies: policies
                .into_iter()
                .filter_map(|(whom, policy)| Some((whom.to_owned(), key_policy(policy?)?)))
                .collect(),
            monitoring: self.monitoring.enabled,
            dashboard: self.dashboard.enabled,
        }
    }
}

fn module(module: Module) -> MgrModuleWanted {
    MgrModuleWanted { name: module.name, enabled: module.enabled.unwrap_or(false) }
}

fn device_set(set: DeviceSetSpec) -> DeviceSet {
    DeviceSet {
        name: set.name,
        count: set.count,
        portable: set.portable.unwrap_or(false),
        encrypted: set.encrypted.unwrap_or(false),
    }
}

/// `None` where nothing of it is said: Rook writes empty ones.
fn key_policy(policy: Policy) -> Option<KeyPolicy> {
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let policy = KeyPolicy {
        rotation: said(policy.key_rotation_policy),
        generation: policy.key_generation.filter(|generation| *generation > 0),
        key_type: said(policy.key_type),
    };
    let says = policy.rotation.is_some() || policy.generation.is_some() || policy.key_type.is_some();
    says.then_some(policy)
}

/// Options may be secrets by their name, and hold one by their value.
fn without_secrets(options: Options) -> Options {
    let shown = |(name, value): (String, String)| {
        let value = if secret::is_secret(&name) && !value.is_empty() {
            REDACTED.to_owned()
        } else {
            redact::text(&value).into_owned()
        };
        (name, value)
    };
    options.into_iter().map(|(who, all)| (who, all.into_iter().map(shown).collect())).collect()
}
