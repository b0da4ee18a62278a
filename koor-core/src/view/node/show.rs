//! All that is known of one node, and what a drain of it would meet.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::NodeRow;
use super::row::cpus;
use crate::Error;
use crate::assess::rook::{self, Drain};
use crate::model::Inventory;
use crate::model::kube::{Condition, KubeNode, Pod, Taint};
use crate::view::report::{self, Block, Cell, Column, Report, Table, Tone};
use crate::view::rook::must_know_kubernetes;
use crate::view::words::{listed, there_are};
use crate::view::{Header, close, figure};

/// One node. What is null was not seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodeShow {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The node; null where nodes were not seen.
    pub node: Option<NodeRow>,
    /// Its conditions.
    pub conditions: Vec<Condition>,
    /// What keeps pods away.
    pub taints: Vec<Taint>,
    /// The pods of Rook that are on it; null where pods were not seen.
    pub pods: Option<Vec<NodePod>>,
    /// What a drain would meet.
    pub drain: Option<Drain>,
}

/// A pod on a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NodePod {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The daemon that it runs.
    pub daemon: Option<String>,
    /// Its phase.
    pub phase: String,
    /// Whether it serves.
    pub ready: bool,
    /// How often its containers were started anew.
    pub restarts: u64,
    /// When it was made.
    pub created: Option<Timestamp>,
}

impl NodePod {
    fn of(pod: &Pod) -> Self {
        Self {
            namespace: pod.namespace.clone(),
            name: pod.name.clone(),
            daemon: pod.daemon.as_ref().map(ToString::to_string),
            phase: pod.phase.clone(),
            ready: pod.is_ready(),
            restarts: pod.restarts(),
            created: pod.created,
        }
    }
}

impl NodeShow {
    /// Of an inventory, as [`Selection::nodes`](crate::collect::Selection::nodes) asks for it. `name` is the node's, or
    /// the host's as CRUSH has it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where no Kubernetes is known; [`Error::NotFound`] where the nodes were seen, and it is none
    /// of them.
    pub fn of(inventory: &Inventory, name: &str, now: Timestamp) -> Result<Self, Error> {
        must_know_kubernetes(inventory)?;
        let node = match inventory.nodes.value() {
            None => None,
            Some(all) => {
                let by_name = all.iter().find(|node| node.name == name);
                match by_name.or_else(|| all.iter().find(|node| node.hostname == name)) {
                    Some(node) => Some(node),
                    None => return Err(not_found(name, all)),
                }
            }
        };
        let pods = node.and_then(|node| {
            let all = inventory.pods.value()?.iter().filter(|pod| pod.node.as_ref() == Some(&node.name));
            Some(all.map(NodePod::of).collect())
        });
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.nodes),
            drain: node.and_then(|node| rook::drain(inventory, &node.name)),
            conditions: node.map(|node| node.conditions.clone()).unwrap_or_default(),
            taints: node.map(|node| node.taints.clone()).unwrap_or_default(),
            node: node
                .and_then(|node| NodeRow::all(inventory)?.into_iter().find(|row| row.name == node.name)),
            pods,
        })
    }

    fn conditions(&self) -> Vec<Vec<Cell>> {
        let now = self.header.now();
        let line = |one: &Condition| {
            let well =
                if one.name == "Ready" { one.holds() == Some(true) } else { one.holds() == Some(false) };
            let tone = if well { Tone::Plain } else { Tone::Bad };
            let why = one.message.as_deref().or(one.reason.as_deref()).unwrap_or_default();
            let since =
                one.since.map_or_else(String::new, |at| format!(", since {}", figure::moment(now, at)));
            vec![
                Cell::new(format!("{} {}", one.name, one.status), tone),
                Cell::plain(format!("  {why}")),
                Cell::new(since, Tone::Faint),
            ]
        };
        self.conditions.iter().map(line).collect()
    }

    fn taints(&self) -> Vec<Vec<Cell>> {
        let line = |taint: &Taint| {
            let value = if taint.value.is_empty() { String::new() } else { format!("={}", taint.value) };
            vec![Cell::new(format!("{}{value}:{}", taint.key, taint.effect), Tone::Warn)]
        };
        if self.taints.is_empty() {
            vec![vec![figure::nothing()]]
        } else {
            self.taints.iter().map(line).collect()
        }
    }

    fn drain(&self) -> Vec<Vec<Cell>> {
        let Some(drain) = &self.drain else { return vec![vec![Cell::unknown()]] };
        let first = match drain.is_safe() {
            Some(true) => Cell::new("would go through, and Ceph would go on serving", Tone::Good),
            Some(false) => Cell::new("would not go through, or stop what Ceph serves", Tone::Bad),
            None => Cell::new("can't be judged: not all of what it takes was seen", Tone::Warn),
        };
        let mut lines = vec![vec![first]];
        lines.push(vec![Cell::plain(format!("would stop {}", listed(&drain.daemons)))]);
        if !drain.bound.is_empty() {
            let text = format!("{} start nowhere else: they wait until it is back", listed(&drain.bound));
            lines.push(vec![Cell::plain(text)]);
        }
        lines.extend(drain.blocked_by.iter().map(|one| vec![Cell::new(one.text.clone(), Tone::Warn)]));
        lines.extend(drain.losses.iter().map(|one| {
            let tone =
                if one.severity == crate::model::Severity::Ok { Tone::Plain } else { one.severity.into() };
            vec![Cell::new(one.text.clone(), tone)]
        }));
        lines.extend(
            drain.unknown.iter().map(|what| vec![Cell::new(format!("not seen: {what}"), Tone::Warn)]),
        );
        lines
    }

    fn pods(&self) -> Table {
        let now = self.header.now();
        let row = |pod: &NodePod| {
            let tone = if pod.ready || pod.phase == "Succeeded" { Tone::Plain } else { Tone::Warn };
            vec![
                pod.name.as_str().into(),
                pod.daemon.as_deref().map_or_else(figure::nothing, Cell::plain),
                Cell::new(if pod.ready { "ready".into() } else { pod.phase.clone() }, tone),
                pod.restarts.to_string().into(),
                figure::age(now, pod.created),
                pod.namespace.as_str().into(),
            ]
        };
        Table {
            columns: vec![
                Column::words("POD"),
                Column::words("DAEMON"),
                Column::words("STATE"),
                Column::figures("RESTARTS"),
                Column::figures("AGE"),
                Column::words("NAMESPACE").wide(),
            ],
            rows: self.pods.iter().flatten().map(row).collect(),
            empty: "No pod of Rook is on it.".into(),
        }
    }
}

fn not_found(name: &str, all: &[KubeNode]) -> Error {
    let all: Vec<&str> = all.iter().map(|node| node.name.as_str()).collect();
    let hint = match close::did_you_mean(name, all.iter().copied()) {
        hint if !hint.is_empty() => hint,
        _ => format!("; {}", there_are("node", "nodes", &all)),
    };
    Error::NotFound { message: format!("Kubernetes has no node {name}{hint}") }
}

impl Report for NodeShow {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let Some(node) = &self.node else {
            blocks.push(self.header.missing("nodes", "The list of nodes"));
            return blocks;
        };
        let text = |value: Option<&String>| vec![Cell::or_unknown(value)];
        let now = self.header.now();
        let size = |value: Option<String>| value.unwrap_or_else(|| "unknown".into());
        let resources = format!(
            "{} cpus, {} of memory for pods",
            size(node.cpu_millis.map(cpus)),
            size(node.memory_bytes.map(|bytes| bytes.to_string()))
        );
        blocks.push(Block::Facts(vec![
            ("node", vec![vec![Cell::plain(format!("{} ", node.name)), node.state()]]),
            ("host", vec![vec![node.hostname.as_str().into()]]),
            ("zone", vec![vec![node.zone.as_deref().map_or_else(figure::nothing, Cell::plain)]]),
            ("address", vec![vec![figure::names(&node.addresses)]]),
            ("has", vec![vec![resources.into()]]),
            ("system", vec![text(node.os_image.as_ref())]),
            (
                "kernel",
                vec![vec![
                    Cell::or_unknown(node.kernel.as_ref()),
                    Cell::plain(
                        node.architecture.as_ref().map_or_else(String::new, |arch| format!(" ({arch})")),
                    ),
                ]],
            ),
            (
                "kubelet",
                vec![vec![
                    Cell::or_unknown(node.kubelet.as_ref()),
                    Cell::plain(
                        node.container_runtime.as_ref().map_or_else(String::new, |name| format!(", {name}")),
                    ),
                ]],
            ),
            (
                "joined",
                vec![vec![node.created.map_or_else(Cell::unknown, |at| figure::moment(now, at).into())]],
            ),
            ("conditions", self.conditions()),
            ("taints", self.taints()),
            ("a drain", self.drain()),
        ]));
        blocks.push(Block::Gap);
        blocks.push(if self.pods.is_some() {
            Block::Table(self.pods())
        } else {
            self.header.missing("pods", "The list of its pods")
        });
        blocks
    }
}

impl fmt::Display for NodeShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
