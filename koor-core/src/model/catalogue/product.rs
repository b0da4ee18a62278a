//! What has versions.

use std::fmt;

use semver::Version;
use serde::{Deserialize, Serialize};

/// A product that the catalogue knows releases of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// Ceph itself.
    Ceph,
    /// Rook's operator.
    Rook,
    /// Kubernetes: what its API server runs.
    Kubernetes,
    /// Ceph-CSI, the drivers that mount volumes.
    CephCsi,
    /// Koor's operator of 2023.
    KoorOperator,
    /// Koor Storage Distribution, a Rook of 2023.
    Ksd,
}

impl Product {
    /// All of them, in the order they are told.
    pub const ALL: [Self; 6] =
        [Self::Ceph, Self::Rook, Self::Kubernetes, Self::CephCsi, Self::KoorOperator, Self::Ksd];

    /// As catalogues write it: `ceph-csi`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ceph => "ceph",
            Self::Rook => "rook",
            Self::Kubernetes => "kubernetes",
            Self::CephCsi => "ceph-csi",
            Self::KoorOperator => "koor-operator",
            Self::Ksd => "ksd",
        }
    }

    /// The line a version belongs to: Ceph's is the major, everybody else's major and minor.
    #[must_use]
    pub fn line_of(self, version: &Version) -> String {
        match self {
            Self::Ceph => version.major.to_string(),
            _ => format!("{}.{}", version.major, version.minor),
        }
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ceph => "Ceph",
            Self::Rook => "Rook",
            Self::Kubernetes => "Kubernetes",
            Self::CephCsi => "Ceph-CSI",
            Self::KoorOperator => "Koor operator",
            Self::Ksd => "KSD",
        })
    }
}
