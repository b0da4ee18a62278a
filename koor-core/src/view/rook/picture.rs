//! One picture: what Rook wants and says, what Kubernetes runs, what Ceph tells of itself.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use super::line::{phase_tone, version};
use super::list::ResourceRow;
use super::{must_know_kubernetes, table};
use crate::Error;
use crate::assess::rook::{self, PlacedDaemon, Upgrade, UpgradeState};
use crate::assess::{self, Finding};
use crate::model::kube::{HelmRelease, KubeEvent, Kubernetes};
use crate::model::rook::RookCluster;
use crate::model::{Inventory, Severity, VersionCount};
use crate::view::report::{self, Block, Cell, Report, Tone};
use crate::view::words::counted;
use crate::view::{Header, figure};

/// Rook, Kubernetes and Ceph beside each other. What is null was not seen; the header says why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookView {
    /// Which cluster, from where, when.
    #[serde(flatten)]
    pub header: Header,
    /// The Kubernetes cluster.
    pub kubernetes: Option<Kubernetes>,
    /// Rook's operator.
    pub operator: Option<OperatorState>,
    /// What the CephCluster wants and says; null where none of this Ceph cluster was seen.
    pub rook: Option<RookSays>,
    /// Health as Ceph says it.
    pub ceph_health: Option<Severity>,
    /// What runs, as Ceph says it.
    pub ceph_versions: Option<Vec<VersionCount>>,
    /// An upgrade of Ceph, or that there is none.
    pub upgrade: Option<Upgrade>,
    /// Every daemon, as Rook, Kubernetes and Ceph have it; null where neither Deployments nor pods were seen.
    pub daemons: Option<Vec<PlacedDaemon>>,
    /// Rook's objects.
    pub resources: Option<Vec<ResourceRow>>,
    /// The releases of Helm that installed it.
    pub helm: Option<Vec<HelmRelease>>,
    /// The latest warnings of Kubernetes, newest first.
    pub events: Option<Vec<KubeEvent>>,
    /// What holding the three against each other shows, advice included.
    pub rook_findings: Vec<Finding>,
}

/// Rook's operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OperatorState {
    /// Its namespace.
    pub namespace: String,
    /// Its Deployment.
    pub name: String,
    /// Its image.
    pub image: Option<String>,
    /// Its version, as its image or what it wrote tells it.
    pub version: Option<String>,
    /// How many pods are wanted.
    pub wanted: u64,
    /// How many are ready.
    pub ready: u64,
}

/// What the CephCluster wants, and what Rook says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RookSays {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The image that is wanted.
    pub image: Option<String>,
    /// How many mons are wanted.
    pub mons: Option<u64>,
    /// How many mgrs are wanted.
    pub mgrs: Option<u64>,
    /// Its phase.
    pub phase: Option<String>,
    /// Its state.
    pub state: Option<String>,
    /// What Rook says that it is at.
    pub message: Option<String>,
    /// Whether Rook has taken up the last change.
    pub taken_up: Option<bool>,
    /// Whether Rook was told to leave it alone.
    pub left_alone: bool,
    /// Health as Rook repeats it.
    pub health: Option<String>,
    /// The version that Rook set out to run, which changes before any daemon does.
    pub version: Option<String>,
    /// When Rook last looked at Ceph.
    pub last_checked: Option<Timestamp>,
}

/// How many events are shown.
const EVENTS: usize = 8;

impl RookView {
    /// Of an inventory, as [`Selection::rook`](crate::collect::Selection::rook) asks for it.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where no Kubernetes is known.
    pub fn of(inventory: &Inventory, now: Timestamp) -> Result<Self, Error> {
        must_know_kubernetes(inventory)?;
        let mut findings = assess::findings(inventory);
        findings.retain(|found| found.code.starts_with("KOOR_ROOK_") || found.code.starts_with("KOOR_NODE_"));
        let placed = inventory.deployments.value().is_some() || inventory.pods.value().is_some();
        let mut events = inventory.kube_events.value().cloned();
        if let Some(events) = &mut events {
            events.sort_by_key(|event| std::cmp::Reverse(event.at));
        }
        Ok(Self {
            header: Header::of(inventory, now).about(&inventory.rook_clusters),
            kubernetes: inventory.kubernetes.value().cloned(),
            operator: operator(inventory),
            rook: inventory.rook_cluster().map(RookSays::of),
            ceph_health: inventory.health.value().map(|health| health.status),
            ceph_versions: inventory.versions.value().map(|versions| versions.0.clone()),
            upgrade: rook::upgrade(inventory),
            daemons: placed.then(|| rook::daemons(inventory)),
            resources: ResourceRow::all(inventory),
            helm: inventory.helm_releases.value().cloned(),
            events,
            rook_findings: findings,
        })
    }
}

fn operator(inventory: &Inventory) -> Option<OperatorState> {
    let one = inventory.deployments.value()?.iter().find(|one| one.is_operator())?;
    Some(OperatorState {
        namespace: one.namespace.clone(),
        name: one.name.clone(),
        image: one.image.clone(),
        version: version(inventory),
        wanted: one.wanted,
        ready: one.ready,
    })
}

impl RookSays {
    fn of(cluster: &RookCluster) -> Self {
        let ceph = cluster.ceph.as_ref();
        Self {
            namespace: cluster.namespace.clone(),
            name: cluster.name.clone(),
            image: cluster.wants.image.clone(),
            mons: cluster.wants.mons,
            mgrs: cluster.wants.mgrs,
            phase: cluster.phase.clone(),
            state: cluster.state.clone(),
            message: cluster.message.clone(),
            taken_up: cluster
                .generation
                .zip(cluster.observed_generation)
                .map(|(wanted, taken)| taken >= wanted),
            left_alone: cluster.left_alone,
            health: ceph.and_then(|ceph| ceph.health.clone()),
            version: cluster.version.as_ref().and_then(|version| version.version.clone()),
            last_checked: ceph.and_then(|ceph| ceph.last_checked),
        }
    }

    fn wants(&self) -> Vec<Cell> {
        let count = |count: Option<u64>, one, many| {
            count.map_or_else(|| format!("Rook's default of {many}"), |count| counted(count, one, many))
        };
        let image = self.image.as_deref().unwrap_or("no image");
        vec![Cell::plain(format!(
            "{image}, {}, {}",
            count(self.mons, "mon", "mons"),
            count(self.mgrs, "mgr", "mgrs")
        ))]
    }

    fn says(&self, now: Timestamp) -> Vec<Cell> {
        let phase = self.phase.as_deref().unwrap_or("no phase");
        let mut cells = vec![Cell::new(phase, phase_tone(phase))];
        cells
            .push(Cell::plain(self.state.as_deref().map_or_else(String::new, |state| format!(" ({state})"))));
        cells.push(Cell::plain(self.message.as_deref().map_or_else(String::new, |said| format!(": {said}"))));
        if let Some(health) = &self.health {
            cells.push(Cell::plain(format!("; {health}")));
        }
        cells.extend(
            self.last_checked
                .map(|at| Cell::new(format!(", as of {}", figure::moment(now, at)), Tone::Faint)),
        );
        if self.taken_up == Some(false) {
            cells.push(Cell::new("; the last change is not taken up yet", Tone::Warn));
        }
        if self.left_alone {
            cells.push(Cell::new("; Rook leaves it alone", Tone::Warn));
        }
        cells
    }
}

impl RookView {
    fn facts(&self) -> Block {
        let now = self.header.now();
        let missing = |part: &str| self.unseen(part);
        let kubernetes = match &self.kubernetes {
            Some(one) => {
                let version = one.version.as_deref().unwrap_or("version unknown");
                let context =
                    one.context.as_ref().map_or_else(String::new, |name| format!(", context {name}"));
                vec![Cell::plain(format!(
                    "{version} at {}{context}, namespace {}",
                    one.server, one.namespace
                ))]
            }
            None => missing("kubernetes"),
        };
        let operator = match &self.operator {
            Some(one) => {
                let version = one.version.as_deref().unwrap_or("version unknown");
                let tone = if one.ready == 0 { Tone::Bad } else { Tone::Plain };
                let ready =
                    Cell::new(format!("{} of {} ready", one.ready, counted(one.wanted, "pod", "pods")), tone);
                vec![Cell::plain(format!("{version}, {}/{}, ", one.namespace, one.name)), ready]
            }
            None if self.daemons.is_some() => vec![Cell::new("none was seen", Tone::Warn)],
            None => missing("deployments"),
        };
        let mut facts = vec![("kubernetes", vec![kubernetes]), ("operator", vec![operator])];
        match &self.rook {
            Some(rook) => {
                facts.push(("cluster", vec![vec![Cell::plain(format!("{}/{}", rook.namespace, rook.name))]]));
                facts.push(("wants", vec![rook.wants()]));
                facts.push(("rook says", vec![rook.says(now)]));
            }
            None => facts.push(("cluster", vec![self.no_cluster()])),
        }
        facts.push(("ceph says", vec![self.ceph()]));
        facts.extend(self.upgrade.as_ref().map(|upgrade| ("upgrade", table::upgrade(upgrade))));
        if let Some(helm) = self.helm.as_ref().filter(|helm| !helm.is_empty()) {
            facts.push(("helm", helm.iter().map(table::helm).collect()));
        }
        Block::Facts(facts)
    }

    fn no_cluster(&self) -> Vec<Cell> {
        if self.header.unseen.iter().any(|unseen| unseen.part == "rook_clusters") {
            return self.unseen("rook_clusters");
        }
        vec![Cell::new("no CephCluster of this Ceph cluster is in the namespace", Tone::Warn)]
    }

    /// That a part was not seen, with its reason.
    fn unseen(&self, part: &str) -> Vec<Cell> {
        let why = self.header.unseen.iter().find(|unseen| unseen.part == part);
        let text = why.map_or_else(|| "not asked".to_owned(), |unseen| format!("not seen: {}", unseen.why));
        vec![Cell::new(text, Tone::Warn)]
    }

    fn ceph(&self) -> Vec<Cell> {
        let Some(health) = self.ceph_health else { return self.unseen("health") };
        let mut versions: Vec<String> =
            self.ceph_versions.iter().flatten().map(|row| row.version.version.to_string()).collect();
        versions.sort();
        versions.dedup();
        let tone = if versions.len() > 1 { Tone::Warn } else { Tone::Plain };
        let runs = if versions.is_empty() { "versions not seen".to_owned() } else { versions.join(", ") };
        vec![Cell::new(health.as_str(), health.into()), Cell::plain("; runs "), Cell::new(runs, tone)]
    }
}

impl Report for RookView {
    fn header(&self) -> &Header {
        &self.header
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = self.header.caution();
        let now = self.header.now();
        blocks.push(self.facts());
        blocks.push(Block::Gap);
        match &self.daemons {
            Some(daemons) => {
                let settled = self.upgrade.as_ref().filter(|one| one.state != UpgradeState::Unknown);
                let wanted = settled.and_then(|one| one.version.as_deref());
                let image = self.rook.as_ref().and_then(|rook| rook.image.as_deref());
                blocks.push(Block::Table(table::daemons(daemons, image, wanted)));
            }
            None => blocks.push(self.header.missing("deployments", "What Kubernetes runs")),
        }
        if let Some(resources) = &self.resources {
            blocks.push(Block::Gap);
            blocks.push(Block::Table(table::resources(resources, now)));
        } else {
            blocks.push(self.header.missing("rook_resources", "The list of Rook's objects"));
        }
        for finding in &self.rook_findings {
            blocks.push(Block::Gap);
            blocks.extend(table::finding(finding));
        }
        if let Some(events) = self.events.as_ref().filter(|events| !events.is_empty()) {
            blocks.push(Block::Gap);
            blocks.push(Block::Table(table::events(&events[..events.len().min(EVENTS)], now)));
        }
        blocks
    }
}

impl fmt::Display for RookView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&report::text(self))
    }
}
