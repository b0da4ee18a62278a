//! What somebody wants of a cluster: the fields of `spec` that Koor judges by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{DaemonName, Ratio};

/// `CephCluster.spec`. What is `None` is not said there, and Rook's default stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookWants {
    /// The image of Ceph. Changing it is the upgrade.
    pub image: Option<String>,
    /// How an upgrade may go.
    pub upgrade: UpgradePolicy,
    /// How many mons.
    pub mons: Option<u64>,
    /// Whether mons may share a node.
    pub mons_share_nodes: bool,
    /// Mons that somebody else keeps outside of Kubernetes, by name (`mon.externalMonIDs`, since Rook 1.17): they are
    /// not among those that Rook counts, places and upgrades.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_mons: Vec<String>,
    /// How many mgrs.
    pub mgrs: Option<u64>,
    /// Modules of the mgr that are to be on or off.
    pub mgr_modules: Vec<MgrModuleWanted>,
    /// Whether Rook keeps disruption budgets (`disruptionManagement.managePodBudgets`).
    pub manages_budgets: Option<bool>,
    /// How long a drained host keeps `noout`, in minutes.
    pub osd_maintenance_timeout_min: Option<u64>,
    /// Whether an OSD that is out and safe to remove is removed by itself.
    pub removes_osds: bool,
    /// Whether OSDs are made on all nodes.
    pub all_nodes: Option<bool>,
    /// Whether OSDs are made of all devices.
    pub all_devices: Option<bool>,
    /// The nodes that are named for OSDs.
    pub storage_nodes: Vec<String>,
    /// OSDs on claims.
    pub device_sets: Vec<DeviceSet>,
    /// `nearFullRatio`.
    pub nearfull: Option<Ratio>,
    /// `backfillFullRatio`.
    pub backfillfull: Option<Ratio>,
    /// `fullRatio`.
    pub full: Option<Ratio>,
    /// Ceph's options by whom they are for; values of secret ones are replaced. Rook sets them again and again, and
    /// never unsets one that was taken out.
    pub config: BTreeMap<String, BTreeMap<String, String>>,
    /// Checks that are to be muted, and how (`healthCheck.muteHealthWarning`).
    pub mutes: BTreeMap<String, String>,
    /// Whether the cluster is elsewhere, and Rook only connects to it.
    pub external: bool,
    /// `host`, `multus`, or nothing for the pods' own network.
    pub network: Option<String>,
    /// Whether only msgr2 is spoken.
    pub requires_msgr2: Option<bool>,
    /// Whether CSI reads from the nearest copy.
    pub read_affinity: Option<bool>,
    /// How keys are kept, by whom they are for: `daemon`, `csi`, `rbdMirrorPeer`.
    pub key_policies: BTreeMap<String, KeyPolicy>,
    /// Whether ServiceMonitors are made.
    pub monitoring: Option<bool>,
    /// Whether the dashboard is on.
    pub dashboard: Option<bool>,
}

impl RookWants {
    /// Whether a daemon is a mon that somebody else keeps.
    #[must_use]
    pub fn is_external(&self, daemon: &DaemonName) -> bool {
        daemon.daemon_type.0 == "mon" && self.external_mons.contains(&daemon.id)
    }
}

/// How an upgrade may go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpgradePolicy {
    /// Whether a major release that this Rook does not know may run.
    pub allows_unsupported: bool,
    /// Whether nothing is checked: no health, no `ok-to-stop`.
    pub skips_checks: bool,
    /// Whether it goes on where an OSD is not ok to stop (not where health is an error, whatever the docs say).
    pub continues_unhealthy: bool,
    /// How long an OSD's `ok-to-stop` is tried for, in minutes; 10 where nothing is said.
    pub osd_wait_min: Option<u64>,
    /// Whether OSDs wait until all PGs are healthy.
    pub waits_for_pgs: bool,
    /// How many OSDs are restarted at once; 20 where nothing is said.
    pub osds_at_once: Option<u64>,
}

/// A mgr module that is to be on or off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MgrModuleWanted {
    /// Its name.
    pub name: String,
    /// On.
    pub enabled: bool,
}

/// OSDs on claims (`storageClassDeviceSets`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeviceSet {
    /// Its name.
    pub name: String,
    /// How many OSDs.
    pub count: u64,
    /// Whether they may move between nodes.
    pub portable: bool,
    /// Whether they are encrypted.
    pub encrypted: bool,
}

/// How keys are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyPolicy {
    /// `Disabled`, `KeyGeneration`, …
    pub rotation: Option<String>,
    /// The generation that is wanted.
    pub generation: Option<u64>,
    /// The type that is wanted.
    pub key_type: Option<String>,
}
