//! What a control plane consists of.

use std::path::PathBuf;
use std::time::Duration;

/// The control plane that a test asks for.
#[derive(Debug, Clone)]
pub struct KubeShape {
    /// Nodes that kwok plays, named `node0`, `node1` … as the hosts of a [`Cluster`](crate::Cluster) are. With none,
    /// kwok does not run, and pods stay `Pending`.
    pub nodes: usize,
    /// Whether there is a real node beside them, `real0`, whose pods are real: see [`RookShape::real`](super::RookShape).
    pub real_node: bool,
    /// Whether controllers and the scheduler run. Without them nobody but the test changes an object: what is put in
    /// stays as it is.
    pub controllers: bool,
    /// The `ceph.conf` of the cluster that `exec` into any pod reaches: kwok runs the client's command on this host, with
    /// `CEPH_CONF` set to it.
    pub exec: Option<PathBuf>,
    /// More flags for kube-apiserver.
    pub api_flags: Vec<String>,
    /// How long it may take until everything is up.
    pub limit: Duration,
}

impl KubeShape {
    /// All of it, with three nodes.
    #[must_use]
    pub fn full() -> Self {
        Self {
            nodes: 3,
            real_node: false,
            controllers: true,
            exec: None,
            api_flags: Vec::new(),
            limit: Duration::from_mins(5),
        }
    }

    /// etcd and the API server alone: for objects that are to stay as the test puts them in.
    #[must_use]
    pub fn alone() -> Self {
        Self { nodes: 0, controllers: false, ..Self::full() }
    }

    /// All of it, with one real node.
    #[must_use]
    pub fn real() -> Self {
        Self { nodes: 0, real_node: true, ..Self::full() }
    }

    /// The same with so many nodes.
    #[must_use]
    pub fn nodes(self, nodes: usize) -> Self {
        Self { nodes, ..self }
    }

    /// The same, where `exec` reaches the Ceph cluster of that conf file.
    #[must_use]
    pub fn exec(self, conf: PathBuf) -> Self {
        Self { exec: Some(conf), ..self }
    }

    /// The same with one more flag for kube-apiserver.
    #[must_use]
    pub fn with(mut self, flag: &str) -> Self {
        self.api_flags.push(flag.to_owned());
        self
    }
}
