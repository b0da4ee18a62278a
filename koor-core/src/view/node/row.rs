//! One node as a row.

use jiff::Timestamp;
use serde::Serialize;

use crate::assess::rook;
use crate::model::kube::{Condition, KubeNode};
use crate::model::{Bytes, Inventory};
use crate::view::figure;
use crate::view::report::{Cell, Column, Tone};
use crate::view::sort::{Key, Row, Sortable, by};

/// One node of Kubernetes. What is null was not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeRow {
    /// Its name.
    pub name: String,
    /// What CRUSH and Rook call the host.
    pub hostname: String,
    /// Whether its kubelet says that it is ready; null where the kubelet is silent.
    pub ready: Option<bool>,
    /// Since when.
    pub ready_since: Option<Timestamp>,
    /// Pressures and faults that hold, in Kubernetes' words.
    pub troubles: Vec<String>,
    /// Whether new pods are kept away.
    pub cordoned: bool,
    /// `topology.kubernetes.io/zone`.
    pub zone: Option<String>,
    /// The mons that it carries.
    pub mons: Vec<String>,
    /// The OSDs that it carries.
    pub osds: Vec<String>,
    /// The other daemons that it carries.
    pub others: Vec<String>,
    /// Processors that pods may use, in thousandths.
    pub cpu_millis: Option<u64>,
    /// Memory that pods may use.
    pub memory_bytes: Option<Bytes>,
    /// `amd64`, `arm64`.
    pub architecture: Option<String>,
    /// The kernel's release.
    pub kernel: Option<String>,
    /// The distribution.
    pub os_image: Option<String>,
    /// The kubelet's version.
    pub kubelet: Option<String>,
    /// The container runtime with its version.
    pub container_runtime: Option<String>,
    /// Its internal addresses.
    pub addresses: Vec<String>,
    /// When it joined.
    pub created: Option<Timestamp>,
}

impl NodeRow {
    /// Every node with what it carries; `None` where they were not seen.
    pub(super) fn all(inventory: &Inventory) -> Option<Vec<Self>> {
        let nodes = inventory.nodes.value()?;
        let carried = rook::carried(inventory);
        let of = |node: &KubeNode| carried.get(&node.name).map(Vec::as_slice).unwrap_or_default();
        Some(nodes.iter().map(|node| Self::of(node, of(node))).collect())
    }

    fn of(node: &KubeNode, carried: &[String]) -> Self {
        let of = |daemon_type: &str| -> Vec<String> {
            carried.iter().filter(|name| name.split('.').next() == Some(daemon_type)).cloned().collect()
        };
        let (mons, osds) = (of("mon"), of("osd"));
        Self {
            name: node.name.clone(),
            hostname: node.hostname.clone(),
            ready: node.ready(),
            ready_since: Condition::find(&node.conditions, "Ready").and_then(|ready| ready.since),
            troubles: node.troubles().map(|trouble| trouble.name.clone()).collect(),
            cordoned: node.cordoned,
            zone: node.topology.get("topology.kubernetes.io/zone").cloned(),
            others: carried
                .iter()
                .filter(|name| !mons.contains(name) && !osds.contains(name))
                .cloned()
                .collect(),
            mons,
            osds,
            cpu_millis: node.allocatable.cpu_millis,
            memory_bytes: node.allocatable.memory_bytes,
            architecture: node.architecture.clone(),
            kernel: node.kernel.clone(),
            os_image: node.os_image.clone(),
            kubelet: node.kubelet.clone(),
            container_runtime: node.container_runtime.clone(),
            addresses: node.addresses.clone(),
            created: node.created,
        }
    }

    /// Whether it is ready, under no pressure and not cordoned.
    pub(super) fn is_well(&self) -> bool {
        self.ready == Some(true) && self.troubles.is_empty() && !self.cordoned
    }

    /// Whether it carries a daemon.
    pub(super) fn carries(&self) -> bool {
        !(self.mons.is_empty() && self.osds.is_empty() && self.others.is_empty())
    }

    /// `Ready`, `NotReady, MemoryPressure`, `Ready, cordoned`.
    pub(super) fn state(&self) -> Cell {
        let ready = match self.ready {
            Some(true) => "Ready",
            Some(false) => "NotReady",
            None => "Unknown (kubelet silent)",
        };
        let mut words = vec![ready];
        words.extend(self.troubles.iter().map(String::as_str));
        words.extend(self.cordoned.then_some("cordoned"));
        let tone = match (self.ready, self.is_well()) {
            (Some(true), true) => Tone::Good,
            (Some(true), false) => Tone::Warn,
            _ => Tone::Bad,
        };
        Cell::new(words.join(", "), tone)
    }

    pub(super) fn cells(&self, now: Timestamp) -> Vec<Cell> {
        vec![
            self.name.as_str().into(),
            self.state(),
            figure::names(&self.osds),
            figure::names(&self.mons),
            figure::names(&self.others),
            self.zone.as_deref().map_or_else(figure::nothing, Cell::plain),
            Cell::or_unknown(self.cpu_millis.map(cpus)),
            Cell::or_unknown(self.memory_bytes),
            Cell::or_unknown(self.kubelet.as_ref()),
            Cell::or_unknown(self.kernel.as_ref()),
            Cell::or_unknown(self.architecture.as_ref()),
            figure::names(&self.addresses),
            figure::age(now, self.created),
        ]
    }
}

/// `2`, `1.5`: processors of thousandths.
pub(super) fn cpus(millis: u64) -> String {
    let text = format!("{}.{:03}", millis / 1000, millis % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Row for NodeRow {
    const COLUMNS: &'static [Sortable<Self>] = &[
        by(Column::words("NODE"), |row| (&row.name).into()),
        by(Column::words("STATE"), |row| row.state().text.into()),
        by(Column::words("OSDS"), |row| Key::names(&row.osds)),
        by(Column::words("MONS"), |row| Key::names(&row.mons)),
        by(Column::words("OTHERS"), |row| Key::names(&row.others)),
        by(Column::words("ZONE"), |row| row.zone.as_ref().into()),
        by(Column::figures("CPU"), |row| row.cpu_millis.into()),
        by(Column::figures("MEMORY"), |row| row.memory_bytes.into()),
        by(Column::words("KUBELET"), |row| row.kubelet.as_ref().into()),
        by(Column::words("KERNEL").wide(), |row| row.kernel.as_ref().into()),
        by(Column::words("ARCH").wide(), |row| row.architecture.as_ref().into()),
        by(Column::words("ADDRESS").wide(), |row| Key::names(&row.addresses)),
        by(Column::figures("AGE").wide(), |row| Key::age(row.created)),
    ];
}

#[cfg(test)]
mod tests {
    use super::cpus;

    #[test]
    fn processors_carry_no_needless_digits() {
        assert_eq!([2000, 1500, 250, 0].map(cpus), ["2", "1.5", "0.25", "0"]);
    }
}
