//! Which Kubernetes cluster, and where in it Rook is.

use serde::{Deserialize, Serialize};

/// The Kubernetes cluster that a Ceph cluster runs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kubernetes {
    /// What the API server runs (`/version`, `gitVersion`): `v1.35.4`; `None` where it would not say.
    pub version: Option<String>,
    /// The API server's address, without credentials: `https://10.0.0.1:6443`.
    pub server: String,
    /// The context of the kubeconfig; `None` inside a pod, where a service account says all.
    pub context: Option<String>,
    /// As whom it is asked, where somebody is impersonated.
    pub impersonates: Option<String>,
    /// The namespace of the CephCluster.
    pub namespace: String,
    /// The namespace of the Rook operator; `None` where it was not found.
    pub operator_namespace: Option<String>,
}
