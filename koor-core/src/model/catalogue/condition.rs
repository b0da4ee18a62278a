//! What about a cluster an entry hangs on.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Range;

/// Of which kind a trait's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraitKind {
    /// Yes or no.
    Flag,
    /// Some words.
    Words,
    /// Some versions.
    Versions,
    /// A count.
    Number,
}

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $kind:ident;)*) => {
        /// Something about a cluster that decides whether an entry is about it. What it is derived from stands in
        /// `assess::traits`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Trait {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Trait {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As catalogues write it: `read-affinity`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The one that catalogues write so.
            #[must_use]
            pub fn named(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|about| about.id() == id)
            }

            /// What its value is.
            #[must_use]
            pub const fn kind(self) -> TraitKind {
                match self { $(Self::$name => TraitKind::$kind,)* }
            }
        }
    };
}

traits! {
    /// Processors: `amd64`, `arm64`, as Kubernetes calls them.
    Architecture = "architecture", Words;
    /// Kernels of the hosts.
    Kernel = "kernel", Versions;
    /// What Ceph's daemons run.
    Ceph = "ceph", Versions;
    /// What Rook's operator runs.
    Rook = "rook", Versions;
    /// What the API server runs.
    Kubernetes = "kubernetes", Versions;
    /// What the nodes' kubelets run.
    Kubelet = "kubelet", Versions;
    /// What the CSI drivers run.
    CephCsi = "ceph-csi", Versions;
    /// The releases that OSDs were made with.
    OsdCreatedOn = "osd-created-on", Versions;
    /// The release that OSDs must have at least, as `18.0.0`.
    RequireOsdRelease = "require-osd-release", Versions;
    /// Whether Rook carries the cluster.
    RookCluster = "rook-cluster", Flag;
    /// Whether Rook was installed by Helm.
    Helm = "helm", Flag;
    /// Charts that are installed.
    Chart = "chart", Words;
    /// Whether clients read from the nearest OSD.
    ReadAffinity = "read-affinity", Flag;
    /// Whether there are file systems.
    Cephfs = "cephfs", Flag;
    /// Whether there are object gateways.
    Rgw = "rgw", Flag;
    /// Whether there are NFS gateways.
    Nfs = "nfs", Flag;
    /// Whether there are rbd-mirror daemons.
    RbdMirror = "rbd-mirror", Flag;
    /// Whether object gateways replicate between zones.
    RgwMultisite = "rgw-multisite", Flag;
    /// Modules of the mgr that are enabled.
    MgrModule = "mgr-module", Words;
    /// Erasure-code plug-ins of pools.
    EcPlugin = "ec-plugin", Words;
    /// Erasure-code techniques of pools.
    EcTechnique = "ec-technique", Words;
    /// Whether a CRUSH rule that is in use takes more than once.
    CrushMultiTake = "crush-multi-take", Flag;
    /// Options of the config database, as `NAME=VALUE`.
    Config = "config", Words;
    /// Types of the daemons' keys.
    CephxKeyType = "cephx-key-type", Words;
    /// Type of the keys that CSI mounts with.
    CsiKeyType = "csi-key-type", Words;
    /// Whether Rook is told to renew the daemons' keys.
    KeysRotated = "keys-rotated", Flag;
    /// Names of pools.
    Pool = "pool", Words;
    /// The most OSDs on one host.
    OsdsPerHost = "osds-per-host", Number;
    /// What OSDs store with.
    Objectstore = "objectstore", Words;
    /// Whether there is one mon.
    SingleMon = "single-mon", Flag;
    /// Whether OSDs stand on fewer than three hosts.
    FewHosts = "few-hosts", Flag;
    /// Whether the cluster is stretched over two sites.
    Stretch = "stretch", Flag;
    /// Whether Rook only uses a cluster that it does not run.
    External = "external", Flag;
}

impl fmt::Display for Trait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// One thing that must be so. Which field it has must fit the trait's kind; [`Self::fits`] tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// About what.
    #[serde(rename = "trait")]
    pub about: Trait,
    /// A word that is among its words.
    pub is: Option<String>,
    /// What one of its versions satisfies.
    pub version: Option<Range>,
    /// What its count is at least.
    pub at_least: Option<u64>,
    /// Turned round.
    #[serde(default)]
    pub not: bool,
}

impl Condition {
    /// Whether it asks of its trait what that can answer.
    #[must_use]
    pub fn fits(&self) -> bool {
        let asked = (self.is.is_some(), self.version.is_some(), self.at_least.is_some());
        match self.about.kind() {
            TraitKind::Flag => asked == (false, false, false),
            TraitKind::Words => asked == (true, false, false),
            TraitKind::Versions => asked == (false, true, false),
            TraitKind::Number => asked == (false, false, true),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.not {
            f.write_str("not ")?;
        }
        write!(f, "{}", self.about)?;
        match (&self.is, &self.version, self.at_least) {
            (Some(word), ..) => write!(f, " {word}"),
            (None, Some(range), _) => write!(f, " {range}"),
            (None, None, Some(count)) => write!(f, " of {count} or more"),
            (None, None, None) => Ok(()),
        }
    }
}
