//! Rook in one line of a status.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::assess::rook::{self, UpgradeState};
use crate::model::Inventory;
use crate::model::rook::RookRelease;
use crate::view::age;
use crate::view::report::{Cell, Tone};
use crate::view::words::counted;

/// Rook in short. What is null was not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookLine {
    /// The operator's version, as Rook's labels or the operator's image tell it: `v1.18.11`.
    pub version: Option<String>,
    /// Whether the operator has a pod that is ready.
    pub operator_ready: Option<bool>,
    /// The CephCluster's namespace and name.
    pub cluster: Option<String>,
    /// Its phase. `Ready` only means that the last reconcile ended.
    pub phase: Option<String>,
    /// How far an upgrade is; null where no CephCluster is known.
    pub upgrade: Option<UpgradeState>,
    /// The version that is wanted.
    pub wanted: Option<String>,
    /// Daemons that run what is wanted.
    pub done: Option<u64>,
    /// All daemons.
    pub total: Option<u64>,
    /// Pods of Ceph's daemons that are not ready.
    pub pods_not_ready: Option<u64>,
    /// All pods of Ceph's daemons.
    pub pods: Option<u64>,
    /// When Rook last looked at Ceph.
    pub last_checked: Option<Timestamp>,
}

/// From here on Rook's word is old: it looks once a minute.
const OLD: SignedDuration = SignedDuration::from_secs(180);

impl RookLine {
    /// Of an inventory; `None` where no Kubernetes was asked, or nothing of it was seen.
    #[must_use]
    pub fn of(inventory: &Inventory) -> Option<Self> {
        let seen = inventory.rook_clusters.value().is_some()
            || inventory.deployments.value().is_some()
            || inventory.pods.value().is_some();
        if !seen {
            return None;
        }
        let cluster = inventory.rook_cluster();
        let upgrade = rook::upgrade(inventory);
        let deployments = inventory.deployments.value();
        let operator = deployments.and_then(|all| all.iter().find(|one| one.is_operator()));
        let pods = inventory.pods.value().map(|all| {
            let daemons =
                all.iter().filter(|pod| pod.daemon.is_some() && is_rooks(inventory, &pod.namespace));
            daemons.collect::<Vec<_>>()
        });
        Some(Self {
            version: version(inventory),
            operator_ready: operator.map(|one| one.ready > 0),
            cluster: cluster.map(|one| format!("{}/{}", one.namespace, one.name)),
            phase: cluster.and_then(|one| one.phase.clone()),
            upgrade: upgrade.as_ref().map(|upgrade| upgrade.state),
            wanted: upgrade.as_ref().and_then(|upgrade| upgrade.version.clone()),
            done: upgrade.as_ref().and_then(|upgrade| upgrade.done),
            total: upgrade.as_ref().and_then(|upgrade| upgrade.total),
            pods_not_ready: pods.as_ref().map(|all| all.iter().filter(|pod| !pod.is_ready()).count() as u64),
            pods: pods.map(|all| all.len() as u64),
            last_checked: cluster.and_then(|one| one.ceph.as_ref()).and_then(|ceph| ceph.last_checked),
        })
    }

    /// `v1.18.11, rook-ceph/rook-ceph Ready, upgrade to 20.2.4 stuck at 8 of 11, 11 daemons' pods ready, looked 37 s ago`.
    pub(in crate::view) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        let mut cells = vec![Cell::plain(self.version.as_deref().unwrap_or("version unknown"))];
        let mut add = |text: String, tone| {
            cells.push(Cell::plain(", "));
            cells.push(Cell::new(text, tone));
        };
        if self.operator_ready == Some(false) {
            add("operator down".into(), Tone::Bad);
        }
        match (&self.cluster, &self.phase) {
            (None, _) => add("no CephCluster of it is known".into(), Tone::Warn),
            (Some(cluster), None) => add(format!("{cluster} has no phase yet"), Tone::Warn),
            (Some(cluster), Some(phase)) => add(format!("{cluster} says {phase}"), phase_tone(phase)),
        }
        if let (Some(state), Some(done), Some(total)) = (self.upgrade, self.done, self.total) {
            let to = self.wanted.as_deref().unwrap_or("another image");
            match state {
                UpgradeState::UnderWay => add(format!("upgrade to {to}: {done} of {total}"), Tone::Warn),
                UpgradeState::Stuck => add(format!("upgrade to {to} stuck at {done} of {total}"), Tone::Bad),
                UpgradeState::Settled | UpgradeState::Unknown => {}
            }
        }
        match (self.pods_not_ready, self.pods) {
            (Some(0), Some(all)) => {
                add(format!("{} ready", counted(all, "daemon's pod", "daemons' pods")), Tone::Plain);
            }
            (Some(not), Some(all)) => {
                add(
                    format!("{not} of {} not ready", counted(all, "daemon's pod", "daemons' pods")),
                    Tone::Warn,
                );
            }
            _ => add("pods not seen".into(), Tone::Warn),
        }
        if let Some(last) = self.last_checked {
            let old = now.duration_since(last) > OLD;
            add(format!("looked {}", age::ago(now, last)), if old { Tone::Warn } else { Tone::Faint });
        }
        cells
    }
}

/// Ready is as it should be, as far as Rook's word goes.
pub(super) fn phase_tone(phase: &str) -> Tone {
    match phase {
        "Ready" | "Connected" => Tone::Plain,
        phase if phase.contains("Fail") || phase.contains("Error") => Tone::Bad,
        _ => Tone::Warn,
    }
}

/// Whether a namespace is the CephCluster's or the operator's.
pub(in crate::view) fn is_rooks(inventory: &Inventory, namespace: &str) -> bool {
    let kubernetes = inventory.kubernetes.value();
    let mut all = [
        inventory.rook_cluster().map(|cluster| cluster.namespace.as_str()),
        kubernetes.map(|kubernetes| kubernetes.namespace.as_str()),
        kubernetes.and_then(|kubernetes| kubernetes.operator_namespace.as_deref()),
    ]
    .into_iter()
    .flatten()
    .peekable();
    // Where nobody told, only Rook's own were asked for.
    all.peek().is_none() || all.any(|known| known == namespace)
}

/// The version of Rook, as its operator's image or its labels say it.
pub(super) fn version(inventory: &Inventory) -> Option<String> {
    Some(RookRelease::of(inventory.deployments.value()?)?.text)
}
