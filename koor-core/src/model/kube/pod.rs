//! A pod, and what its containers do.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::model::DaemonName;

/// A pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pod {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its labels: what disruption budgets and Rook select by.
    pub labels: BTreeMap<String, String>,
    /// The daemon of Ceph that it runs, by Rook's labels.
    pub daemon: Option<DaemonName>,
    /// The node it is on; `None` while it waits for one.
    pub node: Option<String>,
    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
    pub phase: String,
    /// Why it is in its phase, in one word: `Evicted`, `NodeLost`.
    pub reason: Option<String>,
    /// Its conditions: `Ready`, `PodScheduled`, `ContainersReady`, `DisruptionTarget`, …
    pub conditions: Vec<Condition>,
    /// Its containers; those that only prepare it last.
    pub containers: Vec<Container>,
    /// What made it: `ReplicaSet/rook-ceph-osd-0-6d5`, `Job/…`, `DaemonSet/…`.
    pub owner: Option<String>,
    /// The claims it mounts, by name within its namespace.
    pub claims: Vec<String>,
    /// Its own address.
    pub address: Option<String>,
    /// When its kubelet took it up.
    pub started: Option<Timestamp>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Since when it is being deleted.
    pub deleting_since: Option<Timestamp>,
}

/// A container of a pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Container {
    /// Its name.
    pub name: String,
    /// The image that was asked for.
    pub image: String,
    /// The image that runs, by its digest; `None` where nothing runs yet.
    pub image_id: Option<String>,
    /// Whether it only prepares the pod.
    pub init: bool,
    /// Whether it is ready.
    pub ready: bool,
    /// How often it was started anew.
    pub restarts: u64,
    /// What it does.
    pub state: ContainerState,
    /// How it ended the last time, where it did.
    pub last_end: Option<ContainerState>,
}

/// What a container does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContainerState {
    /// It runs.
    Running {
        /// Since when.
        since: Option<Timestamp>,
    },
    /// It does not run yet, or not again: `CrashLoopBackOff`, `ImagePullBackOff`, `ContainerCreating`.
    Waiting {
        /// Why, in one word.
        reason: Option<String>,
        /// Why, in a sentence.
        message: Option<String>,
    },
    /// It ended.
    Ended {
        /// Its exit code.
        code: i64,
        /// Why, in one word: `Error`, `OOMKilled`, `Completed`.
        reason: Option<String>,
        /// Why, in a sentence.
        message: Option<String>,
        /// When.
        at: Option<Timestamp>,
    },
    /// Nobody said.
    Unknown,
}

impl Pod {
    /// Whether it serves; `false` where nobody said.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        Condition::find(&self.conditions, "Ready").and_then(Condition::holds) == Some(true)
    }

    /// Since when it serves, or does not.
    #[must_use]
    pub fn ready_since(&self) -> Option<Timestamp> {
        Condition::find(&self.conditions, "Ready").and_then(|ready| ready.since)
    }

    /// Whether it has ended and will not run again.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.phase.as_str(), "Succeeded" | "Failed")
    }

    /// How often its containers were started anew, those that prepare it apart.
    #[must_use]
    pub fn restarts(&self) -> u64 {
        self.containers.iter().filter(|container| !container.init).map(|container| container.restarts).sum()
    }
}
