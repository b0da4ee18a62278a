//! What somebody said about how to reach a cluster.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;

/// A rung that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rung {
    /// librados, loaded at run time.
    Librados,
    /// The `ceph` program of this host.
    Ceph,
}

impl FromStr for Rung {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "librados" => Ok(Self::Librados),
            "ceph" => Ok(Self::Ceph),
            _ => Err(format!("there is no rung `{text}`: say `librados` or `ceph`")),
        }
    }
}

/// What somebody said about how to reach a cluster. All of it is optional: [`Koor::open`](crate::Koor::open)
/// fills in the rest from the environment, a config file and the host.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A cluster's name in the config file.
    pub cluster: Option<String>,
    /// The Ceph conf file.
    pub conf: Option<PathBuf>,
    /// The keyring file.
    pub keyring: Option<PathBuf>,
    /// The client, `client.admin`.
    pub name: Option<String>,
    /// The mons' addresses, instead of a conf file's.
    pub mon_host: Option<String>,
    /// The client's key, instead of a keyring's.
    pub key: Option<SecretString>,
    /// The path of `librados.so.2`.
    pub librados: Option<PathBuf>,
    /// A recording, folder or `.tar.zst`.
    pub recording: Option<PathBuf>,
    /// A scenario of the simulator, such as `host-down` or `large:200`.
    pub demo: Option<String>,
    /// The simulator's seed: the same seed tells the same story.
    pub seed: Option<u64>,
    /// What goes wrong with the simulator's answers: `cut@osd dump`, `hung` (see [`FaultRule`](crate::sim::FaultRule)
    /// with the feature `sim`).
    pub faults: Vec<String>,
    /// The rung to use and no other.
    pub rung: Option<Rung>,
    /// How long one question may take.
    pub deadline: Option<Duration>,
    /// Koor's own config file, where it is not in one of the usual places.
    pub config: Option<PathBuf>,
}

impl Options {
    /// Whether this says which cluster is meant.
    pub(super) fn names_a_cluster(&self) -> bool {
        self.cluster.is_some()
            || self.conf.is_some()
            || self.mon_host.is_some()
            || self.recording.is_some()
            || self.demo.is_some()
    }

    /// Two ways of naming a cluster that contradict each other.
    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let ways = [
            ("--demo", self.demo.is_some()),
            ("--recording", self.recording.is_some()),
            ("--cluster", self.cluster.is_some()),
            ("--conf", self.conf.is_some()),
        ];
        let said: Vec<&str> = ways.iter().filter(|(_, said)| *said).map(|(way, _)| *way).collect();
        match said.as_slice() {
            [first, second, ..] => Some((first, second)),
            _ => None,
        }
    }

    /// What is said here, and where nothing is said, what `other` says of *how* (client, key, rung, deadline), not of
    /// *which cluster*.
    pub(super) fn or_how(self, other: Self) -> Self {
        Self {
            keyring: self.keyring.or(other.keyring),
            name: self.name.or(other.name),
            key: self.key.or(other.key),
            librados: self.librados.or(other.librados),
            rung: self.rung.or(other.rung),
            deadline: self.deadline.or(other.deadline),
            seed: self.seed.or(other.seed),
            faults: if self.faults.is_empty() { other.faults } else { self.faults },
            config: self.config.or(other.config),
            ..self
        }
    }

    /// The same of which cluster, too.
    pub(super) fn or(self, other: Self) -> Self {
        let which = Self {
            cluster: self.cluster.clone().or_else(|| other.cluster.clone()),
            conf: self.conf.clone().or_else(|| other.conf.clone()),
            mon_host: self.mon_host.clone().or_else(|| other.mon_host.clone()),
            recording: self.recording.clone().or_else(|| other.recording.clone()),
            demo: self.demo.clone().or_else(|| other.demo.clone()),
            ..self
        };
        which.or_how(other)
    }
}
