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
    /// Exec into a pod of Rook's, through Kubernetes.
    Exec,
}

impl FromStr for Rung {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "librados" => Ok(Self::Librados),
            "ceph" => Ok(Self::Ceph),
            "exec" => Ok(Self::Exec),
            _ => Err(format!("there is no rung `{text}`: say `librados`, `ceph` or `exec`")),
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
    /// What goes wrong with the simulator's answers: `cut@osd dump`, `hung`, `refused@kube pods` (see [`FaultRule`](crate::sim::FaultRule)
    /// with the feature `sim`).
    pub faults: Vec<String>,
    /// The kubeconfig of the Kubernetes cluster that Rook runs in.
    pub kubeconfig: Option<PathBuf>,
    /// The kubeconfig's context.
    pub context: Option<String>,
    /// The namespace of the CephCluster.
    pub namespace: Option<String>,
    /// The namespace of the Rook operator.
    pub operator_namespace: Option<String>,
    /// As whom Kubernetes is asked, instead of who the kubeconfig says.
    pub act_as: Option<String>,
    /// In which groups.
    pub act_as_groups: Vec<String>,
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
        self.cluster.is_some() || self.names_ceph() || self.kubernetes().is_some()
    }

    /// Whether this says how Ceph is reached other than through Kubernetes.
    pub(super) fn names_ceph(&self) -> bool {
        self.conf.is_some() || self.mon_host.is_some() || self.recording.is_some() || self.demo.is_some()
    }

    /// The flag of what is said here of a Kubernetes cluster, if anything is.
    pub(super) fn kubernetes(&self) -> Option<&'static str> {
        let said = [
            ("--kubeconfig", self.kubeconfig.is_some()),
            ("--context", self.context.is_some()),
            ("--namespace", self.namespace.is_some()),
            ("--operator-namespace", self.operator_namespace.is_some()),
            ("--as", self.act_as.is_some()),
            ("--as-group", !self.act_as_groups.is_empty()),
        ];
        said.iter().find(|(_, said)| *said).map(|(flag, _)| *flag)
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
            ["--demo"] => self.kubernetes().map(|flag| ("--demo", flag)),
            _ if self.rung == Some(Rung::Exec) => {
                said.first().filter(|way| **way != "--cluster").map(|way| ("--rung exec", *way))
            }
            _ => None,
        }
    }

    /// What is said here, and where nothing is said, what `other` says of *how* (client, key, rung, deadline), not of
    /// *which cluster*. Where a Kubernetes cluster is meant, both may say what it is made of: the kubeconfig of one
    /// layer goes with the namespace of another.
    pub(super) fn or_how(self, other: Self) -> Self {
        let whole = if self.kubernetes().is_some() { self.or_kubernetes(&other) } else { self };
        Self {
            keyring: whole.keyring.or(other.keyring),
            name: whole.name.or(other.name),
            key: whole.key.or(other.key),
            librados: whole.librados.or(other.librados),
            rung: whole.rung.or(other.rung),
            deadline: whole.deadline.or(other.deadline),
            seed: whole.seed.or(other.seed),
            faults: if whole.faults.is_empty() { other.faults } else { whole.faults },
            config: whole.config.or(other.config),
            ..whole
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
            ..self.or_kubernetes(&other)
        };
        which.or_how(other)
    }

    fn or_kubernetes(self, other: &Self) -> Self {
        // A user of one layer is in no group of another's.
        let groups = match self.act_as {
            Some(_) => self.act_as_groups,
            None => [self.act_as_groups, other.act_as_groups.clone()].concat(),
        };
        Self {
            kubeconfig: self.kubeconfig.or_else(|| other.kubeconfig.clone()),
            context: self.context.or_else(|| other.context.clone()),
            namespace: self.namespace.or_else(|| other.namespace.clone()),
            operator_namespace: self.operator_namespace.or_else(|| other.operator_namespace.clone()),
            act_as: self.act_as.or_else(|| other.act_as.clone()),
            act_as_groups: groups,
            ..self
        }
    }
}
